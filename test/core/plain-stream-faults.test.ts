import {Buffer} from 'node:buffer';
import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {formatBlock} from '../../src/core/block.ts';
import {limits} from '../../src/core/limits.ts';
import {createPlainStream, type PlainEvent} from '../../src/core/plain-stream.ts';
import {makeChain} from '../support/chains.ts';
import {decode, decodeText} from '../support/plain-streams.ts';
import {bytesOf, splitBySizes, splitSizes, splitsOf} from '../support/splits.ts';

const genesis = '{"Index":0,"Timestamp":"t","BPM":0,"Hash":"","PrevHash":""}';
const first = '{"Index":1,"Timestamp":"u","BPM":72,"Hash":"ab","PrevHash":""}';
/** The reason why a stream is refused; fails when something follows the fault. */
function faultOf(text: string): string {
	const fault = decodeText(text).at(-1) as PlainEvent | undefined;
	return fault?.kind === 'fault'
		? fault.reason
		: `no fault: ${JSON.stringify(decodeText(text), writeBigInt)}`;
}

function writeBigInt(_key: string, value: unknown): unknown {
	return typeof value === 'bigint' ? `${value}n` : value;
}

describe('what a hub may not say', () => {
	const at = (text: string): string => `Enter a new BPM:[${text}`;
	const malformed = 'a block is malformed: ';
	const keys = 'its keys are not exactly Index, Timestamp, BPM, Hash, PrevHash';
	const canonical = 'it is not in canonical form: written again it gives other bytes';
	const table: readonly [name: string, text: string, reason: string][] = [
		['another greeting', 'Enter a BPM:', 'the stream does not begin with "Enter a new BPM:"'],
		['another service', 'SSH-2.0-OpenSSH', 'after the start came "S", which nothing begins with there'],
		['an escape sequence', '\x1b[2J', 'after the start came byte 27, which nothing begins with there'],
		['text after a prompt', 'Enter a new BPM:72', 'after a prompt came "7", which nothing begins with there'],
		[
			'a prompt without LF',
			'Enter a new BPM:Enter a new BPM:',
			'after a prompt came "E", which nothing begins with there',
		],
		['CR before LF', 'Enter a new BPM:\r\n', 'after a prompt came byte 13, which nothing begins with there'],
		[
			'text after an array',
			`${at(genesis)}] `,
			'after an array came byte 32, which nothing begins with there',
		],
		[
			'a prompt directly after an array',
			`[${genesis}]Enter`,
			'after an array came "E", which nothing begins with there',
		],
		['an empty array', at(']'), 'a chain without blocks'],
		['an empty array after an array', `${at(genesis)}][]`, 'a chain without blocks'],
		['an array of numbers', at('1]'), 'a chain begins with "1" instead of a block'],
		['space before the first block', at(` ${genesis}]`), 'a chain begins with byte 32 instead of a block'],
		[
			'no comma between blocks',
			at(genesis + first),
			'after a block came "{" instead of a comma or the end of the chain',
		],
		['a comma at the end', at(`${genesis},]`), 'after a comma in the chain came "]" instead of a block'],
		[
			'space between blocks',
			at(`${genesis}, ${first}`),
			'after a comma in the chain came byte 32 instead of a block',
		],
		[
			'space inside a block',
			at(genesis.replace(',"BPM', ', "BPM')),
			`${malformed}${canonical}: {"Index":0,"Timestamp":"t", "BPM":0,"Ha…`,
		],
		[
			'a key twice',
			at(genesis.replace('"BPM":0', '"BPM":7,"BPM":0')),
			`${malformed}${canonical}: {"Index":0,"Timestamp":"t","BPM":7,"BPM…`,
		],
		[
			'a number in another form',
			at(first.replace('72', '7.2e1')),
			`${malformed}${canonical}: {"Index":1,"Timestamp":"u","BPM":7.2e1,…`,
		],
		['an unknown key', at('{"Index":0,"x":1}'), `${malformed}${keys}: {"Index":0,"x":1}`],
		[
			'a block inside a block',
			at(`{"a":${genesis}}`),
			`${malformed}${keys}: {"a":{"Index":0,"Timestamp":"t","BPM":0…`,
		],
		['no JSON', at('{"Index":\x1b[2J\u202e}'), `${malformed}it is not JSON: {"Index":?[2J?}`],
		['the end inside the bracket', 'Enter a new BPM:[', 'the connection ended inside the chain'],
		['the end inside a block', at(genesis.slice(0, 20)), 'the connection ended inside the chain'],
		['the end after a block', at(genesis), 'the connection ended inside the chain'],
		['the end after a comma', at(`${genesis},`), 'the connection ended inside the chain'],
		['the end inside the greeting', 'Enter a', 'the connection ended inside a prompt'],
		['the end after LF', 'Enter a new BPM:\n', 'the connection ended inside a prompt'],
		['the end inside a later prompt', 'Enter a new BPM:\nEnter', 'the connection ended inside a prompt'],
		['the end inside a welcome', 'Enter a new BPM:\n{"welc', 'the connection ended inside an answer'],
	];

	test.each(table)('%s', (_name, text, reason) => {
		expect(faultOf(text)).toBe(reason);
		const whole = decodeText(text);
		for (const chunks of splitsOf(bytesOf(text))) expect(decode(chunks)).toEqual(whole);
	});

	test('invalid UTF-8 in a block', () => {
		const bytes = Buffer.from(at(genesis));
		bytes[bytes.indexOf('"t"') + 1] = 0xc3;
		expect(decode([bytes]).at(-1)).toEqual({
			kind: 'fault',
			reason: `${malformed}it is not UTF-8: {"Index":0,"Timestamp":"\ufffd","BPM":0,"Has…`,
		});
	});

	test('a block over 4096 bytes, while one of exactly 4096 is taken', () => {
		const fill = limits.blockBytesMax - genesis.length + 1;
		const block = (bytes: number): string => genesis.replace('"t"', `"${'t'.repeat(bytes)}"`);
		expect(Buffer.byteLength(block(fill))).toBe(4_096);
		expect(decodeText(`[${block(fill)}]`).map(event => (event as PlainEvent).kind)).toEqual([
			'arrayStart',
			'block',
			'arrayEnd',
		]);
		for (const sizes of [[1_000_000], [4_000], [1]]) {
			expect(decode(splitBySizes(bytesOf(`[${block(fill + 1)}]`), sizes))).toEqual([
				{kind: 'arrayStart', answer: false},
				{kind: 'fault', reason: 'a block is longer than 4096 bytes'},
			]);
		}
	});

	test('an answer over 128 KiB, while one of exactly 128 KiB is taken', () => {
		const longest = 'x'.repeat(limits.hubLineBytesMax);
		for (const sizes of [[1_000_000], [65_536], [1]]) {
			expect(decode(splitBySizes(bytesOf(`\n${longest}\nEnter a new BPM:`), sizes))).toEqual([
				{kind: 'answer', text: longest, ended: true},
			]);
			expect(decode(splitBySizes(bytesOf(`\n${longest}x\nEnter a new BPM:`), sizes))).toEqual([
				{kind: 'fault', reason: 'an answer is longer than 131072 bytes'},
			]);
		}
	});

	test('nothing follows a fault, and after live or the end a push is a bug', () => {
		const faulty = createPlainStream();
		expect(faulty.push(bytesOf('no')).map(event => event.kind)).toEqual(['fault']);
		expect(faulty.push(bytesOf('Enter a new BPM:'))).toEqual([]);
		expect(faulty.end()).toEqual([]);
		expect(() => faulty.push(bytesOf('x'))).toThrow('push after ended');
		const live = createPlainStream();
		live.push(bytesOf('\n{"welcome":'));
		expect(() => live.push(bytesOf('x'))).toThrow('push after live');
		expect(live.end()).toEqual([]);
	});
});

