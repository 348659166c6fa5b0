import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {
	type Block,
	describeBlockFault,
	formatBlock,
	isHash,
	isTimestamp,
	parseBlock,
	parseBlockAt,
	parseTutorialBlock,
	shapeFault,
	toBlock,
} from '../../src/core/block.ts';
import {makeChain} from '../support/chains.ts';

const a = 'a'.repeat(64);
const b = 'b'.repeat(64);
const block: Block = {index: 1, timestamp: '2026-11-20T05:01:37.390Z', bpm: 72, hash: a, prevHash: b};
const text = `{"Index":1,"Timestamp":"2026-11-20T05:01:37.390Z","BPM":72,"Hash":"${a}","PrevHash":"${b}"}`;
const genesisText = `{"Index":0,"Timestamp":"2026-11-20T05:01:37.390Z","BPM":0,"Hash":"${a}","PrevHash":""}`;

describe('the canonical form', () => {
	test('is the keys of the protocol in their order, without spaces', () => {
		expect(formatBlock(block)).toBe(text);
		expect(parseBlock(text)).toEqual(block);
		expect(parseBlock(genesisText)).toEqual({...block, index: 0, bpm: 0, prevHash: ''});
	});

	test('of any sealed block is read back as the same block', () => {
		const bpms = fc.array(fc.integer({min: -(2 ** 31), max: 2 ** 31 - 1}), {maxLength: 5});
		const property = fc.property(bpms, fc.integer({min: 0, max: 4e12}), (list, ms) => {
			for (const sealed of makeChain(list, ms)) {
				expect(parseBlock(formatBlock(sealed))).toEqual(sealed);
				expect(toBlock(parseTutorialBlock(formatBlock(sealed))!)).toEqual(sealed);
			}
		});
		fc.assert(property, {seed: 1, numRuns: 100});
	});

	test('is read in the middle of a text, and its end is told', () => {
		expect(parseBlockAt(`[${text},${text}]`, 1)).toEqual({block, end: 1 + text.length});
		expect(parseBlockAt(`[${text}]`, 0)).toBeNull();
		expect(parseBlock(`${text} `)).toBeNull();
		expect(parseBlock(` ${text}`)).toBeNull();
	});

	test('has no character that could be another, or none, or one more', () => {
		for (let at = 0; at < text.length; at++) {
			for (const change of ['', ' ', '"', ',', '0', 'x', '\u0000', '٣', `${text[at]}${text[at]}`]) {
				const changed = text.slice(0, at) + change + text.slice(at + 1);
				const found = parseBlock(changed);
				// What is taken is a different block, written in exactly these characters.
				if (found) expect(formatBlock(found)).toBe(changed);
				if (found && changed !== text) expect(found).not.toEqual(block);
			}
		}
	});

	test.each([
		['spaces', text.replace(',"BPM":', ', "BPM":'), canonical()],
		['an exponent', text.replace(':72,', ':7.2e1,'), canonical()],
		['a leading zero', text.replace(':72,', ':072,'), 'it is not JSON'],
		['a plus', text.replace(':72,', ':+72,'), 'it is not JSON'],
		['minus zero', text.replace(':72,', ':-0,'), canonical()],
		['a key twice', text.replace('"BPM":72', '"BPM":1,"BPM":72'), canonical()],
		['an escaped letter', text.replace('2026', '\\u0032026'), 'it is not in canonical form'],
		['another order', text.replace('"Index":1,', '').replace('"BPM"', '"Index":1,"BPM"'), keys()],
		['another key', text.replace('}', ',"Nonce":"1"}'), keys()],
		['a missing key', text.replace('"BPM":72,', ''), keys()],
		['a lower-case key', text.replace('Index', 'index'), keys()],
		['a nonce', text.replace('}', ',"Difficulty":1,"Nonce":"1"}'), 'it has keys that a block does not have'],
		['an array', '[]', keys()],
		['null', 'null', keys()],
		['an Index beyond 2^53', text.replace('"Index":1', '"Index":9007199254740992'), canonical()],
	])('is not %s', (_name, changed, why) => {
		expect(parseBlock(changed)).toBeNull();
		expect(describeBlockFault(changed)).toBe(why);
	});

	function canonical(): string {
		return 'it is not in canonical form: written again it gives other bytes';
	}

	function keys(): string {
		return 'its keys are not exactly Index, Timestamp, BPM, Hash, PrevHash';
	}
});

