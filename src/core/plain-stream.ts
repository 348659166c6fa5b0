import {Buffer} from 'node:buffer';
import type {TutorialBlock} from './block.ts';
import {type ChainArrayReader, createChainArrayReader, describeByte} from './chain-array.ts';
import {createHeldBytes} from './held-bytes.ts';
import {limits} from './limits.ts';

/** The tutorial's prompt (protocol section 2). It stands at the start of a stream, and after an LF. */
export const prompt = 'Enter a new BPM:';

/** What a hub says to a plain connection. */
export type PlainEvent =
	/** The first prompt, at the start of the stream. */
	| {readonly kind: 'greeting'}
	/** LF and a bare prompt: acknowledges one reading, or an empty line. */
	| {readonly kind: 'prompt'}
	/**
	 * LF, text, LF, prompt. The text is what was sent, line ends included: whoever shows it puts each line
	 * through `printable`. `ended` is false at the end of the stream only: no prompt followed (a goodbye).
	 */
	| {readonly kind: 'answer'; readonly text: string; readonly ended: boolean}
	/** `answer`: the array stands after LF, as a command's answer, so the prompt after it is no acknowledgement. */
	| {readonly kind: 'arrayStart'; readonly answer: boolean}
	| {readonly kind: 'block'; readonly block: TutorialBlock}
	| {readonly kind: 'arrayEnd'}
	/** The LF and prompt that end a command's array. */
	| {readonly kind: 'answered'}
	/**
	 * The hub speaks live mode from here on. `rest` begins with `{"welcome":`; it and every later chunk belong
	 * to a line splitter, and this decoder takes nothing more.
	 */
	| {readonly kind: 'live'; readonly rest: Uint8Array}
	/** The other side broke the protocol: a phrase that is safe to show. Nothing follows. */
	| {readonly kind: 'fault'; readonly reason: string};

export interface PlainStream {
	/** Takes the next bytes. Nothing comes after a fault; after `live` or the end it is our own bug, and throws. */
	push(chunk: Uint8Array): readonly PlainEvent[];
	/** Says that the stream has ended. */
	end(): readonly PlainEvent[];
	/** Bytes kept of something incomplete: never more than an answer of the longest kind and a prompt. */
	readonly pendingBytes: number;
}

/**
 * Decodes what a hub, ours or the tutorial's, sends to a plain connection (protocol sections 2, 3 and 7).
 * Any split of the same bytes gives the same events, every byte is looked at once, and memory is bounded: a
 * block takes at most `blockBytesMax`, an answer `hubLineBytesMax`, an array any length.
 *
 * LF followed by anything but a prompt, `[{` or `{"welcome":` is an answer, up to the next LF and prompt;
 * nothing inside it has a meaning of its own.
 */
export function createPlainStream(): PlainStream {
	return new Decoder();
}

const byte = {lf: 0x0a, arrayStart: 0x5b, arrayEnd: 0x5d, blockStart: 0x7b} as const;

const promptBytes = Buffer.from(prompt);
const promptLine = Buffer.from(`\n${prompt}`);
const welcomeStart = Buffer.from('{"welcome":');

/** What the next byte belongs to. The last three take no more bytes. */
type State =
	| 'between'
	| 'greeting'
	| 'lineStart'
	| 'welcome'
	| 'line'
	| 'arrayOpen'
	| 'array'
	| 'fault'
	| 'live'
	| 'ended';

class Decoder implements PlainStream {
	#state: State = 'between';
	/** In the state `between`: what came before, for people. */
	#after: 'the start' | 'a prompt' | 'an array' = 'the start';
	/** The bracket or brace being read stands directly after LF, so it may still be an answer's text. */
	#afterLf = false;
	/** A command's array has been given, its prompt not yet. */
	#answering = false;
	/** How much of the greeting or the welcome has come; in a line, of the LF and prompt that end it. */
	#matched = 0;
	/** The line from its LF on, as far as it came in earlier chunks. */
	readonly #held = createHeldBytes();
	#array: ChainArrayReader = createChainArrayReader();
	#events: PlainEvent[] = [];

	get pendingBytes(): number {
		return this.#state === 'array' ? this.#array.pendingBytes : this.#held.length;
	}

	push(bytes: Uint8Array): readonly PlainEvent[] {
		if (this.#state === 'live' || this.#state === 'ended') throw new Error(`push after ${this.#state}`);
		const chunk = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
		for (let at = 0; at < chunk.length; ) at = this.#step(chunk, at);
		return this.#takeEvents();
	}

	end(): readonly PlainEvent[] {
		switch (this.#state) {
			case 'line':
				if (this.#held.length > this.#matched) {
					this.#events.push({kind: 'answer', text: this.#held.take().toString('utf8', 1), ended: false});
					break;
				}
				this.#fault('the connection ended inside a prompt');
				break;
			case 'greeting':
			case 'lineStart':
				this.#fault('the connection ended inside a prompt');
				break;
			case 'welcome':
				this.#fault('the connection ended inside an answer');
				break;
			case 'arrayOpen':
			case 'array':
				this.#fault('the connection ended inside the chain');
				break;
			default:
		}
		this.#state = 'ended';
		return this.#takeEvents();
	}

	/** Reads from `at` on; returns where to go on. A step that takes nothing has changed the state. */
	#step(chunk: Buffer, at: number): number {
		switch (this.#state) {
			case 'between':
				return this.#begin(chunk[at]!, at);
			case 'greeting':
				return this.#readGreeting(chunk[at]!, at);
			case 'lineStart':
				return this.#beginLine(chunk[at]!, at);
			case 'welcome':
				return this.#readWelcome(chunk, at);
			case 'line':
				return this.#readLine(chunk, at);
			case 'arrayOpen':
				return this.#openArray(chunk[at]!, at);
			case 'array':
				return this.#readArray(chunk, at);
			default:
				return chunk.length;
		}
	}

