/** Somebody in live mode whose connection is slow: it moves, a little at a time. */
import {connect, type Socket} from 'node:net';
import type {Block} from '../../src/core/block.ts';
import {limits} from '../../src/core/limits.ts';
import {createLineSplitter} from '../../src/core/lines.ts';
import {parseHubMessage} from '../../src/core/live-message.ts';
import {createWatch, type Watch} from './watch.ts';

const greeting = 'Enter a new BPM:';
const readBytes = 4_096;
const newline = 0x0a;

export class SlowReader {
	readonly socket: Socket;
	readonly #chunks: Buffer[] = [];
	readonly #watch: Watch;
	#restMs: number;
	#bytes = 0;

	/** Asks the hub at `port` for the whole chain, reads 4 KiB of it, rests for `restMs`, reads on. */
	constructor(port: number, restMs: number) {
		this.#restMs = restMs;
		this.#watch = createWatch(() => `${this.#bytes} bytes`);
		const buffer = Buffer.alloc(readBytes);
		const callback = (count: number): boolean => this.#take(buffer.subarray(0, count));
		// The usual way to read takes 64 KiB at once.
		this.socket = connect({port, host: '127.0.0.1', noDelay: true, onread: {buffer, callback}});
		this.socket.on('error', () => {});
		this.socket.once('close', () => this.#watch.end('the hub has closed the connection'));
		this.socket.write('/live\n/from 0\n');
	}

	/** Waits until it has read so much; rejects when the hub closes before. */
	async untilBytes(bytes: number, deadlineMs: number): Promise<void> {
		await this.#watch.until(`${bytes} bytes`, () => this.#bytes >= bytes, deadlineMs);
	}

	/** Reads as fast as it can until it has the block `index`, and gives all that it was ever sent. */
	async readUpTo(index: number, deadlineMs: number): Promise<readonly Block[]> {
		this.#restMs = 0;
		this.socket.resume();
		const end = `"Index":${index},`;
		let seen = false;
		// The line that tells of this block may tell of others as well, and goes on for several reads.
		const hasEnd = (): boolean => {
			seen ||= Buffer.concat(this.#chunks.slice(-2)).includes(end);
			return seen && this.#chunks.at(-1)?.at(-1) === newline;
		};
		await this.#watch.until(`block ${index}`, hasEnd, deadlineMs);
		const lines = createLineSplitter(limits.hubLineBytesMax).push(Buffer.concat(this.#chunks));
		return lines.flatMap(line => {
			if (line.kind === 'tooLong') throw new Error('a line of the hub is too long');
			if (line.text === greeting) return [];
			const parsed = parseHubMessage(line.text);
			if (!parsed.ok) throw new Error(parsed.reason);
			return parsed.message.kind === 'blocks' ? parsed.message.blocks : [];
		});
	}

	[Symbol.dispose](): void {
		this.socket.destroy();
	}

	/** Takes what was read; returns whether to read on at once. */
	#take(bytes: Buffer): boolean {
		this.#chunks.push(Buffer.from(bytes));
		this.#bytes += bytes.length;
		this.#watch.changed();
		if (this.#restMs > 0) setTimeout(() => this.socket.resume(), this.#restMs);
		return this.#restMs === 0;
	}
}
