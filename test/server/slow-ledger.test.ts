import {MessageChannel} from 'node:worker_threads';
import {describe, expect, it} from 'vitest';
import {createMemoryLedger} from '../../src/server/ledgers/memory.ts';
import {createSqliteLedger} from '../../src/server/ledgers/sqlite.ts';
import {SqliteReader} from '../../src/server/ledgers/sqlite-reader.ts';
import {makeChain} from '../support/chains.ts';
import {makeFolder} from '../support/child-env.ts';
import {openHub} from './support/hub.ts';
import {openLive} from './support/live-client.ts';

const entries = makeChain(Array.from({length: 4_999}, (_, i) => 1 + (i % 999))).map(block => ({block}));
/** Of a chain of 5,000 blocks the hub has the newest few hundred in memory. */
const options = {broadcastBytesMax: 1_024};

/** A ledger that gives no text once it is held. */
async function makeSlowLedger() {
	const ledger = createMemoryLedger();
	await ledger.append(null, entries);
	const readText = ledger.readText.bind(ledger);
	let held = false;
	ledger.readText = (...range) => (held ? new Promise(() => {}) : readText(...range));
	return {
		ledger,
		hold: () => {
			held = true;
		},
	};
}

async function makeFilledFolder(): Promise<string> {
	const folder = makeFolder('ledger');
	const ledger = createSqliteLedger({folder});
	await ledger.open();
	await ledger.append(null, entries);
	await ledger.close();
	return folder;
}

describe('while the ledger does not answer', () => {
	it('a live connection that catches up still gets signs of life', async () => {
		const {ledger, hold} = await makeSlowLedger();
		const hub = await openHub({...options, statusIntervalMs: 20}, ledger);
		hold();
		using client = openLive(hub.port, '/from 0\n');
		await client.until('from');
		const statuses = () => client.messages.filter(({kind}) => kind === 'status').length;
		const before = statuses();
		await client.when('three more signs of life', () => statuses() >= before + 3);
		expect(client.blocks()).toEqual([]);
	});

	it('nobody who waits for it is cut off as stalled', async () => {
		const {ledger, hold} = await makeSlowLedger();
		const hub = await openHub({...options, stallTimeoutMs: 40, statusIntervalMs: 20}, ledger);
		hold();
		await using waiting = await hub.connect();
		waiting.write('/chain\n');
		// Long enough for anybody to be looked at many times: a clock of the hub's own.
		using clock = openLive(hub.port);
		await clock.when(
			'ten signs of life',
			() => clock.messages.filter(({kind}) => kind === 'status').length >= 10,
		);
		expect(hub.events.filter(({event}) => event === 'left')).toEqual([]);
	});
});

it('a hub stops cleanly although a client left with answers waiting in the ledger', async () => {
	const hub = await openHub(options, createSqliteLedger({folder: await makeFilledFolder()}));
	const client = await hub.connect();
	client.write('/block 5\n'.repeat(1_000));
	await client.until('"Index":5');
	await client[Symbol.asyncDispose]();
	await hub.until('left');
	// What is still asked of a closed ledger would be an unhandled rejection, which fails the run.
	await hub.server.stop('the test is over');
	expect(hub.events.at(-1)).toMatchObject({event: 'stopped'});
});

it('/last gives in live mode what fits in a line, also after a start that read less than that', async () => {
	const {ledger} = await makeSlowLedger();
	const hub = await openHub(options, ledger);
	using client = openLive(hub.port, '/last 100\n');
	const {answer} = await client.until('answer');
	expect(answer.chain).toHaveLength(100);
});

it('a reader that is told twice to let go of the database waits until it may open it again', async () => {
	const folder = await makeFilledFolder();
	const {port1, port2} = new MessageChannel();
	const reader = new SqliteReader({folder, faults: {}, role: 'reader', peer: port2}, () => {});
	const release = () => {
		const released = new Promise(resolve => port1.once('message', resolve));
		port1.postMessage('release');
		return released;
	};
	await release();
	let hasRead = false;
	const reading = reader.hashesAt([1]).then(() => {
		hasRead = true;
	});
	await release();
	await release();
	expect(hasRead).toBe(false);
	port1.postMessage('resume');
	await reading;
	reader.close();
	port1.close();
});
