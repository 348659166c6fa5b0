/** The same bytes in other pieces: what a network may do to a stream. */
import {Buffer} from 'node:buffer';
import fc from 'fast-check';

/** `bytes` in pieces of these sizes, over and over; what is left is the last piece. */
export function splitBySizes(bytes: Uint8Array, sizes: readonly number[]): Uint8Array[] {
	const chunks: Uint8Array[] = [];
	for (let at = 0, turn = 0; at < bytes.length; turn++) {
		const size = sizes[turn % sizes.length]!;
		chunks.push(bytes.subarray(at, at + size));
		at += size;
	}
	return chunks;
}

/** Byte by byte, every split into two, and a hundred splits of random sizes that are the same in every run. */
export function* splitsOf(bytes: Uint8Array): Generator<Uint8Array[]> {
	yield splitBySizes(bytes, [1]);
	for (let cut = 0; cut <= bytes.length; cut++) yield [bytes.subarray(0, cut), bytes.subarray(cut)];
	for (const sizes of fc.sample(splitSizes, {numRuns: 100, seed: 9_000})) yield splitBySizes(bytes, sizes);
}

/** Sizes of pieces, for `splitBySizes`. */
export const splitSizes = fc.array(fc.integer({min: 1, max: 300}), {minLength: 1, maxLength: 40});

export function bytesOf(text: string): Uint8Array {
	return Buffer.from(text);
}
