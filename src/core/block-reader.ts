import {type Buffer, isUtf8} from 'node:buffer';
import {type AnyBlock, describeBlockFault, parseIndentedBlock, toBlock} from './block.ts';
import {createObjectEndFinder} from './chain-array.ts';
import {createHeldBytes} from './held-bytes.ts';
import {limits} from './limits.ts';
import {printable} from './printable.ts';

export interface BlockReader {
	/**
	 * Reads from `at` on, up to the end of the object or of the chunk; returns where it stopped. At the end of the
	 * object `done` gets the block, or why it is none: a phrase that is safe to show.
	 */
	read(chunk: Buffer, at: number, done: (read: AnyBlock | string) => void): number;
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
				done(parse(piece));
				return end;
			}
			held.append(piece);
			if (end !== null) done(parse(held.take()));
			else if (held.length === limits.blockBytesMax) {
				findEnd = createObjectEndFinder();
				done(describe(`it is longer than ${limits.blockBytesMax} bytes`, held.take()));
			}
			return end ?? near.length;
		},
		get isEmpty() {
			return held.length === 0;
		},
	};
}

function parse(bytes: Buffer): AnyBlock | string {
	if (!isUtf8(bytes)) return describe('it is not UTF-8', bytes);
	const text = bytes.toString();
	const block = parseIndentedBlock(text);
	return block ? (toBlock(block) ?? block) : describe(describeBlockFault(text), bytes);
}

function describe(why: string, bytes: Buffer): string {
	return `${why}: ${printable(bytes.toString(), limits.echoCharactersMax)}`;
}
