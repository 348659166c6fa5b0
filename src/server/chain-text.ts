import {Buffer} from 'node:buffer';
import {type Block, formatBlock, parseBlock} from '../core/block.ts';
import {Cuts} from './cuts.ts';

/** A chunk's capacity; blocks are never split across chunks. */
const chunkBytes = 1024 * 1024;
/** The newest chunk begins with this much and grows, because each time blocks are replaced it is copied. */
const newChunkBytes = 16 * 1024;
const growth = 2;
const hashCharacters = 64;
const hashFromEnd = `${'h'.repeat(hashCharacters)}","PrevHash":"${'h'.repeat(hashCharacters)}"}`.length;
/** Shortest block and its comma, but for the genesis block. */
export const blockBytesMin = 200;

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

/**
 * A chain as it was at one moment. Its newest blocks can be read for as long as somebody holds it; what is no
 * longer kept here is in the ledger, for as long as that holds `version`.
 */
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
 * same buffers (docs/architecture.md). It only grows at the end; replacing blocks starts a new version, which
 * shares the chunks below and copies the one that is cut, so that readers of the version before go on
 * undisturbed. Only the newest `keptBytesMax` stay in memory: older chunks go, and the ledger takes their place.
 */
export class ChainText {
	#version: number;
	#chunks: Chunk[] = [];
	#length: number;
	readonly #keptChunksMax: number;
	readonly #cuts = new Cuts();

	/** The chain in `version`; its blocks below `length` are in the ledger, the next are appended here. */
	constructor(version = 0, length = 0, keptBytesMax = Number.POSITIVE_INFINITY) {
		this.#version = version;
		this.#length = length;
		// The newest chunk is seldom full, and must not count as one that is.
		this.#keptChunksMax = Math.ceil(keptBytesMax / chunkBytes) + 1;
	}

	get version(): number {
		return this.#version;
	}

	get length(): number {
		return this.#length;
	}

	/** Adds the next block; its index must be `length`. */
	append(block: Block): void {
		this.appendText(block.index, formatBlock(block));
	}

	/** The same with a block as compact JSON: ASCII, at most 4 KiB, without a brace but at both ends. */
	appendText(index: number, block: string): void {
		if (index !== this.#length) throw new Error(`block ${index} cannot follow ${this.#length - 1}`);
		const text = `,${block}`;
		let chunk = this.#chunks.at(-1);
		if (!chunk || !hasRoom(chunk, text.length)) {
			chunk = chunk && chunk.bytes.length < chunkBytes ? this.#growNewest(chunk) : this.#addChunk(index);
		}
		// Canonical blocks are ASCII: one byte a character.
		chunk.bytes.write(text, chunk.end, 'latin1');
		chunk.offsets[chunk.count++] = chunk.end;
		chunk.end += text.length;
		this.#length++;
	}

	#addChunk(firstIndex: number): Chunk {
		const chunk = makeChunk(firstIndex, newChunkBytes);
		this.#chunks.push(chunk);
		if (this.#chunks.length > this.#keptChunksMax) this.#chunks.shift();
		return chunk;
	}

	/** Snapshots hold the chunk as it was, in an array of their own. */
	#growNewest(chunk: Chunk): Chunk {
		const larger = copyChunk(chunk, chunk.count, chunk.bytes.length * growth);
		this.#chunks = [...this.#chunks.slice(0, -1), larger];
		return larger;
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
		this.#cuts.add(version, from);
	}

	/** The smallest index that changed since `version`; Infinity when nothing did. */
	changedSince(version: number): number {
		return this.#cuts.changedSince(version);
	}

