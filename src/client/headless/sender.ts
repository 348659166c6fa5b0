import type {Readable, Writable} from 'node:stream';
import {formatAddress} from '../../core/address.ts';
import {limits} from '../../core/limits.ts';
import {echo, printable} from '../../core/printable.ts';
import {type BpmRange, parseBpm} from '../../core/request.ts';
import {openHubLink} from '../hub-link.ts';
import type {HubLink, LinkEvent, LinkPhase, Reading} from '../link-event.ts';
import {formatAlarm} from './alarm-text.ts';
import {type InputLine, readLines} from './input-lines.ts';
import {sayNoHub} from './no-hub.ts';
import {broadcastTimeoutMsDefault, createPatience, type Patience, timeoutMsDefault} from './patience.ts';
import type {SendOptions} from './send.ts';
import {createTextOutput, isTerminal, type TextOutput} from './text-output.ts';

/** Readings handed over and not settled: enough to keep the link busy, few enough to stop soon. */
const unsettledMax = 256;
/** What follows on the sentence about the argument that cannot be sent. */
export const nothingSent = 'Nothing was sent.';
/** Exit code when all that is missing is queued at a front (protocol section 10). */
const exitQueued = 3;
/** What any block can carry. */
export const anyBpm: BpmRange = [limits.bpmMin, limits.bpmMax];

/** The reading that `text` is, or a sentence that says why it is none. */
export function readBpm(text: string, range: BpmRange): number | string {
	const bpm = parseBpm(text, range);
	if (typeof bpm === 'number') return bpm;
	const [min, max] = range;
	return /^[+-]?[0-9]+$/.test(text)
		? `${echo(text)} is out of range: a BPM is a whole number from ${min} to ${max}.`
		: `"${echo(text)}" is not a whole number.`;
}

/** Whether `readBpm` gave a sentence. */
export function isSentence(read: number | string): read is string {
	return typeof read === 'string';
}

/** One run of `bchain send`: a connection, the readings handed over to it, and what is said about each. */
export class Sender {
	readonly #options: SendOptions;
	readonly #stderr: Writable;
	readonly #output: TextOutput;
	readonly #link: HubLink;
	readonly #patience: Patience;
	readonly #unsettled = new Map<string, Reading>();
	#phase: LinkPhase = {kind: 'connecting', attempt: 1};
	#range: BpmRange = anyBpm;
	#durable = false;
	/** Why the last attempt to connect, or the last connection, ended. */
	#trouble: string | null = null;
	/** Results that were not written yet. */
	#results = '';
	#flushing: Promise<void> | null = null;
	readonly #said = new Set<string>();
	/** Whether there was a hub, so that a later gap is worth waiting through while nothing is to be sent. */
	#wasReady = false;
	#allAdded = true;

	constructor(options: SendOptions) {
		const {host, port, plain, stateFolder, timeoutMs = timeoutMsDefault, stdout, stderr} = options;
		// Whoever runs `send` is told what was not delivered, and sends it again or not.
		const memory = stateFolder === undefined ? undefined : {stateFolder, keepsReadings: false};
		this.#options = options;
		this.#stderr = stderr ?? process.stderr;
		this.#output = createTextOutput(stdout ?? process.stdout);
		this.#patience = createPatience(timeoutMs, () => this.#wasReady && this.#unsettled.size === 0);
		this.#link = openHubLink({host, port, plain, memory, wantsChain: false, on: event => this.#take(event)});
	}

