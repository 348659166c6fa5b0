/** What every ledger does with blocks that another hub sealed, too, whatever it keeps its blocks in. */
import {rmSync} from 'node:fs';
import path from 'node:path';
import {DatabaseSync} from 'node:sqlite';
import {describe, expect, it, onTestFinished} from 'vitest';
import type {Block} from '../../../src/core/block.ts';
import type {DisplacedReading, Ledger, Write} from '../../../src/server/ledger.ts';
import {checkLedger} from '../../../src/server/ledgers/ledger-check.ts';
import {createMemoryLedger} from '../../../src/server/ledgers/memory.ts';
import {createSqliteLedger} from '../../../src/server/ledgers/sqlite.ts';
import {makeFolder} from '../../support/child-env.ts';
import {readLedger} from './support/in-thread.ts';
import {Chain, foreign, makeLedger, openLedger, sealAfter, sealAgain, tipOf} from './support/ledgers.ts';

const id = 'id-0000000000000002';

const ledgers: readonly [name: string, make: () => Ledger][] = [
	['memory', () => createMemoryLedger({replaceable: true})],
	['SQLite', () => createSqliteLedger({replaceable: true, folder: makeFolder('ledger')})],
];

describe.each(ledgers)('a block that another hub has, in %s', (_name, make) => {
	/** A ledger with 72, 80 that has an id, and 65. */
	async function open() {
		const ledger = make();
		onTestFinished(() => ledger.close());
		await ledger.open();
		const chain = new Chain(ledger);
		await chain.add(72, [80, id], 65);
		return {
			ledger,
			chain,
			blocks: [...chain.blocks] as [genesis: Block, one: Block, two: Block, three: Block],
			async yieldBlocks(...blocks: readonly Block[]): Promise<readonly DisplacedReading[]> {
				const yielded = await ledger.yieldBlocks(blocks.map(tipOf));
				if (yielded.kind !== 'stored') throw new Error(yielded.reason);
				return yielded.displaced;
			},
			async replace(shared: number, branch: readonly Block[]): Promise<void> {
				const write = await ledger.replaceFrom(chain.tip!, shared + 1, foreign(branch));
				expect(write).toEqual({kind: 'stored', tip: tipOf(branch.at(-1)!)});
				chain.blocks.splice(shared + 1, Number.POSITIVE_INFINITY, ...branch);
			},
			async putAgain(...displaced: readonly DisplacedReading[]): Promise<Write> {
				const entries = sealAgain(chain.blocks.at(-1)!, displaced);
				const write = await ledger.append(chain.tip, entries);
				if (write.kind === 'stored') chain.blocks.push(...entries.map(({block}) => block));
				return write;
			},
		};
	}

	it('stays, and does not hold the reading any more that was put into it here', async () => {
		const {ledger, blocks, yieldBlocks} = await open();
		const [, , two] = blocks;
		const displaced = await yieldBlocks(two);
		expect(displaced).toEqual([{reading: expect.any(Number), id, bpm: 80, ...tipOf(two)}]);
		expect(await ledger.listDisplaced()).toEqual(displaced);
		expect(await ledger.find([id])).toEqual(new Map());
		expect(await ledger.locate([displaced[0]!.reading])).toEqual(new Map());
		expect(await ledger.read(0, 0, 9)).toMatchObject(blocks.map(block => ({block})));
		// Once and for all.
		expect(await yieldBlocks(two)).toEqual([]);
	});

	it('gives a reading that is put again on the same chain, with its id, and only once', async () => {
		const {ledger, chain, blocks, yieldBlocks, putAgain} = await open();
		const [reading] = await yieldBlocks(blocks[2]);
		expect(await putAgain(reading!)).toEqual({kind: 'stored', tip: chain.tip});
		const four = tipOf(chain.blocks[4]!);
		expect(await ledger.find([id])).toEqual(new Map([[id, expect.objectContaining({...four, bpm: 80})]]));
		expect(await ledger.listDisplaced()).toEqual([]);
		expect((await putAgain(reading!)).kind).toBe('conflict');
		const [again] = chain.seal([[80, id]]);
		expect((await ledger.append(chain.tip, [again!])).kind).toBe('conflict');
	});

	it('may lie on no chain now: when it comes back, it does not hold the reading', async () => {
		const {ledger, chain, blocks, yieldBlocks, replace, putAgain} = await open();
		const [, one, two, three] = blocks;
		await replace(1, sealAfter(one, [90, 91, 92]));
		const displaced = await ledger.listDisplaced();
		expect(await yieldBlocks(two)).toEqual([]);
		expect(await ledger.listDisplaced()).toEqual(displaced);
		await putAgain(...displaced);
		const back = [two, three, ...sealAfter(three, [93, 94, 95])];
		await replace(1, back);
		expect(await ledger.listDisplaced()).toMatchObject([{id, bpm: 80}]);
		expect(await ledger.locate(displaced.map(({reading}) => reading))).toEqual(
			new Map([[displaced[1]!.reading, expect.objectContaining({...tipOf(three), bpm: 65})]]),
		);
		expect(chain.tip).toEqual(tipOf(back.at(-1)!));
	});

	it('is named among those sealed here only until then', async () => {
		const {ledger, blocks, yieldBlocks, replace, putAgain, chain} = await open();
		const [, one, two, three] = blocks;
		expect(await ledger.listSealed(9)).toEqual([one, two, three].map(tipOf));
		expect(await ledger.listSealed(2)).toEqual([two, three].map(tipOf));
		await yieldBlocks(two);
		expect(await ledger.listSealed(9)).toEqual([one, three].map(tipOf));
		// A block that was replaced may come back, and is claimed all the same.
		await replace(2, sealAfter(two, [90, 91]));
		await putAgain(...(await ledger.listDisplaced()));
		const sealed = await ledger.listSealed(9);
		expect(new Set(sealed.map(({hash}) => hash))).toEqual(
			new Set([one, three, ...chain.blocks.slice(-2)].map(({hash}) => hash)),
		);
	});

	it('leaves out what was not sealed here, and what was taken over from a hub that is gone', async () => {
		const {ledger, chain, blocks, yieldBlocks, replace} = await open();
		const theirs = sealAfter(blocks[3], [90]);
		await ledger.append(chain.tip, foreign(theirs));
		chain.blocks.push(...theirs);
		expect(await yieldBlocks(...theirs, blocks[0])).toEqual([]);
		await replace(3, sealAfter(blocks[3], [91, 92]));
		const adopted = await ledger.adoptReadings();
		expect(adopted).toMatchObject({kind: 'stored', displaced: [{bpm: 90}]});
		expect(await ledger.listSealed(9)).toEqual(blocks.slice(1).map(tipOf));
		await replace(3, [...theirs, ...sealAfter(theirs[0]!, [93, 94])]);
		expect(await yieldBlocks(...theirs)).toEqual([]);
		expect(await ledger.listDisplaced()).toEqual([]);
	});

	it('can be adopted as the other hub’s, when that is gone and the block, too', async () => {
		const {ledger, blocks, yieldBlocks, replace, putAgain} = await open();
		const [, one, two] = blocks;
		await putAgain(...(await yieldBlocks(two)));
		await replace(1, sealAfter(one, [90, 91, 92, 93]));
		expect(await ledger.listDisplaced()).toHaveLength(2);
		const adopted = await ledger.adoptReadings();
		expect(adopted.kind === 'stored' && adopted.displaced.map(({bpm}) => bpm).toSorted()).toEqual([
			65, 80, 80,
		]);
	});
});

