import {expect, it} from 'vitest';
import type {Block} from '../../../src/core/block.ts';
import type {LedgerChange} from '../../../src/server/ledger.ts';
import {createMemoryLedger} from '../../../src/server/ledgers/memory.ts';
import {makeChain} from '../../support/chains.ts';
import {tipOf} from './support/ledgers.ts';

const [genesis, one, two] = makeChain([61, 62]) as [Block, Block, Block];
const [, otherOne, otherTwo, otherThree] = makeChain([71, 72, 73]) as [Block, Block, Block, Block];
const idOne = 'the-id-of-block-one';

async function makeLedger(replaceable = false) {
	const ledger = createMemoryLedger({replaceable});
	const changes: LedgerChange[] = [];
	ledger.watch(change => void changes.push(change));
	await ledger.append(null, [{block: genesis}]);
	return {ledger, changes};
}

it('begins empty, with an id of its own', async () => {
	const ledger = createMemoryLedger();
	expect(await ledger.open()).toMatchObject({tip: null, version: 0});
	expect(ledger).toMatchObject({durable: false, replaceable: false});
	expect(ledger.id).toMatch(/^[A-Za-z0-9_-]{16}$/);
	expect(createMemoryLedger().id).not.toBe(ledger.id);
});

it('appends to the expected tip only, and reports it before the write resolves', async () => {
	const {ledger, changes} = await makeLedger();
	expect(await ledger.append(tipOf(two), [{block: one}])).toEqual({kind: 'conflict', tip: tipOf(genesis)});
	expect(await ledger.append(null, [{block: one}])).toEqual({kind: 'conflict', tip: tipOf(genesis)});
	expect(changes).toHaveLength(1);
	const batch = [{block: one, id: idOne}, {block: two}];
	expect(await ledger.append(tipOf(genesis), batch)).toEqual({kind: 'stored', tip: tipOf(two)});
	expect(changes[1]).toEqual({kind: 'appended', version: 0, entries: batch});
	expect(await ledger.open()).toMatchObject({tip: tipOf(two), version: 0});
	expect(await ledger.read(0, 1, 3)).toEqual(batch);
});

it('finds ids', async () => {
	const {ledger} = await makeLedger();
	await ledger.append(tipOf(genesis), [{block: one, id: idOne}]);
	const found = await ledger.find(['an-unknown-id-1234', idOne]);
	expect([...found.keys()]).toEqual([idOne]);
	expect(found.get(idOne)).toMatchObject({index: 1, hash: one.hash, bpm: 61});
});

it('never replaces blocks unless it was made for that', async () => {
	const {ledger} = await makeLedger();
	expect(await ledger.replaceFrom(tipOf(genesis), 0, [])).toEqual({
		kind: 'notStored',
		reason: 'this ledger never replaces blocks',
	});
});

it('replaces blocks from an index on, their ids included, and no longer reads the old ones', async () => {
	const {ledger, changes} = await makeLedger(true);
	await ledger.append(tipOf(genesis), [{block: one, id: idOne}, {block: two}]);
	const branch = [{block: otherOne}, {block: otherTwo}, {block: otherThree}];
	expect(await ledger.replaceFrom(tipOf(one), 1, branch)).toEqual({kind: 'conflict', tip: tipOf(two)});
	expect(await ledger.replaceFrom(tipOf(two), 1, branch)).toEqual({kind: 'stored', tip: tipOf(otherThree)});
	const displaced = [
		{reading: 1, id: idOne, bpm: 61, ...tipOf(one)},
		{reading: 2, bpm: 62, ...tipOf(two)},
	];
	expect(changes.at(-1)).toEqual({
		kind: 'replaced',
		version: 1,
		from: 1,
		entries: branch,
		removed: [one, two],
		displaced,
		withheld: [],
	});
	expect(await ledger.open()).toEqual({tip: tipOf(otherThree), version: 1, displaced});
	expect((await ledger.find([idOne])).size).toBe(0);
	expect(await ledger.read(0, 0, 1)).toEqual([{block: genesis}]);
	expect(await ledger.read(0, 0, 2)).toBe('replaced');
	expect(await ledger.read(1, 1, 4)).toEqual(branch);
});

it('throws at a block that does not follow: the hub seals no such block', async () => {
	const {ledger} = await makeLedger();
	await expect(ledger.append(tipOf(genesis), [{block: two}])).rejects.toThrow(
		'block 2 does not follow block 0',
	);
});
