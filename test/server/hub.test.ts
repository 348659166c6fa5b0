import {describe, expect, it} from 'vitest';
import type {Block} from '../../src/core/block.ts';
import {BchainError} from '../../src/core/errors.ts';
import {sealBlock} from '../../src/core/seal.ts';
import {verifyChain} from '../../src/core/verify.ts';
import {Hub, type Outcome} from '../../src/server/hub.ts';
import {noEvents} from '../../src/server/hub-events.ts';
import {createMemoryLedger} from '../../src/server/ledgers/memory.ts';
import {startMs} from '../support/chains.ts';
import {createHeldLedger} from './support/held-ledger.ts';

const id = 'a-reading-of-mine-1';

/** What became of a reading, as soon as it is known. */
function submit(hub: Hub, bpm: number, name?: string): Promise<Outcome> {
	return new Promise(settle => hub.submit({bpm, id: name, from: 'test', settle}));
}

function chainOf(hub: Hub): Block[] {
	return Array.from({length: hub.chain.length}, (_, i) => hub.chain.blockAt(i)!);
}

function readingsOf(hub: Hub): number[] {
	return chainOf(hub).map(block => block.bpm);
}

describe('a hub', () => {
	it('says when as many readings wait as may, and lets those who wait go on when there is room', async () => {
		const ledger = createHeldLedger();
		const hub = await Hub.open(ledger, {waitingReadingsTotalMax: 3});
		ledger.hold();
		const readings = [61, 62].map(bpm => submit(hub, bpm));
		expect(hub.isFull).toBe(false);
		readings.push(submit(hub, 63));
		expect(hub.isFull).toBe(true);
		const went = new Promise<string>(resolve => hub.whenRoom(() => resolve(hub.isFull ? 'full' : 'room')));
		// What had been read already is taken all the same.
		readings.push(submit(hub, 64));
		await ledger.held();
		ledger.unhold();
		expect(await went).toBe('room');
		expect(await Promise.all(readings)).toMatchObject([1, 2, 3, 4].map(index => ({kind: 'stored', index})));
	});

	it('counts readings that came again among those that wait', async () => {
		const ledger = createHeldLedger();
		const hub = await Hub.open(ledger, {waitingReadingsTotalMax: 3});
		ledger.hold();
		const readings = [submit(hub, 72, id), submit(hub, 72, id), submit(hub, 72, id)];
		expect([hub.waiting, hub.isFull]).toEqual([3, true]);
		ledger.unhold();
		await Promise.all(readings);
		expect([hub.waiting, hub.isFull]).toEqual([0, false]);
	});

	it('seals the genesis block of an empty ledger', async () => {
		const hub = await Hub.open(createMemoryLedger(), {now: () => startMs});
		expect(chainOf(hub)).toEqual([
			{
				index: 0,
				timestamp: '2026-11-20T05:01:37.390Z',
				bpm: 0,
				hash: hub.tip.hash,
				prevHash: '',
			},
		]);
		expect(verifyChain(chainOf(hub))).toMatchObject({ok: true, rule: 'decimal', strict: true});
	});

	it('goes on where the ledger stands', async () => {
		const ledger = createMemoryLedger();
		const first = await Hub.open(ledger);
		await submit(first, 72, id);
		const second = await Hub.open(ledger, {recentBytes: 1_000});
		expect(chainOf(second)).toEqual(chainOf(first));
		expect(await submit(second, 72, id)).toEqual({kind: 'stored', index: 1, hash: first.tip.hash});
		expect(await submit(second, 73)).toMatchObject({kind: 'stored', index: 2});
	});

	it('does not open where the genesis block cannot be stored', async () => {
		const ledger = createMemoryLedger();
		ledger.append = async () => ({kind: 'notStored', reason: 'the disk is full'});
		const error = await Hub.open(ledger).catch(caught => caught);
		expect(error).toBeInstanceOf(BchainError);
		expect(error).toMatchObject({
			code: 'LEDGER_UNAVAILABLE',
			message: 'A new chain cannot be stored: the disk is full.',
		});
	});

	it('commits together what came in one turn, and then all that waited meanwhile', async () => {
		const ledger = createHeldLedger();
		const hub = await Hub.open(ledger);
		ledger.hold();
		const first = [submit(hub, 61), submit(hub, 62)];
		expect((await ledger.held()).map(({block}) => block.bpm)).toEqual([61, 62]);
		const later = [63, 64, 65].map(bpm => submit(hub, bpm));
		expect(hub.waiting).toBe(5);
		ledger.release();
		await Promise.all(first);
		expect((await ledger.held()).map(({block}) => block.bpm)).toEqual([63, 64, 65]);
		ledger.release();
		await Promise.all(later);
		expect(ledger.batches).toHaveLength(3);
		expect(hub.waiting).toBe(0);
		expect(verifyChain(chainOf(hub))).toMatchObject({ok: true, blocks: 6});
	});

	it('shows and acknowledges nothing before it is stored', async () => {
		const ledger = createHeldLedger();
		const hub = await Hub.open(ledger);
		ledger.hold();
		let settled = false;
		const outcome = submit(hub, 72).finally(() => {
			settled = true;
		});
		await ledger.held();
		await new Promise(setImmediate);
		expect([settled, hub.chain.length, hub.tip.index]).toEqual([false, 1, 0]);
		ledger.release();
		expect(await outcome).toEqual({kind: 'stored', index: 1, hash: hub.chain.blockAt(1)?.hash});
	});

	it('says why when the ledger cannot store, and goes on from the same tip', async () => {
		const ledger = createHeldLedger();
		const hub = await Hub.open(ledger);
		ledger.hold();
		const refused = Promise.all([submit(hub, 61), submit(hub, 62, id)]);
		await ledger.held();
		ledger.release({kind: 'notStored', reason: 'the disk is full'});
		const reason = 'the disk is full';
		expect(await refused).toEqual([
			{kind: 'notStored', reason},
			{kind: 'notStored', reason},
		]);
		ledger.unhold();
		// The id is free again: its reading has no block.
		expect(await submit(hub, 62, id)).toMatchObject({kind: 'stored', index: 1});
		expect(readingsOf(hub)).toEqual([0, 62]);
	});

	it('never lets time run backwards', async () => {
		const clock = [5_000, 9_000, 1_000];
		const hub = await Hub.open(createMemoryLedger(), {now: () => clock.shift()!});
		await submit(hub, 61);
		await submit(hub, 62);
		const times = chainOf(hub).map(block => Date.parse(block.timestamp));
		expect(times).toEqual([5_000, 9_000, 9_000]);
	});
});

