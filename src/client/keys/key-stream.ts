import {Readable} from 'node:stream';
import {type KeyToken, KeyTokenizer} from './key-tokenizer.ts';

/** The parts of a terminal's input that are used. */
export interface TerminalInput {
	setRawMode(on: boolean): unknown;
	setEncoding(encoding: 'utf8'): unknown;
	on(event: 'data', listener: (chunk: string) => void): unknown;
	off(event: 'data', listener: (chunk: string) => void): unknown;
	resume(): unknown;
	pause(): unknown;
	ref(): unknown;
	unref(): unknown;
}

/** Keys that may wait for their turn; a person never gets there, and a hostile terminal not beyond. */
const waitingKeysMax = 4_096;
/** Ctrl+C waits for no more keys than a burst has: where more wait, it takes their place. */
const burstKeysMax = 64;

/**
 * The standard input that Ink is given. It takes the terminal's bytes apart into keys, hands each to `route`
 * on a turn of the event loop of its own, so that each key meets the state that the one before it left, and
 * passes on to Ink only what `route` answers: the keys of the text input. Without this, `72⏎88⏎99⏎` in one
 * read adds nothing.
 */
export class KeyStream extends Readable {
	readonly isTTY = true;
	readonly #source: TerminalInput;
	readonly #route: (token: KeyToken) => readonly string[];
	readonly #tokenizer = new KeyTokenizer();
	#tokens: KeyToken[] = [];
	#keys: readonly string[] = [];
	#turn: NodeJS.Immediate | undefined;
	#patience: NodeJS.Timeout | undefined;
	#isListening = false;
	/** Whether there is somebody who takes keys. */
	#isTaken = false;

	constructor(source: TerminalInput, route: (token: KeyToken) => readonly string[]) {
		super({encoding: 'utf8', read() {}});
		this.#source = source;
		this.#route = route;
	}

	/**
	 * Begins listening to the terminal, before there is anybody to take keys: they wait, and only what the terminal
	 * reports by itself is routed at once.
	 */
	listen(): void {
		if (this.#isListening) return;
		this.#isListening = true;
		this.#source.setRawMode(true);
		this.#source.setEncoding('utf8');
		this.#source.on('data', this.#feed);
		this.#source.resume();
	}

	/** Called by Ink: takes keys from now on, or ends listening. What has not been handled at the end is dropped. */
	setRawMode(on: boolean): this {
		if (on) {
			this.listen();
			this.#isTaken = true;
			this.#take([]);
		} else if (this.#isListening) {
			this.#isListening = false;
			this.#isTaken = false;
			this.#source.setRawMode(false);
			this.#source.off('data', this.#feed);
			this.#source.pause();
			clearTimeout(this.#patience);
			clearImmediate(this.#turn);
			this.#turn = undefined;
			this.#tokens = [];
		}
		return this;
	}

	ref(): this {
		this.#source.ref();
		return this;
	}

	unref(): this {
		this.#source.unref();
		return this;
	}

	readonly #feed = (chunk: string): void => {
		clearTimeout(this.#patience);
		this.#take(this.#tokenizer.push(chunk));
		const {patienceMs} = this.#tokenizer;
		if (patienceMs > 0) {
			this.#patience = setTimeout(() => this.#take(this.#tokenizer.flush()), patienceMs);
		}
	};

	#take(tokens: readonly KeyToken[]): void {
		if (!this.#isTaken) for (const token of tokens) if (token.kind === 'report') this.#route(token);
		const keys = this.#isTaken ? tokens : tokens.filter(({kind}) => kind !== 'report');
		for (const key of keys) this.#wait(key);
		if (this.#isTaken && this.#tokens.length > 0) this.#turn ??= setImmediate(this.#next);
	}

	#wait(token: KeyToken): void {
		if (this.#tokens.length > burstKeysMax && token.kind === 'key' && token.key === 'ctrl+c') {
			this.#tokens = [token];
		} else if (this.#tokens.length < waitingKeysMax) this.#tokens.push(token);
	}

	/** One key: of those that `route` gave for the last token, or those of the next token. */
	readonly #next = (): void => {
		this.#turn = undefined;
		if (this.#keys.length === 0 && this.#tokens.length > 0) this.#keys = this.#route(this.#tokens.shift()!);
		const [key, ...later] = this.#keys;
		this.#keys = later;
		if (key !== undefined) this.push(key);
		if (this.#keys.length > 0 || this.#tokens.length > 0) this.#turn ??= setImmediate(this.#next);
	};
}
