import {formatAddress} from '../../core/address.ts';
import {limits} from '../../core/limits.ts';
import {createLineSplitter, type LineSplitter} from '../../core/lines.ts';
import {parseHubMessage} from '../../core/live-message.ts';
import {createPlainStream, type PlainEvent} from '../../core/plain-stream.ts';
import {printable} from '../../core/printable.ts';
import {type Connection, openConnection} from '../link/connection.ts';
import {timingFor} from '../link/link-limits.ts';
import {sayNoHub} from './no-hub.ts';
import {oneLine} from './one-line.ts';

export interface HubStatusOptions {
	readonly host: string;
	readonly port: number;
	/** How long the hub has for all of it, in milliseconds; 5 s unless given. */
	readonly timeoutMs?: number;
}

/** A value of a status; null: not known. Texts are safe to show. */
export type StatusValue = string | number | boolean | null;

/** What a hub says of itself, under the names of `/status`. */
export type StatusValues = Readonly<Record<string, StatusValue>>;

export type StatusAnswer =
	| {readonly ok: true; readonly status: StatusValues}
	/** A sentence. */
	| {readonly ok: false; readonly reason: string};

/** A hub answers at once; this is for links that are slow. */
export const statusTimeoutMsDefault = 5_000;
/** Names in an answer, and what one looks like. */
const namesMax = 200;
const nameShape = /^[A-Za-z][A-Za-z0-9]{0,63}$/;

/**
 * Asks a hub how it does and leaves. It is asked in live mode, where numbers are numbers and an answer cannot
 * be taken for anything else. Nothing that it says is verified, and nothing is remembered.
 */
export async function readHubStatus(options: HubStatusOptions): Promise<StatusAnswer> {
	const {timeoutMs = statusTimeoutMsDefault} = options;
	return new Promise(resolve => {
		const question = new Question(options, answer => {
			clearTimeout(timer);
			resolve(answer);
		});
		const timer = setTimeout(() => question.giveUp(), timeoutMs);
	});
}

/** One connection with one question. */
class Question {
	readonly #address: string;
	readonly #answered: (answer: StatusAnswer) => void;
	readonly #connection: Connection;
	readonly #plainStream = createPlainStream();
	/** Once the hub speaks live mode. */
	#lines: LineSplitter | null = null;
	#stage: 'connecting' | 'connected' | 'greeted' | 'over' = 'connecting';

	/** `answered` is called once, when the connection is gone. */
	constructor({host, port}: HubStatusOptions, answered: (answer: StatusAnswer) => void) {
		this.#address = formatAddress(host, port);
		this.#answered = answered;
		this.#connection = openConnection(host, port, timingFor(host), {
			connected: () => {
				this.#stage = 'connected';
			},
			bytes: chunk => this.#takeBytes(chunk),
			ended: () => {
				if (!this.#lines) this.#takeEvents(this.#plainStream.end());
			},
			closed: reason => {
				if (this.#stage === 'greeted') this.#refuse(`${reason}.`);
				else if (this.#stage === 'connected')
					this.#fail(sayNoHub(this.#address, 'the connection was closed before a greeting came'));
				else this.#fail(sayNoHub(this.#address, reason));
			},
		});
	}

	/** Time is up: says how far it came. */
	giveUp(): void {
		if (this.#stage === 'connecting') this.#fail(sayNoHub(this.#address, null));
		else if (this.#stage === 'connected') this.#failStranger();
		else
			this.#refuse(
				"it is the tutorial's and does not know /status, or too busy to answer (--timeout waits longer).",
			);
	}

	#takeBytes(chunk: Uint8Array): void {
		if (this.#lines) this.#takeLines(this.#lines, chunk);
		else this.#takeEvents(this.#plainStream.push(chunk));
	}

	#takeEvents(events: readonly PlainEvent[]): void {
		for (const event of events) {
			if (event.kind === 'greeting') {
				this.#stage = 'greeted';
				this.#connection.write('/live\n/status\n');
			} else if (event.kind === 'live') {
				this.#lines = createLineSplitter(limits.hubLineBytesMax);
				this.#takeLines(this.#lines, event.rest);
			} else if (event.kind === 'answer') {
				this.#refuse(oneLine(event.text));
			} else if (event.kind === 'fault') {
				if (this.#stage === 'greeted') this.#failProtocol(event.reason);
				else this.#failStranger();
			}
			// A broadcast that comes between is nothing to us.
		}
	}

	#takeLines(lines: LineSplitter, chunk: Uint8Array): void {
		for (const event of lines.push(chunk)) {
			const parsed =
				event.kind === 'line'
					? parseHubMessage(event.text)
					: {ok: false as const, reason: 'a line is too long'};
			if (!parsed.ok) this.#failProtocol(parsed.reason);
			else if (parsed.message.kind === 'refused' || parsed.message.kind === 'bye')
				this.#refuse(parsed.message.reason);
			else if (parsed.message.kind === 'answer') this.#takeAnswer(parsed.message.answer.status);
		}
	}

	#takeAnswer(answer: unknown): void {
		const status = readValues(answer);
		if (status) this.#settle({ok: true, status}, '/quit\n');
		else this.#failProtocol('its status does not have the agreed shape');
	}

	/** It said something else instead: that it is full, that it stops, that it does not know the command. */
	#refuse(reason: string): void {
		this.#fail(`The hub at ${this.#address} does not say how it does: ${reason}`);
	}

	#failStranger(): void {
		this.#fail(`What listens at ${this.#address} is no hub: it does not greet as one.`);
	}

	#failProtocol(reason: string): void {
		this.#fail(`The hub at ${this.#address} broke the protocol: ${reason}.`);
	}

	#fail(reason: string): void {
		this.#settle({ok: false, reason}, '');
	}

	#settle(answer: StatusAnswer, goodbye: string): void {
		if (this.#stage === 'over') return;
		this.#stage = 'over';
		void this.#connection.close(goodbye).then(() => this.#answered(answer));
	}
}

/** The values whose names and kinds are as agreed; null where that is no status. */
function readValues(status: unknown): StatusValues | null {
	if (typeof status !== 'object' || status === null || Array.isArray(status)) return null;
	const values: Record<string, StatusValue> = {};
	for (const [name, value] of Object.entries(status).slice(0, namesMax)) {
		if (!nameShape.test(name)) continue;
		if (typeof value === 'string') values[name] = printable(value);
		else if (typeof value === 'boolean' || value === null || Number.isFinite(value)) values[name] = value;
	}
	return values;
}
