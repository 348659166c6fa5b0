import {Buffer} from 'node:buffer';
import type {AnyBlock, Block} from '../core/block.ts';
import {readTimestamp} from '../core/timestamp.ts';
import {parseBlockTime} from './link/tutorial-time.ts';

const hashBytes = 32;
const hashDigits = 2 * hashBytes;
const timestampCharacters = 24;
/** Blocks a segment: large enough to be cheap, small enough that adding one is never felt. */
const segmentBlocks = 16_384;

/** As many blocks of the chain as fit, a column for each field. */
interface Segment {
	/** Milliseconds since 1970. */
	readonly times: Float64Array;
	readonly bpms: Int32Array;
	readonly hashes: Buffer;
}

/** Columns of blocks that lie together in memory, to be read and never written. */
export interface Stretch {
	/** Index of the block whose place in the columns is 0. */
	readonly first: number;
	/** One more than the index of the last block. */
	readonly end: number;
	/** Milliseconds since 1970. */
	readonly times: Float64Array;
	readonly bpms: Int32Array;
	/** 32 bytes a block. */
	readonly hashes: Buffer;
}

/**
 * A chain in columns: 44 bytes a block instead of an object each, so that a million blocks fit
 * (docs/architecture.md). Blocks are appended in the order of their index; `truncate` drops the newest. What
 * does not fit the columns (free timestamps, BPM of 64 bits, hashes that are not 64 digits) is kept as text
 * beside them, as it was written.
 */
export class ChainColumns {
	/** Index of the first block held. */
	readonly firstIndex: number;
	#length = 0;
	readonly #segments: Segment[] = [];
	/** Blocks that the columns cannot hold exactly, by their place. */
	readonly #odd = new Map<number, AnyBlock>();
	/** PrevHash of the first block; that of every other is the hash of the block before. */
	#firstPrevHash = '';

	constructor(firstIndex = 0) {
		this.firstIndex = firstIndex;
	}

	get length(): number {
		return this.#length;
	}

	/** Index of the newest block; firstIndex - 1 while there is none. */
	get tipIndex(): number {
		return this.firstIndex + this.#length - 1;
	}