describe('any stream', () => {
	const blocks = makeChain([72, 80, 65]).map(formatBlock);
	const array = `[${blocks.join(',')}]`;
	const pieces = fc.oneof(
		{weight: 8, arbitrary: fc.constantFrom('\nEnter a new BPM:', array, `\n${array}\nEnter a new BPM:`)},
		{
			weight: 3,
			arbitrary: fc.string({unit: 'grapheme', maxLength: 60}).map(text => `\n${text}\nEnter a new BPM:`),
		},
		{
			weight: 1,
			arbitrary: fc.constantFrom('\n', 'Enter', '[', '{', '\n{"welcome":{}}\n', '}', '"', array.slice(0, 99)),
		},
		{weight: 1, arbitrary: fc.string({unit: 'binary', maxLength: 20})},
	);
	const streams = fc.array(pieces, {maxLength: 30}).map(list => bytesOf(`Enter a new BPM:${list.join('')}`));

	test('says the same in any split, and never keeps more than a block or an answer', () => {
		const property = fc.property(streams, splitSizes, (bytes, sizes) => {
			expect(decode(splitBySizes(bytes, sizes))).toEqual(decode([bytes]));
		});
		fc.assert(property, {seed: 1, numRuns: 500});
	});

	test('of any bytes at all ends in events or a fault that is safe to show', () => {
		const property = fc.property(fc.uint8Array({maxLength: 200}), splitSizes, (bytes, sizes) => {
			for (const event of decode(splitBySizes(bytes, sizes))) {
				if (event.kind === 'fault') expect(event.reason).toMatch(/^[^\p{Cc}]{1,200}$/u);
			}
		});
		fc.assert(property, {seed: 2, numRuns: 500});
	});
});

