import {afterEach, beforeEach, describe, expect, test, vi} from 'vitest';
import {EventLink, type LinkListener} from '../../../src/page/hub/event-link.ts';
import type {HubEvent} from '../../../src/page/hub/hub-event.ts';
import {createPageHub} from '../support/page-hub.ts';

let link: EventLink | undefined;

beforeEach(() => void vi.useFakeTimers());
afterEach(() => {
	link?.stop();
	vi.useRealTimers();
});

/** A link that writes down what it tells; `leaves` may end a stream. */
function open(
	fetch: ConstructorParameters<typeof EventLink>[0],
	leaves: (event: HubEvent) => string | null = () => null,
) {
	const told: string[] = [];
	const listener: LinkListener = {
		lastEventId: () => null,
		take: async event => {
			told.push(event.kind);
			return leaves(event);
		},
		away: (reason, delayMs) => void told.push(delayMs === null ? 'now' : reason),
	};
	link = new EventLink(fetch, listener);
	link.start();
	return told;
}

describe('the stream of events', () => {
	test('is opened again after a pause when the hub falls silent, though the connection stands', async () => {
		const hub = createPageHub([72]);
		const told = open(hub.fetch);
		await vi.advanceTimersByTimeAsync(24_000);
		expect(told).toEqual(['hello']);
		hub.send('status', {connections: 1});
		await vi.advanceTimersByTimeAsync(24_000);
		expect(told).toEqual(['hello', 'status']);
		await vi.advanceTimersByTimeAsync(2_000);
		expect(told).toEqual(['hello', 'status', 'The hub fell silent.', 'now', 'hello']);
	});

	test('tells why it was refused, and is tried again and again', async () => {
		const error = {error: {code: 'FULL', message: 'The hub has all the streams it can serve.'}};
		const told = open(async () => new Response(JSON.stringify(error), {status: 503}));
		await vi.advanceTimersByTimeAsync(5_000);
		expect(told.slice(0, 3)).toEqual([error.error.message, 'now', error.error.message]);
	});

	test('is tried at once when a person asks for it', async () => {
		const hub = createPageHub([72]);
		hub.isUp = false;
		const told = open(hub.fetch);
		await vi.advanceTimersByTimeAsync(60_000);
		const attempts = hub.asked.length;
		hub.isUp = true;
		link?.retryNow();
		await vi.advanceTimersByTimeAsync(0);
		expect(told.at(-1)).toBe('hello');
		expect(hub.asked.length).toBe(attempts + 1);
	});

	test('says that the hub is shutting down when it said so', async () => {
		const hub = createPageHub([72]);
		const told = open(hub.fetch);
		await vi.advanceTimersByTimeAsync(0);
		hub.send('bye', {reason: 'stopping'});
		hub.drop();
		await vi.advanceTimersByTimeAsync(0);
		expect(told).toEqual(['hello', 'bye', 'The hub is shutting down.']);
	});

	test('ends when what came was not to be taken, and for good when it is stopped', async () => {
		const hub = createPageHub([72]);
		const told = open(hub.fetch, event =>
			event.kind === 'hello' && hub.asked.length === 1 ? 'Not so.' : null,
		);
		await vi.advanceTimersByTimeAsync(2_000);
		expect(told).toEqual(['hello', 'Not so.', 'now', 'hello']);
		link?.stop();
		hub.send('reset', {});
		await vi.advanceTimersByTimeAsync(60_000);
		expect(told).toHaveLength(4);
	});

	test('is given up when one event is longer than it may be', async () => {
		const hub = createPageHub([72]);
		const told = open(hub.fetch);
		await vi.advanceTimersByTimeAsync(0);
		hub.send('status', {text: 'x'.repeat(5_000_000)});
		await vi.advanceTimersByTimeAsync(0);
		expect(told).toEqual(['hello', 'The hub sent more in one event than it may.']);
	});
});