	/** Appends the next block, which was verified to link to the newest one. */
	append(block: AnyBlock): void {
		const at = this.#length;
		if (block.index !== this.firstIndex + at)
			throw new Error(`block ${block.index} is not the next, ${this.firstIndex + at} is`);
		if (at === this.#segments.length * segmentBlocks) this.#segments.push(makeSegment());
		if (at === 0) this.#firstPrevHash = block.prevHash;
		if (fitsColumns(block)) {
			const {times, bpms, hashes} = this.#segmentOf(at);
			const place = at % segmentBlocks;
			times[place] = readTimestamp(block.timestamp);
			bpms[place] = block.bpm;
			hashes.write(block.hash, place * hashBytes, 'hex');
		} else {
			this.#odd.set(at, block);
		}
		this.#length++;
	}

	/** Keeps the blocks below `index`. */
	truncate(index: number): void {
		const length = Math.max(0, Math.min(this.#length, index - this.firstIndex));
		for (const at of this.#odd.keys()) if (at >= length) this.#odd.delete(at);
		this.#length = length;
		this.#segments.length = Math.ceil(length / segmentBlocks);
	}

	/** The hash of a block held, as text; undefined outside the chain. */
	hashAt(index: number): string | undefined {
		const at = index - this.firstIndex;
		if (at < 0 || at >= this.#length) return undefined;
		const odd = this.#odd.get(at);
		if (odd) return odd.hash;
		const start = (at % segmentBlocks) * hashBytes;
		return this.#segmentOf(at).hashes.toString('hex', start, start + hashBytes);
	}

	/** The BPM of a block held, a bigint where it has 64 bits; undefined outside the chain. */
	bpmAt(index: number): number | bigint | undefined {
		const at = index - this.firstIndex;
		if (at < 0 || at >= this.#length) return undefined;
		return this.#odd.get(at)?.bpm ?? this.#segmentOf(at).bpms[at % segmentBlocks];
	}

	/** When a block held was made, in milliseconds since 1970; NaN where its timestamp is no time, and outside. */
	timeAt(index: number): number {
		const at = index - this.firstIndex;
		if (at < 0 || at >= this.#length) return Number.NaN;
		const odd = this.#odd.get(at);
		return odd
			? (parseBlockTime(odd.timestamp) ?? Number.NaN)
			: this.#segmentOf(at).times[at % segmentBlocks]!;
	}

	/** Whether the columns hold every block exactly, so that `stretchAt` tells everything. */
	get isExact(): boolean {
		return this.#odd.size === 0;
	}

	/** The columns that hold the block at `index`, for a search that looks at each of a million; undefined outside. */
	stretchAt(index: number): Stretch | undefined {
		const at = index - this.firstIndex;
		if (at < 0 || at >= this.#length) return undefined;
		const first = index - (at % segmentBlocks);
		return {first, end: Math.min(first + segmentBlocks, this.tipIndex + 1), ...this.#segmentOf(at)};
	}

	/** The block at `index` as it was received; undefined outside the chain. */
	blockAt(index: number): AnyBlock | undefined {
		const at = index - this.firstIndex;
		const hash = this.hashAt(index);
		if (hash === undefined) return undefined;
		const odd = this.#odd.get(at);
		if (odd) return odd;
		const prevHash = at === 0 ? this.#firstPrevHash : this.hashAt(index - 1)!;
		const {times, bpms} = this.#segmentOf(at);
		const place = at % segmentBlocks;
		return {index, timestamp: new Date(times[place]!).toISOString(), bpm: bpms[place]!, hash, prevHash};
	}

	/** The lowest index at which both hold a block and the blocks differ in any field; null when none does. */
	firstDifference(other: ChainColumns): number | null {
		const end = Math.min(this.tipIndex, other.tipIndex);
		for (let index = Math.max(this.firstIndex, other.firstIndex); index <= end; index++) {
			if (!this.#holdsSame(index, other)) return index;
		}
		return null;
	}

	#holdsSame(index: number, other: ChainColumns): boolean {
		const [a, b] = [index - this.firstIndex, index - other.firstIndex];
		if (this.#odd.has(a) || other.#odd.has(b) || a === 0 || b === 0) {
			return sameFields(this.blockAt(index)!, other.blockAt(index)!);
		}
		const [mine, others] = [this.#segmentOf(a), other.#segmentOf(b)];
		const [i, j] = [a % segmentBlocks, b % segmentBlocks];
		if (mine.times[i] !== others.times[j] || mine.bpms[i] !== others.bpms[j]) return false;
		const [start, end] = [i * hashBytes, (i + 1) * hashBytes];
		return mine.hashes.compare(others.hashes, j * hashBytes, (j + 1) * hashBytes, start, end) === 0;
	}

	#segmentOf(at: number): Segment {
		return this.#segments[Math.floor(at / segmentBlocks)]!;
	}
}

function makeSegment(): Segment {
	return {
		times: new Float64Array(segmentBlocks),
		bpms: new Int32Array(segmentBlocks),
		hashes: Buffer.alloc(segmentBlocks * hashBytes),
	};
}

/** Whether the columns give the block back as it is: those of our own shape, whose timestamps are strict. */
function fitsColumns(block: AnyBlock): block is Block {
	const {bpm, hash, timestamp} = block;
	return typeof bpm === 'number' && hash.length === hashDigits && timestamp.length === timestampCharacters;
}

function sameFields(a: AnyBlock, b: AnyBlock): boolean {
	return (
		a.timestamp === b.timestamp &&
		a.bpm === b.bpm &&
		a.hash === b.hash &&
		a.prevHash === b.prevHash &&
		workOf(a) === workOf(b)
	);
}

/** What only blocks with proof of work have. */
function workOf(block: AnyBlock): string {
	return 'nonce' in block ? `${block.difficulty} ${block.nonce}` : '';
}
