import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {type AnyBlock, formatBlock} from '../../src/core/block.ts';
import {csvHeader, formatCsvRow} from '../../src/core/chain-csv.ts';
import {createChainScanner} from '../../src/core/chain-scanner.ts';
import {makeChain, readVector, readVectorChain} from '../support/chains.ts';
import {bytesOf, splitBySizes, splitSizes, splitsOf} from '../support/splits.ts';

/** What a scanner tells, one word or block each. */
function scan(...chunks: readonly Uint8Array[]): readonly (string | AnyBlock)[] {
	const told: (string | AnyBlock)[] = [];
	const scanner = createChainScanner({
		begin: form => void told.push(`begin ${form}`),
		block: (block, wasWrapped) => void told.push(...(wasWrapped ? ['wrapped'] : []), block),
		complete: () => void told.push('complete'),
		malformed: reason => void told.push(`malformed: ${reason}`),
		cutOff: () => void told.push('cut off'),
	});
	for (const chunk of chunks) scanner.push(chunk);
	scanner.end();
	return told;
}

const scanText = (text: string) => scan(bytesOf(text));

const chain = makeChain([72, 80]);
const lines = chain.map(block => `${formatBlock(block)}\n`).join('');
const array = `[${chain.map(formatBlock).join(',')}]`;
const indented = JSON.stringify(JSON.parse(array), null, '\t').replaceAll('\n', '\r\n');
const csv = `${csvHeader}\r\n${chain.map(block => `${formatCsvRow(block)}\r\n`).join('')}`;
const tutorial = readVectorChain('tutorial-part1.chain.json');

describe('a chain is read from', () => {
	test.each([
		['one block a line', lines, 'lines'],
		['lines that end in CR and LF', lines.replaceAll('\n', '\r\n'), 'lines'],
		['lines of which the last has no end', lines.trimEnd(), 'lines'],
		['lines with empty ones between', `\n${lines.replaceAll('\n', '\n\n')}`, 'lines'],
		['lines behind a byte order mark', `\ufeff${lines}`, 'lines'],
		['blocks that are indented one by one', lines.replaceAll(',"', ',\n  "'), 'lines'],
		['a compact array', array, 'array'],
		['an indented array', indented, 'array'],
		['an array with spaces everywhere', array.replaceAll(/([[\]{},:])(?!\d\d)/g, ' $1\t'), 'array'],
		['CSV', csv, 'csv'],
		['CSV with bare line feeds', csv.replaceAll('\r', ''), 'csv'],
		['CSV whose last row has no end', csv.trimEnd(), 'csv'],
	])('%s', (_name, text, form) => {
		expect(scanText(text)).toEqual([`begin ${form}`, ...chain, 'complete']);
	});

	test('the files of the tutorial, in whichever part', () => {
		const bytes = readVector('tutorial-part1.chain.json');
		expect(scan(bytes)).toEqual(['begin array', ...tutorial, 'complete']);
		const work = scan(readVector('tutorial-proof-of-work.chain.json'));
		expect(work.slice(1, -1)).toEqual(readVectorChain('tutorial-proof-of-work.chain.json'));
		const session = scan(readVector('tutorial-part2.session.txt'));
		expect([session.length, session[0], session.at(-1)]).toEqual([7, 'begin array', 'complete']);
	});

	test('a BPM of 64 bits, with all its digits', () => {
		const [genesis] = tutorial;
		const text = indentTutorial({bpm: '-9223372036854775807'});
		expect(scanText(`[${text}]`)[1]).toEqual({...genesis, bpm: -9_223_372_036_854_775_807n});
	});
});

function indentTutorial({bpm = '0'} = {}): string {
	const {index, timestamp, hash, prevHash} = tutorial[0]!;
	return `{\n "Index" : ${index} ,\n "Timestamp": "${timestamp}", "BPM":\t${bpm},"Hash":"${hash}","PrevHash":"${prevHash}"\n}`;
}

