import {describe, expect, test} from 'vitest';
import {type AnyBlock, type Block, formatBlock} from '../../src/core/block.ts';
import {chainFormats, formatChain} from '../../src/core/chain-format.ts';
import {type ChainVerdict, createChainJudge} from '../../src/core/chain-judge.ts';
import {sealBlock} from '../../src/core/seal.ts';
import {makeChain, readVector, startMs} from '../support/chains.ts';

const chain = makeChain([72, 80, 65]);
const tip = {index: 3, hash: chain[3]!.hash};
const array = write(chain);

function write(blocks: readonly Block[]): string {
	return `[${blocks.map(formatBlock).join(',')}]`;
}

function judge(text: string | Uint8Array): ChainVerdict {
	const judging = createChainJudge();
	judging.push(Buffer.from(text));
	return judging.end();
}

describe('a chain that holds', () => {
	test.each(chainFormats)('is valid as %s, by the decimal rule', format => {
		const verdict = judge([...formatChain(format, [chain])].join(''));
		expect(verdict).toMatchObject({
			kind: 'valid',
			chain: {place: 1, chains: 1, newerBreaksOff: false, first: chain[0]},
			standing: {rule: 'decimal', strict: true, blocks: 4, tip},
		});
	});

	test.each([
		['tutorial-part1.chain.json', 'decimal', 6],
		['tutorial-part2.session.txt', 'rune', 5],
		['tutorial-proof-of-work.chain.json', 'decimal', 3],
	])('%s is valid by the %s rule, and not strict', (name, rule, blocks) => {
		expect(judge(readVector(name))).toMatchObject({kind: 'valid', standing: {rule, strict: false, blocks}});
	});

	test('may have been wrapped by a terminal, which is said', () => {
		const wrapped = array.replaceAll(/.{100}/g, '$&\n');
		expect(judge(wrapped)).toMatchObject({kind: 'valid', chain: {wasWrapped: true}, standing: {tip}});
		expect(judge(wrapped.replace(':80,', ':81,'))).toMatchObject({kind: 'broken', fault: {index: 2}});
		expect(judge(array)).toMatchObject({chain: {wasWrapped: false}});
	});

	test('may be the newest part of a longer one', () => {
		expect(judge(write(chain.slice(2)))).toMatchObject({
			kind: 'valid',
			chain: {first: chain[2]},
			standing: {blocks: 2, tip},
		});
	});
});

describe('of several arrays', () => {
	const shorter = write(chain.slice(0, 2));
	const forged = write(chain.with(1, {...chain[1]!, bpm: 99}));

	test.each<[name: string, text: string, expected: object]>([
		['the newest decides', `${forged}\n${shorter}${array}`, {kind: 'valid', chain: {place: 3, chains: 3}}],
		['also when it is the broken one', `${array}${forged}`, {kind: 'broken', chain: {place: 2, chains: 2}}],
		[
			'not one that breaks off at the end',
			`${shorter}${array.slice(0, -1)}`,
			{kind: 'valid', chain: {place: 1, chains: 2, newerBreaksOff: true}, standing: {blocks: 2}},
		],
		[
			'but one that breaks off after a block that does not hold',
			`${array}${forged.slice(0, -1)}`,
			{kind: 'broken', chain: {place: 2}, fault: {index: 1, reason: 'hash'}},
		],
		[
			'and one that is no chain from somewhere on',
			`${array}${array.replace(':80,', ':8e1,')} and more`,
			{kind: 'broken', chain: {place: 2, chains: 2}, fault: {index: 2, reason: 'text'}},
		],
	])('%s', (_name, text, expected) => {
		expect(judge(text)).toMatchObject(expected);
	});

	test('what was heard of the one that decides is known', () => {
		const heard: string[] = [];
		const judging = createChainJudge({
			begin: () => void heard.push('begin'),
			block: ({index}, fault) => void heard.push(fault ? `${index} after ${fault.index}` : `${index}`),
			taken: () => void heard.push('taken'),
		});
		judging.push(Buffer.from(`${forged}${shorter}${array.slice(0, -1)}`));
		judging.end();
		expect(heard.join(' ')).toBe('begin 0 1 after 1 2 after 1 3 after 1 taken begin 0 1 taken begin 0 1 2 3');
	});
});

