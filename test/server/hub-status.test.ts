/** What a hub tells of itself. The clock is the test's own; sockets are real. */
import {afterEach, beforeEach, describe, expect, it, vi} from 'vitest';
import type {HubStatus} from '../../src/core/live-message.ts';
import type {LedgerChange} from '../../src/server/ledger.ts';
import {createMemoryLedger} from '../../src/server/ledgers/memory.ts';
import type {Status} from '../../src/server/status.ts';
import {createHeldLedger} from './support/held-ledger.ts';
import {type OpenHub, openHub, prompt} from './support/hub.ts';
import {openLive} from './support/live-client.ts';

beforeEach(() => void vi.useFakeTimers({toFake: ['setInterval', 'clearInterval', 'performance']}));
afterEach(() => void vi.useRealTimers());

/** Asks as a program does, on a connection of its own. */
async function ask(hub: OpenHub): Promise<Status> {
	using live = openLive(hub.port, '/status\n');
	const {answer} = await live.until('answer');
	return answer.status as Status;
}

const nothingYet = {
	durable: false,
	range: '1 to 999',
	connections: 1,
	live: 1,
	plain: 0,
	streams: 0,
	peers: 0,
	peersDiverged: 0,
	reorgLimit: 0,
	accepted: 0,
	refused: 0,
	waiting: 0,
	healthy: true,
	blocksPerSecond: 0,
	commitP50Ms: null,
	commitP99Ms: null,
	broadcasts: 0,
	broadcastsSkipped: 0,
	catchUpsHeld: 0,
	heldForOwn: 0,
	heldForAll: 0,
	heldForRate: 0,
	linesTooLong: 0,
	forks: 0,
	blocksReplaced: 0,
	readingsMoved: 0,
	left: 0,
	quit: 0,
	lost: 0,
	stalled: 0,
	nonsense: 0,
	notForUs: 0,
	stopping: 0,
	turnedAway: 0,
	turnedAwayFull: 0,
	turnedAwayPerAddress: 0,
	turnedAwayFiles: 0,
	httpConnections: 0,
	httpAnswered: 0,
	httpRefused: 0,
	httpFailed: 0,
	uptimeSeconds: 0,
};

