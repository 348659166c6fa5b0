/** A client of a hub that joins a network, and takes the genesis block of that. */
import {describe, expect, it} from 'vitest';
import {createSqliteLedger} from '../../src/server/ledgers/sqlite.ts';
import {openHub} from '../server/support/hub.ts';
import {openPeer, quickTiming} from '../server/support/network.ts';
import {makeFolder} from '../support/child-env.ts';
import {openProbe} from './support/link-probe.ts';

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
		await probe.notice('has joined a network whose chain begins with another block.');
		await probe.length(3);
		await probe.phase('live');
		expect(probe.phases().filter(({kind}) => kind === 'alarm')).toEqual([]);
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
