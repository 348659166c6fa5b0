import {Buffer} from 'node:buffer';
import {type AnyBlock, parseBlockAt} from './block.ts';
import {createBlockReader, type TakeBlock} from './block-reader.ts';
import {describeByte} from './chain-array.ts';
import {createRowReader, csvHeader} from './chain-csv.ts';

/**
 * How a chain is written: one block a line, a JSON array (alone or among other text), or comma-separated
 * values.
 */
export type ChainForm = 'lines' | 'array' | 'csv';

/** What a scanner tells, in the order of the text. */
export interface ChainListener {
	/** A chain begins; in text, each array that holds blocks is one. */
	begin(form: ChainForm): void;
	/** `wasWrapped`: lines that a terminal had wrapped inside it were joined. */
	block(block: AnyBlock, wasWrapped: boolean): void;
	/** The chain is complete. */
	complete(): void;
	/** The chain goes on with something that is no block: a phrase that is safe to show. It is over. */
	malformed(reason: string): void;
	/** The text ends inside the chain. */
	cutOff(): void;
}

export interface ChainScanner {
	push(chunk: Uint8Array): void;
	/** Says that the text has ended. */
	end(): void;
}

/**
 * Finds chains in text of any origin: a file of one block a line, an array as a hub broadcasts it or indented,
 * what `nc` has shown (prompts, arrays and answers), or an export as CSV. An array counts when its first object
 * begins with the key of a block. Lines that a terminal wrapped inside a block are joined. Any split of the same bytes gives the same events; memory is bounded by the longest
 * block (`blockBytesMax`, white space included).
 */
export function createChainScanner(listener: ChainListener): ChainScanner {
	return new Scanner(listener);
}

const byte = {
	lf: 0x0a,
	cr: 0x0d,
	comma: 0x2c,
	arrayStart: 0x5b,
	arrayEnd: 0x5d,
	blockStart: 0x7b,
} as const;

const headerBytes = Buffer.from(csvHeader);
/** How a block begins, white space apart. */
const keyBytes = Buffer.from('{"Index"');
/** The marks by which UTF-8 text may begin. */
const byteOrderMark: readonly number[] = [0xef, 0xbb, 0xbf];

/** What the next byte belongs to. */
type State =
	/** White space before everything. */
	| 'start'
	/** The header of CSV, as far as it has matched. */
	| 'header'
	/** Text between arrays. */
	| 'text'
	/** After a bracket that may open an array. */
	| 'opened'
	/** In an object that may be the first block, or one after the end, as far as it has matched. */
	| 'key'
	| 'block'
	/** After a block. */
	| 'separator'
	/** After the comma that promises another block. */
	| 'nextBlock'
	/** After the bracket that ends an array, which is complete unless another block follows. */
	| 'closed'
	| 'row'
	/** Nothing more is read. */
	| 'over';

class Scanner implements ChainScanner {
	readonly #listener: ChainListener;
	readonly #reader = createBlockReader();
	readonly #rows = createRowReader();
	#state: State = 'start';
	#form: ChainForm = 'array';
	/** Whether the listener knows of the chain that is being read. */
	#begun = false;
	#matched = 0;
	/** The key of the block that is being read was wrapped. */
	#keyWrapped = false;
	/** The array has ended, and what follows may still be a block. */
	#isClosed = false;

	constructor(listener: ChainListener) {
		this.#listener = listener;
	}

	push(bytes: Uint8Array): void {
		const chunk = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
		let text: string | undefined;
		for (let at = 0; at < chunk.length; ) {
			if (chunk[at] === byte.blockStart && this.#expectsBlock) {
				// Most blocks are canonical and whole in their chunk: one match reads them.
				text ??= chunk.toString('latin1');
				const found = parseBlockAt(text, at);
				if (found) {
					this.#take(found.block, false);
					at = found.end;
					continue;
				}
			}
			at = this.#step(chunk, at);
		}
	}