describe('what is broken', () => {
	const lines = chain.map(block => `${formatBlock(block)}\n`);
	test.each<[name: string, text: string, fault: object]>([
		['a changed BPM', lines.join('').replace(':80,', ':81,'), {index: 2, reason: 'hash'}],
		['a missing block', [lines[0], lines[2]].join(''), {index: 1, reason: 'index'}],
		['another past', lines.slice(0, 2).join('') + lineOf(2), {index: 2, reason: 'link'}],
		['text instead of a block', `${lines[0]}hello\n`, {index: 1, reason: 'text'}],
		['a line that breaks off', lines.join('').slice(0, -20), {index: 3, reason: 'text'}],
		[
			'an array that breaks off',
			array.slice(0, -1),
			{index: 4, reason: 'text', detail: 'the text ends before the chain does'},
		],
		['a first block that is none', '\ufeff [{"Index":0}]', {index: 0, reason: 'text'}],
		['a newest array that holds no block', `# ${array}[{"Index":0}]`, {index: 0, reason: 'text'}],
	])('%s is named with its block', (_name, text, fault) => {
		expect(judge(text)).toMatchObject({kind: 'broken', fault});
	});

	function lineOf(index: number): string {
		const other = makeChain([1, 2, 3], startMs + 1);
		return `${formatBlock(other[index]!)}\n`;
	}
});

describe('what is no chain', () => {
	test.each([
		['', 'it is empty'],
		['hello', 'there is no chain of blocks in it'],
		['{"name":"bchain"}', 'there is no chain of blocks in it'],
		['[]', 'there is no chain of blocks in it'],
		['# A chain\n\n    [{"Index":…}]\n', 'there is no chain of blocks in it'],
		[' \n', 'it is empty'],
		['index,timestamp,bpm,hash,prevHash\r\n', 'there is no block in it'],
	])('%j is unreadable', (text, reason) => {
		expect(judge(text)).toEqual({kind: 'unreadable', reason});
	});

	test('UTF-16, as some shells write it, is named', () => {
		const verdict = judge(Buffer.from(`\ufeff${array}`, 'utf16le'));
		expect(verdict).toEqual({kind: 'unreadable', reason: 'it is UTF-16 text: save it as UTF-8'});
	});
});

describe('every byte of a chain, changed once', () => {
	const space = /[ \t\r\n]/;

	test.each(chainFormats)('is noticed in %s, unless only white space became other white space', format => {
		const bytes = Buffer.from([...formatChain(format, [chain])].join(''));
		for (let at = 0; at < bytes.length; at++) {
			for (const change of [bytes[at]! ^ 1, bytes[at]! ^ 0x20, 0x00, 0x20, 0x30, 0x5d, 0x0a, 0xff]) {
				if (change === bytes[at]) continue;
				const changed = Buffer.from(bytes);
				changed[at] = change;
				const verdict = judge(changed);
				if (verdict.kind !== 'valid') continue;
				const before = String.fromCharCode(bytes[at]!);
				expect([format, at, before, change, space.test(before)]).toEqual([format, at, before, change, true]);
				expect(verdict.standing).toEqual({rule: 'decimal', strict: true, blocks: 4, tip});
			}
		}
	});

	test('and every byte taken away, except the end of the last line', () => {
		for (const format of chainFormats) {
			const text = [...formatChain(format, [chain])].join('');
			for (let at = 0; at < text.length; at++) {
				const verdict = judge(text.slice(0, at) + text.slice(at + 1));
				if (verdict.kind === 'valid') expect(text[at]).toMatch(space);
			}
		}
	});
});

test('a long chain is judged piece by piece, and nothing of it is kept', () => {
	const judging = createChainJudge();
	let block: Block = chain[0]!;
	judging.push(Buffer.from(`${formatBlock(block)}\n`));
	for (let piece = 0; piece < 100; piece++) {
		let text = '';
		for (let count = 0; count < 100; count++) {
			block = sealBlock(block, count, startMs);
			text += `${formatBlock(block)}\n`;
		}
		judging.push(Buffer.from(text));
	}
	expect(judging.blocks).toBe(10_001);
	expect(judging.end()).toMatchObject({kind: 'valid', standing: {tip: {index: 10_000, hash: block.hash}}});
});

test('blocks of proof of work need the zeros of their Difficulty, and may have more', () => {
	const text = readVector('tutorial-proof-of-work.chain.json').toString();
	const harder = text.replace(/"Difficulty": 1(?=[^}]*\}\s*\]$)/, '"Difficulty": 2');
	const easier = text.replaceAll('"Difficulty": 1', '"Difficulty": 0');
	expect(judge(harder)).toMatchObject({
		kind: 'broken',
		fault: {
			index: 2,
			reason: 'work',
			detail: 'its Hash does not begin with the 2 zeros of its Difficulty',
		},
	});
	expect(judge(easier)).toMatchObject({kind: 'valid'});
	expect(judge(text.replace('"Nonce": "4"', '"Nonce": "5"'))).toMatchObject({
		fault: {index: 2, reason: 'hash'},
	});
});

test('blocks come as they are written, ours and others', () => {
	const heard: AnyBlock[] = [];
	const judging = createChainJudge({block: block => void heard.push(block)});
	judging.push(Buffer.from(array.replace(':72,', ':9223372036854775807,')));
	judging.end();
	expect(heard[0]).toEqual(chain[0]);
	expect(heard[1]?.bpm).toBe(9_223_372_036_854_775_807n);
});