	get #isReady(): boolean {
		return this.#phase.kind === 'live' || this.#phase.kind === 'plain';
	}

	/** Waits for a hub; false, with the reason on standard error, when there is none. */
	async ready(): Promise<boolean> {
		this.#wasReady = await this.#patience.until(() => this.#isReady);
		if (this.#wasReady) return true;
		if (this.#phase.kind === 'alarm') return false;
		this.#say(sayNoHub(this.#address, this.#trouble));
		return false;
	}

	/** Sends what was given as arguments, all of it or, when the hub does not take one of them, none. */
	async sendAll(bpms: readonly string[]): Promise<number> {
		const read = bpms.map(text => readBpm(text, this.#range));
		const wrong = read.find(isSentence);
		if (wrong !== undefined) {
			this.#say(`${wrong} ${nothingSent}`);
			return 2;
		}
		for (const bpm of read as number[]) if (!(await this.#submit(bpm))) break;
		return this.#finish();
	}

	/** Sends one reading a line. A line that is none is named, and the others are sent all the same. */
	async sendLines(input: Readable): Promise<number> {
		// Without patience nothing more is read, and what waits to be read must not keep the process.
		this.#patience.until(() => false).then(() => input.destroy());
		try {
			for await (const line of readLines(input)) if (!(await this.#sendLine(line))) break;
		} catch (error) {
			this.#allAdded = false;
			if (!this.#patience.isOver) this.#say(`Standard input cannot be read: ${describeError(error)}.`);
		}
		return this.#finish();
	}

	async #sendLine({number, text}: InputLine): Promise<boolean> {
		const line = text?.trim();
		if (line === '') return true;
		const bpm = line === undefined ? 'it is too long.' : readBpm(line, this.#range);
		if (typeof bpm === 'number') return this.#submit(bpm);
		this.#allAdded = false;
		this.#say(`Line ${number} was not sent: ${bpm}`);
		return true;
	}

	async close(): Promise<void> {
		this.#patience.stop();
		await this.#link.close();
	}

	/** Hands a reading over when there is room for it; false when it is not worth going on. */
	async #submit(bpm: number): Promise<boolean> {
		if (!(await this.#patience.until(() => this.#unsettled.size < unsettledMax))) {
			this.#allAdded = false;
			return false;
		}
		if (this.#unsettled.size === 0) this.#patience.progress();
		const reading = this.#link.submit(bpm);
		if (reading.state === 'waiting' || reading.state === 'sent') this.#unsettled.set(reading.id, reading);
		await this.#flush();
		return true;
	}

	/** Waits for the last answers, and says of what has none how it stands. */
	async #finish(): Promise<number> {
		await this.#patience.until(() => this.#unsettled.size === 0);
		await this.#flush();
		for (const reading of this.#unsettled.values()) this.#say(describeUnsettled(reading));
		if (this.#unsettled.size > 0 && this.#trouble) this.#say(`The connection: ${this.#trouble}.`);
		const isQueued = [...this.#unsettled.values()].every(({state}) => state === 'queued');
		if (!this.#allAdded || !isQueued) return 1;
		return this.#unsettled.size === 0 ? 0 : exitQueued;
	}

	/** Writes the results, one piece at a time; resolves when those known now are written. */
	#flush(): Promise<void> {
		this.#flushing ??= this.#writeResults().finally(() => {
			this.#flushing = null;
		});
		return this.#flushing;
	}

	async #writeResults(): Promise<void> {
		while (this.#results !== '') {
			const text = this.#results;
			this.#results = '';
			try {
				// Whoever does not read the results any more may still want the readings to be sent.
				await this.#output.write(text);
			} catch (error) {
				this.#allAdded = false;
				this.#sayOnce(`The results cannot be written: ${describeError(error)}.`);
			}
		}
	}

	#take(event: LinkEvent): void {
		if (event.kind === 'phase') this.#takePhase(event.phase);
		else if (event.kind === 'reading') this.#takeReading(event.reading);
		else if (event.kind === 'notice') this.#say(event.text);
		else if (event.kind === 'hub' && event.hub.welcome) {
			const {range, durable} = event.hub.welcome;
			this.#range = range;
			this.#durable = durable;
		}
		this.#patience.wake();
	}

	#takePhase(phase: LinkPhase): void {
		this.#phase = phase;
		switch (phase.kind) {
			case 'live':
				this.#patience.reached('live');
				// Programs find `durable` in the result itself.
				if (!this.#durable && isTerminal(this.#stderr))
					this.#sayOnce('This hub does not keep its chain: a restart of it loses the readings.');
				break;
			case 'plain':
				this.#patience.reached('plain', this.#options.timeoutMs ?? broadcastTimeoutMsDefault);
				this.#sayOnce(
					'This hub is used in plain mode: a reading is only known to be added when a broadcast of the chain shows it.',
				);
				break;
			case 'waiting':
				this.#trouble = phase.reason;
				break;
			case 'alarm':
				this.#trouble = 'it is not the hub that it was';
				this.#say(formatAlarm(this.#address, phase, this.#options.program));
				this.#patience.giveUp();
				break;
			default:
		}
	}

	#sayOnce(text: string): void {
		if (!this.#said.has(text)) this.#say(text);
		this.#said.add(text);
	}

	#takeReading(reading: Reading): void {
		const {id, bpm, index, state, reason} = reading;
		if (state !== 'waiting') this.#patience.progress();
		if (state === 'queued')
			this.#sayOnce('The hub keeps readings for the hub behind it, which has not got them yet: waiting.');
		if (this.#unsettled.has(id)) this.#unsettled.set(id, reading);
		if (state === 'accepted') {
			this.#unsettled.delete(id);
			const durable = this.#durable;
			this.#results += this.#options.json
				? `${JSON.stringify({bpm, index, durable, id})}\n`
				: `${bpm} is ${durable ? 'durable ' : ''}in block ${index}\n`;
			this.#flush();
		} else if (state === 'refused' || state === 'asking') {
			this.#unsettled.delete(id);
			this.#allAdded = false;
			const verb = state === 'refused' ? 'was refused' : 'was not sent again';
			this.#say(`${bpm} ${verb}: ${reason}`);
		}
	}

	get #address(): string {
		return formatAddress(this.#options.host, this.#options.port);
	}

	#say(text: string): void {
		this.#stderr.write(`${text}\n`);
	}
}

function describeError(error: unknown): string {
	return printable(error instanceof Error ? error.message : String(error));
}

/** What is known of a reading for whose answer nobody waits any longer. */
function describeUnsettled({bpm, state, reason}: Reading): string {
	switch (state) {
		case 'taken':
			return `${bpm} was taken by the hub, but no broadcast has shown it: it may be lost.`;
		case 'queued':
			return `${bpm} is queued at the hub, and not in the chain yet: it becomes a block by itself, so do not send it again.`;
		case 'uncertain':
			return `${bpm} may be lost: ${reason}.`;
		case 'sent':
			return `${bpm} was sent and not answered: it may be in the chain or not.`;
		default:
			return `${bpm} was not sent.`;
	}
}