	#begin(first: number, at: number): number {
		this.#afterLf = false;
		if (first === byte.lf) this.#state = 'lineStart';
		else if (first === byte.arrayStart) this.#state = 'arrayOpen';
		else if (first === promptBytes[0] && this.#after === 'the start') {
			this.#state = 'greeting';
			this.#matched = 1;
		} else this.#fault(`after ${this.#after} came ${describeByte(first)}, which nothing begins with there`);
		return at + 1;
	}

	#readGreeting(next: number, at: number): number {
		if (next !== promptBytes[this.#matched]) {
			this.#fault(`the stream does not begin with "${prompt}"`);
		} else if (++this.#matched === promptBytes.length) {
			this.#endWith({kind: 'greeting'}, 'a prompt');
		}
		return at + 1;
	}

	#beginLine(first: number, at: number): number {
		this.#afterLf = true;
		if (first === byte.arrayStart) this.#state = 'arrayOpen';
		else if (first === byte.blockStart) this.#state = 'welcome';
		else {
			this.#beginText('\n');
			this.#matched = 1;
			return at;
		}
		this.#matched = 1;
		return at + 1;
	}

	/** What came after LF, `text`, is neither an array nor a welcome. */
	#beginText(text: string): void {
		this.#held.append(Buffer.from(text));
		this.#matched = 0;
		this.#state = 'line';
	}

	#readWelcome(chunk: Buffer, at: number): number {
		if (chunk[at] !== welcomeStart[this.#matched]) {
			this.#beginText(`\n${welcomeStart.toString('utf8', 0, this.#matched)}`);
			return at;
		}
		if (++this.#matched < welcomeStart.length) return at + 1;
		this.#events.push({kind: 'live', rest: Buffer.concat([welcomeStart, chunk.subarray(at + 1)])});
		this.#state = 'live';
		return chunk.length;
	}

	/** Reads a line up to the LF and prompt that end it. A bare prompt is a line without text, and ends itself. */
	#readLine(chunk: Buffer, start: number): number {
		let at = start;
		while (at < chunk.length && this.#matched < promptLine.length) {
			if (this.#matched === 0) {
				const lf = chunk.indexOf(byte.lf, at);
				at = lf < 0 ? chunk.length : lf + 1;
				this.#matched = lf < 0 ? 0 : 1;
			} else if (chunk[at] === promptLine[this.#matched]) {
				at++;
				this.#matched++;
			} else this.#matched = 0;
		}
		const textBytes = this.#held.length + (at - start) - this.#matched - 1;
		if (textBytes > limits.hubLineBytesMax) {
			this.#fault(`an answer is longer than ${limits.hubLineBytesMax} bytes`);
			return at;
		}
		this.#held.append(chunk.subarray(start, at));
		if (this.#matched === promptLine.length) this.#endLine(this.#held.take());
		return at;
	}

	#endLine(line: Buffer): void {
		if (line.length > promptLine.length) {
			const text = line.toString('utf8', 1, line.length - promptLine.length);
			this.#endWith({kind: 'answer', text, ended: true}, 'a prompt');
		} else this.#endWith({kind: this.#answering ? 'answered' : 'prompt'}, 'a prompt');
		this.#answering = false;
	}

	#openArray(first: number, at: number): number {
		if (first === byte.blockStart) {
			this.#answering ||= this.#afterLf;
			this.#events.push({kind: 'arrayStart', answer: this.#afterLf});
			this.#array = createChainArrayReader();
			this.#state = 'array';
		} else if (this.#afterLf) this.#beginText('\n[');
		else if (first === byte.arrayEnd) this.#fault('a chain without blocks');
		else this.#fault(`a chain begins with ${describeByte(first)} instead of a block`);
		return at;
	}

	#readArray(chunk: Buffer, start: number): number {
		const at = this.#array.read(chunk, start, block => this.#events.push({kind: 'block', block}));
		const {outcome} = this.#array;
		if (outcome.kind === 'closed') this.#endWith({kind: 'arrayEnd'}, 'an array');
		else if (outcome.kind === 'fault') this.#fault(outcome.reason);
		return at;
	}

	#endWith(event: PlainEvent, after: 'a prompt' | 'an array'): void {
		this.#events.push(event);
		this.#after = after;
		this.#state = 'between';
	}

	#fault(reason: string): void {
		this.#held.take();
		this.#events.push({kind: 'fault', reason});
		this.#state = 'fault';
	}

	#takeEvents(): readonly PlainEvent[] {
		const events = this.#events;
		this.#events = [];
		return events;
	}
}
