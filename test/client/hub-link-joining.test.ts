/** A client of a hub that joins a network, and takes the genesis block of that. */
import {describe, expect, it} from 'vitest';
import {createSqliteLedger} from '../../src/server/ledgers/sqlite.ts';
import {openHub} from '../server/support/hub.ts';
import {openPeer, quickTiming} from '../server/support/network.ts';
import {makeChain, startMs} from '../support/chains.ts';
import {makeFolder} from '../support/child-env.ts';
import {openProbe} from './support/link-probe.ts';
import {acceptedLine, blocksLine, makeWelcome, serveChain, welcome} from './support/live-visit.ts';
import {startScriptedHub} from './support/scripted-hub.ts';

const promises = {durable: true, reorgLimit: 10};
/** The chain of a hub that has just begun, and that of the network which it joins. */
const young = makeChain([]);
const network = makeChain([71, 72], startMs + 60_000);

/** A durable hub whose peer does not listen yet, and what starts that. */
async function openLonely() {
	const gone = await openPeer();
	const {port} = gone;
	await gone.server.stop('its port is needed');
	const network = {peers: [{host: '127.0.0.1', port}], key: null, reorgLimit: 1_000, timing: quickTiming};
	const ledger = createSqliteLedger({folder: makeFolder('joining'), replaceable: true});
	const lonely = await openHub({network}, ledger);
	return {lonely, begin: () => openPeer([], {}, {port})};
}

describe('a client that knows only the genesis block of a hub', () => {
	it('follows it into the network that it joins', async () => {
		const {lonely, begin} = await openLonely();
		await using probe = openProbe(lonely.port);
		await probe.length(1);
		await probe.phase('live');
		const network = await begin();
		await network.add(71, 72);
		await probe.notice('has joined a network, and goes on with its chain.');
		await probe.length(3);
		await probe.phase('live');
		expect(probe.phases().filter(({kind}) => kind === 'alarm')).toEqual([]);
	});

	it('and also when it has heard only its welcome', async () => {
		await using hub = await startScriptedHub();
		await using probe = openProbe(hub.port);
		const before = await hub.next();
		await welcome(before, makeWelcome(young, promises));
		before.destroy();
		await serveChain(await hub.next(), network, promises);
		await probe.notice('has joined a network');
		await probe.length(3);
		expect(probe.phases().filter(({kind}) => kind === 'alarm')).toEqual([]);
	});

	it('or when its blocks come already from the network: it asks once more what the hub has', async () => {
		await using hub = await startScriptedHub();
		await using probe = openProbe(hub.port);
		const before = await hub.next();
		await welcome(before, makeWelcome(young, promises));
		before.write(`{"from":{"index":0}}\n${blocksLine(network)}`);
		await serveChain(await hub.next(), network, promises);
		await probe.length(3);
		expect(probe.notices()).toEqual([expect.stringContaining('has joined a network')]);
	});

	it('but whoever announces one genesis block and sends another one all the time is no hub to be followed', async () => {
		await using hub = await startScriptedHub(async visitor => {
			await welcome(visitor, makeWelcome(young, promises));
			visitor.write(`{"from":{"index":0}}\n${blocksLine(network)}`);
		});
		await using probe = openProbe(hub.port);
		await probe.notice('it is not the genesis block that the welcome announced');
		expect(probe.link.chain.length).toBe(0);
	});

	it.each([
		['a reading was said to be in another block', 0],
		['its welcome named another block', 1],
	])('nor, without having seen a block, when %s', async (_what, height) => {
		await using hub = await startScriptedHub();
		await using probe = openProbe(hub.port, {wantsChain: false});
		const {id} = probe.link.submit(72);
		const before = await hub.next();
		expect(await welcome(before, makeWelcome([...young, network[1]!], {...promises, height}))).toBe(
			`/add ${id} 72`,
		);
		if (height === 0) before.write(acceptedLine({...network[1]!, index: 1}, id));
		if (height === 0) await probe.state(id, 'accepted');
		before.destroy();
		await welcome(await hub.next(), makeWelcome(network, promises)).catch(() => {});
		expect((await probe.phase('alarm')).reason).toMatch(/^its genesis block is \w{8}, and was \w{8}$/);
	});

	it('but not when it has seen a reading there', async () => {
		const {lonely, begin} = await openLonely();
		await lonely.add(70);
		await using probe = openProbe(lonely.port);
		await probe.length(2);
		const network = await begin();
		await network.add(71, 72, 73);
		await lonely.until('peerAway', ({reason}) => reason.startsWith('The two hubs have different chains'));
		expect(probe.chain()?.length).toBe(2);
	});
});
