/** What a hub takes from outside, at most. */
import {Server} from 'node:net';
import {afterEach, beforeEach, describe, expect, it, vi} from 'vitest';
import {connectSocket, type SocketClient} from '../support/socket-client.ts';
import {connectBothSides, untilStill} from './support/both-sides.ts';
import {comeFrom} from './support/come-from.ts';
import {createHeldLedger} from './support/held-ledger.ts';
import {type OpenHub, openHub, prompt} from './support/hub.ts';

const added = `\n${prompt}`;
const closing = 'This connection is closed: type /help after the next one opens.';

afterEach(() => {
	vi.restoreAllMocks();
	vi.useRealTimers();
});

async function statusOf(client: SocketClient): Promise<string> {
	client.write('/status\n');
	return client.until(/uptime.*\n/);
}

describe('connections from one address', () => {
	const bounds = {connectionsPerAddressMax: 2};

	it('are bounded, told so, and let in again when others have left', async () => {
		const hub = await openHub(bounds);
		comeFrom('192.0.2.7');
		await using first = await hub.connect();
		{
			await using _second = await hub.connect();
			await using third = await connectSocket(hub.port);
			expect(await third.closed()).toBe(
				'\nToo many connections from your address: the hub serves 2. Try again later.',
			);
			comeFrom('192.0.2.8');
			await using _other = await hub.connect();
		}
		const {reason, count} = await hub.until('turnedAway');
		expect([reason, count]).toEqual(['2 connections from one address are the limit', 1]);
		await hub.until('left', ({connections}) => connections === 1);
		comeFrom('192.0.2.7');
		await using _again = await hub.connect();
		expect(await statusOf(first)).toMatch(/connections: 2\n/);
	});

	it('are not counted for this machine, also where it shows as an IPv6 address', async () => {
		const hub = await openHub(bounds);
		for (const address of ['127.0.0.1', '::1', '::ffff:127.0.0.1']) {
			comeFrom(address);
			await using _first = await hub.connect();
			await using _second = await hub.connect();
			await using _third = await hub.connect();
		}
		expect(hub.events.filter(({event}) => event === 'turnedAway')).toEqual([]);
	});
});

describe('connections turned away', () => {
	beforeEach(() => void vi.useFakeTimers({toFake: ['performance']}));

	it('fill one line of the log a minute, which counts them', async () => {
		const hub = await openHub({connectionsMax: 1});
		await using _first = await hub.connect();
		for (let i = 0; i < 3; i++) await turnAway(hub);
		expect(countsOf(hub)).toEqual([1]);
		vi.advanceTimersByTime(60_000);
		await turnAway(hub);
		expect(countsOf(hub)).toEqual([1, 3]);
	});

	async function turnAway(hub: OpenHub): Promise<void> {
		await using client = await connectSocket(hub.port);
		await client.closed();
	}

	function countsOf({events}: OpenHub): readonly number[] {
		return events.flatMap(event => (event.event === 'turnedAway' ? [event.count] : []));
	}
});

describe('a connection that the system cannot give us', () => {
	beforeEach(() => void vi.useFakeTimers({toFake: ['performance']}));

	it('is told once a minute, and the hub goes on', async () => {
		const servers: Server[] = [];
		const listen = Server.prototype.listen;
		const spied = function (this: Server, ...values: unknown[]): Server {
			servers.push(this);
			return Reflect.apply(listen, this, values);
		};
		vi.spyOn(Server.prototype, 'listen').mockImplementation(spied as typeof listen);
		const hub = await openHub();
		const fail = (): void =>
			void servers.at(-1)!.emit('error', Object.assign(new Error('accept'), {code: 'ENFILE'}));
		const told = (): readonly string[] =>
			hub.events.flatMap(event => (event.event === 'acceptFailed' ? [event.reason] : []));
		fail();
		fail();
		expect(told()).toEqual(['the system may open no more files']);
		vi.advanceTimersByTime(60_000);
		fail();
		expect(told()).toHaveLength(2);
		await using client = await hub.connect();
		client.write('72\n');
		await client.until(added);
	});
});

