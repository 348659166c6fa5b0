/** What every ledger does, whatever it keeps its blocks in. */
import {describe, expect, it, onTestFinished} from 'vitest';
import {formatBlock} from '../../../src/core/block.ts';
import {sealBlock} from '../../../src/core/seal.ts';
import type {Ledger, LedgerChange} from '../../../src/server/ledger.ts';
import {createMemoryLedger} from '../../../src/server/ledgers/memory.ts';
import {createSqliteLedger} from '../../../src/server/ledgers/sqlite.ts';
import {startMs} from '../../support/chains.ts';
import {makeFolder} from '../../support/child-env.ts';
import {Chain, textOf, tipOf} from './support/ledgers.ts';

const ledgers: readonly [name: string, make: (options: {replaceable?: boolean}) => Ledger][] = [
	['memory', createMemoryLedger],
	['SQLite', options => createSqliteLedger({...options, folder: makeFolder('ledger')})],
];

describe.each(ledgers)('a ledger in %s', (_name, make) => {
	async function open(options: {replaceable?: boolean} = {}) {
		const ledger = make(options);
		onTestFinished(() => ledger.close());
		const opened = await ledger.open();
		const changes: LedgerChange[] = [];
		ledger.watch(change => changes.push(change));
		return {ledger, opened, changes, chain: new Chain(ledger)};
	}

	it('is empty at first and has an id', async () => {
		const {ledger, opened} = await open();
		expect(opened).toMatchObject({tip: null, version: 0});
		expect(ledger.id).toMatch(/^[A-Za-z0-9_-]{16}$/);
		expect(await ledger.read(0, 0, 10)).toEqual([]);
		expect(await ledger.hashesAt([0])).toEqual(new Map());
		expect(await ledger.find(['0123456789abcdef'])).toEqual(new Map());
	});

	it('gives back what was appended, as blocks, text and hashes', async () => {
		const {ledger, chain} = await open();
		await chain.add(72, 80, 65);
		const {blocks} = chain;
		expect((await ledger.read(0, 1, 3)) as unknown).toMatchObject([{block: blocks[1]}, {block: blocks[2]}]);
		expect(await ledger.read(0, 3, 99)).toMatchObject([{block: blocks[3]}]);
		const range = await ledger.readText(0, 0, 100_000);
		expect(range).toEqual({bytes: Buffer.from(textOf(blocks)), to: 4});
		expect(await ledger.hashesAt([3, 0, 4])).toEqual(
			new Map([
				[3, blocks[3]!.hash],
				[0, blocks[0]!.hash],
			]),
		);
	});

	it('writes as many whole blocks as fit, and at least one', async () => {
		const {ledger, chain} = await open();
		await chain.add(72, 80, 65);
		const {blocks} = chain;
		const two = Buffer.from(textOf(blocks.slice(1, 3)));
		expect(await ledger.readText(0, 1, two.length)).toEqual({bytes: two, to: 3});
		const one = Buffer.from(formatBlock(blocks[1]!));
		expect(await ledger.readText(0, 1, two.length - 1)).toEqual({bytes: one, to: 2});
		expect(await ledger.readText(0, 1, 0)).toEqual({bytes: one, to: 2});
	});

	it('finds readings by their ids', async () => {
		const {ledger, chain} = await open();
		await chain.add([72, 'id-0000000000000001'], 80, [65, 'id-0000000000000003']);
		const found = await ledger.find(['id-0000000000000003', 'id-0000000000000002']);
		expect(found.size).toBe(1);
		expect(found.get('id-0000000000000003')).toMatchObject({...chain.tip, bpm: 65});
	});

	it('reports what it stored before the write resolves', async () => {
		const {ledger, chain, changes} = await open();
		const genesis = chain.seal([]);
		await ledger
			.append(null, genesis)
			.then(() => changes.push({kind: 'health', ok: true, reason: 'resolved'}));
		expect(changes).toEqual([
			{kind: 'appended', version: 0, entries: genesis},
			{kind: 'health', ok: true, reason: 'resolved'},
		]);
	});

	it('stores nothing after another tip than its own, and says which that is', async () => {
		const {ledger, chain, changes} = await open();
		await chain.add(72);
		const [genesis, first] = chain.blocks;
		const block = sealBlock(genesis!, 90, startMs);
		const conflict = {kind: 'conflict', tip: chain.tip};
		expect(await ledger.append({index: 0, hash: genesis!.hash}, [{block}])).toEqual(conflict);
		const another = sealBlock({...first!, hash: 'e'.repeat(64)}, 90, startMs);
		expect(await ledger.append({index: 1, hash: 'e'.repeat(64)}, [{block: another}])).toEqual(conflict);
		expect(await ledger.append(null, [{block: genesis!}])).toEqual(conflict);
		expect(changes).toHaveLength(1);
		expect(await ledger.hashesAt([1, 2])).toEqual(new Map([[1, first!.hash]]));
	});

	it('stores nothing of a batch with an id that is on the chain already', async () => {
		const {ledger, chain, changes} = await open();
		await chain.add([72, 'id-0000000000000001']);
		const again = chain.seal([80, [72, 'id-0000000000000001']]);
		const conflict = {kind: 'conflict', tip: chain.tip};
		expect(await ledger.append(chain.tip, again)).toEqual(conflict);
		expect(await ledger.append(chain.tip, chain.seal([[73, 'id-0000000000000001']]))).toEqual(conflict);
		expect(changes).toHaveLength(1);
		await chain.add([80, 'id-0000000000000002']);
		expect(await ledger.hashesAt([2, 3])).toEqual(new Map([[2, chain.tip!.hash]]));
	});

	it('replaces nothing unless it was made for that', async () => {
		const {ledger, chain} = await open();
		await chain.add(72);
		const branch = [{block: sealBlock(chain.blocks[0]!, 90, startMs)}];
		const answer = {kind: 'notStored', reason: 'this ledger never replaces blocks'};
		expect(await ledger.replaceFrom(chain.tip!, 1, branch)).toEqual(answer);
		expect(await ledger.hashesAt([1])).toEqual(new Map([[1, chain.tip!.hash]]));
	});

	it('replaces blocks in one step, and knows for whom they are no longer what they were', async () => {
		const {ledger, chain, changes} = await open({replaceable: true});
		await chain.add(72, [80, 'id-0000000000000002'], 65);
		const branch = new Chain(ledger, chain.blocks.slice(0, 2)).seal([90, 91, [92, 'id-0000000000000004']]);
		const tip = {index: 4, hash: branch[2]!.block.hash};
		expect(await ledger.replaceFrom(chain.tip!, 2, branch)).toEqual({kind: 'stored', tip});
		const removed = chain.blocks.slice(2);
		expect(changes.at(-1)).toMatchObject({
			kind: 'replaced',
			version: 1,
			from: 2,
			entries: branch,
			removed,
			displaced: [
				{...tipOf(removed[0]!), bpm: 80, id: 'id-0000000000000002'},
				{...tipOf(removed[1]!), bpm: 65},
			],
			withheld: [],
		});

		const blocks = [...chain.blocks.slice(0, 2), ...branch.map(({block}) => block)];
		expect(await ledger.read(0, 0, 3)).toBe('replaced');
		expect(await ledger.read(0, 0, 2)).toMatchObject(blocks.slice(0, 2).map(block => ({block})));
		expect(await ledger.read(1, 0, 5)).toMatchObject(blocks.map(block => ({block})));
		expect(await ledger.readText(0, 2, 1_000)).toBe('replaced');
		const below = {bytes: Buffer.from(textOf(blocks.slice(0, 2))), to: 2};
		expect(await ledger.readText(0, 0, 100_000)).toEqual(below);
		expect(await ledger.readText(1, 0, 100_000)).toEqual({bytes: Buffer.from(textOf(blocks)), to: 5});
		const found = await ledger.find(['id-0000000000000002', 'id-0000000000000004']);
		expect(found.size).toBe(1);
		expect(found.get('id-0000000000000004')).toMatchObject({...tip, bpm: 92});
		expect(await ledger.append(chain.tip, chain.seal([60]).slice(-1))).toEqual({kind: 'conflict', tip});
	});
});