describe('a ledger on a disk', () => {
	/** One that has yielded the block of 62, which is on its chain. */
	async function openYielded() {
		const {folder, chain} = await makeLedger(3);
		const {ledger} = await openLedger({folder, replaceable: true});
		const yielded = await ledger.yieldBlocks([tipOf(chain.blocks[2]!)]);
		if (yielded.kind !== 'stored') throw new Error(yielded.reason);
		return {folder, chain, ledger, displaced: yielded.displaced};
	}

	it('has yielded a block also after a restart, and is sound', async () => {
		const {folder, chain, ledger, displaced} = await openYielded();
		await ledger.close();
		expect((await readLedger(folder)).opened).toMatchObject({displaced, notes: []});
		expect(displaced).toMatchObject([{...tipOf(chain.blocks[2]!), bpm: 62}]);
		expect(checkLedger(folder)).toMatchObject({
			fault: null,
			notes: ['1 reading is in no block of the chain at present: the hub puts it again.'],
		});
		const again = await openLedger({folder, replaceable: true});
		expect(await again.ledger.listSealed(9)).toEqual([chain.blocks[1]!, chain.blocks[3]!].map(tipOf));
	});

	it('does not put again by itself what a backup brought, and yields', async () => {
		const {folder, chain} = await makeLedger(3);
		// Without it the ledger may be an older one than there was.
		rmSync(path.join(folder, 'chain.tip'));
		const {ledger} = await openLedger({folder, replaceable: true});
		expect(await ledger.yieldBlocks([tipOf(chain.blocks[2]!)])).toEqual({kind: 'stored', displaced: []});
		await ledger.close();
		const {opened} = await readLedger(folder);
		expect(opened.displaced).toEqual([]);
		expect(opened.notes).toEqual([expect.stringContaining('1 reading was accepted here and is in no block')]);
	});

	it.each([true, false])('knows whether a yield is stored whose commit failed: %s', async stored => {
		const {folder, chain} = await makeLedger(3);
		const {ledger} = await openLedger({
			folder,
			replaceable: true,
			faults: {failures: [{commit: 1, stored, errcode: 1034}]},
		});
		const blocks = [tipOf(chain.blocks[2]!)];
		expect(await ledger.yieldBlocks(blocks)).toMatchObject(
			stored ? {kind: 'stored', displaced: [{bpm: 62}]} : {kind: 'notStored'},
		);
		expect(await ledger.listDisplaced()).toHaveLength(stored ? 1 : 0);
	});

	it('of an older bchain is looked at without what came later', async () => {
		const {folder} = await makeLedger(3);
		const database = new DatabaseSync(path.join(folder, 'chain.db'));
		database.exec(`DROP TRIGGER readings_are_in_one_block; DROP TABLE yielded; DROP TABLE adopted;
			PRAGMA user_version = 2`);
		database.close();
		expect(checkLedger(folder)).toMatchObject({fault: null, notes: []});
	});
});
