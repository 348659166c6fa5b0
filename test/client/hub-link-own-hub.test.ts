/** The link against the hub of this program. */
import {describe, expect, it} from 'vitest';
import {defaults} from '../../src/core/limits.ts';
import {type HubOptions, startHub} from '../../src/server/serve.ts';
import {connectSocket} from '../support/socket-client.ts';
import {startCuttingProxy} from './support/cutting-proxy.ts';
import {openProbe} from './support/link-probe.ts';

type HubServer = Awaited<ReturnType<typeof startHub>>;

async function openHub(changes: Partial<HubOptions> = {}): Promise<{
	readonly hub: HubServer;
	readonly port: number;
	readonly [Symbol.asyncDispose]: () => Promise<void>;
}> {
	const hub = await startHub({...defaults, port: 0, data: null, ...changes});
	return {hub, port: hub.port, [Symbol.asyncDispose]: () => hub.stop('the test is over')};
}

describe('the link and the hub', () => {
	it('share one verified chain with other clients and with nc', async () => {
		await using server = await openHub();
		await using one = openProbe(server.port);
		await using two = openProbe(server.port);
		await Promise.all([one.phase('live'), two.phase('live')]);
		const {id} = one.link.submit(72);
		expect(await one.state(id, 'accepted')).toMatchObject({index: 1});
		await using nc = await connectSocket(server.port);
		await nc.until('Enter a new BPM:');
		nc.write('88\n');
		await nc.until('\nEnter a new BPM:');
		await Promise.all([one.length(3), two.length(3)]);
		expect([1, 2].map(index => two.link.chain.bpmAt(index))).toEqual([72, 88]);
		expect(two.chain()).toMatchObject({length: 3, rule: 'decimal', strict: true, fault: null});
		expect(one.link.chain.firstDifference(two.link.chain)).toBeNull();
	});

	it('add each reading exactly once over a line that breaks again and again', async () => {
		await using server = await openHub();
		let pieces = 0;
		await using proxy = await startCuttingProxy(
			server.port,
			text => text.includes('accepted') && pieces++ % 3 === 1,
		);
		await using probe = openProbe(proxy.port);
		const readings = [];
		for (let bpm = 1; bpm <= 200; bpm++) {
			readings.push(probe.link.submit(bpm));
			// A few at a time, so that answers come in many pieces.
			if (bpm % 10 === 0) await probe.state(readings.at(-1)!.id, 'accepted');
		}
		for (const {id} of readings) await probe.state(id, 'accepted');
		await probe.length(201);
		expect(readings.map((_, at) => probe.link.chain.bpmAt(at + 1))).toEqual(readings.map(({bpm}) => bpm));
		expect(readings.map(({id}) => probe.reading(id)?.index)).toEqual(readings.map((_, at) => at + 1));
		expect(proxy.visits()).toBeGreaterThan(3);
	});

	it('hear a refusal', async () => {
		await using server = await openHub();
		await using probe = openProbe(server.port);
		const {id} = probe.link.submit(1_200);
		const {reason} = await probe.state(id, 'refused');
		expect(reason).toBe('1200 is out of range: a BPM is a whole number from 1 to 999.');
	});

	it('catch up thousands of blocks, and add thousands while others do', async () => {
		await using server = await openHub();
		await using one = openProbe(server.port);
		const first = Array.from({length: 3_000}, (_, index) => one.link.submit(1 + (index % 999)));
		for (const {id} of first) await one.state(id, 'accepted');
		await using two = openProbe(server.port);
		await two.length(3_001);
		await two.phase('live');
		expect(two.phases().some(({kind}) => kind === 'catchingUp')).toBe(true);
		expect(first.map(({id}) => one.reading(id)?.index)).toEqual(first.map((_, index) => index + 1));
		expect(one.link.chain.firstDifference(two.link.chain)).toBeNull();
	});

	it('agree on a new chain after a restart of a hub that keeps none', async () => {
		await using server = await openHub();
		await using probe = openProbe(server.port);
		await probe.phase('live');
		const before = probe.link.submit(72);
		await probe.state(before.id, 'accepted');
		await server.hub.stop('restart');
		await probe.notice('The hub says goodbye: ');
		const between = probe.link.submit(88);
		expect(between.state).toBe('waiting');
		await using again = await openHub({port: server.port});
		expect(again.port).toBe(server.port);
		await probe.notice('New chain: ');
		expect(await probe.state(between.id, 'accepted')).toMatchObject({index: 1});
		await probe.length(2);
		expect(probe.link.chain.bpmAt(1)).toBe(88);
		expect(probe.reading(before.id)).toMatchObject({state: 'accepted', index: 1});
	});

	it('understand each other in plain mode', async () => {
		await using server = await openHub({broadcastIntervalMs: 30});
		await using probe = openProbe(server.port, {plain: true});
		expect(await probe.phase('plain')).toEqual({kind: 'plain', forced: true});
		await probe.length(1);
		const added = probe.link.submit(72);
		const refused = probe.link.submit(1_200);
		expect(await probe.state(added.id, 'accepted')).toMatchObject({index: 1});
		expect(await probe.state(refused.id, 'refused')).toMatchObject({
			reason: '1200 is out of range: a BPM is a whole number from 1 to 999.',
		});
		expect(probe.chain()).toMatchObject({length: 2, revision: 0, rule: 'decimal', strict: true});
	});

	it('share the newest blocks of a long chain in plain mode', async () => {
		await using server = await openHub({broadcastIntervalMs: 30, broadcastBytesMax: 2_000});
		await using adder = openProbe(server.port);
		await using probe = openProbe(server.port, {plain: true});
		for (let bpm = 1; bpm <= 30; bpm++) adder.link.submit(bpm);
		await probe.until('the newest block', () => probe.link.chain.bpmAt(30) === 30);
		expect(probe.chain()).toMatchObject({rule: 'decimal', strict: true, fault: null});
		const next = probe.link.submit(99);
		expect(await probe.state(next.id, 'accepted')).toMatchObject({index: 31});
	});
});
