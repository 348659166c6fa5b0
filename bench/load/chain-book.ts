import {Buffer, isUtf8} from 'node:buffer';
import {
	type AnyBlock,
	describeBlockFault,
	parseBlock,
	parseTutorialBlock,
	type Tip,
} from '../../src/core/block.ts';
import {printable} from '../../src/core/printable.ts';
import {createChainVerifier, verifyNext} from '../../src/core/verify.ts';

/** Text kept at most. A longer chain cannot be checked by this program. */
const textBytesMax = 1024 ** 3;
/** Blocks that stay when others are forgotten: readings that are still to be looked up. */
const keptBlocksDefault = 200_000;
const firstTextBytes = 64 * 1024;
const firstBlocks = 1_024;
const comma = 0x2c;

/** By which rules blocks are judged: a live hub's by our own, those of a plain one by the rule that fits. */
export type Strictness = 'live' | 'plain';

type Judge = (block: AnyBlock) => string | null;

/** What became of a block that was to be added. */
export type Added = {readonly ok: true} | {readonly ok: false; readonly reason: string};

/**
 * A chain as a hub writes it, byte for byte, with commas between the blocks. Whoever of a crowd sees a block
 * first adds it here: then it is parsed and verified, once. What all others receive is compared with these bytes,
 * so that every byte that a hub sends to any of a thousand connections is known to be that of a verified block.
 *
 * A place in the text is a position that stays the same when older blocks are forgotten.
 */
export class ChainBook {
	readonly strictness: Strictness;
	/** The first thing that does not hold in this chain; blocks after it are kept, but not judged. */
	fault: string | null = null;
	#first: number;
	#text = Buffer.allocUnsafeSlow(firstTextBytes);
	/** The position of the first byte of `#text`. */
	#base = 0;
	#bytes = 0;
	/** Where each kept block begins. */
	#starts = new Float64Array(firstBlocks);
	#count = 0;
	/** The block before the first, where it is known. */
	#parent: Tip | null;
	readonly #judge: Judge;

	/** A chain whose first block here will be `first`; `parent` is the block before, where it is known. */
	constructor(strictness: Strictness, first: number, parent: Tip | null = null) {
		this.strictness = strictness;
		this.#first = first;
		this.#parent = parent;
		this.#judge = strictness === 'live' ? makeLiveJudge(parent) : makePlainJudge(first);
	}

	/** The index of the oldest block that is kept. */
	get first(): number {
		return this.#first;
	}

	/** One more than the index of the newest block. */
	get length(): number {
		return this.#first + this.#count;
	}

	/** The position after the newest block. */
	get end(): number {
		return this.#base + this.#bytes;
	}

	/** Where a block begins, or will begin when it is the next to be added. */
	startOf(index: number): number {
		if (index < this.length) return this.#starts[index - this.#first]!;
		return this.#count === 0 ? this.end : this.end + 1;
	}