describe('/status', () => {
	it('tells of a hub on which nothing has happened', async () => {
		const hub = await openHub();
		const status = await ask(hub);
		expect(status).toMatchObject({hub: `bchain/${__VERSION__}`, height: 0, ...nothingYet});
		expect(status.tip).toMatch(/^[0-9a-f]{64}$/);
		expect(status.genesis).toBe(status.tip);
		expect(status.memoryBytes).toBeGreaterThan(10_000_000);
		expect(status.cpuSeconds).toBeGreaterThan(0);
	});

	it('gives the same names and values as lines in plain mode', async () => {
		const hub = await openHub();
		const status = await ask(hub);
		await hub.until('left');
		await using client = await hub.connect();
		client.write('/status\n');
		const text = await client.until(`\n${prompt}`);
		const lines = Object.entries({...status, live: 0, plain: 1, lost: status.lost + 1}).map(
			([name, value]) => `${name}: ${value ?? 'none'}`,
		);
		const varying = /^(?:left|lost|bytesOut|memoryBytes|cpuSeconds|loopDelayP99Ms): /;
		const steady = (line: string) => !varying.test(line);
		expect(text.trim().split('\n').slice(0, -1).filter(steady)).toEqual(lines.filter(steady));
		expect(text.trim().split('\n')).toHaveLength(lines.length + 1);
	});

	it('counts readings, refusals, ends and blocks a second', async () => {
		const hub = await openHub();
		await hub.add(72, 73, 74);
		await using client = await hub.connect();
		client.write('abc\n1200\n/quit\n');
		await client.closed();
		client.end();
		await hub.until('left', ({reason}) => reason === 'quit');
		vi.advanceTimersByTime(2_000);
		expect(await ask(hub)).toMatchObject({
			height: 3,
			accepted: 3,
			refused: 2,
			quit: 1,
			blocksPerSecond: 1.5,
			uptimeSeconds: 2,
		});
	});

	it('counts what was sent to those who are here and to those who have left', async () => {
		const hub = await openHub();
		const before = (await ask(hub)).bytesOut;
		await hub.add(...Array.from({length: 100}, () => 72));
		await using client = await hub.connect();
		client.write('/chain\n');
		const chain = await client.until(`]\n${prompt}`);
		vi.advanceTimersByTime(1_000);
		const one = (await ask(hub)).bytesOut;
		expect(one - before).toBeGreaterThan(chain.length + 100 * `\n${prompt}`.length);
		client.write('/quit\n');
		await client.closed();
		client.end();
		await hub.until('left', ({reason}) => reason === 'quit');
		vi.advanceTimersByTime(1_000);
		// The connections that asked were sent something, too.
		expect((await ask(hub)).bytesOut).toBeGreaterThanOrEqual(one);
	});

	it('measures what is costly once a second, however often somebody asks', async () => {
		const hub = await openHub();
		const memory = vi.spyOn(process.memoryUsage, 'rss');
		await using client = await hub.connect();
		client.write('/status\n'.repeat(50));
		for (let answers = 0; answers < 50; answers++) await client.until(`\n${prompt}`);
		expect(memory).toHaveBeenCalledTimes(1);
		vi.advanceTimersByTime(1_000);
		await ask(hub);
		expect(memory).toHaveBeenCalledTimes(2);
	});

	it('tells how long commits take', async () => {
		const ledger = createHeldLedger();
		const hub = await openHub({}, ledger);
		ledger.hold();
		await using client = await hub.connect();
		client.write('72\n');
		await ledger.held();
		vi.advanceTimersByTime(40);
		ledger.unhold();
		await client.until(prompt);
		vi.advanceTimersByTime(1_000);
		const {commitP50Ms, commitP99Ms} = await ask(hub);
		expect(commitP50Ms).toBe(commitP99Ms);
		expect(commitP99Ms! / 40).toBeCloseTo(1, 1);
	});

	it('tells when the ledger cannot store, and when it can again', async () => {
		const ledger = createMemoryLedger();
		let tell: (change: LedgerChange) => void = () => {};
		const watch = ledger.watch.bind(ledger);
		ledger.watch = on => {
			tell = on;
			watch(on);
		};
		const hub = await openHub({}, ledger);
		tell({kind: 'health', ok: false, reason: 'the disk is full'});
		expect((await ask(hub)).healthy).toBe(false);
		tell({kind: 'health', ok: true, reason: 'it stores again'});
		expect((await ask(hub)).healthy).toBe(true);
	});
});

describe('the sign of life', () => {
	it('comes right after the answer to /from, and not to somebody who only switches to live mode', async () => {
		const hub = await openHub();
		await hub.add(72);
		using nc = openLive(hub.port);
		await nc.until('welcome');
		using client = openLive(hub.port, '/from 0\n');
		const {status} = await client.until('status');
		expect(status).toMatchObject({connections: 2, peers: [], uptimeMs: 0} satisfies HubStatus);
		expect(client.messages.map(({kind}) => kind)).toEqual(['welcome', 'from', 'blocks', 'status']);
		nc.write('/last 1\n');
		await nc.until('answer');
		expect(nc.messages.map(({kind}) => kind)).toEqual(['welcome', 'answer']);
	});

	it('tells how the hub does, as far as it knows', async () => {
		const ledger = createHeldLedger();
		const hub = await openHub({statusIntervalMs: 10_000}, ledger);
		using live = openLive(hub.port, '/from 0\n');
		const {status} = await live.until('status');
		expect(status).toMatchObject({waiting: 0, blocksPerSecond: 0});
		expect(status).not.toHaveProperty('commitP99Ms');
		await hub.add(72, 73);
		ledger.hold();
		live.write('74\n75\n76\n');
		await ledger.held();
		vi.advanceTimersByTime(10_000);
		const later = await live.until('status', message => message.status.uptimeMs === 10_000);
		expect(later.status).toMatchObject({waiting: 3, blocksPerSecond: 0.2});
		expect(later.status).toHaveProperty('commitP99Ms');
		expect(later.status.bytesOut).toBeGreaterThan(status.bytesOut!);
		ledger.unhold();
	});
});