describe('readings a second', () => {
	beforeEach(() => void vi.useFakeTimers({toFake: ['performance', 'setTimeout', 'clearTimeout']}));

	it('beyond the rate of a connection from elsewhere wait in its socket, and none is lost', async () => {
		const hub = await openHub({readingsPerSecondMax: 10});
		comeFrom('192.0.2.7');
		const {client, socket} = await connectBothSides(hub);
		await using _ = client;
		client.write('72\n'.repeat(30));
		await client.until(30 * added.length);
		expect(socket.isPaused()).toBe(true);
		client.write('73\n');
		await untilStill(socket);
		expect(client.unread()).toBe('');
		// It owes what 20 readings too many take.
		vi.advanceTimersByTime(1_900);
		await untilStill(socket);
		expect([client.unread(), socket.isPaused()]).toEqual(['', true]);
		vi.advanceTimersByTime(200);
		await client.until(added);
		expect(await statusOf(client)).toMatch(/accepted: 31\n/);
	});

	it('are not counted where they come from this machine', async () => {
		const hub = await openHub({readingsPerSecondMax: 10});
		const {client, socket} = await connectBothSides(hub);
		await using _ = client;
		client.write('72\n'.repeat(3_000));
		await client.until(3_000 * added.length);
		expect(socket.isPaused()).toBe(false);
	});
});

describe('waiting readings', () => {
	it('of one connection beyond the bound are not read until others are stored', async () => {
		const ledger = createHeldLedger();
		const hub = await openHub({waitingReadingsMax: 10}, ledger);
		const {client, socket} = await connectBothSides(hub);
		await using _ = client;
		ledger.hold();
		client.write('72\n'.repeat(2_000));
		await ledger.held();
		await untilStill(socket);
		expect(socket.isPaused()).toBe(true);
		await using other = await hub.connect();
		other.write('73\n');
		ledger.unhold();
		await client.until(2_000 * added.length);
		await other.until(added);
	});

	it('of all connections together beyond the bound are not read, and every one is answered in the end', async () => {
		const ledger = createHeldLedger();
		const hub = await openHub({waitingReadingsTotalMax: 100}, ledger);
		const all = await Promise.all(Array.from({length: 5}, () => connectBothSides(hub)));
		ledger.hold();
		for (const {client} of all) client.write('72\n'.repeat(1_000));
		await ledger.held();
		for (const {socket} of all) await untilStill(socket);
		expect(all.map(({socket}) => socket.isPaused())).toEqual([true, true, true, true, true]);
		ledger.unhold();
		for (const {client} of all) {
			await using _ = client;
			await client.until(1_000 * added.length);
		}
		await using last = await hub.connect();
		expect(await statusOf(last)).toMatch(/height: 5000\n/);
	});
});

describe('nonsense', () => {
	it('beyond the bound closes the connection, which is told why', async () => {
		const hub = await openHub({nonsenseBytesMax: 64 * 1024});
		await using client = await hub.connect();
		client.write('72\n');
		await client.until(added);
		client.write('x'.repeat(70_000));
		expect(await client.closed()).toBe(`\nThat was a lot, and no reading or command in it. ${closing}`);
		expect((await hub.until('left')).reason).toBe('nonsense');
	});

	it('is forgotten with the next reading or command', async () => {
		const hub = await openHub({nonsenseBytesMax: 64 * 1024});
		await using client = await hub.connect();
		for (const sensible of ['72\n', '/help\n', '73\n']) {
			client.write(`${'x'.repeat(60_000)}\n${sensible}`);
			await client.until(`ignored.\n${prompt}`);
			await client.until(prompt);
		}
	});

	it('that comes for ever is closed although nothing of the answer is read', async () => {
		const hub = await openHub({nonsenseBytesMax: 64 * 1024});
		await using client = await hub.connect();
		client.socket.pause();
		client.socket.on('error', () => {});
		const flood = setInterval(() => client.socket.write('x'.repeat(65_536)), 1);
		try {
			expect((await hub.until('left')).reason).toBe('nonsense');
		} finally {
			clearInterval(flood);
		}
	});

	describe('by the clock', () => {
		const bounds = {nonsenseTimeoutMs: 60_000};
		beforeEach(() => void vi.useFakeTimers({toFake: ['performance', 'setInterval', 'clearInterval']}));

		it('is a line that has begun and does not end', async () => {
			const hub = await openHub(bounds);
			await using client = await hub.connect();
			for (let i = 0; i < 12; i++) {
				client.write('7');
				await turns();
				vi.advanceTimersByTime(5_500);
			}
			expect(await client.closed()).toBe(`\nA line has begun and does not end. ${closing}`);
			expect((await hub.until('left')).reason).toBe('nonsense');
		});

		it('is neither silence nor slow typing', async () => {
			const hub = await openHub(bounds);
			await using client = await hub.connect();
			for (let i = 0; i < 10; i++) {
				client.write('7');
				await turns();
				vi.advanceTimersByTime(30_000);
				client.write('2\n');
				await client.until(added);
				vi.advanceTimersByTime(600_000);
			}
			expect(hub.events.filter(({event}) => event === 'left')).toEqual([]);
		});
	});
});

/** Lets what was written arrive. */
async function turns(): Promise<void> {
	for (let i = 0; i < 50; i++) await new Promise(setImmediate);
}
