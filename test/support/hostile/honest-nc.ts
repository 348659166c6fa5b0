/** Somebody who adds readings with the real `nc`, and looks at everything that it prints. */
import {type ChildProcessByStdio, spawn} from 'node:child_process';
import {once} from 'node:events';
import type {Readable, Writable} from 'node:stream';
import {createPlainStream} from '../../../src/core/plain-stream.ts';
import {createWatch} from '../watch.ts';

export class HonestNc {
	readonly #child: ChildProcessByStdio<Writable, Readable, null>;
	readonly #watch = createWatch(() => this.#describe());
	#greeted = false;
	#prompts = 0;
	/** Whole chains that were broadcast. */
	broadcasts = 0;
	/** What the hub said that it should not have said, a phrase each. */
	readonly faults: string[] = [];

	constructor(port: number) {
		this.#child = spawn('nc', ['127.0.0.1', String(port)], {stdio: ['pipe', 'pipe', 'ignore']});
		const stream = createPlainStream();
		this.#child.stdout.on('data', (chunk: Buffer) => {
			for (const event of stream.push(chunk)) {
				if (event.kind === 'greeting') this.#greeted = true;
				else if (event.kind === 'prompt') this.#prompts++;
				else if (event.kind === 'arrayEnd') this.broadcasts++;
				else if (event.kind === 'fault') this.faults.push(event.reason);
				else if (event.kind !== 'arrayStart' && event.kind !== 'block') this.faults.push(event.kind);
			}
			this.#watch.changed();
		});
		this.#child.once('close', code => this.#watch.end(`nc has ended (code ${code})`));
	}

	/** Waits for the first prompt. */
	async join(): Promise<void> {
		await this.#watch.until('the first prompt', () => this.#greeted);
	}

	/** Adds a reading and waits for the prompt that says that it is durable. */
	async add(bpm: number, deadlineMs: number): Promise<void> {
		const expected = this.#prompts + 1;
		this.#child.stdin.write(`${bpm}\n`);
		await this.#watch.until(`the prompt after ${bpm}`, () => this.#prompts >= expected, deadlineMs);
		if (this.#prompts > expected) this.faults.push(`${this.#prompts - expected} prompts too many`);
	}

	async [Symbol.asyncDispose](): Promise<void> {
		if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
		const closed = once(this.#child, 'close');
		this.#child.kill();
		await closed;
	}

	#describe(): string {
		return `prompts: ${this.#prompts}, broadcasts: ${this.broadcasts}, faults: ${this.faults.join('; ')}`;
	}
}
