/** Small pictures: a PNG of a browser as one with a palette of at most 256 colours, a third of its size. */
import {crc32, deflateSync, inflateSync} from 'node:zlib';

type Picture = {
	readonly width: number;
	readonly height: number;
	/** Three bytes a pixel, from the upper left corner, line by line. */
	readonly pixels: Uint8Array;
};

/** Some pixels of one colour. */
type Weighted = {readonly colour: number; readonly count: number};

const signature = Buffer.from('\x89PNG\r\n\x1a\n', 'latin1');
const coloursMax = 256;
const shifts = [16, 8, 0] as const;

/** The same picture with a palette. Takes what browsers write: 8 bits a channel, opaque, not interlaced. */
export function reduceColours(png: Buffer): Buffer {
	const picture = decodePng(png);
	const counts = new Map<number, number>();
	for (let at = 0; at < picture.pixels.length; at += 3) {
		const colour = colourAt(picture.pixels, at);
		counts.set(colour, (counts.get(colour) ?? 0) + 1);
	}
	const colours = Array.from(counts, ([colour, count]): Weighted => ({colour, count}));
	const boxes = cutColours(colours);
	const entryOf = new Map(boxes.flatMap((box, entry) => box.map(({colour}) => [colour, entry] as const)));
	return encodePng(picture, boxes.map(averageColour), entryOf);
}

function decodePng(png: Buffer): Picture {
	const data: Buffer[] = [];
	let header = Buffer.alloc(0);
	for (let at = signature.length; at < png.length; ) {
		const length = png.readUInt32BE(at);
		const name = png.toString('latin1', at + 4, at + 8);
		const body = png.subarray(at + 8, at + 8 + length);
		if (name === 'IHDR') header = Buffer.from(body);
		if (name === 'IDAT') data.push(body);
		at += length + 12;
	}
	const [width, height] = [header.readUInt32BE(0), header.readUInt32BE(4)];
	const channels = header[9] === 6 ? 4 : 3;
	const lines = unfilter(inflateSync(Buffer.concat(data)), width * channels, height, channels);
	const pixels = new Uint8Array(width * height * 3);
	for (let pixel = 0; pixel < width * height; pixel++)
		pixels.set(lines.subarray(pixel * channels, pixel * channels + 3), pixel * 3);
	return {width, height, pixels};
}

/** Undoes the filter that each line names in its first byte. */
function unfilter(raw: Buffer, lineBytes: number, height: number, channels: number): Uint8Array {
	const lines = new Uint8Array(lineBytes * height);
	for (let line = 0; line < height; line++) {
		const filter = raw[line * (lineBytes + 1)]!;
		const start = line * lineBytes;
		for (let at = 0; at < lineBytes; at++) {
			const left = at < channels ? 0 : lines[start + at - channels]!;
			const above = line === 0 ? 0 : lines[start + at - lineBytes]!;
			const corner = line === 0 || at < channels ? 0 : lines[start + at - lineBytes - channels]!;
			lines[start + at] = raw[line * (lineBytes + 1) + 1 + at]! + predict(filter, left, above, corner);
		}
	}
	return lines;
}

function predict(filter: number, left: number, above: number, corner: number): number {
	if (filter === 0) return 0;
	if (filter === 1) return left;
	if (filter === 2) return above;
	if (filter === 3) return (left + above) >> 1;
	const guess = left + above - corner;
	const [toLeft, toAbove, toCorner] = [left, above, corner].map(value => Math.abs(guess - value)) as [
		number,
		number,
		number,
	];
	if (toLeft <= toAbove && toLeft <= toCorner) return left;
	return toAbove <= toCorner ? above : corner;
}

/** Divides the colours into at most 256 groups of similar ones: again and again the one that differs most in itself. */
function cutColours(colours: readonly Weighted[]): readonly (readonly Weighted[])[] {
	const boxes = [colours];
	while (boxes.length < coloursMax) {
		const widths = boxes.map(
			box => Math.max(...shifts.map(shift => spread(box, shift))) * Math.sqrt(weigh(box)),
		);
		const widest = widths.indexOf(Math.max(...widths));
		const box = boxes[widest]!;
		if (box.length < 2) break;
		const shift = shifts.toSorted((a, b) => spread(box, b) - spread(box, a))[0]!;
		const sorted = box.toSorted((a, b) => channelOf(a.colour, shift) - channelOf(b.colour, shift));
		const middle = findMiddle(sorted);
		boxes.splice(widest, 1, sorted.slice(0, middle), sorted.slice(middle));
	}
	return boxes;
}

/** Where half of the pixels lie on either side. */
function findMiddle(sorted: readonly Weighted[]): number {
	const half = weigh(sorted) / 2;
	let sum = 0;
	const at = sorted.findIndex(({count}) => {
		sum += count;
		return sum >= half;
	});
	return Math.max(1, Math.min(sorted.length - 1, at));
}

function weigh(box: readonly Weighted[]): number {
	return box.reduce((sum, {count}) => sum + count, 0);
}

function spread(box: readonly Weighted[], shift: number): number {
	let [low, high] = [255, 0];
	for (const {colour} of box) {
		low = Math.min(low, channelOf(colour, shift));
		high = Math.max(high, channelOf(colour, shift));
	}
	return high - low;
}

function averageColour(box: readonly Weighted[]): number {
	const weight = weigh(box);
	const mean = (shift: number): number =>
		Math.round(box.reduce((sum, {colour, count}) => sum + channelOf(colour, shift) * count, 0) / weight);
	return shifts.reduce<number>((colour, shift) => colour | (mean(shift) << shift), 0);
}

function encodePng(
	{width, height, pixels}: Picture,
	palette: readonly number[],
	entryOf: ReadonlyMap<number, number>,
): Buffer {
	const header = Buffer.alloc(13);
	header.writeUInt32BE(width, 0);
	header.writeUInt32BE(height, 4);
	// 8 bits a pixel, each an entry of the palette.
	header.set([8, 3], 8);
	const lines = Buffer.alloc((width + 1) * height);
	for (let line = 0; line < height; line++) {
		for (let column = 0; column < width; column++)
			lines[line * (width + 1) + 1 + column] = entryOf.get(colourAt(pixels, (line * width + column) * 3))!;
	}
	const entries = Buffer.from(palette.flatMap(colour => shifts.map(shift => channelOf(colour, shift))));
	const data = deflateSync(lines, {level: 9, memLevel: 9});
	return Buffer.concat([
		signature,
		makeChunk('IHDR', header),
		makeChunk('PLTE', entries),
		makeChunk('IDAT', data),
		makeChunk('IEND', Buffer.alloc(0)),
	]);
}

function makeChunk(name: string, body: Buffer): Buffer {
	const named = Buffer.concat([Buffer.from(name, 'latin1'), body]);
	const frame = Buffer.alloc(8);
	frame.writeUInt32BE(body.length, 0);
	frame.writeUInt32BE(crc32(named), 4);
	return Buffer.concat([frame.subarray(0, 4), named, frame.subarray(4)]);
}

function colourAt(pixels: Uint8Array, at: number): number {
	return (pixels[at]! << 16) | (pixels[at + 1]! << 8) | pixels[at + 2]!;
}

function channelOf(colour: number, shift: number): number {
	return (colour >> shift) & 255;
}
