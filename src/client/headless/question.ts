import {formatAddress} from '../../core/address.ts';
import {limits} from '../../core/limits.ts';
import {createLineSplitter, type LineSplitter} from '../../core/lines.ts';
import {parseHubMessage} from '../../core/live-message.ts';
import {createPlainStream, type PlainEvent} from '../../core/plain-stream.ts';
import {findVia} from '../../core/via.ts';
import {type Connection, openConnection} from '../link/connection.ts';
import {timingFor} from '../link/link-limits.ts';
import {sayNoHub} from './no-hub.ts';
import {oneLine} from './one-line.ts';

/** The hub to ask. */
export interface AskedHub {
	readonly host: string;
	readonly port: number;
	/** How long the hub has for all of it, in milliseconds; 5 s unless given. */
	readonly timeoutMs?: number;
}

/** A command and what its answer is. */
export interface Inquiry<Value> {
	/** The command, as in `/status`. */
	readonly command: string;
	/** What a hub that does not answer does, for "The hub at … does not …". */
	readonly what: string;
	/** The value in an answer of live mode; null where it has not the agreed shape. */
	readonly read: (answer: Readonly<Record<string, unknown>>) => Value | null;
	/** The value in an answer of plain mode, from a front that has no live mode now; without this it is not asked. */
	readonly readText?: (answer: string) => Value | null;
}

/** What the hub said; `reason` is a sentence. */
export type Reply<Value> =
	| {readonly ok: true; readonly value: Value}
	| {readonly ok: false; readonly reason: string};

/** A hub answers at once; this is for links that are slow. */
const answerTimeoutMsDefault = 5_000;

/**
 * Asks a hub one thing and leaves. It is asked in live mode, where numbers are numbers and an answer cannot be
 * taken for anything else; only a front that cannot serve that now is asked in plain mode. Nothing that it says is verified, and nothing is remembered.
 */
export async function askHub<Value>(hub: AskedHub, inquiry: Inquiry<Value>): Promise<Reply<Value>> {
	const {timeoutMs = answerTimeoutMsDefault} = hub;
	return new Promise(resolve => {
		const question = new Question(hub, inquiry, reply => {
			clearTimeout(timer);
			resolve(reply);
		});
		const timer = setTimeout(() => question.giveUp(), timeoutMs);
	});
}

/** One connection with one question. */
class Question<Value> {
	readonly #address: string;
	readonly #inquiry: Inquiry<Value>;
	readonly #answered: (reply: Reply<Value>) => void;
	readonly #connection: Connection;
	readonly #plainStream = createPlainStream();
	/** Once the hub speaks live mode. */
	#lines: LineSplitter | null = null;
	#stage: 'connecting' | 'connected' | 'greeted' | 'plain' | 'over' = 'connecting';

	/** `answered` is called once, when the connection is gone. */
	constructor({host, port}: AskedHub, inquiry: Inquiry<Value>, answered: (reply: Reply<Value>) => void) {
		this.#inquiry = inquiry;
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
				if (this.#stage === 'greeted' || this.#stage === 'plain') this.#refuse(`${reason}.`);
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
				`it is the tutorial's and does not know ${this.#inquiry.command}, or too busy to answer (--timeout waits longer).`,
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
				this.#connection.write(`/live\n${this.#inquiry.command}\n`);
			} else if (event.kind === 'live') {
				this.#lines = createLineSplitter(limits.hubLineBytesMax);
				this.#takeLines(this.#lines, event.rest);
			} else if (event.kind === 'answer') {
				this.#takeText(event.text);
			} else if (event.kind === 'fault') {
				if (this.#stage === 'connected') this.#failStranger();
				else this.#failProtocol(event.reason);
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
			else if (parsed.message.kind === 'answer') this.#takeAnswer(parsed.message.answer);
		}
	}

	/** An answer of plain mode: a front that has no live mode now says so first, and then answers all the same. */
	#takeText(text: string): void {
		const {readText} = this.#inquiry;
		if (this.#stage === 'greeted' && readText && findVia(text).length > 0) {
			this.#stage = 'plain';
			return;
		}
		const value = this.#stage === 'plain' ? (readText?.(text) ?? null) : null;
		if (value === null) this.#refuse(oneLine(text));
		else this.#settle({ok: true, value}, '/quit\n');
	}

	#takeAnswer(answer: Readonly<Record<string, unknown>>): void {
		const value = this.#inquiry.read(answer);
		if (value === null) this.#failProtocol('its answer does not have the agreed shape');
		else this.#settle({ok: true, value}, '/quit\n');
	}

	/** It said something else instead: that it is full, that it stops, that it does not know the command. */
	#refuse(reason: string): void {
		this.#fail(`The hub at ${this.#address} does not ${this.#inquiry.what}: ${reason}`);
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

	#settle(reply: Reply<Value>, goodbye: string): void {
		if (this.#stage === 'over') return;
		this.#stage = 'over';
		void this.#connection.close(goodbye).then(() => this.#answered(reply));
	}
}