	snapshot(): Snapshot {
		return {version: this.#version, length: this.#length, chunks: this.#chunks};
	}

	/** Whole blocks of the present chain: see `sliceOf`. */
	slice(from: number, bytesMax: number): Slice | null {
		return sliceOf(this.snapshot(), from, bytesMax);
	}

	/** The first of the newest blocks whose text, commas between them, fits in `bytesMax`; at least the newest. */
	newestWithin(bytesMax: number): number {
		// In the chunks the first of them has a comma before it, too.
		let left = bytesMax + 1;
		let chunkAt = this.#chunks.length - 1;
		while (chunkAt > 0 && this.#chunks[chunkAt]!.end <= left) left -= this.#chunks[chunkAt--]!.end;
		const chunk = this.#chunks[chunkAt];
		if (!chunk) return Math.max(0, this.#length - 1);
		const at = firstAtLeast(chunk.offsets, chunk.count, chunk.end - left);
		return Math.min(chunk.firstIndex + at, this.#length - 1);
	}

	/** The hash of a block of the present chain; undefined above the tip and below what is kept. */
	hashAt(index: number): string | undefined {
		if (index === 0) return this.blockAt(0)?.hash;
		const bytes = index < this.#length ? this.slice(index, 0)?.bytes : undefined;
		// What stands after it is as long in every block but the genesis block.
		return bytes?.toString('latin1', bytes.length - hashFromEnd, bytes.length - hashFromEnd + hashCharacters);
	}

	/** A block of the present chain; undefined above the tip and below what is kept. */
	blockAt(index: number): Block | undefined {
		if (index >= this.#length) return undefined;
		const slice = this.slice(index, 0);
		return slice ? parseBlock(slice.bytes.toString('latin1'))! : undefined;
	}
}

/**
 * Whole blocks from `from` on, as many as fit in `bytesMax` and stand in one chunk, but at least one. It is a
 * view of the shared buffers, not a copy; with the comma before its first block where `comma` says so. `from` must
 * be below the snapshot's length; null when its text is no longer kept.
 */
export function sliceOf(snapshot: Snapshot, from: number, bytesMax: number, comma = false): Slice | null {
	const place = chunkOf(snapshot.chunks, from);
	const chunk = snapshot.chunks[place];
	if (!chunk || from < chunk.firstIndex) return null;
	const at = from - chunk.firstIndex;
	// A chunk that a later version shares may have grown by blocks that are not of this one.
	const next = snapshot.chunks[place + 1]?.firstIndex ?? snapshot.length;
	const count = Math.min(next, snapshot.length) - chunk.firstIndex;
	const start = chunk.offsets[at]! + (comma ? 0 : 1);
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

const closingBrace = 0x7d;

/** The blocks of a slice below `length`; it must hold at least one. A canonical block has one closing brace. */
export function clipSlice(slice: Slice, length: number): Slice {
	let end = slice.bytes.length;
	for (let {to} = slice; to > length; to--) end = slice.bytes.lastIndexOf(closingBrace, end - 2) + 1;
	return end === slice.bytes.length ? slice : {bytes: slice.bytes.subarray(0, end), to: length};
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

function hasRoom({count, offsets, bytes, end}: Chunk, length: number): boolean {
	return end + length <= bytes.length && count < offsets.length;
}

function makeChunk(firstIndex: number, capacity: number): Chunk {
	const offsets = new Uint32Array(Math.ceil(capacity / blockBytesMin));
	return {firstIndex, bytes: Buffer.allocUnsafeSlow(capacity), offsets, count: 0, end: 0};
}

/** A chunk of its own with the first `count` blocks, and room for more: as much again, if no capacity is given. */
function copyChunk(chunk: Chunk, count: number, capacity?: number): Chunk {
	const end = count < chunk.count ? chunk.offsets[count]! : chunk.end;
	const copy = makeChunk(
		chunk.firstIndex,
		Math.min(chunkBytes, capacity ?? Math.max(newChunkBytes, end * growth)),
	);
	chunk.bytes.copy(copy.bytes, 0, 0, end);
	copy.offsets.set(chunk.offsets.subarray(0, count));
	return Object.assign(copy, {count, end});
}