	end(): void {
		if (this.#state === 'row') this.#rows.end(this.#finishRow);
		if (this.#isClosed) this.#complete();
		if (this.#begun) {
			if (this.#form === 'array' || this.#state === 'block') this.#listener.cutOff();
			else if (this.#state !== 'over') this.#listener.complete();
		}
		this.#begun = false;
		this.#state = 'over';
	}

	/** Whether the next brace begins a block. */
	get #expectsBlock(): boolean {
		if (this.#state === 'block') return this.#reader.isEmpty;
		return this.#state === 'key' && this.#matched === 0 && !this.#isClosed;
	}

	/** Reads from `at` on; returns where to go on. A step that takes nothing has changed the state. */
	#step(chunk: Buffer, at: number): number {
		switch (this.#state) {
			case 'start':
				return this.#start(chunk[at]!, at);
			case 'header':
				return this.#readHeader(chunk[at]!, at);
			case 'text':
				return this.#findArray(chunk, at);
			case 'opened':
				return this.#openArray(chunk[at]!, at);
			case 'key':
				return this.#readKey(chunk[at]!, at);
			case 'block':
				return this.#reader.read(chunk, at, this.#finishBlock);
			case 'separator':
			case 'nextBlock':
				return this.#readSeparator(chunk[at]!, at);
			case 'closed':
				return this.#readAfter(chunk[at]!, at);
			case 'row':
				return this.#rows.read(chunk, at, this.#finishRow);
			case 'over':
				return chunk.length;
		}
	}

	#start(next: number, at: number): number {
		if (isSpace(next) || byteOrderMark.includes(next)) return at + 1;
		if (next === byte.blockStart) this.#form = 'lines';
		this.#state = this.#form === 'lines' ? 'key' : next === headerBytes[0] ? 'header' : 'text';
		return at;
	}

	#readHeader(next: number, at: number): number {
		if (this.#matched < headerBytes.length) {
			if (next === headerBytes[this.#matched]) {
				this.#matched++;
				return at + 1;
			}
		} else if (next === byte.lf) {
			this.#form = 'csv';
			this.#begin();
			this.#state = 'row';
			return at + 1;
		} else if (next === byte.cr) return at + 1;
		this.#matched = 0;
		this.#state = 'text';
		return at;
	}

	#findArray(chunk: Buffer, start: number): number {
		const at = chunk.indexOf(byte.arrayStart, start);
		if (at < 0) return chunk.length;
		this.#state = 'opened';
		return at + 1;
	}

	#openArray(next: number, at: number): number {
		if (isSpace(next) || next === byte.arrayStart) return at + 1;
		this.#state = next === byte.blockStart ? 'key' : 'text';
		return at;
	}

	#readKey(next: number, at: number): number {
		if (this.#matched === 1 && isSpace(next)) return at + 1;
		if (this.#matched > 1 && (next === byte.lf || next === byte.cr)) {
			this.#keyWrapped = true;
			return at + 1;
		}
		if (next === keyBytes[this.#matched]) {
			if (++this.#matched === keyBytes.length) this.#finishKey();
			return at + 1;
		}
		this.#matched = 0;
		this.#keyWrapped = false;
		this.#form = 'array';
		if (this.#isClosed) this.#complete();
		this.#state = 'text';
		return at;
	}

	#finishKey(): void {
		this.#matched = 0;
		if (this.#isClosed) {
			this.#isClosed = false;
			this.#fail('a block stands after the end of the array');
			return;
		}
		this.#begin();
		this.#reader.read(keyBytes, 0, this.#finishBlock);
		this.#state = 'block';
	}

	#readAfter(next: number, at: number): number {
		if (isSpace(next)) return at + 1;
		if (next === byte.blockStart) this.#state = 'key';
		else this.#complete();
		return at;
	}

	readonly #finishBlock: TakeBlock = (read, wasWrapped) => {
		if (typeof read === 'string') this.#fail(read);
		else this.#take(read, wasWrapped || this.#keyWrapped);
	};

	readonly #finishRow = (read: AnyBlock | string): void => {
		if (typeof read === 'string') this.#fail(read);
		else this.#listener.block(read, false);
	};

	#take(block: AnyBlock, wasWrapped: boolean): void {
		if (!this.#begun) this.#begin();
		this.#keyWrapped = false;
		this.#state = 'separator';
		this.#listener.block(block, wasWrapped);
	}

	#readSeparator(next: number, at: number): number {
		if (isSpace(next)) return at + 1;
		const wantsBlock = this.#form === 'lines' || this.#state === 'nextBlock';
		if (wantsBlock && next === byte.blockStart) {
			this.#state = 'block';
			return at;
		}
		if (this.#form === 'array' && this.#state === 'separator') {
			if (next === byte.comma) {
				this.#state = 'nextBlock';
				return at + 1;
			}
			if (next === byte.arrayEnd) {
				this.#isClosed = true;
				this.#state = 'closed';
				return at + 1;
			}
		}
		const instead = wantsBlock ? 'a block' : 'a comma or the end of the array';
		this.#fail(`${describeByte(next)} stands where ${instead} should begin`);
		return at;
	}

	#complete(): void {
		this.#isClosed = false;
		this.#begun = false;
		this.#state = 'text';
		this.#listener.complete();
	}

	#begin(): void {
		this.#begun = true;
		this.#listener.begin(this.#form);
	}

	/** Among other text, what follows may hold another array; everything else is over. */
	#fail(reason: string): void {
		this.#begun = false;
		this.#keyWrapped = false;
		this.#state = this.#form === 'array' ? 'text' : 'over';
		this.#listener.malformed(reason);
	}
}

function isSpace(value: number): boolean {
	return value === 0x20 || value === 0x09 || value === byte.lf || value === byte.cr;
}
