import type {IncomingMessage, ServerResponse} from 'node:http';
import {defaults} from '../../core/limits.ts';
import type {HubLog} from '../log.ts';
import type {Outbox} from '../outbox.ts';
import type {HttpContext} from './context.ts';
import {eventText, parseEventId} from './event-lines.ts';
import type {HttpConnection} from './http-connection.ts';
import {commonHeaders, type Problem} from './problem.ts';

/** A sign of life to thousands at once would keep new blocks waiting: each turn of the interval has its share. */
const statusTurns = 10;

/** Written to the socket itself: without chunks around them, events are the same bytes for every stream. */
const head = [
	'HTTP/1.1 200 OK',
	...Object.entries({
		...commonHeaders,
		'content-type': 'text/event-stream; charset=utf-8',
		'cache-control': 'no-store',
		// A proxy in between would keep events until it has enough of them.
		'x-accel-buffering': 'no',
		connection: 'close',
	}).map(([name, value]) => `${name}: ${value}`),
	'\r\n',
].join('\r\n');

const pipelined: Problem = {
	code: 'REQUEST_INVALID',
	message: 'A stream of events needs a connection of its own: open it on another one.',
};

export interface EventStreamsOptions {
	readonly context: HttpContext;
	readonly log: HubLog;
	readonly streamsMax: number;
	readonly statusIntervalMs: number | undefined;
}

/** The event streams of a hub: each is a place in the chain text, as a live connection is (protocol section 11). */
export class EventStreams {
	readonly #options: EventStreamsOptions;
	readonly #streams = new Map<HttpConnection, Outbox>();
	/** Each is in one of these. */
	readonly #turns = Array.from({length: statusTurns}, () => new Set<Outbox>());
	#turn = 0;
	#opened = 0;
	readonly #timer: NodeJS.Timeout;

	constructor(options: EventStreamsOptions) {
		this.#options = options;
		const intervalMs = options.statusIntervalMs ?? defaults.statusIntervalMs;
		this.#timer = setInterval(() => this.#sendStatus(), intervalMs / statusTurns);
	}

	get count(): number {
		return this.#streams.size;
	}

	/**
	 * Answers a request by events from block `from` on, or by what comes after the block that `lastEventId` names, or
	 * after the newest one; or says why not.
	 */
	async open(
		connection: HttpConnection,
		response: ServerResponse<IncomingMessage>,
		{from, lastEventId}: {readonly from: number | undefined; readonly lastEventId: string | undefined},
	): Promise<Problem | null> {
		const {context, streamsMax, log} = this.#options;
		const {chain} = context.hub;
		const {version} = chain;
		const resumed = lastEventId === undefined ? undefined : await this.#findNext(lastEventId);
		if (this.count >= streamsMax) {
			const message = `The hub is full: it serves ${streamsMax} event streams. Try again later.`;
			return {code: 'FULL', message, headers: {'retry-after': '5'}};
		}
		// While the block was looked for.
		if (connection.isOver) {
			connection.cut('left');
			return null;
		}
		if (connection.outstanding > 1) return pipelined;
		const outbox = connection.stream(response, head, context);
		this.#streams.set(connection, outbox);
		this.#turns[this.#opened++ % statusTurns]!.add(outbox);
		log({event: 'streamOpened', from: connection.name, streams: this.count});
		outbox.text(eventText.hello(context.welcome()));
		if (resumed === null) outbox.text(eventText.reset());
		const wanted = Math.min((resumed === undefined ? from : resumed) ?? chain.length, chain.length);
		const start = Math.min(wanted, chain.changedSince(version));
		// What the client has was replaced while it was looked for.
		if (start < wanted) outbox.text(eventText.rollback(start));
		outbox.follow(chain.version, start);
		outbox.sign('status', eventText.status(context.signOfLife()));
		return null;
	}

	/** There are new blocks. */
	wake(): void {
		for (const outbox of this.#streams.values()) outbox.wake();
	}

	/** The connection of a stream is gone. */
	closed(connection: HttpConnection): void {
		const outbox = this.#streams.get(connection);
		if (!outbox) return;
		this.#streams.delete(connection);
		for (const turn of this.#turns) turn.delete(outbox);
		const {name: from, reason} = connection;
		this.#options.log({event: 'streamClosed', from, reason, streams: this.count});
	}

	/** Tells every stream that it ends. */
	stop(farewell: string): void {
		clearInterval(this.#timer);
		for (const outbox of this.#streams.values()) {
			outbox.text(eventText.bye(farewell));
			outbox.end(false);
		}
	}

	/** The block after the one that a client has; null when that is not on the chain. */
	async #findNext(lastEventId: string): Promise<number | null> {
		const id = parseEventId(lastEventId);
		if (!id) return null;
		const hashes = await this.#options.context.reader.hashesAt([id.index]);
		return hashes.get(id.index)?.startsWith(id.hashStart) ? id.index + 1 : null;
	}

	#sendStatus(): void {
		this.#turn = (this.#turn + 1) % statusTurns;
		const text = eventText.status(this.#options.context.signOfLife());
		for (const outbox of this.#turns[this.#turn]!) outbox.sign('status', text);
	}
}
