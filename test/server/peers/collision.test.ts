/** Two hubs that make one and the same block of two readings. */
import {describe, expect, it, onTestFinished} from 'vitest';
import type {Block} from '../../../src/core/block.ts';
import {BlockLines} from '../../../src/server/block-lines.ts';
import {Hub, type MovedReading, type Outcome} from '../../../src/server/hub.ts';
import {noEvents} from '../../../src/server/hub-events.ts';
import type {Ledger} from '../../../src/server/ledger.ts';
import {createMemoryLedger} from '../../../src/server/ledgers/memory.ts';
import {createSqliteLedger} from '../../../src/server/ledgers/sqlite.ts';
import {PeerLink, type PeerTransport} from '../../../src/server/peers/peer-link.ts';
import {startMs} from '../../support/chains.ts';
import {makeFolder} from '../../support/child-env.ts';
import {createWatch} from '../../support/watch.ts';

const bpm = 72;

interface TestHub {
	readonly hub: Hub;
	readonly ledger: Ledger;
	readonly moved: readonly MovedReading[];
	/** Waits until something is so; looked at after every change of the chain. */
	readonly until: (what: string, isSo: () => boolean) => Promise<true>;
	readonly submit: (id: string) => Promise<Outcome>;
}

/** A hub whose clock stands still. */
async function openHub(ledger: Ledger): Promise<TestHub> {
	const hub = await Hub.open(ledger, {now: () => startMs, reorgLimit: 1_000});
	const moved: MovedReading[] = [];
	const watch = createWatch(() => `the chain is ${readingsOf(hub)}, moved were ${JSON.stringify(moved)}`);
	hub.follow(() => watch.changed());
	hub.watch({
		...noEvents,
		moved: reading => {
			moved.push(reading);
			watch.changed();
		},
	});
	return {
		hub,
		ledger,
		moved,
		until: (what, isSo) => watch.until(what, () => isSo() || undefined),
		submit: id => new Promise(settle => hub.submit({bpm, id, from: id, settle})),
	};
}

function readingsOf(hub: Hub): number[] {
	return blocksOf(hub).map(block => block.bpm);
}

function blocksOf({chain}: Hub): Block[] {
	return Array.from({length: chain.length}, (_, index) => chain.blockAt(index)!);
}

/** Links two hubs; what `drops` says is lost on its way. Gives what ends that. */
function link(one: Hub, two: Hub, drops: (line: string) => boolean = () => false): () => void {
	const links: PeerLink[] = [];
	const transportTo = (side: 0 | 1): PeerTransport => ({
		send: data => {
			for (const line of data.toString().split('\n').slice(0, -1))
				if (!drops(line)) setImmediate(() => links[side]!.receive(line));
			return true;
		},
		pause: () => {},
		resume: () => {},
		end: () => {},
	});
	for (const [hub, to] of [
		[one, 1],
		[two, 0],
	] as const) {
		links.push(
			new PeerLink({
				hub,
				lines: new BlockLines(hub.reader),
				transport: transportTo(to),
				now: () => performance.now(),
				onEnd: () => {},
				onState: () => {},
			}),
		);
	}
	for (const each of links) each.start();
	return () => {
		for (const each of links) each.lost('it was cut');
	};
}

const ids = ['reading-of-the-first-hub', 'reading-of-the-second-hub'] as const;

/** Two hubs on one chain that are apart, and each has acknowledged a reading in the very same block. */
async function collide(ledgers: readonly [Ledger, Ledger]): Promise<readonly [TestHub, TestHub]> {
	const hubs = [await openHub(ledgers[0]), await openHub(ledgers[1])] as const;
	const [one, two] = hubs;
	const cut = link(one.hub, two.hub);
	await one.submit('one-that-both-have');
	await two.until('the first block', () => two.hub.tip.index === 1);
	cut();
	const outcomes = [await one.submit(ids[0]), await two.submit(ids[1])];
	expect(outcomes[0]).toEqual(outcomes[1]);
	expect(outcomes[0]).toMatchObject({kind: 'stored', index: 2});
	return hubs;
}

async function expectBothOnce([one, two]: readonly [TestHub, TestHub]): Promise<void> {
	const places = [await one.ledger.find([ids[0]]), await two.ledger.find([ids[1]])];
	const indexes = ids.map((id, at) => places[at]!.get(id)?.index);
	expect(indexes.toSorted()).toEqual([2, 3]);
	expect(readingsOf(one.hub)).toEqual([0, bpm, bpm, bpm]);
	expect(blocksOf(two.hub)).toEqual(blocksOf(one.hub));
}

