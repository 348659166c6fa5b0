import type {Buffer} from 'node:buffer';
import type {Socket} from 'node:net';
import {createLineSplitter, type LineEvent, type LineSplitter} from '../core/lines.ts';
import type {Bounds} from './bounds.ts';
import type {Hub} from './hub.ts';
import type {Counters} from './status.ts';

/** What came is taken in pieces of this size, so that no packet makes many more answers than may wait. */
const pieceBytes = 1_024;
/**
 * What a connection may bring in one turn of the event loop before the others have theirs: the system would hand
 * over megabytes of one of them.
 */
const turnBytesMax = 8 * 1_024;

/** What all connections of a hub share to take in what is sent. */
export interface IntakeContext {
	readonly self: {readonly hub: Pick<Hub, 'isFull' | 'whenRoom'>};
	readonly bounds: Bounds;
	readonly counters: Counters;
}

/** Whose bytes they are. */
export interface Sender {
	/** Whether it comes from this machine, whose readings are not counted by the second. */
	readonly isLocal: boolean;
	/** Whether as much waits for it as may: nothing more is read until that has changed. */
	isFull(): boolean;
	/** The next bytes, before the lines they complete. Returns false when nothing more is to be taken. */
	onBytes(bytes: Buffer): boolean;
	/** A line; returns whether it was sensible, and not only something to be refused. */
	onLine(line: LineEvent): boolean;
	/** Too much came, or too slowly, without anything sensible in it. `reason` is a sentence. */
	onNonsense(reason: string): void;
}

/** Why a socket is not read at the moment. */
type Hold =
	/** Its own answers or readings wait. */
	| 'own'
	/** The readings of all connections wait. */
	| 'all'
	/** It sent more readings a second than it may. */
	| 'rate'
	/** The others have their turn. */
	| 'turn';

/**
 * Takes in what a connection sends, line by line, no faster than it can be answered: a socket that is not
 * read slows its sender down, and no queue grows without end (docs/architecture.md).
 */
export class Intake {
	readonly #socket: Socket;
	readonly #context: IntakeContext;
	readonly #sender: Sender;
	readonly #listener = (chunk: Buffer): void => this.#onData(chunk);
	/** Made with the first byte: those who only watch need none. */
	#splitter: LineSplitter | null = null;
	#held: Hold | null = null;
	/** The hub tells when there is room for more readings. */
	#waitsForRoom = false;
	#turnBytes = 0;
	#closed = false;
	/** Bytes since the last sensible line. */
	#nonsenseBytes = 0;
	/** Since when a line stays without its end; performance.now() time. */
	#unfinishedSinceMs: number | null = null;
	/** Readings that may come at once; below zero it owes time. */
	#allowance: number;
	#allowanceAtMs = performance.now();