describe('the strict shapes', () => {
	const genesis = {...block, index: 0, bpm: 0, prevHash: ''};
	const hash = 'Hash is not 64 lower-case hexadecimal digits';
	const prevHash = 'PrevHash is not 64 lower-case hexadecimal digits';
	const bpm = 'BPM is not within -2^31 to 2^31-1';
	const index = 'Index is not a whole number from 0 up';
	const timestamp = 'Timestamp is not of the form 2026-11-20T05:01:37.390Z';

	test.each<[change: Partial<Block>, fault: string | null]>([
		[{}, null],
		[{bpm: 2 ** 31 - 1}, null],
		[{bpm: -(2 ** 31)}, null],
		[{bpm: 2 ** 31}, bpm],
		[{bpm: -(2 ** 31) - 1}, bpm],
		[{index: -1}, index],
		[{index: 1.5}, index],
		[{index: 2 ** 53}, index],
		[{index: Number.NaN}, index],
		[{timestamp: '2026-11-20T05:01:37.39Z'}, timestamp],
		[{timestamp: '2026-11-20T05:01:37.390Z\n'}, timestamp],
		[{hash: a.toUpperCase()}, hash],
		[{hash: ''}, hash],
		[{hash: a.slice(1)}, hash],
		[{hash: `${a}\n`}, hash],
		[{prevHash: ''}, prevHash],
		[{prevHash: `${b}0`}, prevHash],
	])('of block 1 with %j: %s', (change, fault) => {
		expect(shapeFault({...block, ...change})).toBe(fault);
	});

	test.each([{nonce: '1'}, {difficulty: 1}])('have no %j', more => {
		expect(shapeFault({...block, bpm: 72n, ...more})).toBe('it has keys that a block does not have');
	});

	test.each<[change: Partial<Block>, fault: string | null]>([
		[{}, null],
		[{prevHash: b}, 'PrevHash of the genesis block is not empty'],
		[{bpm: 1}, 'BPM of the genesis block is not 0'],
		[{hash: ''}, hash],
	])('of the genesis block with %j: %s', (change, fault) => {
		expect(shapeFault({...genesis, ...change})).toBe(fault);
	});

	test.each<[text: string, is: boolean]>([
		['2024-02-29T23:59:59.999Z', true],
		['2000-02-29T00:00:00.000Z', true],
		['2026-02-29T00:00:00.000Z', false],
		['1900-02-29T00:00:00.000Z', false],
		['2026-04-31T00:00:00.000Z', false],
		['2026-06-31T00:00:00.000Z', false],
		['2026-09-31T00:00:00.000Z', false],
		['2026-11-31T00:00:00.000Z', false],
		['2026-12-31T00:00:00.000Z', true],
		['2026-13-01T00:00:00.000Z', false],
		['2026-00-01T00:00:00.000Z', false],
		['2026-01-00T00:00:00.000Z', false],
		['2026-01-01T24:00:00.000Z', false],
		['2026-01-01T00:60:00.000Z', false],
		['2026-01-01T00:00:60.000Z', false],
		['2026-01-01 00:00:00.000Z', false],
		['2026-01-01T00:00:00.000z', false],
		['2026-01-01T00:00:00.000+00:00', false],
		['2026-01-01T00:00:00.0000Z', false],
		['+026-01-01T00:00:00.000Z', false],
		['', false],
	])('%s as a timestamp: %s', (timestamp, is) => {
		expect(isTimestamp(timestamp)).toBe(is);
	});

	test('every moment that a clock can say is a timestamp', () => {
		const property = fc.property(fc.integer({min: 0, max: 2.5e14}), ms => {
			expect(isTimestamp(new Date(ms).toISOString())).toBe(true);
		});
		fc.assert(property, {seed: 1, numRuns: 500});
	});

	test('a hash is 64 lower-case hexadecimal digits', () => {
		expect([a, a.toUpperCase(), `${a}a`, '', 'g'.repeat(64)].map(isHash)).toEqual([
			true,
			false,
			false,
			false,
			false,
		]);
	});
});

describe('a block of the tutorial', () => {
	const tutorial = (bpm: string): string =>
		`{"Index":1,"Timestamp":"2026-11-20 05:01:37 +0000 UTC m=+1.0","BPM":${bpm},"Hash":"","PrevHash":""}`;

	test.each(['0', '-1', '9223372036854775807', '-9223372036854775808'])('keeps BPM %s as written', bpm => {
		expect(parseTutorialBlock(tutorial(bpm))?.bpm).toBe(BigInt(bpm));
	});

	test.each(['00', '-0', '+1', '1.0', '1e3', '""', 'null', '12345678901234567890'])('refuses BPM %s', bpm => {
		expect(parseTutorialBlock(tutorial(bpm))).toBeNull();
	});

	test.each([
		['a raw control character in a string', tutorial('1').replace('UTC', '\t')],
		['a bad escape', tutorial('1').replace('UTC', '\\x')],
		['a difficulty without a nonce', tutorial('1').replace('}', ',"Difficulty":1}')],
		['a key twice', tutorial('1,"BPM":1')],
		['something after it', `${tutorial('1')}\n`],
		['more than 4096 characters', tutorial('1').replace('UTC', 'x'.repeat(4_096))],
	])('refuses %s', (_name, changed) => {
		expect(parseTutorialBlock(changed)).toBeNull();
	});

	test('is a block of ours only when it has the strict shapes', () => {
		expect(toBlock(parseTutorialBlock(tutorial('1'))!)).toBeNull();
		expect(toBlock(parseTutorialBlock(text)!)).toEqual(block);
		expect(toBlock(parseTutorialBlock(text.replace('72', '2147483648'))!)).toBeNull();
	});
});