	/** One more than the index of the block that ends at a position; null where none does. */
	blockEndingAt(position: number): number | null {
		if (position === this.end) return this.#count === 0 ? null : this.length;
		let low = 0;
		let high = this.#count - 1;
		while (low < high) {
			const middle = (low + high) >>> 1;
			if (this.#starts[middle]! <= position) low = middle + 1;
			else high = middle;
		}
		return this.#starts[low] === position + 1 && low > 0 ? this.#first + low : null;
	}

	/** Whether the bytes of `chunk` from `from` to `to` are those at `position`; that many must be there. */
	equals(position: number, chunk: Buffer, from: number, to: number): boolean {
		const start = position - this.#base;
		return chunk.compare(this.#text, start, start + to - from, from, to) === 0;
	}

	/** A copy of the text from one position to another. */
	copy(from: number, to: number): Buffer {
		return Buffer.from(this.#text.subarray(from - this.#base, to - this.#base));
	}

	byteAt(position: number): number | undefined {
		return position < this.end ? this.#text[position - this.#base] : undefined;
	}

	/** A block that is kept. */
	blockAt(index: number): AnyBlock {
		const start = this.startOf(index) - this.#base;
		const end = index + 1 === this.length ? this.#bytes : this.startOf(index + 1) - this.#base - 1;
		return parse(this.strictness, this.#text.subarray(start, end))!;
	}

	/** Adds the block that these bytes are; refuses what is none. That it does not hold is said by `fault`. */
	append(bytes: Buffer): Added {
		const block = parse(this.strictness, bytes);
		if (!block) return {ok: false, reason: describe(bytes)};
		this.fault ??= this.#judge(block);
		this.#store(bytes);
		return {ok: true};
	}

	/** The chain below `index`, which must not be below the first, for another one that parts from this one there. */
	forkAt(index: number): ChainBook {
		const parent = index > this.#first ? this.blockAt(index - 1) : this.#parent;
		const fork = new ChainBook(
			this.strictness,
			this.#first,
			parent && {index: parent.index, hash: parent.hash},
		);
		fork.#parent = this.#parent;
		for (let at = this.#first; at < index; at++) fork.#store(this.#bytesOf(at));
		return fork;
	}

	/** Whether both hold the same block at `index`, and so the same before it. */
	sharesBlock(other: ChainBook, index: number): boolean {
		const has = (book: ChainBook): boolean => index >= book.#first && index < book.length;
		return has(this) && has(other) && this.#bytesOf(index).equals(other.#bytesOf(index));
	}

	/** Forgets blocks below `index`, but not the newest: memory stays bounded however long a run is. */
	forget(index: number, keptBlocks = keptBlocksDefault): void {
		const below = Math.min(index, this.length - keptBlocks);
		const dropped = below - this.#first;
		// Moving what stays costs as much as it is.
		if (dropped < keptBlocks) return;
		const start = this.startOf(below) - this.#base;
		const {index: parentIndex, hash} = this.blockAt(below - 1);
		this.#parent = {index: parentIndex, hash};
		this.#text.copyWithin(0, start, this.#bytes);
		this.#starts.copyWithin(0, dropped, this.#count);
		this.#base += start;
		this.#bytes -= start;
		this.#first = below;
		this.#count -= dropped;
	}

	#bytesOf(index: number): Buffer {
		const end = index + 1 === this.length ? this.end : this.startOf(index + 1) - 1;
		return this.#text.subarray(this.startOf(index) - this.#base, end - this.#base);
	}

	#store(bytes: Buffer): void {
		const needed = this.#bytes + 1 + bytes.length;
		if (needed > textBytesMax)
			throw new Error(`the chain is longer than ${textBytesMax} bytes: too long to check`);
		if (needed > this.#text.length) this.#text = enlarge(this.#text, Math.max(needed, 2 * this.#text.length));
		if (this.#count === this.#starts.length) {
			const larger = new Float64Array(2 * this.#count);
			larger.set(this.#starts);
			this.#starts = larger;
		}
		if (this.#count > 0) this.#text[this.#bytes++] = comma;
		this.#starts[this.#count++] = this.#base + this.#bytes;
		this.#text.set(bytes, this.#bytes);
		this.#bytes += bytes.length;
	}
}

function enlarge(text: Buffer, bytes: number): Buffer<ArrayBuffer> {
	const larger = Buffer.allocUnsafeSlow(Math.min(bytes, textBytesMax));
	text.copy(larger);
	return larger;
}

function parse(strictness: Strictness, bytes: Buffer): AnyBlock | null {
	if (!isUtf8(bytes)) return null;
	const text = bytes.toString();
	return strictness === 'live' ? parseBlock(text) : parseTutorialBlock(text);
}

function describe(bytes: Buffer): string {
	const why = isUtf8(bytes) ? describeBlockFault(bytes.toString()) : 'it is not UTF-8';
	return `a block is malformed: ${why}: ${printable(bytes.toString(), 40)}`;
}

function makeLiveJudge(parent: Tip | null): Judge {
	let tip = parent;
	return block => {
		if (typeof block.bpm === 'bigint') throw new Error('a tutorial block in a live chain');
		const fault = verifyNext(tip, {...block, bpm: block.bpm});
		tip = {index: block.index, hash: block.hash};
		return fault && `block ${fault.index} does not hold: ${fault.detail}`;
	};
}

function makePlainJudge(first: number): Judge {
	const verifier = createChainVerifier(first);
	return block => {
		const fault = verifier.next(block);
		return fault && `block ${fault.index} does not hold: ${fault.detail}`;
	};
}
