import {Buffer} from 'node:buffer';
import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {createLineFeed, createLineSplitter, type LineEvent} from '../../src/core/lines.ts';
import {bytesOf, splitBySizes, splitSizes, splitsOf} from '../support/splits.ts';

const tooLong = {kind: 'tooLong'} as const;
const line = (text: string): LineEvent => ({kind: 'line', text});

function split(chunks: readonly Uint8Array[], lineBytesMax = 8): LineEvent[] {
	const splitter = createLineSplitter(lineBytesMax);
	return chunks.flatMap(chunk => {
		const events = splitter.push(chunk);
		expect(splitter.pendingBytes).toBeLessThanOrEqual(lineBytesMax + 1);
		return events;
	});
}

describe('lines of at most 8 bytes', () => {
	test.each<[text: string, lines: LineEvent[]]>([
		['', []],
		['72', []],
		['72\n', [line('72')]],
		['72\n80\n65', [line('72'), line('80')]],
		['72\r\n', [line('72')]],
		['\n\r\n\n', [line(''), line(''), line('')]],
		['7\r2\n', [line('7\r2')]],
		['72\r\r\n', [line('72\r')]],
		['\r72\n', [line('\r72')]],
		['12345678\n', [line('12345678')]],
		['12345678\r\n', [line('12345678')]],
		['123456789\n', [tooLong]],
		['12345678\rx\n', [tooLong]],
		['12345678\r\r\n', [tooLong]],
		['1234567890123456789012345\r\n72\n', [tooLong, line('72')]],
		['12345678901234567890', []],
		['72\n123456789\n123456789\n\n', [line('72'), tooLong, tooLong, line('')]],
		['é💓é\n', [line('é💓é')]],
		['é💓éx\n', [tooLong]],
		['a\0b\x1b\n', [line('a\0b\x1b')]],
	])('%j', (text, lines) => {
		expect(split([bytesOf(text)])).toEqual(lines);
		for (const chunks of splitsOf(bytesOf(text))) expect(split(chunks)).toEqual(lines);
	});

	test('bytes that are not UTF-8 become U+FFFD, whatever the split', () => {
		const bytes = Uint8Array.of(0x37, 0xff, 0xe2, 0x82, 0x0a, 0xc3, 0x0a);
		for (const chunks of splitsOf(bytes))
			expect(split(chunks)).toEqual([line('7\ufffd\ufffd'), line('\ufffd')]);
	});

	test('any bytes give the same lines in any split', () => {
		const bytes = fc
			.array(fc.constantFrom(0x0a, 0x0d, 0x37, 0x78, 0xc3, 0xa9), {maxLength: 120})
			.map(list => Uint8Array.from(list));
		const property = fc.property(bytes, splitSizes, (list, sizes) => {
			const whole = split([list]);
			expect(split(splitBySizes(list, sizes))).toEqual(whole);
			const expected = Buffer.from(list).toString('latin1').split('\n').slice(0, -1);
			expect(whole.map(event => event.kind)).toEqual(
				expected.map(text => (text.replace(/\r$/, '').length > 8 ? 'tooLong' : 'line')),
			);
		});
		fc.assert(property, {seed: 1, numRuns: 1_000});
	});
});

test('a line is given with the chunk that ends it', () => {
	const splitter = createLineSplitter(8);
	expect(splitter.push(bytesOf('7'))).toEqual([]);
	expect(splitter.pendingBytes).toBe(1);
	expect(splitter.push(bytesOf('2\n8'))).toEqual([line('72')]);
	expect(splitter.pendingBytes).toBe(1);
	expect(splitter.push(bytesOf('\n'))).toEqual([line('8')]);
	expect(splitter.pendingBytes).toBe(0);
});

test('what was kept of a line is let go as soon as it is too long', () => {
	const splitter = createLineSplitter(8);
	splitter.push(bytesOf('12345'));
	expect(splitter.pendingBytes).toBe(5);
	splitter.push(bytesOf('67890'));
	expect(splitter.pendingBytes).toBe(0);
	expect(splitter.push(bytesOf('x\n'))).toEqual([tooLong]);
});

test('a chunk that changes afterwards changes no line', () => {
	const splitter = createLineSplitter(8);
	const chunk = Buffer.from('72');
	splitter.push(chunk);
	chunk.fill('9');
	expect(splitter.push(bytesOf('\n'))).toEqual([line('72')]);
});

test('a line of 100 MB is dropped as it arrives, and the next one is read', () => {
	const splitter = createLineSplitter(8_192);
	const chunk = Buffer.alloc(65_536, 'x');
	for (let taken = 0; taken < 100_000_000; taken += chunk.length) {
		expect(splitter.push(chunk)).toEqual([]);
		expect(splitter.pendingBytes).toBe(0);
	}
	expect(splitter.push(bytesOf('\n72\n'))).toEqual([tooLong, line('72')]);
});

test('lines as bytes are the same lines, also when their memory is used again', () => {
	const bytes = bytesOf('72\n123456789\r\n\n12345678\r\n8é\n1');
	for (const keepsMemory of [false, true]) {
		for (const chunks of splitsOf(bytes)) {
			const taken: LineEvent[] = [];
			const feed = createLineFeed({lineBytesMax: 8, keepsMemory}, bytes => {
				taken.push(bytes === null ? tooLong : line(bytes.toString()));
			});
			for (const chunk of chunks) feed.push(chunk);
			expect(taken).toEqual(split(chunks));
			expect(feed.pendingBytes).toBe(1);
		}
	}
});
