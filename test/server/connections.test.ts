/** What a hub does by the clock and by numbers. The clock is the test's own; sockets are real. */
import {afterEach, beforeEach, describe, expect, it, vi} from 'vitest';
import {connectSocket} from '../support/socket-client.ts';
import {type BothSides, connectBothSides, movedBytes, untilStill} from './support/both-sides.ts';
import {neverMs, type OpenHub, openHub, prompt} from './support/hub.ts';
import {openLive} from './support/live-client.ts';

beforeEach(() => void vi.useFakeTimers({toFake: ['setInterval', 'clearInterval', 'performance']}));
afterEach(() => void vi.useRealTimers());

const turn = (): Promise<void> => new Promise(setImmediate);

/** Lets time pass in steps in which the hub looks around, with turns of the event loop between. */
async function pass(ms: number): Promise<void> {
	for (let left = ms; left > 0; left -= 5_000) {
		vi.advanceTimersByTime(Math.min(left, 5_000));
		await turn();
	}
}

describe('a broadcast', () => {
	const interval = {broadcastIntervalMs: 30_000};
	const genesis = /^\[\{"Index":0,"Timestamp":"[^"]{24}","BPM":0,"Hash":"[0-9a-f]{64}","PrevHash":""\}\]$/;

	it('comes every interval, counted from the start of each connection, the bare array', async () => {
		const hub = await openHub(interval);
		await using first = await hub.connect();
		await pass(10_000);
		await using second = await hub.connect();
		await pass(19_999);
		expect([first.unread(), second.unread()]).toEqual(['', '']);
		await pass(1);
		expect(await first.until(']')).toMatch(genesis);
		expect(second.unread()).toBe('');
		await pass(10_000);
		expect(await second.until(']')).toMatch(genesis);
		await pass(20_000);
		expect(await first.until(']')).toMatch(genesis);
		expect(second.unread()).toBe('');
	});

	it('shows what is durable by then', async () => {
		const hub = await openHub(interval);
		await using client = await hub.connect();
		client.write('72\n');
		await client.until(prompt);
		await pass(30_000);
		expect(await client.until(']')).toMatch(/^\[\{"Index":0,.*\},\{"Index":1,.*"BPM":72,.*\}\]$/);
	});

	it('never comes inside an answer: while one is on its way it is left out', async () => {
		const hub = await openHub(interval);
		await hub.add(...Array.from({length: 9_000}, () => 72));
		await using client = await hub.connect();
		client.write('/chain\n/help\n');
		await client.until('[');
		vi.advanceTimersByTime(30_000);
		const rest = await client.until(/closes the connection\n.*BPM:$/);
		const end = rest.indexOf(']');
		expect(JSON.parse(`[${rest.slice(0, end + 1)}`)).toHaveLength(9_001);
		expect(rest.slice(end + 1)).toMatch(/^\nEnter a new BPM:\n\/help /);
		expect(client.unread()).toBe('');
		client.write('/status\n');
		expect(await client.until(/uptime.*\n/)).toMatch(/broadcasts: 0\nbroadcastsSkipped: 1\n/);
	});

	it('is skipped, never queued, for a reader that is stuck', async () => {
		const hub = await openHub({...interval, stallTimeoutMs: neverMs});
		const {client, socket} = await openStuck(hub);
		await using _ = client;
		const held = socket.writableLength;
		expect(held).toBeLessThanOrEqual(2 * 256 * 1024);
		await pass(30_000 * 20);
		expect(socket.writableLength).toBe(held);
		await using other = await hub.connect();
		other.write('/status\n');
		expect(await other.until(/uptime.*\n/)).toMatch(/broadcasts: 0\nbroadcastsSkipped: 20\n/);
	});

	it('does not come to a live connection', async () => {
		const hub = await openHub(interval);
		using live = openLive(hub.port);
		await live.until('welcome');
		await pass(90_000);
		live.write('/last 1\n');
		await live.until('answer');
		expect(live.messages.map(message => message.kind)).toEqual(['welcome', 'answer']);
	});

	it('is cut to the newest whole blocks that fit, exactly', async () => {
		const probe = await openHub();
		await probe.add(...Array.from({length: 30}, () => 72));
		await using reader = await probe.connect();
		reader.write('/last 5\n');
		// Blocks of two-digit indexes and readings all have this length, so five of them and a comma each.
		const limit = (await reader.until(/\n\[.*\]/)).length - 1;
		for (const [broadcastBytesMax, blocks] of [
			[limit, 5],
			[limit - 1, 4],
			[1, 1],
			[1_000_000, 31],
		] as const) {
			const hub = await openHub({...interval, broadcastBytesMax});
			await hub.add(...Array.from({length: 30}, () => 72));
			await using client = await hub.connect();
			await pass(30_000);
			const text = await client.until(/\]$/);
			const indexes = (JSON.parse(text) as {Index: number}[]).map(block => block.Index);
			expect(indexes).toEqual(Array.from({length: blocks}, (_, i) => 31 - blocks + i));
			client.write('/chain\n');
			expect(JSON.parse(await client.until(/\n\[.*\]/))).toHaveLength(31);
		}
	});
});

