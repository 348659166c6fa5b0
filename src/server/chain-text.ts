import {Buffer} from 'node:buffer';
import {type Block, formatBlock, parseBlock} from '../core/block.ts';

/** A chunk's capacity; blocks are never split across chunks. */
const chunkBytes = 1024 * 1024;
/** Shortest block and its comma, to size a chunk's table of offsets. */
const blockBytesMin = 200;

/**
 * A run of blocks as JSON text, each with a comma before it. Bytes below `end` never change, so a view of
 * them is a snapshot that costs nothing.
 */
interface Chunk {
	readonly firstIndex: number;
	readonly bytes: Buffer;
	/** Where each block's comma stands. */
	readonly offsets: Uint32Array;
	count: number;
	end: number;
}

/** A chain as it was at one moment: it can be read for as long as somebody holds it. */
export interface Snapshot {
	readonly version: number;
	/** Blocks in the chain; indexes run from 0 to length - 1. */
	readonly length: number;
	readonly chunks: readonly Chunk[];
}

/** Consecutive blocks, separated by commas, without one at either end. */
export interface Slice {
	readonly bytes: Buffer;
	/** One more than the index of the last block in it. */
	readonly to: number;
}

/**
 * The serialised chain, kept once for everybody: every broadcast, catch-up and answer writes views of the
 * same buffers (design, "Chain text"). It only grows; replacing blocks starts a new version, which shares
 * the chunks below and copies the one that is cut, so that readers of the version before go on undisturbed.
 */
export class ChainText {
	#version: number;
	#chunks: Chunk[] = [];
	#length = 0;
	/** For each version made here, the first index that it does not share with the one before. */
	readonly #cuts: {readonly version: number; readonly from: number}[] = [];

	constructor(version = 0) {
		this.#version = version;
	}

	get version(): number {
		return this.#version;
	}

	get length(): number {
		return this.#length;
	}

	/** Adds the next block; its index must be `length`. */
	append(block: Block): void {
		if (block.index !== this.#length)
			throw new Error(`block ${block.index} cannot follow ${this.#length - 1}`);
		const text = `,${formatBlock(block)}`;
		let chunk = this.#chunks.at(-1);
		if (!chunk || chunk.end + text.length > chunk.bytes.length || chunk.count === chunk.offsets.length) {
			chunk = makeChunk(block.index);
			this.#chunks.push(chunk);
		}
		// Canonical blocks are ASCII: one byte a character.
		chunk.bytes.write(text, chunk.end, 'latin1');
		chunk.offsets[chunk.count++] = chunk.end;
		chunk.end += text.length;
		this.#length++;
	}

	/** Drops the blocks from `from` on and starts `version`. */
	cut(from: number, version: number): void {
		const kept = this.#chunks.filter(chunk => chunk.firstIndex < from);
		const last = kept.at(-1);
		if (last && last.firstIndex + last.count > from)
			kept[kept.length - 1] = copyChunk(last, from - last.firstIndex);
		// A new array, because snapshots of the version before hold the old one.
		this.#chunks = kept;
		this.#length = Math.min(this.#length, from);
		this.#version = version;
		this.#cuts.push({version, from});
	}

	/** The smallest index that changed since `version`; Infinity when nothing did. */
	changedSince(version: number): number {
		let lowest = Number.POSITIVE_INFINITY;
		for (const cut of this.#cuts) if (cut.version > version) lowest = Math.min(lowest, cut.from);
		return lowest;
	}

	snapshot(): Snapshot {
		return {version: this.#version, length: this.#length, chunks: this.#chunks};
	}

	/** Whole blocks of the present chain: see `sliceOf`. */
	slice(from: number, bytesMax: number): Slice {
		return sliceOf(this.snapshot(), from, bytesMax);
	}

	/** The first of the newest blocks whose text, commas between them, fits in `bytesMax`; at least the newest. */
	newestWithin(bytesMax: number): number {
		// In the chunks the first of them has a comma before it, too.
		let left = bytesMax + 1;
		let chunkAt = this.#chunks.length - 1;
		while (chunkAt > 0 && this.#chunks[chunkAt]!.end <= left) left -= this.#chunks[chunkAt--]!.end;
		const chunk = this.#chunks[chunkAt];
		if (!chunk) return 0;
		const at = firstAtLeast(chunk.offsets, chunk.count, chunk.end - left);
		return Math.min(chunk.firstIndex + at, this.#length - 1);
	}

	/** The canonical text of one block of the present chain; undefined above the tip. */
	blockText(index: number): string | undefined {
		if (index < 0 || index >= this.#length) return undefined;
		return sliceOf({...this.snapshot(), length: index + 1}, index, 0).bytes.toString('latin1');
	}

	/** A block of the present chain; undefined outside it. */
	blockAt(index: number): Block | undefined {
		const text = this.blockText(index);
		return text === undefined ? undefined : parseBlock(text)!;
	}

	/** The hash of a block of the present chain; undefined outside it. */
	hashAt(index: number): string | undefined {
		return this.blockAt(index)?.hash;
	}
}

/**
 * Whole blocks from `from` on, as many as fit in `bytesMax` and stand in one chunk, but at least one. It is a
 * view of the shared buffers, not a copy. `from` must be below the snapshot's length.
 */
export function sliceOf(snapshot: Snapshot, from: number, bytesMax: number): Slice {
	const place = chunkOf(snapshot.chunks, from);
	const chunk = snapshot.chunks[place]!;
	const at = from - chunk.firstIndex;
	// A chunk that a later version shares may have grown by blocks that are not of this one.
	const next = snapshot.chunks[place + 1]?.firstIndex ?? snapshot.length;
	const count = Math.min(next, snapshot.length) - chunk.firstIndex;
	const start = chunk.offsets[at]! + 1;
	const offsetAt = (i: number): number => (i < chunk.count ? chunk.offsets[i]! : chunk.end);
	let low = at + 1;
	let high = count;
	// The most blocks whose text ends within bytesMax.
	while (low < high) {
		const middle = (low + high + 1) >>> 1;
		if (offsetAt(middle) - start <= bytesMax) low = middle;
		else high = middle - 1;
	}
	return {bytes: chunk.bytes.subarray(start, offsetAt(low)), to: chunk.firstIndex + low};
}

function chunkOf(chunks: readonly Chunk[], index: number): number {
	let low = 0;
	let high = chunks.length - 1;
	while (low < high) {
		const middle = (low + high + 1) >>> 1;
		if (chunks[middle]!.firstIndex <= index) low = middle;
		else high = middle - 1;
	}
	return low;
}

function firstAtLeast(offsets: Uint32Array, count: number, least: number): number {
	let low = 0;
	let high = count;
	while (low < high) {
		const middle = (low + high) >>> 1;
		if (offsets[middle]! < least) low = middle + 1;
		else high = middle;
	}
	return low;
}

function makeChunk(firstIndex: number): Chunk {
	const offsets = new Uint32Array(Math.ceil(chunkBytes / blockBytesMin));
	return {firstIndex, bytes: Buffer.allocUnsafeSlow(chunkBytes), offsets, count: 0, end: 0};
}

function copyChunk(chunk: Chunk, count: number): Chunk {
	const copy = makeChunk(chunk.firstIndex);
	const end = chunk.offsets[count]!;
	chunk.bytes.copy(copy.bytes, 0, 0, end);
	copy.offsets.set(chunk.offsets.subarray(0, count));
	return Object.assign(copy, {count, end});
}
