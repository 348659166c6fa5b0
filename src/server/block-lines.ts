import {Buffer} from 'node:buffer';
import {limits} from '../core/limits.ts';
import type {ChainText} from './chain-text.ts';

const open = Buffer.from('{"blocks":[');
const close = Buffer.from(']}\n');

/** A `blocks` line of live mode, LF included. */
export interface BlockLine {
	readonly bytes: Buffer;
	/** One more than the index of the last block in it. */
	readonly to: number;
}

/**
 * The `blocks` lines of live mode (protocol section 4), each made once and written to every connection that
 * stands at the same place: when a block comes, a thousand connections share one buffer.
 */
export class BlockLines {
	readonly chain: ChainText;
	readonly #made = new Map<number, BlockLine>();
	#version = -1;
	#length = -1;

	constructor(chain: ChainText) {
		this.chain = chain;
	}

	/** The line that begins with block `from`, which must exist: as many blocks as fit in 64 KiB. */
	from(from: number): BlockLine {
		// A line made before the newest block would stop short of it.
		if (this.#version !== this.chain.version || this.#length !== this.chain.length) {
			this.#made.clear();
			this.#version = this.chain.version;
			this.#length = this.chain.length;
		}
		const ready = this.#made.get(from);
		if (ready) return ready;
		const slice = this.chain.slice(from, limits.blocksLineBytesMax - open.length - close.length);
		const line = {bytes: Buffer.concat([open, slice.bytes, close]), to: slice.to};
		if (this.#made.size >= cachedLinesMax) this.#made.clear();
		this.#made.set(from, line);
		return line;
	}
}

/** Lines kept for others at the same place: at most 4 MiB. */
const cachedLinesMax = 64;