const kinds: readonly [name: string, make: () => Ledger][] = [
	['in memory', () => createMemoryLedger({replaceable: true})],
	['on disk', () => createSqliteLedger({replaceable: true, folder: makeFolder('ledger')})],
];

describe.each(kinds)('the same block of two hubs %s', (_name, make) => {
	async function collideApart(): Promise<readonly [TestHub, TestHub]> {
		const ledgers = [make(), make()] as const;
		onTestFinished(async () => {
			for (const ledger of ledgers) await ledger.close();
		});
		return collide(ledgers);
	}

	it('is one reading’s, and the other one is put again and told to its sender', async () => {
		const hubs = await collideApart();
		const [one, two] = hubs;
		onTestFinished(link(one.hub, two.hub));
		const loser = one.ledger.id < two.ledger.id ? two : one;
		await loser.until('a reading that moved', () => loser.moved.length > 0);
		for (const hub of hubs) await hub.until('both readings', () => hub.hub.tip.index === 3);
		await expectBothOnce(hubs);
		const id = ids[hubs.indexOf(loser)]!;
		expect(hubs.flatMap(({moved}) => moved)).toEqual([
			{id, bpm, from: id, index: 3, hash: loser.hub.tip.hash},
		]);
	});

	it('is settled the next time when the link broke before the claims came', async () => {
		const hubs = await collideApart();
		const [one, two] = hubs;
		const cut = link(one.hub, two.hub, line => line.startsWith('{"claims"'));
		await one.submit('another-one-that-both-have');
		await two.until('another block', () => two.hub.tip.index === 3);
		expect(hubs.flatMap(({moved}) => moved)).toEqual([]);
		cut();
		onTestFinished(link(one.hub, two.hub));
		for (const hub of hubs) await hub.until('all readings', () => hub.hub.tip.index === 4);
		const places = [await one.ledger.find([ids[0]]), await two.ledger.find([ids[1]])];
		expect(ids.map((id, at) => places[at]!.get(id)?.index).toSorted()).toEqual([2, 4]);
		expect(blocksOf(two.hub)).toEqual(blocksOf(one.hub));
	});

	it('is settled once, also by the id of a reading that comes again', async () => {
		const hubs = await collideApart();
		const [one, two] = hubs;
		onTestFinished(link(one.hub, two.hub));
		for (const hub of hubs) await hub.until('both readings', () => hub.hub.tip.index === 3);
		await expectBothOnce(hubs);
		const again = [await one.submit(ids[0]), await two.submit(ids[1])];
		expect(again.map(outcome => outcome.kind === 'stored' && outcome.index).toSorted()).toEqual([2, 3]);
		expect(one.hub.tip.index).toBe(3);
	});
});

it('a hub of an older bchain, which knows no claims, is linked all the same', async () => {
	const hubs = await collide([
		createMemoryLedger({replaceable: true}),
		createMemoryLedger({replaceable: true}),
	]);
	const [one, two] = hubs;
	onTestFinished(link(one.hub, two.hub, line => line.startsWith('{"claims"')));
	await one.submit('a-reading-after-that');
	await two.until('its block', () => two.hub.tip.index === 3);
	expect(blocksOf(two.hub)).toEqual(blocksOf(one.hub));
});

it('whoever claims very many blocks that were sealed here is sent away', async () => {
	const {hub} = await openHub(createMemoryLedger({id: 'ledger-of-hub-05', replaceable: true}));
	const ends: unknown[] = [];
	const peer = new PeerLink({
		hub,
		lines: new BlockLines(hub.reader),
		transport: {send: () => true, pause: () => {}, resume: () => {}, end: () => {}},
		now: () => 0,
		onEnd: (...end) => ends.push(end),
		onState: () => {},
	});
	const sealed = Array.from(
		{length: 1_001},
		() => new Promise<Outcome>(settle => hub.submit({bpm, from: 'test', settle})),
	);
	const outcomes = await Promise.all(sealed);
	const claims = outcomes.flatMap(outcome =>
		outcome.kind === 'stored' ? [[outcome.index, outcome.hash, 'ledger-of-hub-01']] : [],
	);
	peer.receive(JSON.stringify({claims: claims.slice(0, 500)}));
	peer.receive(JSON.stringify({claims: claims.slice(500, 1_000)}));
	expect(ends).toEqual([]);
	peer.receive(JSON.stringify({claims: claims.slice(1_000)}));
	expect(ends).toEqual([['it claims too many blocks that were sealed here', true]]);
});
