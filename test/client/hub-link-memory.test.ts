/** What the link remembers of a hub from one run to the next (protocol section 6). */
import {describe, expect, it} from 'vitest';
import {findDifference, findSame} from '../../src/client/alarm-facts.ts';
import type {Block} from '../../src/core/block.ts';
import type {Welcome} from '../../src/core/live-message.ts';
import {sealBlock} from '../../src/core/seal.ts';
import {startMs} from '../support/chains.ts';
import {answerBlocks, blocksLine, makeWelcome, welcome} from './support/live-visit.ts';
import {branchAt, chain, durable, restarted, run, visit, visitAgain} from './support/runs.ts';
import {startScriptedHub} from './support/scripted-hub.ts';

const alarms: readonly (readonly [
	what: string,
	before: Partial<Welcome>,
	after: readonly Block[],
	changes: Partial<Welcome>,
	reason: string,
	same: number | null,
	difference: number | null,
])[] = [
	['another genesis block', durable, restarted, durable, 'its genesis block is ', null, 0],
	[
		'another ledger',
		durable,
		chain,
		{...durable, ledger: 'two'},
		'its ledger is two, and was ledger-one',
		4,
		null,
	],
	['a smaller tip', durable, chain.slice(0, 4), durable, 'its newest block is 3, and block 4 was', 3, 4],
	['another tip at the same height', durable, branchAt(4, [55]), durable, 'its block 4 is ', 3, 4],
	[
		'a difference below a longer chain',
		durable,
		branchAt(3, [55, 56, 57]),
		durable,
		'its block 4 is not',
		2,
		3,
	],
	[
		'a chain that is not durable any more',
		durable,
		chain,
		{durable: false},
		'it kept its chain over a restart',
		4,
		null,
	],
	[
		'a raised limit',
		durable,
		chain,
		{...durable, reorgLimit: 3},
		'it never replaced blocks, and now',
		4,
		null,
	],
	[
		'a difference below the limit',
		{reorgLimit: 2},
		branchAt(2, [55, 56, 57, 58]),
		{reorgLimit: 2},
		'its block 2 is not',
		1,
		2,
	],
	[
		'fewer blocks than may be replaced',
		{reorgLimit: 2},
		chain.slice(0, 2),
		{reorgLimit: 2},
		'its block 2 is not',
		1,
		2,
	],
];

