import {type Buffer, isUtf8} from 'node:buffer';
import {describeBlockFault, parseTutorialBlock, type TutorialBlock} from './block.ts';
import {createHeldBytes} from './held-bytes.ts';
import {limits} from './limits.ts';
import {printable} from './printable.ts';

/** Where a reader stands: in the array, after its `]`, or at what cannot be, as a phrase that is safe to show. */
export type ArrayOutcome =
	| {readonly kind: 'open' | 'closed'}
	| {readonly kind: 'fault'; readonly reason: string};

export interface ChainArrayReader {
	/** Reads from `at` on while the outcome is open; hands over each block as it ends; returns where it stopped. */
	read(chunk: Buffer, at: number, take: (block: TutorialBlock) => void): number;
	readonly outcome: ArrayOutcome;
	/** Bytes kept of a block that is not complete yet; never more than `blockBytesMax`. */
	readonly pendingBytes: number;
}

const byte = {
	quote: 0x22,
	comma: 0x2c,
	backslash: 0x5c,
	arrayEnd: 0x5d,
	blockStart: 0x7b,
	blockEnd: 0x7d,
} as const;

const open: ArrayOutcome = {kind: 'open'};
const closed: ArrayOutcome = {kind: 'closed'};

/**
 * Reads one compact JSON array of blocks, block by block, from the brace of its first block to its `]`
 * (protocol section 7). Any split of the same bytes gives the same blocks, and no byte is scanned twice.
 */
export function createChainArrayReader(): ChainArrayReader {
	const held = createHeldBytes();
	const findEnd = createObjectEndFinder();
	let expected: 'block' | 'separator' | 'nextBlock' = 'block';
	let outcome = open;

	const fault = (reason: string): void => {
		outcome = {kind: 'fault', reason};
	};

	const finishBlock = (bytes: Buffer, take: (block: TutorialBlock) => void): void => {
		const read = parseBlockBytes(bytes);
		if (typeof read === 'string') fault(`a block is malformed: ${read}`);
		else take(read);
		expected = 'separator';
	};

	const readBlock = (chunk: Buffer, start: number, take: (block: TutorialBlock) => void): number => {
		const end = findEnd(chunk, start);
		const piece = chunk.subarray(start, end ?? chunk.length);
		if (held.length + piece.length > limits.blockBytesMax) {
			fault(`a block is longer than ${limits.blockBytesMax} bytes`);
		} else if (end !== null && held.length === 0) finishBlock(piece, take);
		else {
			held.append(piece);
			if (end !== null) finishBlock(held.take(), take);
		}
		return start + piece.length;
	};

	const readSeparator = (next: number): void => {
		if (next === byte.comma) expected = 'nextBlock';
		else if (next === byte.arrayEnd) outcome = closed;
		else fault(`after a block came ${describeByte(next)} instead of a comma or the end of the chain`);
	};

	return {
		read(chunk, start, take) {
			let at = start;
			while (outcome === open && at < chunk.length) {
				if (expected === 'block') at = readBlock(chunk, at, take);
				else if (expected === 'separator') readSeparator(chunk[at++]!);
				else if (chunk[at] === byte.blockStart) expected = 'block';
				else fault(`after a comma in the chain came ${describeByte(chunk[at]!)} instead of a block`);
			}
			return at;
		},
		get outcome() {
			return outcome;
		},
		get pendingBytes() {
			return held.length;
		},
	};
}

/** The block that these bytes are, or why they are none. */
function parseBlockBytes(bytes: Buffer): TutorialBlock | string {
	const text = bytes.toString();
	const block = isUtf8(bytes) ? parseTutorialBlock(text) : null;
	if (block) return block;
	const why = isUtf8(bytes) ? describeBlockFault(text) : 'it is not UTF-8';
	return `${why}: ${printable(text, limits.echoCharactersMax)}`;
}

/**
 * Finds the end of JSON objects: the position after the brace that closes the first one, strings apart, or
 * null when it lies beyond the chunk; the next chunk then goes on from there.
 */
export function createObjectEndFinder(): (chunk: Uint8Array, start: number) => number | null {
	let depth = 0;
	let inString = false;
	let escaped = false;
	return (chunk, start) => {
		for (let at = start; at < chunk.length; at++) {
			const next = chunk[at];
			if (inString) {
				if (escaped) escaped = false;
				else if (next === byte.backslash) escaped = true;
				else if (next === byte.quote) inString = false;
			} else if (next === byte.quote) inString = true;
			else if (next === byte.blockStart) depth++;
			else if (next === byte.blockEnd && --depth === 0) return at + 1;
		}
		return null;
	};
}

/** A byte of the other side in words that are safe to show. */
export function describeByte(value: number): string {
	return value > 0x20 && value < 0x7f ? `"${String.fromCharCode(value)}"` : `byte ${value}`;
}
