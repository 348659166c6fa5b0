import {Buffer} from 'node:buffer';
import {limits} from '../core/limits.ts';
import {hubLine} from '../core/live-message.ts';
import {type ChainReader, release} from './chain-reader.ts';
import type {ChainText, Slice} from './chain-text.ts';

const open = Buffer.from('{"blocks":[');
const close = Buffer.from(']}\n');

/** How blocks are told to those who follow the chain. */
export interface Wording {
	/** The text of a line has room for so much of the chain. */
	readonly blocksBytesMax: number;
	readonly frame: (slice: Slice) => Buffer;
	/** The blocks from `from` on were replaced. */
	readonly rollback: (from: number) => string;
}

/** Protocol section 4. */
const liveWording: Wording = {
	blocksBytesMax: limits.blocksLineBytesMax - open.length - close.length,
	frame: ({bytes}) => Buffer.concat([open, bytes, close]),
	rollback: hubLine.rollback,
};
/** Lines kept for others at the same place: at most 4 MiB. */
const keptLinesMax = 64;

/** A line of blocks, as it is written. */
export interface BlockLine {
	readonly bytes: Buffer;
	/** One more than the index of the last block in it. */
	readonly to: number;
}

/**
 * The lines that tell of blocks, `blocks` lines of live mode unless worded otherwise, each made once and written to
 * every connection that stands at the same place: when a block comes, a thousand connections share one buffer.
 */
export class BlockLines {
	readonly #reader: ChainReader;
	readonly #wording: Wording;
	readonly #made = new Map<number, BlockLine>();
	/** Lines on their way from the ledger, by version and first block: all who wait for one share it. */
	readonly #loading = new Map<string, Promise<BlockLine | 'replaced'>>();
	#version = -1;
	#length = -1;

	constructor(reader: ChainReader, wording = liveWording) {
		this.#reader = reader;
		this.#wording = wording;
	}

	get chain(): ChainText {
		return this.#reader.chain;
	}

	/** The line that says that the blocks from `from` on were replaced. */
	rollback(from: number): string {
		return this.#wording.rollback(from);
	}

	/** The line that begins with block `from` of the present chain: what fits in 64 KiB. Null: `load` it. */
	from(from: number): BlockLine | null {
		this.#forgetStale();
		const ready = this.#made.get(from);
		if (ready) return ready;
		const slice = this.chain.slice(from, this.#wording.blocksBytesMax);
		return slice && this.#keep(from, this.#frame(slice));
	}

	/** The same from the ledger, for blocks that the chain text no longer keeps; 'replaced' as `ChainReader.load`. */
	load(version: number, from: number): Promise<BlockLine | 'replaced'> {
		const key = `${version} ${from}`;
		const shared = this.#loading.get(key);
		if (shared) return shared;
		const loading = this.#load(version, from).finally(() => this.#loading.delete(key));
		this.#loading.set(key, loading);
		return loading;
	}

	async #load(version: number, from: number): Promise<BlockLine | 'replaced'> {
		const slice = await this.#reader.load(version, from, this.#wording.blocksBytesMax);
		if (slice === 'replaced') return slice;
		const line = this.#frame(slice);
		release(slice);
		return version === this.#version ? this.#keep(from, line) : line;
	}

	#frame(slice: Slice): BlockLine {
		return {bytes: this.#wording.frame(slice), to: slice.to};
	}

	#keep(from: number, line: BlockLine): BlockLine {
		if (this.#made.size >= keptLinesMax) this.#made.clear();
		this.#made.set(from, line);
		return line;
	}

	/** A line that was made before the newest block stops short of it. */
	#forgetStale(): void {
		const {version, length} = this.chain;
		if (version === this.#version && length === this.#length) return;
		if (version !== this.#version) this.#made.clear();
		else for (const [from, {to}] of this.#made) if (to === this.#length) this.#made.delete(from);
		this.#version = version;
		this.#length = length;
	}
}
