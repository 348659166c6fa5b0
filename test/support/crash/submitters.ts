/** Those who send readings to a hub that is killed again and again, and write down what it says. */
import {once} from 'node:events';
import {connect, type Socket} from 'node:net';
import {makeReadingId} from '../../../src/client/reading-id.ts';
import type {Random} from './random.ts';
import type {ReadingBook} from './reading-book.ts';

export type SubmitterOptions = {
	readonly book: ReadingBook;
	readonly random: Random;
	/** Readings that wait for an answer at the same time. */
	readonly outstanding: number;
	/** How often each line is sent, with the same id. */
	readonly copies?: number;
};

const prompt = 'Enter a new BPM:';
const goodbye = '\nThe hub is shutting down.';
/** Of the readings answered before, so many are sent again at every start. */
const repeatsMax = 8;

/** Somebody who sends readings whenever there is a hub. */
export abstract class Submitter {
	readonly options: SubmitterOptions;
	#finished = false;
	#left: Promise<unknown> = Promise.resolve();

	constructor(options: SubmitterOptions) {
		this.options = options;
	}

	/** Connects, and resolves when the first readings have been written. Goes on until the connection ends. */
	async join(port: number): Promise<void> {
		const socket = connect({port, host: '127.0.0.1', noDelay: true});
		// A hub that is killed resets its connections.
		socket.on('error', () => {});
		this.#left = new Promise(resolve => socket.once('close', resolve));
		await Promise.race([once(socket, 'connect'), this.#left]);
		const onText = this.greet(socket);
		socket.setEncoding('latin1').on('data', data => onText(String(data)));
	}

	/** Resolves when the connection has ended. */
	async left(): Promise<void> {
		await this.#left;
	}

	/** Sends nothing new any more. */
	finish(): void {
		this.#finished = true;
	}

	get finished(): boolean {
		return this.#finished;
	}

	/** Readings that will be sent until they are answered. */
	abstract readonly unanswered: number;

	/** Writes the first readings; what it gives takes the text of the hub. */
	protected abstract greet(socket: Socket): (text: string) => void;
}

type Accepted = {readonly index: number; readonly hash: string; readonly id: string};

/** Live mode, with ids: at every start all that is unanswered is sent again, and some that is not. */
export class LiveSubmitter extends Submitter {
	readonly #bpms = new Map<string, number>();
	readonly #answered: string[] = [];
	/** How many answers each id waits for. */
	readonly #waiting = new Map<string, number>();

	get unanswered(): number {
		return this.#waiting.size;
	}

	protected override greet(socket: Socket): (text: string) => void {
		const {random} = this.options;
		const again = this.#answered.slice(-repeatsMax).filter(() => random.chance(0.5));
		socket.write('/live\n');
		this.#write(socket, [...new Set([...this.#waiting.keys(), ...again])]);
		this.#write(socket, this.#makeIds());
		let partial = '';
		return text => {
			const lines = (partial + text).split('\n');
			partial = lines.pop()!;
			for (const line of lines) this.#onLine(line);
			this.#write(socket, this.#makeIds());
		};
	}

	#write(socket: Socket, ids: readonly string[]): void {
		const {copies = 1} = this.options;
		for (const id of ids) this.#waiting.set(id, copies);
		const line = (id: string): string => `/add ${id} ${this.#bpms.get(id)}\n`.repeat(copies);
		if (ids.length > 0) socket.write(ids.map(line).join(''));
	}

	#makeIds(): readonly string[] {
		const {book, outstanding} = this.options;
		const ids: string[] = [];
		while (!this.finished && this.#waiting.size + ids.length < outstanding) {
			const id = makeReadingId(Date.now());
			this.#bpms.set(id, book.send());
			ids.push(id);
		}
		return ids;
	}

	#onLine(line: string): void {
		const {book} = this.options;
		if (line.startsWith('{"refused":')) book.fault(`a reading was refused: ${line}`);
		if (!line.startsWith('{"accepted":')) return;
		const {id, index, hash} = JSON.parse(line).accepted as Accepted;
		book.accept(this.#bpms.get(id)!, {index, hash});
		const left = this.#waiting.get(id)! - 1;
		if (left > 0) {
			this.#waiting.set(id, left);
			return;
		}
		this.#waiting.delete(id);
		this.#answered.push(id);
	}
}

/** Plain mode, as with `nc`: a number a line, acknowledged by the next prompt. What is unanswered is given up. */
export class PlainSubmitter extends Submitter {
	readonly unanswered = 0;

	protected override greet(socket: Socket): (text: string) => void {
		const {book} = this.options;
		const waiting: number[] = [];
		let expected = prompt;
		let unread = '';
		this.#fill(socket, waiting);
		return text => {
			unread += text;
			for (; unread.startsWith(expected); expected = `\n${prompt}`) {
				unread = unread.slice(expected.length);
				if (expected !== prompt) book.prompt(waiting.shift()!);
			}
			if (!expected.startsWith(unread) && !goodbye.startsWith(unread)) {
				book.fault(`the hub said ${JSON.stringify(unread)} instead of a prompt`);
				socket.destroy();
			}
			this.#fill(socket, waiting);
		};
	}

	#fill(socket: Socket, waiting: number[]): void {
		const {book, outstanding} = this.options;
		let lines = '';
		while (!this.finished && waiting.length < outstanding) {
			const bpm = book.send();
			waiting.push(bpm);
			lines += `${bpm}\n`;
		}
		if (lines !== '') socket.write(lines);
	}
}
