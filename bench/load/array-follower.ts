import {Buffer} from 'node:buffer';
import {createObjectEndFinder, describeByte} from '../../src/core/chain-array.ts';
import {createHeldBytes} from '../../src/core/held-bytes.ts';
import {limits} from '../../src/core/limits.ts';
import type {ChainBook} from './chain-book.ts';

/** How far an array has come: `differs` says that its blocks are not those of the book it is compared with. */
export type Followed =
	| {readonly kind: 'open' | 'closed' | 'differs'}
	| {readonly kind: 'fault'; readonly reason: string};

/** The book to compare an array with that begins with this block, or why it should not begin with it. */
export type ChooseBook = (index: number) => ChainBook | string;

const byte = {comma: 0x2c, arrayEnd: 0x5d, blockStart: 0x7b, zero: 0x30, nine: 0x39} as const;
const headOpen = Buffer.from('{"Index":');
/** Sixteen digits hold every index that can be told from the next. */
const headBytesMax = headOpen.length + 16;
const open: Followed = {kind: 'open'};
const closed: Followed = {kind: 'closed'};
const differs: Followed = {kind: 'differs'};

/**
 * Follows an array of blocks from after its `[` to its `]`, in any split. What the book holds already is compared
 * byte by byte, which costs next to nothing; blocks beyond it are added to it, and thereby verified.
 */
export class ArrayFollower {
	outcome: Followed = closed;
	#choose: ChooseBook = () => 'nothing was begun';
	#state: 'head' | 'same' | 'separator' | 'blockStart' | 'gather' = 'head';
	#book: ChainBook | null = null;
	/** Positions in the book: of the array's first block, and after what has been followed, or of the block that is gathered. */
	#start = 0;
	#position = 0;
	/** The first bytes of the array, or those of a block that the book does not hold yet. */
	readonly #held = createHeldBytes();
	#findEnd = createObjectEndFinder();
	/** Of the array: the index of its first block, and one more than that of its last once it is closed. */
	from = 0;
	to = 0;

	/** A new array begins with the next byte. */
	begin(choose: ChooseBook): void {
		this.#choose = choose;
		this.#state = 'head';
		this.#held.take();
		this.#book = null;
		this.outcome = open;
	}

	/** The book that it is compared with: known once the first index has come. */
	get book(): ChainBook | null {
		return this.#book;
	}

	/** Reads from `at` on as long as the outcome is open; returns where it stopped. */
	read(chunk: Buffer, at: number): number {
		let next = at;
		while (this.outcome === open && next < chunk.length) next = this.#step(chunk, next);
		return next;
	}

	/** After `differs`: what came of the array so far, to be given to `read` again after another `begin`. */
	soFar(): Buffer {
		const held = this.#held.take();
		return this.#book ? Buffer.concat([this.#book.copy(this.#start, this.#position), held]) : held;
	}

	#step(chunk: Buffer, at: number): number {
		switch (this.#state) {
			case 'head':
				return this.#readHead(chunk, at);
			case 'same':
				return this.#readSame(chunk, at);
			case 'separator':
				return this.#readSeparator(chunk[at]!, at);
			case 'blockStart':
				if (chunk[at] !== byte.blockStart) this.#fault(`after a comma came ${describeByte(chunk[at]!)}`);
				else this.#gather();
				return at;
			case 'gather':
				return this.#readBlock(chunk, at);
		}
	}

	/** Reads up to the comma after the first index, which tells where in the book the array stands. */
	#readHead(chunk: Buffer, start: number): number {
		for (let at = start; at < chunk.length; at++) {
			const place = this.#held.length + at - start;
			const next = chunk[at]!;
			const isEnd = next === byte.comma && place > headOpen.length;
			if (isEnd) {
				this.#held.append(chunk.subarray(start, at + 1));
				const head = this.#held.take();
				this.#place(Number(head.toString('latin1', headOpen.length, head.length - 1)), head);
				return at + 1;
			}
			const isDigit = next >= byte.zero && next <= byte.nine && place < headBytesMax;
			if (place < headOpen.length ? next !== headOpen[place] : !isDigit) {
				this.#fault('an array does not begin with a block');
				return at;
			}
		}
		this.#held.append(chunk.subarray(start));
		return chunk.length;
	}

	#place(index: number, head: Buffer): void {
		const book = this.#choose(index);
		if (typeof book === 'string') {
			this.#fault(book);
			return;
		}
		this.from = index;
		this.#book = book;
		this.#start = book.startOf(index);
		this.#position = this.#start;
		if (index === book.length) {
			this.#gather(head);
			return;
		}
		this.#state = 'same';
		// The text may be shorter than the head where the newest block is a very short one of somebody else.
		const isSame = book.end - this.#start >= head.length && book.equals(this.#start, head, 0, head.length);
		if (isSame) this.#position += head.length;
		else {
			this.#held.append(head);
			this.outcome = differs;
		}
	}

	#readSame(chunk: Buffer, at: number): number {
		const book = this.#book!;
		if (this.#position === book.end) {
			this.#state = 'separator';
			return at;
		}
		const bracket = chunk.indexOf(byte.arrayEnd, at);
		const length = Math.min((bracket < 0 ? chunk.length : bracket) - at, book.end - this.#position);
		if (!book.equals(this.#position, chunk, at, at + length)) {
			this.outcome = differs;
			return at;
		}
		this.#position += length;
		const next = at + length;
		if (next !== bracket) return next;
		const to = book.blockEndingAt(this.#position);
		if (to !== null) {
			this.to = to;
			this.outcome = closed;
		} else if (book.byteAt(this.#position) === byte.arrayEnd) this.#position++;
		else {
			this.outcome = differs;
			return next;
		}
		return next + 1;
	}

	/** Stands after the newest block of the book, or did: others of the crowd may have added to it meanwhile. */
	#readSeparator(next: number, at: number): number {
		const book = this.#book!;
		if (this.#position < book.end) {
			this.#state = 'same';
			return at;
		}
		if (next === byte.arrayEnd) {
			this.to = book.length;
			this.outcome = closed;
		} else if (next === byte.comma) {
			this.#position++;
			this.#state = 'blockStart';
		} else this.#fault(`after a block came ${describeByte(next)}`);
		return at + 1;
	}

	#gather(head?: Buffer): void {
		this.#findEnd = createObjectEndFinder();
		if (head) {
			this.#findEnd(head, 0);
			this.#held.append(head);
		}
		this.#state = 'gather';
	}

	#readBlock(chunk: Buffer, at: number): number {
		const end = this.#findEnd(chunk, at);
		const piece = chunk.subarray(at, end ?? chunk.length);
		this.#held.append(piece);
		if (this.#held.length > limits.blockBytesMax)
			this.#fault(`a block is longer than ${limits.blockBytesMax} bytes`);
		else if (end !== null) this.#finishBlock(this.#held.take());
		return at + piece.length;
	}

	/** The block is new, unless another of the crowd has added it since it began to arrive here. */
	#finishBlock(bytes: Buffer): void {
		const book = this.#book!;
		if (book.startOf(book.length) === this.#position) {
			const added = book.append(bytes);
			if (!added.ok) {
				this.#fault(added.reason);
				return;
			}
		} else if (
			book.end - this.#position < bytes.length ||
			!book.equals(this.#position, bytes, 0, bytes.length)
		) {
			this.#held.append(bytes);
			this.outcome = differs;
			return;
		}
		this.#position += bytes.length;
		this.#state = 'separator';
	}

	#fault(reason: string): void {
		this.outcome = {kind: 'fault', reason};
	}
}
