import {pageLimits} from '../page-limits.ts';
import {createEventParser} from './event-parser.ts';
import {type HubEvent, parseHubEvent} from './hub-event.ts';
import {describeError, type Fetch, readJson} from './requests.ts';
import {retryDelayMs} from './retry-delay.ts';

/** What the link tells. */
export interface LinkListener {
	/** The id of the last event that was taken in, for a stream that goes on after it; null: one that begins now. */
	lastEventId(): string | null;
	/** Takes an event in; the next one comes when it is done. A sentence ends this stream, and another is opened. */
	take(event: HubEvent): Promise<string | null>;
	/** There is no stream. The next attempt is made after `delayMs`; null: it is under way. */
	away(reason: string, delayMs: number | null): void;
}

const noAnswer = 'The hub does not answer.';

/**
 * Keeps a stream of the hub's events open, by itself and for ever: whatever ends it, another one follows, after a
 * pause that grows while the hub cannot be reached. It reads the stream by `fetch`, because an `EventSource` neither
 * says where it stands on a connection that it did not lose itself, nor why it was refused, nor when it tries again.
 */
export class EventLink {
	readonly #fetch: Fetch;
	readonly #listener: LinkListener;
	/** Changes with every start and stop: what was begun before then ends. */
	#run = 0;
	#isStarted = false;
	#failures = 0;
	#leave: (reason: string) => void = () => {};
	#wake: () => void = () => {};

	constructor(fetch: Fetch, listener: LinkListener) {
		this.#fetch = fetch;
		this.#listener = listener;
	}

	start(): void {
		if (this.#isStarted) return;
		this.#isStarted = true;
		this.#failures = 0;
		this.#run++;
		void this.#keepOpen(this.#run);
	}

	/** Ends the stream, for good unless it is started again. */
	stop(): void {
		this.#isStarted = false;
		this.#run++;
		this.#leave('stopped');
		this.#wake();
	}

	/** Makes the next attempt now; does nothing while there is a stream. */
	retryNow(): void {
		this.#wake();
	}

	async #keepOpen(run: number): Promise<void> {
		while (run === this.#run) {
			const reason = await this.#stream(run);
			if (run !== this.#run) return;
			this.#failures++;
			const delayMs = retryDelayMs(this.#failures);
			this.#listener.away(reason, delayMs);
			await this.#sleep(delayMs);
			if (run === this.#run) this.#listener.away(reason, null);
		}
	}

	/** Reads one stream to its end, and says why it ended. */
	async #stream(run: number): Promise<string> {
		const controller = new AbortController();
		let silence: ReturnType<typeof setTimeout> | undefined;
		let why: string | null = null;
		this.#leave = reason => {
			why ??= reason;
			controller.abort();
		};
		const heard = (): void => {
			clearTimeout(silence);
			silence = setTimeout(() => this.#leave('The hub fell silent.'), pageLimits.silenceTimeoutMs);
		};
		try {
			heard();
			const id = this.#listener.lastEventId();
			const response = await this.#fetch('/events', {
				headers: {accept: 'text/event-stream', ...(id === null ? {} : {'last-event-id': id})},
				cache: 'no-store',
				signal: controller.signal,
			});
			if (!response.ok || !response.body) return describeError(response.status, await readJson(response));
			return await this.#readEvents(run, response.body, heard);
		} catch {
			return why ?? noAnswer;
		} finally {
			clearTimeout(silence);
			controller.abort();
		}
	}

	async #readEvents(run: number, body: ReadableStream<Uint8Array>, heard: () => void): Promise<string> {
		const decoder = new TextDecoder();
		const parser = createEventParser(pageLimits.eventCharactersMax);
		const reader = body.getReader();
		let isLeaving = false;
		for (;;) {
			const {done, value} = await reader.read();
			if (done) return isLeaving ? 'The hub is shutting down.' : 'The hub closed the connection.';
			heard();
			const events = parser.push(decoder.decode(value, {stream: true}));
			if (!events) return 'The hub sent more in one event than it may.';
			for (const streamed of events) {
				const parsed = parseHubEvent(streamed);
				if (!parsed.ok) return parsed.reason;
				if (parsed.event.kind === 'hello') this.#failures = 0;
				if (parsed.event.kind === 'bye') isLeaving = true;
				const reason = await this.#listener.take(parsed.event);
				if (reason !== null) return reason;
				if (run !== this.#run) return 'stopped';
			}
		}
	}

	#sleep(ms: number): Promise<void> {
		return new Promise(resolve => {
			const timer = setTimeout(resolve, ms);
			this.#wake = () => {
				clearTimeout(timer);
				resolve();
			};
		});
	}
}
