/** Readings in live mode: each is added exactly once, whatever happens to connections and hubs. */
import {describe, expect, it} from 'vitest';
import type {Block} from '../../src/core/block.ts';
import {sealBlock} from '../../src/core/seal.ts';
import {makeChain} from '../support/chains.ts';
import {openProbe} from './support/link-probe.ts';
import {acceptedLine, blocksLine, parseAdd, serveChain} from './support/live-visit.ts';
import {startScriptedHub, type Visitor} from './support/scripted-hub.ts';

const chain = makeChain([72, 88]);

function seal(parent: Block, bpm: number): Block {
	return sealBlock(parent, bpm, Date.now());
}

describe('a reading in live mode', () => {
	it('is sent with its id and accepted in its block', async () => {
		await using hub = await startScriptedHub();
		await using probe = openProbe(hub.port);
		const visitor = await hub.next();
		await serveChain(visitor, chain);
		await probe.phase('live');
		const reading = probe.link.submit(65);
		expect(reading).toMatchObject({bpm: 65, state: 'sent'});
		expect(await visitor.line()).toBe(`/add ${reading.id} 65`);
		const block = seal(chain[2]!, 65);
		visitor.write(acceptedLine(block, reading.id) + blocksLine([block]));
		const accepted = await probe.state(reading.id, 'accepted');
		expect(accepted.index).toBe(3);
		expect(accepted.answeredMs).toBeGreaterThanOrEqual(0);
		expect(probe.states(reading.id)).toEqual(['waiting', 'sent', 'accepted']);
		await probe.length(4);
	});

	it('is refused with the reason of the hub, made safe to show', async () => {
		await using hub = await startScriptedHub();
		await using probe = openProbe(hub.port);
		const visitor = await hub.next();
		await serveChain(visitor, chain);
		const {id} = probe.link.submit(65);
		const line = await visitor.line();
		visitor.write(`${JSON.stringify({refused: {line, reason: 'no \u001b[31mroom', id}})}\n`);
		expect(await probe.state(id, 'refused')).toMatchObject({reason: 'no ?[31mroom'});
	});

	it('waits while there is no connection and can be withdrawn until it is sent', async () => {
		await using hub = await startScriptedHub();
		await using probe = openProbe(hub.port);
		const first = probe.link.submit(65);
		const second = probe.link.submit(66);
		expect(first.state).toBe('waiting');
		expect(probe.link.withdraw(first.id)).toBe(true);
		expect(probe.link.withdraw(first.id)).toBe(false);
		const visitor = await hub.next();
		await serveChain(visitor, chain);
		expect(parseAdd(await visitor.line())).toEqual({id: second.id, bpm: 66});
		expect(probe.link.withdraw(second.id)).toBe(false);
		expect(probe.reading(first.id)?.state).toBe('withdrawn');
	});

	it('shares the way with 63 others at most, and goes out in order', async () => {
		await using hub = await startScriptedHub();
		await using probe = openProbe(hub.port);
		const readings = Array.from({length: 100}, (_, index) => probe.link.submit(index + 1));
		const visitor = await hub.next();
		await serveChain(visitor, chain);
		const lines: string[] = [];
		for (let count = 0; count < 64; count++) lines.push(await visitor.line());
		expect(lines.map(line => parseAdd(line).id)).toEqual(readings.slice(0, 64).map(({id}) => id));
		expect(visitor.unread()).toEqual([]);
		const block = seal(chain[2]!, 1);
		visitor.write(acceptedLine(block, readings[0]!.id) + blocksLine([block]));
		expect(parseAdd(await visitor.line()).id).toBe(readings[64]!.id);
		expect(visitor.unread()).toEqual([]);
	});

	it('is moved when the hub says so', async () => {
		await using hub = await startScriptedHub();
		await using probe = openProbe(hub.port);
		const visitor = await hub.next();
		await serveChain(visitor, chain, {reorgLimit: 4});
		const {id} = probe.link.submit(65);
		await visitor.line();
		visitor.write(`${acceptedLine(seal(chain[2]!, 65), id)}{"moved":{"id":"${id}","index":5}}\n`);
		expect(await probe.state(id, 'moved')).toMatchObject({index: 5});
	});

	it('is refused at once when ten thousand are waiting', async () => {
		await using probe = openProbe(1);
		for (let count = 0; count < 10_000; count++) probe.link.submit(60);
		expect(probe.link.submit(61)).toMatchObject({
			state: 'refused',
			reason: '10000 readings are waiting already',
		});
	});
});