describe('large streams', () => {
	const chain = makeChain(Array.from({length: 999}, (_, index) => 60 + (index % 40)));
	const thousand = chain.map(formatBlock).join(',');

	test('50 MB of blocks in one array come block by block, and at most one block is kept', () => {
		const stream = createPlainStream();
		const piece = bytesOf(`${thousand},`);
		const count = Math.ceil(50_000_000 / piece.length);
		let blocks = 0;
		let pendingBytesMax = 0;
		stream.push(bytesOf('['));
		for (let turn = 0; turn < count; turn++) {
			for (const chunk of splitBySizes(piece, [65_536])) {
				for (const event of stream.push(chunk)) {
					if (event.kind !== 'arrayStart' && event.kind !== 'block') throw new Error(event.kind);
					if (event.kind === 'block') blocks++;
				}
				pendingBytesMax = Math.max(pendingBytesMax, stream.pendingBytes);
			}
		}
		expect(blocks).toBe(count * 1_000);
		expect(pendingBytesMax).toBeGreaterThan(0);
		expect(pendingBytesMax).toBeLessThan(300);
	});

	test.each([
		['one endless block', '[{"Index":', limits.blockBytesMax],
		['one endless answer', '\nhello', limits.hubLineBytesMax],
		['an answer of line ends', '\n\n', limits.hubLineBytesMax],
		['an answer of half prompts', '\nno', limits.hubLineBytesMax],
	])('50 MB of %s are refused at the limit', (name, begin, bytesMax) => {
		const filler = name.endsWith('line ends') ? '\n' : name.endsWith('prompts') ? '\nEnter a new BPM' : 'x';
		const chunk = Buffer.alloc(65_536, filler);
		const stream = createPlainStream();
		const events = [...stream.push(bytesOf(begin))];
		let taken = 0;
		for (; taken < 50_000_000 && events.at(-1)?.kind !== 'fault'; taken += chunk.length) {
			events.push(...stream.push(chunk));
			expect(stream.pendingBytes).toBeLessThanOrEqual(bytesMax + 17);
		}
		expect(taken).toBeLessThan(bytesMax + 2 * chunk.length);
		expect(stream.pendingBytes).toBe(0);
	});
});