	constructor(socket: Socket, context: IntakeContext, sender: Sender) {
		this.#socket = socket;
		this.#context = context;
		this.#sender = sender;
		this.#allowance = context.bounds.readingsPerSecondMax;
		socket.on('data', this.#listener);
	}

	/** Whether a line has begun whose end has not come. */
	get isUnfinished(): boolean {
		return this.#unfinishedSinceMs !== null;
	}

	/** Counts a reading against what this connection may send. */
	spend(): void {
		if (!this.#isCounted) return;
		const perSecond = this.#context.bounds.readingsPerSecondMax;
		const now = performance.now();
		const earned = ((now - this.#allowanceAtMs) * perSecond) / 1_000;
		this.#allowance = Math.min(perSecond, this.#allowance + earned) - 1;
		this.#allowanceAtMs = now;
	}

	/** Stops reading while too much waits, and reads on when it does not. */
	pace(): void {
		if (this.#closed) return;
		const hold = this.#findHold();
		if (hold === this.#held) return;
		// While nobody read, nobody could see the end of a line.
		if (this.#held !== null && this.#held !== 'turn' && this.#unfinishedSinceMs !== null)
			this.#unfinishedSinceMs = performance.now();
		this.#held = hold;
		if (hold === null) {
			this.#socket.resume();
			return;
		}
		this.#socket.pause();
		if (hold === 'turn') return;
		this.#count(hold);
		if (hold === 'all') this.#waitForRoom();
		else if (hold === 'rate') this.#waitForAllowance();
	}

	/** To be called now and then: notices a line that stays without its end. */
	look(nowMs: number): void {
		if (this.#closed || this.#held !== null || this.#unfinishedSinceMs === null) return;
		if (nowMs - this.#unfinishedSinceMs < this.#context.bounds.nonsenseTimeoutMs) return;
		this.#sender.onNonsense('A line has begun and does not end.');
	}

	/** Takes nothing more: what still comes is read and thrown away, so that last words are not lost by a reset. */
	close(): void {
		this.#closed = true;
		this.#socket.resume();
	}

	/** Takes nothing more, and leaves what comes to somebody else. */
	release(): void {
		this.#closed = true;
		this.#socket.off('data', this.#listener);
	}

	get #isCounted(): boolean {
		return this.#context.bounds.readingsPerSecondMax > 0 && !this.#sender.isLocal;
	}

	#findHold(): Hold | null {
		if (this.#turnBytes >= turnBytesMax) return 'turn';
		if (this.#sender.isFull()) return 'own';
		if (this.#allowance < 0 && this.#owedMs() > 0) return 'rate';
		return this.#waitsForRoom || this.#context.self.hub.isFull ? 'all' : null;
	}

	/** Until readings may come again. */
	#owedMs(): number {
		const perSecond = this.#context.bounds.readingsPerSecondMax;
		return (-this.#allowance * 1_000) / perSecond - (performance.now() - this.#allowanceAtMs);
	}

	#count(hold: Exclude<Hold, 'turn'>): void {
		const {counters} = this.#context;
		if (hold === 'own') counters.heldForOwn++;
		else if (hold === 'all') counters.heldForAll++;
		else counters.heldForRate++;
	}

	#waitForRoom(): void {
		if (this.#waitsForRoom) return;
		this.#waitsForRoom = true;
		this.#context.self.hub.whenRoom(() => {
			this.#waitsForRoom = false;
			this.pace();
		});
	}

	#waitForAllowance(): void {
		setTimeout(() => this.pace(), Math.ceil(this.#owedMs()) + 1).unref();
	}

	#onData(chunk: Buffer): void {
		for (let at = 0; at < chunk.length && !this.#closed; at += pieceBytes) {
			this.#take(chunk.subarray(at, at + pieceBytes));
			this.pace();
			if (this.#held !== null) {
				if (at + pieceBytes < chunk.length) this.#socket.unshift(chunk.subarray(at + pieceBytes));
				return;
			}
		}
	}

	/** Whoever has brought its share goes on in the next turn, whatever becomes free meanwhile. */
	#countTurn(bytes: number): void {
		const before = this.#turnBytes;
		this.#turnBytes += bytes;
		if (before >= turnBytesMax || this.#turnBytes < turnBytesMax) return;
		setImmediate(() => {
			this.#turnBytes = 0;
			this.pace();
		});
	}

	#take(bytes: Buffer): void {
		if (!this.#sender.onBytes(bytes)) return;
		this.#nonsenseBytes += bytes.length;
		this.#countTurn(bytes.length);
		this.#splitter ??= createLineSplitter(this.#context.bounds.lineBytesMax);
		for (const line of this.#splitter.push(bytes)) {
			this.#unfinishedSinceMs = null;
			if (this.#sender.onLine(line)) this.#nonsenseBytes = 0;
			if (this.#closed) return;
		}
		this.#unfinishedSinceMs = this.#splitter.isWithinLine
			? (this.#unfinishedSinceMs ?? performance.now())
			: null;
		if (this.#nonsenseBytes > this.#context.bounds.nonsenseBytesMax)
			this.#sender.onNonsense('That was a lot, and no reading or command in it.');
	}
}
