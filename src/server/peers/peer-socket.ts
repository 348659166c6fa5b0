import type {Buffer} from 'node:buffer';
import type {Socket} from 'node:net';
import {limits} from '../../core/limits.ts';
import {createLineSplitter} from '../../core/lines.ts';

/** What a connection to another hub brings. */
export interface PeerSocketEvents {
	/** A line without its end; null: one that is longer than any between hubs. */
	line(text: string | null): void;
	/** More may be sent. */
	writable(): void;
	/** Nothing comes any more and nothing can be sent. Comes once, last. */
	closed(error: Error | null): void;
}

/** As much may wait for a peer: a few lines of blocks, so that it always has one to work on. */
const waitingBytesMax = 256 * 1024;
/** Work on what came before timers and other connections get their turn, in milliseconds. */
const sliceMs = 4;
/** How long the other side may take for our last words, and to close its own side after them. */
const closeTimeoutMs = 1_000;

/** The lines and bytes of one connection between two hubs, in both directions, each with backpressure. */
export class PeerSocket {
	readonly #socket: Socket;
	readonly #events: PeerSocketEvents;
	readonly #splitter = createLineSplitter(limits.hubLineBytesMax);
	/** Lines of one packet that came before somebody paused. */
	#lines: (string | null)[] = [];
	#isPaused = false;
	#isEnding = false;
	#isClosed = false;
	#workedMs = 0;
	#error: Error | null = null;

	constructor(socket: Socket, events: PeerSocketEvents) {
		this.#socket = socket;
		this.#events = events;
		socket.on('data', chunk => this.#onData(chunk as Buffer));
		socket.on('drain', () => this.#isEnding || events.writable());
		socket.on('error', error => {
			this.#error ??= error;
		});
		// A side that says nothing more is no peer any more.
		socket.on('end', () => this.end());
		socket.once('close', () => {
			this.#isClosed = true;
			this.#lines = [];
			events.closed(this.#error);
		});
		socket.resume();
	}

	/** Sends whole lines. False: so much waits that `writable` should be waited for. */
	send(data: string | Buffer): boolean {
		if (this.#isEnding || this.#isClosed) return false;
		if (this.#socket.writableCorked === 0) {
			this.#socket.cork();
			process.nextTick(() => this.#socket.uncork());
		}
		this.#socket.write(data);
		return this.#socket.writableLength < waitingBytesMax;
	}

	/** No line is given until `resume`, and the other side has to wait. */
	pause(): void {
		this.#isPaused = true;
		this.#socket.pause();
	}

	resume(): void {
		if (!this.#isPaused) return;
		this.#isPaused = false;
		this.#socket.resume();
		if (this.#lines.length > 0) setImmediate(() => this.#give());
	}

	/** Closes when everything sent has left; nothing that still comes is taken. */
	end(): void {
		if (this.#isEnding || this.#isClosed) return;
		this.#isEnding = true;
		this.#lines = [];
		this.#socket.end();
		// What still comes is thrown away, so that our last words are not lost by a reset.
		this.#socket.resume();
		setTimeout(() => this.#socket.destroy(), closeTimeoutMs).unref();
	}

	#onData(chunk: Buffer): void {
		if (this.#isEnding) return;
		for (const event of this.#splitter.push(chunk))
			this.#lines.push(event.kind === 'line' ? event.text : null);
		this.#give();
	}

	/** A long catch-up never holds up anybody else: after a slice of work the socket rests for a turn. */
	#give(): void {
		const startedMs = performance.now();
		while (!this.#isPaused && this.#lines.length > 0) this.#events.line(this.#lines.shift()!);
		this.#workedMs += performance.now() - startedMs;
		if (this.#workedMs < sliceMs || this.#isPaused || this.#isEnding || this.#isClosed) return;
		this.#workedMs = 0;
		this.#socket.pause();
		setImmediate(() => this.#isPaused || this.#socket.resume());
	}
}
