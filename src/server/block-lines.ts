import {Buffer} from 'node:buffer';
import {limits} from '../core/limits.ts';
import {type ChainReader, release} from './chain-reader.ts';
import type {ChainText, Slice} from './chain-text.ts';

const open = Buffer.from('{"blocks":[');
const close = Buffer.from(']}\n');
/** What a line has room for besides its frame. */
const blocksBytesMax = limits.blocksLineBytesMax - open.length - close.length;
/** Lines kept for others at the same place: at most 4 MiB. */
const keptLinesMax = 64;

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
	readonly #reader: ChainReader;
	readonly #made = new Map<number, BlockLine>();
	/** Lines on their way from the ledger, by version and first block: all who wait for one share it. */
	readonly #loading = new Map<string, Promise<BlockLine | 'replaced'>>();
	#version = -1;
	#length = -1;

	constructor(reader: ChainReader) {
		this.#reader = reader;
	}

	get chain(): ChainText {
		return this.#reader.chain;
	}

	/** The line that begins with block `from` of the present chain: what fits in 64 KiB. Null: `load` it. */
	from(from: number): BlockLine | null {
		this.#forgetStale();
		const ready = this.#made.get(from);
		if (ready) return ready;
		const slice = this.chain.slice(from, blocksBytesMax);
		return slice && this.#keep(from, frame(slice));
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
		const slice = await this.#reader.load(version, from, blocksBytesMax);
		if (slice === 'replaced') return slice;
		const line = frame(slice);
		release(slice);
		return version === this.#version ? this.#keep(from, line) : line;
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

function frame({bytes, to}: Slice): BlockLine {
	return {bytes: Buffer.concat([open, bytes, close]), to};
}
