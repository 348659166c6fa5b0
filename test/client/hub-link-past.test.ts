/** What the link does when a hub comes back with another past (protocol section 6). */
import {describe, expect, it} from 'vitest';
import {findDifference, findSame} from '../../src/client/alarm-facts.ts';
import type {Replaced} from '../../src/client/link-event.ts';
import {pinBlock} from '../../src/client/memory/pin.ts';
import type {Block} from '../../src/core/block.ts';
import type {Welcome} from '../../src/core/live-message.ts';
import {sealBlock} from '../../src/core/seal.ts';
import {makeChain, startMs} from '../support/chains.ts';
import {type LinkProbe, openProbe} from './support/link-probe.ts';
import {answerBlocks, blocksLine, serveChain} from './support/live-visit.ts';
import {type ScriptedHub, startScriptedHub, type Visitor} from './support/scripted-hub.ts';

const chain = makeChain([72, 88, 65, 91]);
const restarted = makeChain([50], startMs + 60_000);

/** `chain` up to below `index`, then other blocks. */
function branchAt(index: number, bpms: readonly number[]): Block[] {
	const branch = chain.slice(0, index);
	for (const bpm of bpms) branch.push(sealBlock(branch.at(-1)!, bpm, startMs + 60_000));
	return branch;
}

/** What the link said of blocks that were replaced. */
function replacedIn({events}: LinkProbe): Replaced | undefined {
	return events.find(event => event.kind === 'replaced')?.replaced;
}

/** A link that held `chain` and meets a hub that brings another one. */
async function meetAgain(
	hub: ScriptedHub,
	before: Partial<Welcome>,
	after: readonly Block[],
	changes: Partial<Welcome>,
): Promise<[LinkProbe, Visitor]> {
	const probe = openProbe(hub.port);
	const visitor = await hub.next();
	await serveChain(visitor, chain, before);
	await probe.length(5);
	visitor.destroy();
	const again = await hub.next();
	serveChain(again, after, changes)
		.then(() => answerBlocks(again, after))
		.catch(() => {});
	return [probe, again];
}

const durable = {durable: true};
const alarms: readonly (readonly [
	what: string,
	before: Partial<Welcome>,
	after: readonly Block[],
	changes: Partial<Welcome>,
	reason: string,
])[] = [
	['another genesis block', durable, restarted, durable, 'its genesis block is '],
	['another ledger', durable, chain, {...durable, ledger: 'two'}, 'its ledger is two, and was ledger-one'],
	[
		'a smaller tip',
		durable,
		chain.slice(0, 4),
		durable,
		'its newest block is 3, and block 4 was verified before',
	],
	['another tip at the same height', durable, branchAt(4, [55]), durable, 'its block 4 is '],
	[
		'a difference below a longer chain',
		durable,
		branchAt(3, [55, 56, 57]),
		durable,
		'its block 3 is not the one',
	],
	[
		'a chain that is not durable any more',
		durable,
		chain,
		{durable: false},
		'it kept its chain over a restart',
	],
	['a raised limit', durable, chain, {...durable, reorgLimit: 3}, 'it never replaced blocks, and now'],
	[
		'a difference below the limit',
		{reorgLimit: 2},
		branchAt(2, [55, 56, 57, 58]),
		{reorgLimit: 2},
		'its block 2 is not the one that was verified before',
	],
];