describe('a sign of life', () => {
	it('comes every interval, to live connections only, and to each in a turn of its own', async () => {
		const hub = await openHub({statusIntervalMs: 10_000});
		await using plain = await hub.connect();
		using live = openLive(hub.port);
		await live.until('welcome');
		using other = openLive(hub.port);
		await other.until('welcome');
		const uptimeOf = async (client: typeof live, after = 0): Promise<number> => {
			const {status} = await client.until('status', message => message.status.uptimeMs > after);
			return status.uptimeMs;
		};
		await pass(999);
		expect(live.messages).toHaveLength(1);
		await pass(1);
		const {status} = await live.until('status');
		expect(status).toMatchObject({
			connections: 3,
			peers: [],
			uptimeMs: 1_000,
			waiting: 0,
			blocksPerSecond: 0,
		});
		expect(other.messages).toHaveLength(1);
		await pass(1_000);
		expect(await uptimeOf(other)).toBe(2_000);
		for (let i = 0; i < 10; i++) await pass(1_000);
		expect([await uptimeOf(live, 1_000), await uptimeOf(other, 2_000)]).toEqual([11_000, 12_000]);
		expect(plain.unread()).toBe('');
	});
});

describe('more connections than allowed', () => {
	it('are told so and closed, and let in again when others have left', async () => {
		const hub = await openHub({connectionsMax: 2});
		await using first = await hub.connect();
		{
			await using _second = await hub.connect();
			await using third = await connectSocket(hub.port);
			expect(await third.closed()).toBe('\nThe hub is full: it serves 2 connections. Try again later.');
			const {reason} = await hub.until('turnedAway');
			expect(reason).toBe('2 connections are the limit');
		}
		await hub.until('left');
		await using _fourth = await hub.connect();
		first.write('/status\n');
		expect(await first.until(/uptime.*\n/)).toMatch(/connections: 2\n[\s\S]*turnedAway: 1\n/);
	});
});

describe('the stall timeout', () => {
	const stall = {stallTimeoutMs: 60_000};

	it('does not touch who has nothing to take, in plain or live mode', async () => {
		const hub = await openHub(stall);
		await using plain = await hub.connect();
		using live = openLive(hub.port);
		await live.until('welcome');
		await pass(3_600_000);
		plain.write('72\n');
		await plain.until(prompt);
		await live.until('blocks');
	});

	it('cuts a reader that takes nothing and says nothing', async () => {
		const hub = await openHub(stall);
		const {client} = await openStuck(hub);
		await using _ = client;
		await pass(55_000);
		expect(cutOff(hub)).toEqual([]);
		await pass(10_000);
		await hub.until('left', ({reason}) => reason === 'stalled');
		await using other = await hub.connect();
		other.write('/status\n');
		expect(await other.until(/uptime.*\n/)).toMatch(/connections: 1\n[\s\S]*stalled: 1\n/);
	});

	it('does not cut a reader that takes nothing but says something', async () => {
		const hub = await openHub(stall);
		const {client, socket} = await openStuck(hub);
		await using _ = client;
		for (let i = 0; i < 5; i++) {
			await pass(40_000);
			const before = socket.bytesRead;
			client.write('\n');
			while (socket.bytesRead === before) await turn();
		}
		expect(cutOff(hub)).toEqual([]);
	});

	it('does not cut a reader that moves slowly', async () => {
		const hub = await openHub(stall);
		const slow = await openStuck(hub);
		await using _ = slow.client;
		for (let i = 0; i < 5; i++) {
			await pass(50_000);
			await readSome(slow);
		}
		expect(cutOff(hub)).toEqual([]);
	});
});

/** Why connections ended that did not leave by themselves. */
function cutOff(hub: OpenHub): readonly string[] {
	return hub.events.flatMap(event =>
		event.event === 'left' && event.reason !== 'left' ? [event.reason] : [],
	);
}

/** A connection that has asked for more than the kernel keeps, and reads none of it. */
async function openStuck(hub: OpenHub): Promise<BothSides> {
	await hub.add(...Array.from({length: 9_000}, () => 72));
	const {client, socket} = await connectBothSides(hub);
	client.socket.pause();
	client.write('/chain\n'.repeat(40));
	do await untilStill(socket);
	while (socket.writableLength === 0);
	return {client, socket};
}

/** Reads until the hub sees that something moves, and stops again. */
async function readSome({client, socket}: BothSides): Promise<void> {
	const before = movedBytes(socket);
	client.socket.resume();
	while (movedBytes(socket) === before) await turn();
	client.socket.pause();
}
