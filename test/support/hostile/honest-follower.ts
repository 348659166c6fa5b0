/**
 * A program that follows the chain in live mode and remembers where the readings of honest people are. Whether all
 * of it is valid is for others to find out: this one must keep up with a flood, beside the test.
 */
import {connect, type Socket} from 'node:net';
import {limits} from '../../../src/core/limits.ts';
import {createLineSplitter} from '../../../src/core/lines.ts';
import {createWatch} from '../watch.ts';

const blocksStart = /^\{"blocks":\[\{"Index":(\d+),/;
const otherStart = /^(Enter a new BPM:|)$|^\{"(welcome|from|status)":/;
/** A block with a BPM of four digits. */
const honestBlock = /"Index":(\d+),"Timestamp":"[^"]{24}","BPM":(\d{4}),/g;

export class HonestFollower {
	readonly #socket: Socket;
	readonly #watch = createWatch(() => `block ${this.#next} is the next; ${this.faults.join('; ')}`);
	readonly #indexes = new Map<number, number>();
	#next = 0;
	/** What the hub said that it should not have said, a phrase each. */
	readonly faults: string[] = [];

	/** Follows the chain of the hub at `port`, from its genesis block on. */
	constructor(port: number) {
		this.#socket = connect({port, host: '127.0.0.1', noDelay: true});
		const splitter = createLineSplitter(limits.hubLineBytesMax);
		this.#socket.write('/live\n/from 0\n');
		this.#socket.on('error', error => this.faults.push(error.message));
		this.#socket.on('data', chunk => {
			for (const event of splitter.push(chunk as Buffer)) {
				if (event.kind === 'tooLong') this.faults.push('a line that is too long');
				else this.#onLine(event.text);
			}
			this.#watch.changed();
		});
		this.#socket.once('close', () => this.#watch.end('the hub has closed the connection'));
	}

	/** Waits for the block of a reading with four digits, and gives its index. */
	async find(bpm: number, deadlineMs: number): Promise<number> {
		return this.#watch.until(`the block of ${bpm}`, () => this.#indexes.get(bpm), deadlineMs);
	}

	[Symbol.dispose](): void {
		this.#socket.destroy();
	}

	#onLine(line: string): void {
		const start = blocksStart.exec(line);
		if (!start) {
			if (!otherStart.test(line)) this.faults.push(line.slice(0, limits.textCharactersMax));
			return;
		}
		const first = Number(start[1]);
		if (first !== this.#next) this.faults.push(`block ${first} comes where ${this.#next} should`);
		const last = line.lastIndexOf('"Index":');
		this.#next = Number.parseInt(line.slice(last + '"Index":'.length), 10) + 1;
		for (const [, index, bpm] of line.matchAll(honestBlock)) this.#indexes.set(Number(bpm), Number(index));
	}
}
