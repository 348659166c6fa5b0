/** The link in plain mode, mostly against a stand-in for the tutorial's Go hub. */
import {describe, expect, it} from 'vitest';
import {formatBlock} from '../../src/core/block.ts';
import {sealBlock} from '../../src/core/seal.ts';
import {makeChain, readVector} from '../support/chains.ts';
import {openProbe} from './support/link-probe.ts';
import {prompt} from './support/live-visit.ts';
import {startScriptedHub} from './support/scripted-hub.ts';
import {formatTutorialChain, startTutorialHub} from './support/tutorial-hub.ts';

const soon = {welcomeTimeoutMs: 30} as const;
const chain = makeChain([72, 88, 65]);

function arrayOf(blocks: typeof chain): string {
	return `[${blocks.map(formatBlock).join(',')}]`;
}

describe("against the tutorial's hub", () => {
	it('is in plain mode, and verifies each broadcast by the rune rule', async () => {
		await using hub = await startTutorialHub({intervalMs: 20});
		hub.add(72n);
		hub.add(-5n);
		await using probe = openProbe(hub.port, {timing: soon});
		await probe.phase('plain');
		await probe.length(3);
		expect(probe.chain()).toEqual({
			firstIndex: 0,
			length: 3,
			revision: 0,
			rule: 'rune',
			strict: false,
			fault: null,
		});
		hub.add(9_223_372_036_854_775_807n);
		await probe.length(4);
		expect([0, 1, 2, 3].map(index => probe.link.chain.blockAt(index))).toEqual(hub.chain);
		expect(probe.chain()?.revision).toBe(0);
		expect(probe.events).toContainEqual({kind: 'hub', hub: {welcome: null, live: false}});
	});

	it('it is told how often the hub broadcasts, once it was seen twice', async () => {
		await using hub = await startTutorialHub({intervalMs: 200});
		await using probe = openProbe(hub.port, {timing: soon});
		const told = () => probe.events.flatMap(event => (event.kind === 'hub' ? [event.hub.broadcastMs] : []));
		await probe.phase('plain');
		expect(told()).toEqual([undefined]);
		await expect.poll(() => told().at(-1), {timeout: 10_000}).toBeGreaterThanOrEqual(100);
	});

	it('a reading is taken at the prompt, and accepted when a broadcast shows it', async () => {
		await using hub = await startTutorialHub({intervalMs: 20});
		await using probe = openProbe(hub.port, {timing: soon});
		await probe.length(1);
		const {id} = probe.link.submit(72);
		const accepted = await probe.state(id, 'accepted');
		expect(accepted.index).toBe(1);
		expect(probe.states(id)).toEqual(['waiting', 'sent', 'taken', 'accepted']);
	});

	it('a reading that is prompted for and lost is uncertain', async () => {
		await using hub = await startTutorialHub({intervalMs: 20, loses: (_, count) => count === 1});
		await using probe = openProbe(hub.port, {timing: soon});
		await probe.length(1);
		const kept = probe.link.submit(72);
		const lost = probe.link.submit(88);
		const last = probe.link.submit(65);
		expect(await probe.state(kept.id, 'accepted')).toMatchObject({index: 1});
		expect(await probe.state(last.id, 'accepted')).toMatchObject({index: 2});
		expect(await probe.state(lost.id, 'uncertain')).toMatchObject({
			reason: 'the broadcast that came after it does not show it',
		});
		// The hub adds it after all, or somebody else adds the same: it cannot be told.
		hub.add(88n);
		expect(await probe.state(lost.id, 'accepted')).toMatchObject({index: 3});
	});

	it('each of several readings with the same BPM gets a block of its own', async () => {
		await using hub = await startTutorialHub({intervalMs: 20});
		await using probe = openProbe(hub.port, {timing: soon});
		hub.add(72n);
		await probe.length(2);
		const readings = [probe.link.submit(72), probe.link.submit(72), probe.link.submit(72)];
		for (const {id} of readings) await probe.state(id, 'accepted');
		expect(readings.map(({id}) => probe.reading(id)?.index)).toEqual([2, 3, 4]);
	});

	it('a block from before is not taken for a reading that was lost before the chain was known', async () => {
		await using hub = await startScriptedHub();
		await using probe = openProbe(hub.port, {plain: true});
		const visitor = await hub.next();
		const {id} = probe.link.submit(72);
		visitor.write(prompt);
		expect(await visitor.line()).toBe('72');
		visitor.write(`\n${prompt}`);
		await probe.state(id, 'taken');
		// Block 1 carries 72 too, but its time is long ago.
		const old = makeChain([72], Date.now() - 60_000);
		visitor.write(arrayOf(old));
		expect(await probe.state(id, 'uncertain')).toMatchObject({
			reason: 'the chain was not known when it was sent, so no block can be told to be its own',
		});
		visitor.write(arrayOf([...old, sealBlock(old[1]!, 72, Date.now())]));
		expect(await probe.state(id, 'accepted')).toMatchObject({index: 2});
	});

	it('a reading whose connection is lost is uncertain and is not sent again', async () => {
		await using hub = await startScriptedHub();
		await using probe = openProbe(hub.port, {plain: true});
		const first = probe.link.submit(72);
		const second = probe.link.submit(88);
		const visitor = await hub.next();
		visitor.write(prompt);
		expect(await visitor.line()).toBe('72');
		expect(visitor.unread()).toEqual([]);
		visitor.destroy();
		expect(await probe.state(first.id, 'uncertain')).toMatchObject({
			reason: 'the connection ended before the hub answered',
		});
		const again = await hub.next();
		again.write(prompt);
		expect(await again.line()).toBe('88');
		again.write(`\n${prompt}`);
		await probe.state(second.id, 'taken');
		expect(again.unread()).toEqual([]);
		expect(probe.link.withdraw(first.id)).toBe(true);
	});

	it('goes on with the next reading when no prompt comes, and still knows whose a late prompt is', async () => {
		await using hub = await startScriptedHub();
		await using probe = openProbe(hub.port, {plain: true, timing: {promptTimeoutMs: 50}});
		const first = probe.link.submit(72);
		const second = probe.link.submit(88);
		const visitor = await hub.next();
		visitor.write(prompt);
		expect(await visitor.line()).toBe('72');
		expect(await visitor.line()).toBe('88');
		expect(probe.reading(first.id)).toMatchObject({
			state: 'uncertain',
			reason: 'the hub has not prompted since it was sent',
		});
		visitor.write(`\n${prompt}`);
		await probe.state(first.id, 'taken');
		visitor.write(`\nNot added: no room.\n${prompt}`);
		expect(await probe.state(second.id, 'refused')).toMatchObject({reason: 'Not added: no room.'});
	});

	it('a restarted hub has a new chain, and what went to the old one is uncertain', async () => {
		await using hub = await startTutorialHub({intervalMs: 20, loses: bpm => bpm === 99n});
		await using probe = openProbe(hub.port, {plain: true});
		hub.add(72n);
		await probe.length(2);
		const lost = probe.link.submit(99);
		await probe.state(lost.id, 'uncertain');
		hub.restart();
		hub.add(99n);
		await probe.notice('New chain: ');
		await probe.until('the new genesis block', () => {
			const held = probe.link.chain.blockAt(0)?.timestamp;
			return held === hub.chain[0]!.timestamp;
		});
		expect(probe.chain()).toMatchObject({revision: 1, length: 2});
		expect(probe.reading(lost.id)).toMatchObject({
			state: 'uncertain',
			reason: 'the hub has begun a new chain, and no broadcast of the old one showed it',
		});
	});

	it('a broadcast with a fault is named, keeps what is held, and takes what goes on from it', async () => {
		await using hub = await startTutorialHub({intervalMs: 20});
		await using probe = openProbe(hub.port, {plain: true});
		hub.add(72n);
		await probe.length(2);
		hub.broadcastText = blocks =>
			formatTutorialChain(blocks.map(block => (block.index === 3 ? {...block, bpm: 1n} : block)));
		hub.add(88n);
		hub.add(65n);
		await probe.length(3);
		expect(probe.chain()).toMatchObject({
			length: 3,
			revision: 0,
			fault: {index: 3, reason: 'hash', detail: 'its Hash is not the SHA-256 of its fields by the rune rule'},
			refused: {index: 3},
		});
		expect(await probe.notice('Block 3 of')).toBe(
			"Block 3 of the hub's chain does not hold: its Hash is not the SHA-256 of its fields by the rune rule. It was not taken.",
		);
		expect(probe.phases().at(-1)?.kind).toBe('plain');
		hub.broadcastText = formatTutorialChain;
		await probe.length(4);
		expect(probe.chain()?.fault).toBeNull();
		expect(probe.chain()).not.toHaveProperty('refused');
	});

	it('blocks that were replaced are counted', async () => {
		await using hub = await startScriptedHub();
		await using probe = openProbe(hub.port, {plain: true});
		const visitor = await hub.next();
		visitor.write(prompt + arrayOf(chain));
		await probe.length(4);
		const other = [...chain.slice(0, 2), sealBlock(chain[1]!, 99, Date.now())];
		visitor.write(arrayOf(other));
		await probe.notice("2 blocks replaced: the hub's chain is another one from block 2 on.");
		expect(probe.chain()).toMatchObject({length: 3, revision: 1});
		visitor.write(arrayOf(other.slice(0, 2)));
		await probe.notice("1 block went: the hub's chain is shorter now and ends before block 2.");
		expect(probe.chain()).toMatchObject({length: 2, revision: 2});
	});

	it('the recorded session of the real one is verified', async () => {
		await using hub = await startScriptedHub(visitor => {
			visitor.write(readVector('tutorial-part2.session.txt'));
		});
		await using probe = openProbe(hub.port, {plain: true});
		await probe.until('a verified chain', () => probe.link.chain.length >= 5);
		expect(probe.chain()).toMatchObject({rule: 'rune', strict: false, fault: null});
	});
});

