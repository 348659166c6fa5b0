import {describe, expect, it, onTestFinished} from 'vitest';
import {connectSocket} from '../support/socket-client.ts';
import {within} from '../support/watch.ts';
import {createHeldLedger} from './support/held-ledger.ts';
import {openHub, prompt} from './support/hub.ts';
import {openLive} from './support/live-client.ts';

const added = `\n${prompt}`;
const farewell = '\nThe hub is shutting down.';

describe('stopping', () => {
	it('tells every connection, each in its own words, and closes it', async () => {
		const hub = await openHub();
		await using plain = await hub.connect();
		using live = openLive(hub.port);
		await live.until('welcome');
		const stopped = hub.server.stop('SIGTERM received');
		expect(await plain.closed()).toBe(farewell);
		expect((await live.until('bye')).reason).toBe('The hub is shutting down.');
		await live.ended();
		plain.end();
		live.socket.end();
		await within('the hub has stopped', stopped);
		expect(hub.events.filter(({event}) => event === 'stopping' || event === 'stopped')).toEqual([
			{event: 'stopping', reason: 'SIGTERM received', connections: 2},
			{event: 'stopped', height: 0},
		]);
		const reasons = hub.events.flatMap(event => (event.event === 'left' ? [event.reason] : []));
		expect(reasons).toEqual(['stopping', 'stopping']);
	});

	it('finishes what waits for a slow ledger first, and tells its outcome', async () => {
		const ledger = createHeldLedger();
		const hub = await openHub({}, ledger);
		onTestFinished(() => ledger.unhold());
		await using client = await hub.connect();
		using live = openLive(hub.port);
		await live.until('welcome');
		ledger.hold();
		client.write('72\n');
		await ledger.held();
		client.write('73\nabc\n');
		live.write('/add a-reading-of-mine-1 74\n');
		await untilWaiting(hub, 3);
		const stopped = hub.server.stop('a test');
		ledger.release();
		expect((await ledger.held()).map(({block}) => block.bpm)).toEqual([73, 74]);
		ledger.release();
		const refused = `\n"abc" is not a whole number. Type /help for help.\n${prompt}`;
		expect(await client.closed()).toBe(`${added}${added}${refused}${farewell}`);
		expect(await live.until('accepted')).toMatchObject({index: 3, id: 'a-reading-of-mine-1'});
		await live.until('bye');
		expect(live.messages.at(-1)).toMatchObject({kind: 'bye'});
		client.end();
		live.socket.end();
		await within('the hub has stopped', stopped);
		expect(hub.events.at(-1)).toEqual({event: 'stopped', height: 3});
	});

	it('accepts nothing afterwards, neither connections nor readings', async () => {
		const hub = await openHub();
		await using client = await hub.connect();
		const stopped = hub.server.stop('a test');
		client.write('72\n');
		expect(await client.closed()).toBe(farewell);
		await expect(connectSocket(hub.port)).rejects.toThrow('ECONNREFUSED');
		client.end();
		await stopped;
		expect(hub.events.at(-1)).toEqual({event: 'stopped', height: 0});
	});

	it('cuts those who do not take their last words, within its five seconds', async () => {
		const hub = await openHub();
		await hub.add(...Array.from({length: 9_000}, () => 72));
		await using stuck = await hub.connect();
		await using silent = await hub.connect();
		stuck.socket.pause();
		stuck.write('/chain\n'.repeat(20));
		// When the hub has written the first array to somebody else, it has taken in these lines.
		silent.write('/last 1\n');
		await silent.until(prompt);
		const startMs = performance.now();
		await hub.server.stop('a test');
		const tookMs = performance.now() - startMs;
		expect(tookMs).toBeGreaterThan(1_900);
		expect(tookMs).toBeLessThan(4_000);
		expect(await silent.closed()).toBe(farewell);
	});

	it('does not wait for a ledger that does not answer, and acknowledges nothing', async () => {
		const ledger = createHeldLedger();
		const hub = await openHub({}, ledger);
		onTestFinished(() => ledger.unhold());
		await using client = await hub.connect();
		ledger.hold();
		client.write('72\n');
		await ledger.held();
		const startMs = performance.now();
		await hub.server.stop('a test');
		expect(performance.now() - startMs).toBeLessThan(4_500);
		expect(await client.closed()).toBe('');
	});

	it('twice is stopping once', async () => {
		const hub = await openHub();
		await using client = await hub.connect();
		client.end();
		await Promise.all([hub.server.stop('once'), hub.server.stop('twice')]);
		await hub.server.stop('thrice');
		expect(hub.events.flatMap(event => (event.event === 'stopping' ? [event.reason] : []))).toEqual(['once']);
	});
});

describe('the log', () => {
	it('tells what happened, in order', async () => {
		const hub = await openHub();
		const client = await hub.connect();
		const from = `127.0.0.1:${client.socket.localPort}`;
		client.write('72\nabc\n/live\n73\n/quit\n');
		await client.closed();
		client.end();
		await hub.until('left');
		const block = (index: number) => ({index});
		expect(hub.events).toMatchObject([
			{event: 'listening', host: '127.0.0.1', port: hub.port, pid: process.pid, durable: false, open: false},
			{event: 'blocks', blocks: [block(0)], from: [undefined]},
			{event: 'joined', from, connections: 1},
			{event: 'live', from},
			{event: 'blocks', blocks: [block(1), block(2)], from: [from, from]},
			{event: 'left', from, reason: 'quit', connections: 0},
		]);
	});

	it('never holds what somebody typed', async () => {
		const hub = await openHub();
		await using client = await hub.connect();
		client.write('\x1b]0;pwned\x07\n/add \x1b[31m 72\n/nope \u202e\n72\n/quit\n');
		await client.closed();
		client.end();
		await hub.until('left');
		expect(JSON.stringify(hub.events)).not.toMatch(/pwned|31m|nope|\\u001b|\u202e/);
	});
});

/** Waits until this many readings wait for the ledger. */
async function untilWaiting(hub: Awaited<ReturnType<typeof openHub>>, count: number): Promise<void> {
	await using client = await hub.connect();
	for (let waiting = -1; waiting !== count; ) {
		client.write('/status\n');
		waiting = Number(/waiting: (\d+)\n/.exec(await client.until(/uptime.*\n/))![1]);
	}
}