describe('after the connection was lost', () => {
	it('unanswered readings go again with the same ids, in order, before those that wait', async () => {
		await using hub = await startScriptedHub();
		await using probe = openProbe(hub.port);
		const visitor = await hub.next();
		await serveChain(visitor, chain, {ledger: 'one'});
		const [first, second] = [probe.link.submit(65), probe.link.submit(66)];
		const lines = [await visitor.line(), await visitor.line()];
		// The hub stores both, and the answers are lost with the connection.
		const longer = [...chain, seal(chain[2]!, 65)];
		longer.push(seal(longer[3]!, 66));
		visitor.destroy();
		await probe.until('it is lost', () => probe.phases().some(({kind}) => kind === 'waiting'));
		const third = probe.link.submit(67);
		const again = await hub.next();
		await serveChain(again, longer, {ledger: 'one'});
		expect([await again.line(), await again.line()]).toEqual(lines);
		expect(parseAdd(await again.line())).toEqual({id: third.id, bpm: 67});
		again.write(acceptedLine(longer[3]!, first.id) + acceptedLine(longer[4]!, second.id));
		expect(await probe.state(second.id, 'accepted')).toMatchObject({index: 4});
		expect(probe.states(first.id)).toEqual(['waiting', 'sent', 'accepted']);
	});

	it('a hub that answers two connections by turns adds each reading once', async () => {
		const stored: Block[] = [...chain];
		const ids = new Map<string, Block>();
		let answers = 0;
		await using hub = await startScriptedHub(visitor => void serveForgetfully(visitor));
		// Stores every reading, and breaks the connection before every third answer.
		async function serveForgetfully(visitor: Visitor): Promise<void> {
			try {
				await serveChain(visitor, stored, {ledger: 'one'});
				for (;;) {
					const {id, bpm} = parseAdd(await visitor.line());
					const known = ids.get(id);
					const block = known ?? seal(stored.at(-1)!, bpm);
					if (!known) stored.push(block);
					ids.set(id, block);
					if (++answers % 3 === 0) return visitor.destroy();
					visitor.write((known ? '' : blocksLine([block])) + acceptedLine(block, id));
				}
			} catch {
				// The client is gone.
			}
		}
		await using probe = openProbe(hub.port);
		const readings = Array.from({length: 40}, (_, index) => probe.link.submit(100 + index));
		for (const {id} of readings) await probe.state(id, 'accepted');
		await probe.length(stored.length);
		expect(stored.slice(3).map(({bpm}) => bpm)).toEqual(readings.map(({bpm}) => bpm));
		expect(readings.map(({id}) => probe.reading(id)?.index)).toEqual(readings.map((_, index) => index + 3));
		expect(hub.visits()).toBeGreaterThan(10);
		expect(probe.chain()?.revision).toBe(0);
	});

	it('asks before it sends them to another ledger; what was never sent goes by itself', async () => {
		await using hub = await startScriptedHub();
		await using probe = openProbe(hub.port);
		const visitor = await hub.next();
		await serveChain(visitor, chain, {ledger: 'one'});
		const sent = probe.link.submit(65);
		const other = probe.link.submit(66);
		await visitor.line();
		await visitor.line();
		visitor.destroy();
		await probe.until('it is lost', () => probe.phases().some(({kind}) => kind === 'waiting'));
		const waiting = probe.link.submit(67);
		const restarted = makeChain([], 1_795_000_000_000);
		const again = await hub.next();
		await serveChain(again, restarted, {ledger: 'two'});
		expect(parseAdd(await again.line())).toEqual({id: waiting.id, bpm: 67});
		await probe.state(sent.id, 'asking');
		await probe.notice('New chain: ');
		expect(again.unread()).toEqual([]);
		expect(probe.link.resend(sent.id)).toBe(true);
		expect(probe.link.resend(sent.id)).toBe(false);
		expect(parseAdd(await again.line())).toEqual({id: sent.id, bpm: 65});
		expect(probe.link.withdraw(other.id)).toBe(true);
		expect(probe.states(sent.id)).toEqual(['waiting', 'sent', 'asking', 'waiting', 'sent']);
	});

	it('sends asking ones again when their ledger comes back', async () => {
		await using hub = await startScriptedHub();
		await using probe = openProbe(hub.port);
		const visitor = await hub.next();
		await serveChain(visitor, chain, {ledger: 'one'});
		const {id} = probe.link.submit(65);
		const line = await visitor.line();
		visitor.destroy();
		const second = await hub.next();
		await serveChain(second, makeChain([], 1_795_000_000_000), {ledger: 'two'});
		await probe.state(id, 'asking');
		second.destroy();
		const third = await hub.next();
		await serveChain(third, chain, {ledger: 'one'});
		expect(await third.line()).toBe(line);
	});
});
