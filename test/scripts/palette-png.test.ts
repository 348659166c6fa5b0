import {crc32, deflateSync, inflateSync} from 'node:zlib';
import fc from 'fast-check';
import {expect, test} from 'vitest';
import {reduceColours} from '../../scripts/palette-png.ts';

const signature = Buffer.from('\x89PNG\r\n\x1a\n', 'latin1');

/** A PNG with these bytes of lines, each behind the number of its filter. */
function makePng(width: number, height: number, type: number, lines: Buffer): Buffer {
	const header = Buffer.alloc(13);
	header.writeUInt32BE(width, 0);
	header.writeUInt32BE(height, 4);
	header.set([8, type], 8);
	return Buffer.concat([
		signature,
		chunk('IHDR', header),
		chunk('IDAT', deflateSync(lines)),
		chunk('IEND', Buffer.alloc(0)),
	]);
}

function chunk(name: string, body: Buffer): Buffer {
	const named = Buffer.concat([Buffer.from(name, 'latin1'), body]);
	const [length, check] = [Buffer.alloc(4), Buffer.alloc(4)];
	length.writeUInt32BE(body.length);
	check.writeUInt32BE(crc32(named));
	return Buffer.concat([length, named, check]);
}

/** The colours of a PNG with a palette, pixel by pixel, each a text such as `10,20,30`. */
function readPalettePng(png: Buffer): readonly string[] {
	const chunks = new Map<string, Buffer>();
	for (let at = 8; at < png.length; at += png.readUInt32BE(at) + 12) {
		const body = png.subarray(at + 8, at + 8 + png.readUInt32BE(at));
		const name = png.toString('latin1', at + 4, at + 8);
		expect(png.readUInt32BE(at + 8 + body.length)).toBe(
			crc32(Buffer.concat([Buffer.from(name, 'latin1'), body])),
		);
		chunks.set(name, body);
	}
	const width = chunks.get('IHDR')!.readUInt32BE(0);
	const palette = chunks.get('PLTE')!;
	return Array.from(inflateSync(chunks.get('IDAT')!))
		.filter((_, at) => at % (width + 1) > 0)
		.map(entry => palette.subarray(entry * 3, entry * 3 + 3).join());
}

test('Every filter that a browser uses is undone', () => {
	// Two pixels a line: 10,20,30 and 40,50,60, by each filter in turn.
	const lines = Buffer.from([
		...[0, 10, 20, 30, 40, 50, 60],
		...[1, 10, 20, 30, 30, 30, 30],
		...[2, 0, 0, 0, 0, 0, 0],
		...[3, 5, 10, 15, 15, 15, 15],
		...[4, 0, 0, 0, 0, 0, 0],
	]);
	const expected = Array(5).fill(['10,20,30', '40,50,60']).flat();
	expect(readPalettePng(reduceColours(makePng(2, 5, 2, lines)))).toEqual(expected);
});

test('Up to 256 colours stay as they are, also beside a channel for what shines through', () => {
	const colours = fc.uniqueArray(fc.integer({min: 0, max: 0xffffff}), {minLength: 1, maxLength: 256});
	fc.assert(
		fc.property(colours, list => {
			const parts = list.map(colour => [colour >> 16, (colour >> 8) & 255, colour & 255]);
			const lines = Buffer.from([0, ...parts.flatMap(part => [...part, 255])]);
			expect(readPalettePng(reduceColours(makePng(list.length, 1, 6, lines)))).toEqual(
				parts.map(part => part.join()),
			);
		}),
	);
});

test('Of more than that each becomes a similar one', () => {
	const greys = Array.from({length: 4_096}, (_, at) => [at >> 4, at >> 4, (at >> 4) ^ (at & 3)]);
	const lines = Buffer.from([0, ...greys.flat()]);
	const found = readPalettePng(reduceColours(makePng(greys.length, 1, 2, lines)));
	expect(new Set(found).size).toBeLessThanOrEqual(256);
	for (const [at, colour] of found.entries()) {
		const parts = colour.split(',').map(Number);
		expect(Math.max(...parts.map((part, channel) => Math.abs(part - greys[at]![channel]!)))).toBeLessThan(24);
	}
});