describe('a hub that shows the next run', () => {
	it.each(alarms)('%s raises the alarm before anything is taken or sent', async (...row) => {
		const [, before, after, changes, reason, same, difference] = row;
		await using hub = await startScriptedHub();
		const folder = await visit(hub, chain, before);
		const [probe, visitor] = await visitAgain(hub, folder, after, changes);
		await using _probe = probe;
		probe.link.submit(99);
		const {facts, ...alarm} = await probe.phase('alarm');
		expect(alarm.reason).toContain(reason);
		expect(findSame(facts)?.index ?? null).toBe(same);
		expect(findDifference(facts)?.pinned.index ?? null).toBe(difference);
		expect(facts.tip).toMatchObject({
			pinned: {index: 4, hash: chain[4]!.hash},
			offered: {index: after.length - 1},
		});
		await visitor.closed;
		expect(probe.link.chain.length).toBe(0);
		expect(probe.events.filter(({kind}) => kind === 'chain')).toEqual([]);
		expect(visitor.unread().filter(line => !line.startsWith('/block'))).toEqual([]);
	});

	it('the same past, longer, is verified from its first block on', async () => {
		await using hub = await startScriptedHub();
		const folder = await visit(hub, chain, durable);
		const longer = [...chain, sealBlock(chain[4]!, 60, startMs + 60_000)];
		await using probe = run(hub, folder);
		const visitor = await hub.next();
		expect(await welcome(visitor, makeWelcome(longer, durable), longer)).toBe('/from 0');
		visitor.write(`{"from":{"index":0}}\n${blocksLine(longer)}`);
		await probe.phase('live');
		expect(probe.chain()).toMatchObject({length: 6, revision: 0, fault: null});
		expect(probe.notices()).toEqual([]);
	});

	it('a new chain where none was kept tells it in one line', async () => {
		await using hub = await startScriptedHub();
		const folder = await visit(hub, chain, {});
		const [probe] = await visitAgain(hub, folder, restarted, {ledger: 'two'});
		await using _probe = probe;
		await probe.length(2);
		expect(probe.notices()).toEqual([
			`New chain: the hub at 127.0.0.1:${hub.port} did not keep its chain, and has begun another one.`,
		]);
	});

	it('other blocks within the limit names them, and pins the longer chain', async () => {
		await using hub = await startScriptedHub();
		const folder = await visit(hub, chain, {reorgLimit: 2});
		const [probe] = await visitAgain(hub, folder, branchAt(3, [55, 56, 57]), {reorgLimit: 2});
		await probe.notice('Since the last visit the hub has replaced blocks 3 to 4.');
		await probe.link.close();
		await visit(hub, branchAt(3, [55, 56, 57, 58]), {reorgLimit: 2}, folder);
		const [again] = await visitAgain(hub, folder, branchAt(3, [55, 56, 57, 58]), {reorgLimit: 2});
		await using _again = again;
		await again.phase('live');
		expect(again.notices()).toEqual([]);
	});

	it('the pinned block when asked, and then another chain, raises the alarm and keeps nothing of it', async () => {
		await using hub = await startScriptedHub();
		const folder = await visit(hub, chain, durable);
		const liar = branchAt(2, [55, 56, 57, 58]);
		await using probe = run(hub, folder);
		const visitor = await hub.next();
		await welcome(visitor, makeWelcome(liar, durable), chain);
		visitor.write(`{"from":{"index":0}}\n${blocksLine(liar)}`);
		answerBlocks(visitor, liar).catch(() => {});
		const {reason, facts} = await probe.phase('alarm');
		expect(reason).toBe('its block 2 is not the one that was verified before');
		expect(findDifference(facts)).toMatchObject({
			pinned: {bpm: '88'},
			offered: {bpm: '55', hash: liar[2]!.hash},
		});
		expect(probe.link.chain.length).toBe(0);
	});

	it('another past, and breaks off when it is asked about it, raises the alarm all the same', async () => {
		await using hub = await startScriptedHub();
		const folder = await visit(hub, chain, durable);
		await using probe = run(hub, folder);
		const visitor = await hub.next();
		visitor.write('Enter a new BPM:');
		await visitor.line();
		visitor.write(`\n${JSON.stringify({welcome: makeWelcome(branchAt(4, [55]), durable)})}\n`);
		expect(await visitor.line()).toBe('/block 4');
		visitor.destroy();
		expect((await probe.phase('alarm')).reason).toContain('its block 4 is ');
	});

	it('another past, and says nothing when it is asked about it, raises the alarm after a time', async () => {
		await using hub = await startScriptedHub();
		const folder = await visit(hub, chain, durable);
		await using probe = run(hub, folder, {timing: {inquiryTimeoutMs: 50}});
		const visitor = await hub.next();
		visitor.write('Enter a new BPM:');
		await visitor.line();
		visitor.write(`\n${JSON.stringify({welcome: makeWelcome(branchAt(4, [55]), durable)})}\n`);
		const {facts} = await probe.phase('alarm');
		expect(facts.blocks.map(({offered}) => offered)).toEqual(Array(5).fill('unknown'));
	});

	it('nothing of live mode is never used in plain mode', async () => {
		await using hub = await startScriptedHub();
		const folder = await visit(hub, chain, durable);
		await using probe = run(hub, folder, {timing: {welcomeTimeoutMs: 30}});
		const visitor = await hub.next();
		visitor.write('Enter a new BPM:');
		const {reason} = await probe.phase('waiting');
		expect(reason).toBe('the hub does not answer /live as it did before');
		expect(probe.phases().some(({kind}) => kind === 'plain')).toBe(false);
	});
});
