/** What is remembered, against hubs in plain mode. */
import {describe, expect, it} from 'vitest';
import {findDifference, findSame} from '../../src/client/alarm-facts.ts';
import type {Block} from '../../src/core/block.ts';
import {makeFolder} from '../support/child-env.ts';
import {branchAt, chain, durable, run, visit} from './support/runs.ts';
import {startScriptedHub, type Visitor} from './support/scripted-hub.ts';
import {formatTutorialChain, startTutorialHub} from './support/tutorial-hub.ts';

describe('in plain mode a hub that was known in live mode', () => {
	const show = (visitor: Visitor, blocks: readonly Block[]) => {
		visitor.write(`${formatTutorialChain(blocks.map(block => ({...block, bpm: BigInt(block.bpm)})))}`);
	};

	it('raises the alarm for another past, and gets no reading before it was compared', async () => {
		await using hub = await startScriptedHub();
		const folder = await visit(hub, chain, durable);
		await using probe = run(hub, folder, {plain: true});
		probe.link.submit(99);
		const visitor = await hub.next();
		visitor.write('Enter a new BPM:');
		await probe.phase('plain');
		show(visitor, branchAt(3, [55, 56, 57]));
		const {reason, facts} = await probe.phase('alarm');
		expect(reason).toBe('its block 3 is not the one that was verified before');
		expect([findSame(facts)?.index, findDifference(facts)?.pinned.index]).toEqual([2, 3]);
		await visitor.closed;
		expect(visitor.unread()).toEqual([]);
		expect(probe.link.chain.length).toBe(0);
	});

	it('goes on with the same past, and then takes readings', async () => {
		await using hub = await startScriptedHub();
		const folder = await visit(hub, chain, durable);
		await using probe = run(hub, folder, {plain: true});
		probe.link.submit(99);
		const visitor = await hub.next();
		visitor.write('Enter a new BPM:');
		await probe.phase('plain');
		show(visitor, chain);
		expect(await visitor.line()).toBe('99');
		expect(probe.notices()).toEqual([]);
	});
});

describe('a hub of the tutorial', () => {
	it('with a new genesis block is a new chain, in one line', async () => {
		await using hub = await startTutorialHub({intervalMs: 20});
		hub.add(72n);
		const folder = makeFolder('state');
		const timing = {welcomeTimeoutMs: 20};
		const first = run(hub, folder, {timing});
		await first.length(2);
		await first.link.close();
		const second = run(hub, folder, {timing});
		await second.length(2);
		expect(second.notices()).toEqual([]);
		await second.link.close();
		hub.restart();
		await using third = run(hub, folder, {timing});
		await third.length(1);
		expect(third.notices()).toEqual([`New chain: the hub at 127.0.0.1:${hub.port} has begun another one.`]);
	});

	it('that lost blocks says which of those that are remembered', async () => {
		await using hub = await startTutorialHub({intervalMs: 20});
		for (const bpm of [72n, 88n, 65n]) hub.add(bpm);
		const folder = makeFolder('state');
		const timing = {welcomeTimeoutMs: 20};
		const first = run(hub, folder, {timing});
		await first.length(4);
		await first.link.close();
		hub.broadcastText = blocks => formatTutorialChain(blocks.slice(0, 2));
		await using second = run(hub, folder, {timing});
		await second.length(2);
		expect(second.notices()).toEqual(['Since the last visit the hub has replaced blocks 2 to 3.']);
	});
});