describe('a hub that comes back with', () => {
	it.each(alarms)(
		'%s raises the alarm, and nothing is taken or sent',
		async (_, before, after, changes, reason) => {
			await using hub = await startScriptedHub();
			const [probe, again] = await meetAgain(hub, before, after, changes);
			await using _probe = probe;
			probe.link.submit(99);
			const alarm = await probe.phase('alarm');
			expect(alarm.reason).toContain(reason);
			await again.closed;
			expect(again.unread().filter(line => line.startsWith('/add'))).toEqual([]);
			expect([0, 1, 2, 3, 4].map(index => probe.link.chain.blockAt(index))).toEqual(chain);
			probe.link.retryNow();
			expect(probe.phases().at(-1)?.kind).toBe('alarm');
			expect(hub.visits()).toBe(2);
		},
	);

	it('another past names the first block that differs, of all that are held', async () => {
		const long = makeChain(Array.from({length: 300}, (_, index) => 60 + (index % 40)));
		const edited = long.slice(0, 113);
		for (const {bpm} of long.slice(113)) edited.push(sealBlock(edited.at(-1)!, bpm + 1, startMs + 600_000));
		await using hub = await startScriptedHub();
		await using probe = openProbe(hub.port);
		const visitor = await hub.next();
		await serveChain(visitor, long, durable);
		await probe.length(301);
		visitor.destroy();
		const again = await hub.next();
		serveChain(again, edited, durable).catch(() => {});
		const {facts} = await probe.phase('alarm');
		expect(findSame(facts)?.index).toBe(112);
		expect(findDifference(facts)).toEqual({pinned: pinBlock(long[113]!), offered: pinBlock(edited[113]!)});
		expect(facts.tip.offered).toEqual({index: 300, hash: edited[300]!.hash});
		expect(facts.blocks.length).toBeLessThan(30);
		expect(probe.link.chain.length).toBe(301);
	});

	it('the same past, longer, goes on', async () => {
		await using hub = await startScriptedHub();
		const longer = [...chain, sealBlock(chain[4]!, 60, startMs + 60_000)];
		const [probe] = await meetAgain(hub, durable, longer, durable);
		await using _probe = probe;
		await probe.length(6);
		expect(probe.chain()?.revision).toBe(0);
		expect(probe.notices()).toEqual([]);
	});

	it('a new chain where none was kept tells it in one line and shows the new one', async () => {
		await using hub = await startScriptedHub();
		const [probe] = await meetAgain(hub, {}, restarted, {ledger: 'two'});
		await using _probe = probe;
		await probe.notice('New chain: ');
		await probe.length(2);
		expect(probe.chain()).toMatchObject({revision: 1, length: 2, fault: null});
		expect(probe.notices()).toHaveLength(1);
		expect(probe.link.chain.blockAt(0)).toEqual(restarted[0]);
	});

	it('a longer branch within the limit replaces its blocks and says which', async () => {
		await using hub = await startScriptedHub();
		const [probe] = await meetAgain(hub, {reorgLimit: 2}, branchAt(3, [55, 56, 57]), {reorgLimit: 2});
		await using _probe = probe;
		const branch = branchAt(3, [55, 56, 57]).slice(3);
		await probe.until('blocks were replaced', () => replacedIn(probe));
		expect(probe.link.chain.bpmAt(3)).toBe(55);
		expect(probe.notices()).toEqual([]);
		expect(replacedIn(probe)).toEqual({
			...{shared: 2, count: 2, blocks: chain.slice(3, 5), tip: chain[4]!.hash},
			...{byCount: 3, by: branch, byTip: branch[2]!.hash},
		});
		expect(probe.chain()).toMatchObject({revision: 1, replacedFrom: 3});
	});

	it('a shorter branch within the limit keeps what is held until the branch wins', async () => {
		await using hub = await startScriptedHub();
		const branch = branchAt(3, [55]);
		const [probe, again] = await meetAgain(hub, {reorgLimit: 2}, branch, {reorgLimit: 2});
		await using _probe = probe;
		await probe.until('live again', () => probe.phases().filter(({kind}) => kind === 'live').length === 2);
		expect(probe.link.chain.blockAt(4)).toEqual(chain[4]);
		const longer = branchAt(3, [55, 56, 57]);
		again.write(blocksLine(longer.slice(4)));
		await probe.until('blocks were replaced', () => replacedIn(probe));
		expect(probe.link.chain.blockAt(5)).toEqual(longer[5]);
	});

	it('the same blocks from below the tip on is the same past', async () => {
		await using hub = await startScriptedHub();
		await using probe = openProbe(hub.port);
		const visitor = await hub.next();
		await serveChain(visitor, chain, {reorgLimit: 3});
		await probe.length(5);
		visitor.write(`{"rollback":{"from":3}}\n${blocksLine(chain.slice(3))}`);
		const next = sealBlock(chain[4]!, 60, startMs + 60_000);
		visitor.write(blocksLine([next]));
		await probe.length(6);
		expect(probe.chain()?.revision).toBe(0);
	});
});