describe('another writer', () => {
	it('that comes first makes the hub seal again: nothing is lost, doubled or put out of order', async () => {
		const ledger = createHeldLedger();
		const hub = await Hub.open(ledger);
		const senders: (string | undefined)[] = [];
		const appended = (_: unknown, from: typeof senders) => void senders.push(...from);
		hub.watch({...noEvents, appended});
		ledger.hold();
		const first = [61, 62].map(bpm => submit(hub, bpm));
		await ledger.held();
		await ledger.intrude(90);
		const later = submit(hub, 63);
		ledger.release();
		// Sealed once more, together with what came meanwhile, and overtaken once more.
		expect((await ledger.held()).map(({block}) => [block.index, block.bpm])).toEqual([
			[2, 61],
			[3, 62],
			[4, 63],
		]);
		await ledger.intrude(91);
		ledger.release();
		await ledger.held();
		ledger.release();
		const outcomes = await Promise.all([...first, later]);
		expect(outcomes.map(outcome => (outcome.kind === 'stored' ? outcome.index : outcome))).toEqual([3, 4, 5]);
		expect(readingsOf(hub)).toEqual([0, 90, 91, 61, 62, 63]);
		expect(senders).toEqual([undefined, undefined, 'test', 'test', 'test']);
		expect(verifyChain(chainOf(hub))).toMatchObject({ok: true, blocks: 6});
	});

	it('that stores the same id first gets the block, and the hub its receipt', async () => {
		const ledger = createHeldLedger();
		const hub = await Hub.open(ledger);
		ledger.hold();
		const mine = submit(hub, 72, id);
		const other = submit(hub, 73, 'another-reading-77');
		await ledger.held();
		const {block} = await ledger.intrude(72, id);
		ledger.release();
		await ledger.held();
		ledger.release();
		expect(await mine).toEqual({kind: 'stored', index: 1, hash: block.hash});
		expect(await other).toMatchObject({kind: 'stored', index: 2});
		expect(readingsOf(hub)).toEqual([0, 72, 73]);
	});

	it('is followed block by block', async () => {
		const ledger = createHeldLedger();
		const hub = await Hub.open(ledger);
		const {block} = await ledger.intrude(90);
		expect(hub.tip).toMatchObject({index: 1, hash: block.hash});
		expect(await submit(hub, 72)).toMatchObject({kind: 'stored', index: 2});
	});
});