describe('lines that a terminal wrapped', () => {
	const fold = (text: string, columns: number, end: string) =>
		text.replaceAll(new RegExp(`.{${columns}}(?=.)`, 'g'), `$&${end}`);

	test.each([
		['an array', `Enter a new BPM:${array}`],
		['one block a line', lines],
	])('are joined in %s, at whatever width', (_name, text) => {
		for (let columns = 10; columns < 300; columns++) {
			for (const end of ['\n', '\r\n']) {
				const told = scanText(fold(text, columns, end));
				expect(told.filter(each => typeof each === 'object')).toEqual(chain);
				expect(told.at(-1)).toBe('complete');
			}
		}
	});

	test('are told with the block that they are in, and an indented block is none of them', () => {
		const [first, second] = chain.map(formatBlock) as [string, string];
		const wrapped = second.replace(':72,', ':7\n2,');
		expect(scanText(`[${first},${wrapped}]`).slice(1)).toEqual([chain[0], 'wrapped', chain[1], 'complete']);
		expect(scanText(`[${first.replace('Index', 'In\ndex')},${second}]`).slice(1)).toEqual([
			'wrapped',
			...chain.slice(0, 2),
			'complete',
		]);
		expect(scanText(indented)).not.toContain('wrapped');
	});
});

describe('among other text', () => {
	const prompt = 'Enter a new BPM:';

	test('every array of blocks is a chain, and nothing else is', () => {
		const typed = `${prompt}72\n\n${prompt}[see "/help"]\n[1,2] [{"a":1}] [{"Inde":[\n"["\n`;
		const text = `${typed}${array}${array}\n${prompt}/last 1\n\n[${formatBlock(chain[2]!)}]\n${prompt}`;
		expect(scanText(text)).toEqual([
			...['begin array', ...chain, 'complete'],
			...['begin array', ...chain, 'complete'],
			...['begin array', chain[2], 'complete'],
		]);
	});

	test('arrays inside the objects of live mode are chains as well', () => {
		const blocks = `{"blocks":${array}}\n`;
		expect(scanText(`{"welcome":{"range":[1,999]}}\n${blocks}`)).toEqual([
			'begin array',
			...chain,
			'complete',
		]);
	});

	test('an array that breaks off is told, also inside its first block', () => {
		const [genesis] = chain;
		expect(scanText(`${prompt}${array}${array.slice(0, 300)}`).slice(5)).toEqual([
			'begin array',
			genesis,
			'cut off',
		]);
		expect(scanText(`${prompt}${array.slice(0, 20)}`)).toEqual(['begin array', 'cut off']);
		expect(scanText(`${prompt}${array.slice(0, 5)}`)).toEqual([]);
	});

	test('a block behind the end of an array shows that the end is none', () => {
		const [first, second] = chain.map(formatBlock) as [string, string];
		const told = ['begin array', chain[0], 'malformed: a block stands after the end of the array'];
		expect(scanText(`[${first}]${second},${second}]`)).toEqual(told);
		expect(scanText(`[${first}]\n  { ${second.slice(1)},${second}]`)).toEqual(told);
		expect(scanText(`[${first}]\n{"welcome":{}}`)).toEqual(['begin array', chain[0], 'complete']);
	});

	test('what follows a malformed array is looked at again', () => {
		expect(scanText(`[${formatBlock(chain[0]!)};${array}`)).toEqual([
			'begin array',
			chain[0],
			'malformed: ";" stands where a comma or the end of the array should begin',
			...['begin array', ...chain, 'complete'],
		]);
	});
});

