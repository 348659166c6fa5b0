import type {Buffer} from 'node:buffer';
import {type Block, shapeFault} from './block.ts';
import {createHeldBytes} from './held-bytes.ts';
import {limits} from './limits.ts';
import {printable} from './printable.ts';

/** The first line of a chain as comma-separated values (RFC 4180), without its line end. */
export const csvHeader = 'index,timestamp,bpm,hash,prevHash';

/** Lines end in CR and LF, as RFC 4180 has it. */
export const csvLineEnd = '\r\n';

const rowPattern =
	/^(0|[1-9][0-9]{0,15}),([0-9T:.Z-]{24}),(0|-?[1-9][0-9]{0,9}),([0-9a-f]{64}),([0-9a-f]{64}|)$/;

/** A block as one row, without its line end; nothing in a block needs to be quoted. The inverse of `parseCsvRow`. */
export function formatCsvRow({index, timestamp, bpm, hash, prevHash}: Block): string {
	return `${index},${timestamp},${bpm},${hash},${prevHash}`;
}

/** The block that a row is, in exactly the form that `formatCsvRow` writes, or null. */
export function parseCsvRow(row: string): Block | null {
	const match = rowPattern.exec(row);
	if (!match) return null;
	const [, index, timestamp, bpm, hash, prevHash] = match as unknown as readonly string[];
	const block = {
		index: Number(index),
		timestamp: timestamp!,
		bpm: Number(bpm),
		hash: hash!,
		prevHash: prevHash!,
	};
	return shapeFault(block) === null ? block : null;
}

export interface RowReader {
	/**
	 * Reads from `at` on, up to the end of the row or of the chunk; returns where it stopped. At the end of the row
	 * `done` gets the block, or why it is none: a phrase that is safe to show.
	 */
	read(chunk: Buffer, at: number, done: (read: Block | string) => void): number;
	/** The text has ended: the last row needs no line end. */
	end(done: (read: Block | string) => void): void;
}

const lf = 0x0a;
const cr = 0x0d;

function describe(row: string): string {
	return `a row is not a block as "bchain export" writes it: ${printable(row, limits.echoCharactersMax)}`;
}

/** Reads the rows of CSV after the header, whose lines end in LF or CR and LF; a row is as short as a block. */
export function createRowReader(): RowReader {
	const held = createHeldBytes();
	const finish = (bytes: Buffer, done: (read: Block | string) => void): void => {
		const row = bytes.toString('latin1', 0, bytes.at(-1) === cr ? bytes.length - 1 : bytes.length);
		done(parseCsvRow(row) ?? describe(row));
	};
	return {
		read(chunk, at, done) {
			const found = chunk.indexOf(lf, at);
			const end = found < 0 ? chunk.length : found;
			if (held.length + (end - at) > limits.blockBytesMax) {
				held.take();
				done(`a row is longer than ${limits.blockBytesMax} bytes`);
				return chunk.length;
			}
			const piece = chunk.subarray(at, end);
			if (found >= 0 && held.length === 0) {
				finish(piece, done);
				return end + 1;
			}
			held.append(piece);
			if (found >= 0) finish(held.take(), done);
			return found < 0 ? end : end + 1;
		},
		end(done) {
			if (held.length > 0) finish(held.take(), done);
		},
	};
}
