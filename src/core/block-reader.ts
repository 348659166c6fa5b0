import {type Buffer, isUtf8} from 'node:buffer';
import {type AnyBlock, describeBlockFault, parseIndentedBlock, toBlock} from './block.ts';
import {createObjectEndFinder} from './chain-array.ts';
import {createHeldBytes} from './held-bytes.ts';
import {limits} from './limits.ts';
import {printable} from './printable.ts';

/**
 * Takes the block that was read, or why it is none: a phrase that is safe to show. `wasWrapped` says that line
 * ends inside its numbers and texts were taken out.
 */
export type TakeBlock = (read: AnyBlock | string, wasWrapped: boolean) => void;

export interface BlockReader {
	/**
	 * Reads from `at` on, up to the end of the object or of the chunk; returns where it stopped. At the end of the
	 * object `done` gets what it is.
	 */
	read(chunk: Buffer, at: number, done: TakeBlock): number;
	/** Whether nothing of an object has been read yet. */
	readonly isEmpty: boolean;
}

/**
 * Reads blocks of any program from JSON that may be indented, one after the other, from the brace of each to its
 * end. An object of more than `blockBytesMax` bytes, white space included, is none; no more is kept.
 */
export function createBlockReader(): BlockReader {
	const held = createHeldBytes();
	let findEnd = createObjectEndFinder();
	return {
		read(chunk, at, done) {
			const near = chunk.subarray(0, at + limits.blockBytesMax - held.length);
			const end = findEnd(near, at);
			const piece = near.subarray(at, end ?? near.length);
			if (end !== null && held.length === 0) {
				parse(piece, done);
				return end;
			}
			held.append(piece);
			if (end !== null) parse(held.take(), done);
			else if (held.length === limits.blockBytesMax) {
				findEnd = createObjectEndFinder();
				done(describe(`it is longer than ${limits.blockBytesMax} bytes`, held.take()), false);
			}
			return end ?? near.length;
		},
		get isEmpty() {
			return held.length === 0;
		},
	};
}

/** JSON has no bare line end inside a text or a number: one there was put in by a terminal that wrapped the line. */
const lineEnd = /\r?\n/g;

function parse(bytes: Buffer, done: TakeBlock): void {
	if (!isUtf8(bytes)) {
		done(describe('it is not UTF-8', bytes), false);
		return;
	}
	const text = bytes.toString();
	const whole = parseIndentedBlock(text);
	const block = whole ?? parseIndentedBlock(text.replaceAll(lineEnd, ''));
	if (block) done(toBlock(block) ?? block, whole === null);
	else done(describe(describeBlockFault(text), bytes), false);
}

function describe(why: string, bytes: Buffer): string {
	return `${why}: ${printable(bytes.toString(), limits.echoCharactersMax)}`;
}