describe('an id', () => {
	it('makes one block, also when it comes again later, or while the first is being committed', async () => {
		const ledger = createHeldLedger();
		const hub = await Hub.open(ledger);
		ledger.hold();
		const twice = [submit(hub, 72, id), submit(hub, 72, id)];
		await ledger.held();
		const during = submit(hub, 72, id);
		ledger.unhold();
		const outcomes = await Promise.all([...twice, during]);
		const receipt = {kind: 'stored', index: 1, hash: hub.chain.blockAt(1)?.hash};
		expect(outcomes).toEqual([receipt, receipt, receipt]);
		expect(await submit(hub, 72, id)).toEqual(receipt);
		expect(readingsOf(hub)).toEqual([0, 72]);
	});

	it('with another BPM is refused, naming the block, whenever it comes', async () => {
		const ledger = createHeldLedger();
		const hub = await Hub.open(ledger);
		ledger.hold();
		const first = submit(hub, 72, id);
		await ledger.held();
		const during = submit(hub, 73, id);
		ledger.unhold();
		const refused = {
			kind: 'notStored',
			idUsed: true,
			reason: `the id ${id} has been used for BPM 72 in block 1`,
		};
		expect(await first).toMatchObject({kind: 'stored'});
		expect(await during).toEqual(refused);
		expect(await submit(hub, 73, id)).toEqual(refused);
		expect(readingsOf(hub)).toEqual([0, 72]);
	});

	it('that was not stored is not stored for anybody who asked, and may come again', async () => {
		const ledger = createHeldLedger();
		const hub = await Hub.open(ledger);
		ledger.hold();
		const both = [submit(hub, 72, id), submit(hub, 73, id)];
		await ledger.held();
		ledger.release({kind: 'notStored', reason: 'the disk is full'});
		const reason = 'the disk is full';
		expect(await Promise.all(both)).toEqual([
			{kind: 'notStored', reason},
			{kind: 'notStored', reason},
		]);
		ledger.unhold();
		expect(await submit(hub, 73, id)).toMatchObject({kind: 'stored', index: 1});
	});
});

describe('draining', () => {
	it('waits for the branches of other hubs, which cannot be written when the ledger is closed', async () => {
		const hub = await Hub.open(createMemoryLedger({replaceable: true}));
		const first = sealBlock(hub.chain.blockAt(0)!, 70, startMs);
		const adoptions = [hub.adopt(0, [first]), hub.adopt(1, [sealBlock(first, 71, startMs)])];
		await hub.drain();
		expect(readingsOf(hub)).toEqual([0, 70, 71]);
		expect(await Promise.all(adoptions)).toMatchObject([{kind: 'adopted'}, {kind: 'adopted'}]);
	});

	it('waits for everything submitted, and is over at once when there is nothing', async () => {
		const ledger = createHeldLedger();
		const hub = await Hub.open(ledger);
		await hub.drain();
		ledger.hold();
		const order: string[] = [];
		const reading = submit(hub, 72).then(() => order.push('settled'));
		const drained = hub.drain().then(() => order.push('drained'));
		await ledger.held();
		ledger.unhold();
		await Promise.all([reading, drained]);
		expect(order).toEqual(['settled', 'drained']);
	});

	it('waits for readings that must be sealed again', async () => {
		const ledger = createHeldLedger();
		const hub = await Hub.open(ledger);
		ledger.hold();
		const reading = submit(hub, 72);
		await ledger.held();
		await ledger.intrude(90);
		const drained = hub.drain();
		ledger.unhold();
		await drained;
		expect(await reading).toMatchObject({kind: 'stored', index: 2});
	});
});
