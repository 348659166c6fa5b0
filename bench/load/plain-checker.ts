import type {Buffer} from 'node:buffer';
import {createPlainStream, type PlainEvent} from '../../src/core/plain-stream.ts';
import {printable} from '../../src/core/printable.ts';
import {ArrayFollower} from './array-follower.ts';
import {ChainBook} from './chain-book.ts';
import type {Checker, Listener, Shared} from './checker.ts';

const bracket = 0x5b;
const colon = 0x3a;

/**
 * Checks a connection in plain mode (protocol sections 2 and 7). Prompts and answers go through the program's own
 * decoder. Arrays, which are nearly all of the bytes, are compared with those that the crowd has seen and verified.
 */
export class PlainChecker implements Checker {
	fault: string | null = null;
	readonly #shared: Shared;
	readonly #listener: Listener;
	readonly #stream = createPlainStream();
	readonly #array = new ArrayFollower();
	#inArray = false;
	/** Whether the next byte may open an array: at the start, and after a prompt or another array. */
	#between = true;

	constructor(shared: Shared, listener: Listener) {
		this.#shared = shared;
		this.#listener = listener;
	}

	get book(): ChainBook | null {
		return this.#shared.book;
	}

	read(chunk: Buffer): void {
		let at = 0;
		while (at < chunk.length && this.fault === null) {
			if (this.#inArray) at = this.#readArray(chunk, at);
			else if (this.#between && chunk[at] === bracket) {
				this.#inArray = true;
				this.#array.begin(index => this.#chooseBook(index));
				this.#listener.arrayBegun?.();
				at++;
			} else at = this.#readText(chunk, at);
		}
	}

	end(): void {
		if (this.fault !== null) return;
		if (this.#inArray) this.#fail('the connection ended inside the chain');
		else for (const event of this.#stream.end()) this.#take(event);
	}

	/** Up to the next bracket, which may open an array. */
	#readText(chunk: Buffer, at: number): number {
		const found = chunk.indexOf(bracket, at + 1);
		const end = found < 0 ? chunk.length : found;
		const events = this.#stream.push(chunk.subarray(at, end));
		for (const event of events) this.#take(event);
		// Only the last byte of a prompt leaves an event, a colon, and nothing that is kept.
		this.#between = events.length > 0 && chunk[end - 1] === colon && this.#stream.pendingBytes === 0;
		return end;
	}

	#take(event: PlainEvent): void {
		switch (event.kind) {
			case 'greeting':
				this.#listener.greeted();
				break;
			case 'prompt':
				this.#listener.replied({kind: 'accepted'});
				break;
			case 'answer':
				if (!event.ended) this.#listener.bye(printable(event.text));
				else if (/^height: \d+$/m.test(event.text)) this.#listener.replied({kind: 'answer'});
				else this.#listener.replied({kind: 'refused', reason: printable(event.text)});
				break;
			case 'fault':
				this.#fail(event.reason);
				break;
			default:
		}
	}

	#chooseBook(index: number): ChainBook {
		const {book} = this.#shared;
		if (book && index >= book.first && index <= book.length) return book;
		const another = new ChainBook('plain', index);
		if (!book) this.#shared.book = another;
		return another;
	}

	#readArray(chunk: Buffer, start: number): number {
		const at = this.#array.read(chunk, start);
		const {outcome} = this.#array;
		if (outcome.kind === 'closed') this.#close();
		else if (outcome.kind === 'fault') this.#fail(outcome.reason);
		else if (outcome.kind === 'differs') this.#compareAnew();
		return at;
	}

	/** It is another chain than the crowd has seen: it is judged by itself, from its first block on. */
	#compareAnew(): void {
		const soFar = this.#array.soFar();
		this.#array.begin(index => new ChainBook('plain', index));
		this.#readArray(soFar, 0);
	}

	#close(): void {
		this.#inArray = false;
		this.#between = true;
		const {book, to} = this.#array;
		if (book!.fault !== null) this.#shared.findings.add(book!.fault);
		const known = this.#shared.book!;
		if (book !== known) {
			this.#shared.chainsReplaced++;
			const reachesFurther = book!.length > known.length || book!.first < known.first;
			if (reachesFurther) this.#shared.book = book;
		}
		this.#listener.array?.(to);
	}

	#fail(reason: string): void {
		this.fault = reason;
		this.#shared.findings.add(reason);
	}
}