describe('what is no block ends the chain', () => {
	const [first, second] = chain.map(formatBlock) as [string, string];
	const canonical = 'it is not in canonical form: written again it gives other bytes';
	test.each([
		['an exponent', second.replace(':72,', ':7.2e1,'), canonical],
		['a key twice', second.replace('"BPM":72', '"BPM":1,"BPM":72'), canonical],
		['two numbers in one', second.replace(':72,', ':7 2,'), 'it is not JSON'],
		[
			'another order',
			second.replace('"Index":1,', '').replace('"BPM"', '"Index":1,"BPM"'),
			'its keys are not exactly',
		],
		['another key', second.replace('}', ',"Nonce":"1"}'), 'its keys are not exactly'],
		['a control character in a text', second.replace('2026', '20\t26'), 'it is not JSON'],
	])('%s', (_name, changed, why) => {
		for (const text of [`${first}\n${changed}\n`, `[${first},${changed}]`]) {
			const told = scanText(text);
			expect(told.slice(1, 2)).toEqual([chain[0]]);
			expect(told[2]).toMatch(/^malformed: /);
			expect(told[2]).toContain(why);
			expect(told).toHaveLength(3);
		}
	});

	test('also where it is not UTF-8, or longer than a block may be', () => {
		const bytes = Buffer.from(`${first}\n${second}\n`);
		bytes[first.length + 40] = 0xff;
		expect(scan(bytes)[2]).toMatch(/^malformed: it is not UTF-8: /);
		const spaces = second.replace(':72,', `:${' '.repeat(4_096)}72,`);
		expect(scanText(`${first}\n${spaces}\n`)[2]).toMatch(/^malformed: it is longer than 4096 bytes: /);
		expect(scanText(`${csvHeader}\n${'1'.repeat(4_097)}`)[1]).toBe(
			'malformed: a row is longer than 4096 bytes',
		);
	});

	test('in CSV, a row in any other form than the exported one', () => {
		for (const change of [',72,', ',"72",', ',072,', ', 72,', ',7 2,']) {
			const told = scanText(csv.replace(',72,', change));
			expect(told).toHaveLength(change === ',72,' ? 5 : 3);
		}
	});

	test('and is shown without what could harm a terminal', () => {
		const told = scanText(`${first}\n{"Index":1,"Timestamp":"\u001b[2J\u202e"}\n`);
		expect(told[2]).not.toMatch(/[\u001b\u202e]/);
	});
});

describe('any split of the same bytes gives the same', () => {
	const [genesis] = chain.map(formatBlock) as [string];
	test.each([
		['an array of an indented chain', `[${indentTutorial()},${indentTutorial()}]`],
		[
			'a session',
			`Enter a new BPM:7\n\n[{"a"\nEnter a new BPM:[${genesis}][ {"Index":0}, ${genesis}] [${genesis},`,
		],
		['lines', `${genesis}\n${genesis} x`],
		['CSV', `${csvHeader}\r\n${formatCsvRow(chain[0]!)}\r\n1,`],
		['a wrapped array', `[${genesis.replace('Ind', 'I\r\nnd').replace('PrevH', 'Prev\nH')},${genesis}]`],
		['almost CSV', `${csvHeader.slice(0, -3)}[${genesis}]`],
		['an object that is too long', `[{"Index":${' '.repeat(4_200)}0}[${genesis}]`],
	])('%s', (_name, text) => {
		const bytes = bytesOf(text);
		const whole = JSON.stringify(scan(bytes), bigints);
		let count = 0;
		// Every split of a long text would take minutes.
		for (const chunks of splitsOf(bytes)) {
			if (bytes.length > 2_000 && count++ % 50 > 0) continue;
			expect(JSON.stringify(scan(...chunks), bigints)).toBe(whole);
		}
	});

	test('of random text made of the pieces of chains', () => {
		const pieces = [
			'[',
			']',
			'{',
			'}',
			',',
			' ',
			'\n',
			'"',
			':',
			'{"Index"',
			genesis,
			array,
			csvHeader,
			'x',
			'\\',
		];
		const texts = fc.array(fc.constantFrom(...pieces), {maxLength: 12}).map(parts => parts.join(''));
		const property = fc.property(texts, splitSizes, (text, sizes) => {
			const bytes = bytesOf(text);
			const whole = JSON.stringify(scan(bytes), bigints);
			expect(JSON.stringify(scan(...splitBySizes(bytes, sizes)), bigints)).toBe(whole);
		});
		fc.assert(property, {seed: 7, numRuns: 2_000});
	});
});

function bigints(_key: string, value: unknown): unknown {
	return typeof value === 'bigint' ? `${value}n` : value;
}