describe('a rollback', () => {
	async function openLive(hub: ScriptedHub, reorgLimit: number): Promise<[LinkProbe, Visitor]> {
		const probe = openProbe(hub.port);
		const visitor = await hub.next();
		await serveChain(visitor, chain, {reorgLimit});
		await probe.length(5);
		return [probe, visitor];
	}

	it('replaces nothing until its branch has won', async () => {
		await using hub = await startScriptedHub();
		const [probe, visitor] = await openLive(hub, 2);
		await using _probe = probe;
		const branch = branchAt(3, [55, 56, 57]);
		visitor.write(
			`{"rollback":{"from":3}}\n${blocksLine(branch.slice(3, 4))}{"status":{"connections":1,"peers":[],"uptimeMs":1}}\n`,
		);
		await visitor.line();
		expect(probe.link.chain.length).toBe(5);
		visitor.write(blocksLine(branch.slice(4)));
		await probe.length(6);
		expect(replacedIn(probe)).toMatchObject({shared: 2, count: 2, byCount: 3});
	});

	it('may be taken back in part while its branch has not won', async () => {
		await using hub = await startScriptedHub();
		const [probe, visitor] = await openLive(hub, 3);
		await using _probe = probe;
		const first = branchAt(2, [55, 56]);
		const second = [...first.slice(0, 3), sealBlock(first[2]!, 57, startMs + 70_000)];
		for (const bpm of [58, 59]) second.push(sealBlock(second.at(-1)!, bpm, startMs + 70_000));
		visitor.write(`{"rollback":{"from":2}}\n${blocksLine(first.slice(2))}`);
		visitor.write(`{"rollback":{"from":3}}\n${blocksLine(second.slice(3))}`);
		await probe.length(6);
		expect([2, 3, 4, 5].map(index => probe.link.chain.bpmAt(index))).toEqual([55, 57, 58, 59]);
	});

	it('raises the alarm where no block is ever replaced', async () => {
		await using hub = await startScriptedHub();
		const [probe, visitor] = await openLive(hub, 0);
		await using _probe = probe;
		answerBlocks(visitor, chain).catch(() => {});
		visitor.write('{"rollback":{"from":4}}\n');
		expect((await probe.phase('alarm')).reason).toBe('its block 4 is not the one that was verified before');
	});

	it('raises the alarm below the limit', async () => {
		await using hub = await startScriptedHub();
		const [probe, visitor] = await openLive(hub, 2);
		await using _probe = probe;
		answerBlocks(visitor, chain).catch(() => {});
		visitor.write('{"rollback":{"from":2}}\n');
		await probe.phase('alarm');
	});

	it('above the tip is a fault', async () => {
		await using hub = await startScriptedHub();
		const [probe, visitor] = await openLive(hub, 2);
		await using _probe = probe;
		visitor.write('{"rollback":{"from":7}}\n');
		await probe.notice('it takes back block 7, and 4 is the newest');
	});

	it('whose branch does not hold is a fault, and the old blocks stay', async () => {
		await using hub = await startScriptedHub();
		const [probe, visitor] = await openLive(hub, 2);
		await using _probe = probe;
		const [bad] = branchAt(4, [55]).slice(4);
		visitor.write(`{"rollback":{"from":4}}\n${blocksLine([{...bad!, bpm: 56}])}`);
		await probe.notice('block 4 does not hold: its Hash is not the SHA-256 of its fields');
		expect(probe.chain()).toMatchObject({length: 5, fault: {index: 4}});
	});
});
