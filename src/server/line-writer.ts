import {Buffer} from 'node:buffer';
import {setTimeout as sleep} from 'node:timers/promises';

/** Text kept while the reader takes none; beyond it lines are dropped, never the hub's time. */
const waitingBytesMax = 4 * 1024 * 1024;
/** Once lines were dropped, none is taken until no more than this waits: one gap, not one after every line. */
const resumeBytes = waitingBytesMax / 2;
const pieceBytes = 16 * 1024;
const lineFeed = 0x0a;
/** A reader that takes nothing is asked again after a delay that doubles. */
const retryMs = {min: 1, max: 64} as const;
/** Of the five seconds that stopping may take: for everything that waits, then for the last lines alone. */
const closeTimeoutMs = 1_500;
const lastTimeoutMs = 300;

/** Writes some of the bytes without waiting for the reader: resolves to how many, 0 when there is no room. */
export type Put = (bytes: Buffer) => Promise<number>;

/** Lines on their way to somebody who may read slowly, or not at all. */
export interface LineWriter {
	/**
	 * Takes whole lines and returns at once. Beyond 4 MiB that wait they are dropped and counted, unless they are
	 * `isLast`: those are written whatever is dropped before them.
	 */
	write(text: string, isLast: boolean): void;
	/** Gives what waits 1.5 s to leave, drops and counts the rest, and gives the last lines another 0.3 s. */
	close(): Promise<void>;
}

interface Line {
	readonly text: string;
	readonly bytes: number;
	/** Lines that are lost with this one: 0 for a last line, and what a line about dropped lines stands for. */
	readonly worth: number;
}

/** What is being written: lines of worth 1, or a single one of another worth. */
interface Piece {
	readonly bytes: Buffer;
	readonly mayBeCut: boolean;
}

/** What waits to be written. Never holds much more than 4 MiB, and knows what it did not take. */
class LineQueue {
	readonly #describeDropped: (lines: number) => string;
	#waiting: Line[] = [];
	#bytes = 0;
	#dropped = 0;

	constructor(describeDropped: (lines: number) => string) {
		this.#describeDropped = describeDropped;
	}

	add(text: string, isLast: boolean): void {
		if (isLast) this.#tellDropped();
		for (let at = 0; at < text.length; ) {
			const end = text.indexOf('\n', at) + 1 || text.length;
			if (isLast) this.#push(text.slice(at, end), 0);
			else if (this.#dropped === 0 && this.#bytes < waitingBytesMax) this.#push(text.slice(at, end), 1);
			else this.#dropped++;
			at = end;
		}
	}

	take(): Piece | null {
		if (this.#bytes <= resumeBytes) this.#tellDropped();
		const mayBeCut = this.#waiting[0]?.worth === 1;
		let [count, bytes] = [0, 0];
		for (const line of this.#waiting) {
			if (count > 0 && (!mayBeCut || line.worth !== 1 || bytes >= pieceBytes)) break;
			bytes += line.bytes;
			count++;
		}
		this.#bytes -= bytes;
		const texts = this.#waiting.splice(0, count).map(({text}) => text);
		return count === 0 ? null : {bytes: Buffer.from(texts.join('')), mayBeCut};
	}

	/** Keeps the last lines alone, with the count of the others in front; of `piece`, the line that is half out. */
	cut(piece: Piece | null): Piece | null {
		const kept = piece?.mayBeCut ? this.#cutPiece(piece.bytes) : piece;
		const last = this.#waiting.filter(({worth}) => worth === 0);
		for (const {worth} of this.#waiting) this.#dropped += worth;
		this.clear();
		this.#tellDropped();
		for (const {text} of last) this.#push(text, 0);
		return kept;
	}

	clear(): void {
		this.#waiting = [];
		this.#bytes = 0;
	}

	#cutPiece(bytes: Buffer): Piece {
		const end = bytes.indexOf(lineFeed) + 1;
		for (const byte of bytes.subarray(end)) if (byte === lineFeed) this.#dropped++;
		return {bytes: bytes.subarray(0, end), mayBeCut: false};
	}

	#push(text: string, worth: number): void {
		const bytes = Buffer.byteLength(text);
		this.#waiting.push({text, bytes, worth});
		this.#bytes += bytes;
	}

	#tellDropped(): void {
		if (this.#dropped > 0) this.#push(this.#describeDropped(this.#dropped), this.#dropped);
		this.#dropped = 0;
	}
}

/** A writer in front of `put`; `describeDropped` makes the line that stands where lines were dropped. */
export function createLineWriter(put: Put, describeDropped: (lines: number) => string): LineWriter {
	const queue = new LineQueue(describeDropped);
	let isRunning = false;
	let idle = Promise.resolve();
	let isLate = false;
	let isOver = false;

	async function run(): Promise<void> {
		let piece: Piece | null = null;
		let delayMs: number = retryMs.min;
		let wasCut = false;
		while (!isOver) {
			if (isLate && !wasCut) {
				wasCut = true;
				piece = queue.cut(piece);
			}
			if (!piece?.bytes.length) piece = queue.take();
			if (!piece) break;
			const {bytes, mayBeCut}: Piece = piece;
			const count = await put(bytes);
			piece = {bytes: bytes.subarray(count), mayBeCut};
			if (count === 0) await sleep(delayMs);
			delayMs = count === 0 ? Math.min(2 * delayMs, retryMs.max) : retryMs.min;
		}
		isRunning = false;
	}

	function start(): void {
		if (isRunning) return;
		isRunning = true;
		// A reader that went away ends the log, not the hub.
		idle = run().catch(() => {
			isOver = true;
			queue.clear();
		});
	}

	async function settle(timeoutMs: number): Promise<void> {
		await Promise.race([idle, sleep(timeoutMs, undefined, {ref: false})]);
	}

	return {
		write(text, isLast) {
			if (isOver) return;
			queue.add(text, isLast);
			start();
		},
		async close() {
			await settle(closeTimeoutMs);
			isLate = true;
			await settle(lastTimeoutMs);
			isOver = true;
		},
	};
}