describe('against a hub of ours', () => {
	it('takes the refusal as the answer to its reading', async () => {
		await using hub = await startScriptedHub();
		await using probe = openProbe(hub.port, {plain: true});
		const visitor = await hub.next();
		visitor.write(prompt);
		const {id} = probe.link.submit(1200);
		expect(await visitor.line()).toBe('1200');
		visitor.write(`\n1200 is out of range: a BPM is a whole number from 1 to 999.\n${prompt}`);
		expect(await probe.state(id, 'refused')).toMatchObject({
			reason: '1200 is out of range: a BPM is a whole number from 1 to 999.',
		});
	});

	it('does not take its late answer to /live for the answer to a reading', async () => {
		await using hub = await startScriptedHub();
		await using probe = openProbe(hub.port, {timing: soon});
		const visitor = await hub.next();
		visitor.write(prompt);
		expect(await visitor.line()).toBe('/live');
		await probe.phase('plain');
		const {id} = probe.link.submit(72);
		expect(await visitor.line()).toBe('72');
		visitor.write(`\n"/live" is not a command.\n${prompt}`);
		await probe.notice('"/live" is not a command.');
		visitor.write(`\n${prompt}`);
		await probe.state(id, 'taken');
		expect(probe.states(id)).toEqual(['waiting', 'sent', 'taken']);
	});

	it('goes on from the newest part of a long chain', async () => {
		const long = makeChain([1, 2, 3, 4, 5, 6, 7, 8]);
		await using hub = await startScriptedHub();
		await using probe = openProbe(hub.port, {plain: true});
		const visitor = await hub.next();
		visitor.write(prompt + arrayOf(long.slice(2, 5)));
		await probe.length(3);
		expect(probe.chain()).toEqual({
			firstIndex: 2,
			length: 3,
			revision: 1,
			rule: 'decimal',
			strict: true,
			fault: null,
		});
		visitor.write(arrayOf(long.slice(4, 7)));
		await probe.length(5);
		expect(probe.chain()).toMatchObject({firstIndex: 2, revision: 1});
		expect([2, 3, 4, 5, 6].map(index => probe.link.chain.blockAt(index))).toEqual(long.slice(2, 7));
		visitor.write(arrayOf(long.slice(0, 8)));
		await probe.length(8);
		expect(probe.chain()).toMatchObject({firstIndex: 0, revision: 2});
		visitor.write(arrayOf(long.slice(8)).replace('[]', arrayOf(long.slice(7))));
		expect(probe.notices()).toEqual([]);
	});

	it('says goodbye with the last words of the hub', async () => {
		await using hub = await startScriptedHub();
		await using probe = openProbe(hub.port, {plain: true});
		const visitor = await hub.next();
		visitor.write(`${prompt}\nThe hub is shutting down.\n`);
		visitor.end();
		await probe.notice('The hub says: The hub is shutting down.');
		await probe.until('waiting', () =>
			probe
				.phases()
				.some(
					phase =>
						phase.kind === 'waiting' &&
						phase.reason === 'the hub closed the connection: The hub is shutting down.',
				),
		);
	});
});
