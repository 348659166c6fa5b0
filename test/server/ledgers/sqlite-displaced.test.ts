/** Displaced readings in a ledger that is restored, cut, older than this bchain, or on a disk that fails. */
import {copyFileSync, mkdirSync, rmSync} from 'node:fs';
import path from 'node:path';
import {DatabaseSync} from 'node:sqlite';
import {describe, expect, it} from 'vitest';
import type {Block} from '../../../src/core/block.ts';
import type {Replaced} from '../../../src/server/ledger.ts';
import {toColumns} from '../../../src/server/ledgers/block-columns.ts';
import {checkLedger} from '../../../src/server/ledgers/ledger-check.ts';
import {backUpLedger} from '../../../src/server/ledgers/sqlite-backup.ts';
import {openImport} from '../../../src/server/ledgers/sqlite-import.ts';
import {truncateAt} from '../../../src/server/ledgers/sqlite-truncate.ts';
import {startMs} from '../../support/chains.ts';
import {makeFolder} from '../../support/child-env.ts';
import {openInThread, readLedger} from './support/in-thread.ts';
import {
	Chain,
	foreign,
	makeLedger,
	type OpenLedger,
	openLedger,
	sealAfter,
	sealAgain,
	tamper,
	tipOf,
} from './support/ledgers.ts';

/** Replaces what comes after block `shared` by blocks of another hub, and gives the chain there is then. */
async function replace(
	{ledger}: Pick<OpenLedger, 'ledger'>,
	blocks: readonly Block[],
	shared: number,
	bpm = 90,
): Promise<Block[]> {
	const rest = sealAfter(blocks[shared]!, new Array<number>(blocks.length - shared).fill(bpm));
	const write = await ledger.replaceFrom(tipOf(blocks.at(-1)!), shared + 1, foreign(rest));
	expect(write.kind).toBe('stored');
	return [...blocks.slice(0, shared + 1), ...rest];
}

function newest({changes}: OpenLedger): Replaced {
	const change = changes.findLast(({kind}) => kind === 'replaced');
	if (change?.kind !== 'replaced') throw new Error('nothing was replaced');
	return change;
}

/** A backup in a folder of its own, of a ledger whose blocks 3 and 4 were replaced. */
async function restore(): Promise<{folder: string; blocks: Block[]}> {
	const made = await makeLedger(4);
	const hub = await openLedger({folder: made.folder, replaceable: true});
	const blocks = await replace(hub, made.chain.blocks, 2);
	const target = path.join(makeFolder(), 'heart.db');
	const {report} = await backUpLedger(made.folder, target, {force: false});
	expect(report).toMatchObject({
		fault: null,
		notes: ['2 readings are in no block of the chain at present: the hub puts them again.'],
	});
	const folder = path.join(makeFolder(), 'restored');
	mkdirSync(folder);
	copyFileSync(target, path.join(folder, 'chain.db'));
	return {folder, blocks};
}

const withheldNote =
	'2 readings were accepted here and are in no block of this chain: 63 (from block 3), 64 (from block 4). ' +
	'The ledger was restored or cut, so other hubs may know better, and nothing is put again by itself: "bchain peers adopt-readings" does it.';

describe('displaced readings', () => {
	it('are found at the start, wherever the hub was stopped', async () => {
		const {folder, chain} = await makeLedger(4);
		const hub = await openLedger({folder, replaceable: true});
		const blocks = await replace(hub, chain.blocks, 2);
		const {displaced} = newest(hub);
		expect(displaced).toMatchObject([{bpm: 63}, {bpm: 64}]);
		await hub.ledger.close();
		expect((await readLedger(folder)).opened).toMatchObject({displaced, notes: []});
		const again = await openLedger({folder});
		await again.ledger.append(tipOf(blocks.at(-1)!), sealAgain(blocks.at(-1)!, displaced.slice(0, 1)));
		await again.ledger.close();
		expect((await readLedger(folder)).opened.displaced).toEqual(displaced.slice(1));
	});

	it.each([
		['for a reading that is not there', {reading: 99, bpm: 63}, 'there is no reading 99'],
		['with another BPM', {reading: 3, bpm: 64}, 'a reading is in one block'],
	])('are never put again %s: that is a fault of our own', async (_name, displaced, message) => {
		const {folder, chain} = await makeLedger(4);
		const hub = await openLedger({folder, replaceable: true});
		const parent = (await replace(hub, chain.blocks, 2)).at(-1)!;
		await hub.ledger.close();
		const {writer, close} = openInThread(folder);
		const columns = toColumns(sealAgain(parent, [{...displaced, index: 0, hash: ''}]));
		await expect(writer.append(tipOf(parent), columns)).rejects.toThrow(message);
		await close();
	});

	it('that a restored backup brings are listed and not put again, until a person says so', async () => {
		const {folder, blocks} = await restore();
		const hub = await openLedger({folder, replaceable: true});
		expect(hub.opened.displaced).toEqual([]);
		expect(hub.opened.notes).toEqual([expect.stringContaining('chain.tip is missing'), withheldNote]);
		expect(await hub.ledger.listDisplaced()).toMatchObject([{bpm: 63}, {bpm: 64}]);

		// What it brought and is displaced only now is withheld, too; what it accepts from now on is not.
		const chain = new Chain(hub.ledger, blocks);
		await chain.add(70);
		const now = await replace(hub, chain.blocks, 1);
		expect(newest(hub)).toMatchObject({withheld: [{bpm: 62}], displaced: [{bpm: 70}]});
		await hub.ledger.close();
		expect(checkLedger(folder).notes).toEqual([
			'1 reading is in no block of the chain at present: the hub puts it again.',
			expect.stringContaining('3 readings were accepted here and are in no block of this chain'),
		]);
		const again = await openLedger({folder, replaceable: true});
		expect(again.opened.displaced).toMatchObject([{bpm: 70}]);
		expect(again.opened.notes).toEqual([expect.stringContaining('3 readings were')]);

		const adopted = await again.ledger.adoptReadings(Date.now() + 60_000);
		if (adopted.kind !== 'stored') throw new Error(adopted.reason);
		expect(adopted.displaced.map(({bpm}) => bpm)).toEqual([62, 63, 64, 70]);
		await again.ledger.append(tipOf(now.at(-1)!), sealAgain(now.at(-1)!, adopted.displaced));
		await again.ledger.close();
		expect((await readLedger(folder)).opened).toMatchObject({displaced: [], notes: []});
	});

	it('are not forgotten to be those of a backup by an import', async () => {
		const {folder, blocks} = await restore();
		const chainImport = openImport(folder, startMs);
		for (const block of [...blocks, ...sealAfter(blocks.at(-1)!, [80])]) chainImport.take(block);
		chainImport.commit();
		chainImport.close();
		expect((await readLedger(folder)).opened).toMatchObject({displaced: [], notes: [withheldNote]});
	});

	it('are those of a backup also where the tip beside it was of a newer ledger and is gone', async () => {
		const {folder} = await makeLedger(4);
		tamper(folder, 'DELETE FROM blocks WHERE idx > 2');
		truncateAt(folder, 3, 'asked for');
		expect((await readLedger(folder)).opened).toMatchObject({displaced: [], notes: [withheldNote]});
	});

	it('of a ledger that an older bchain cut are not put again either', async () => {
		const {folder, chain} = await makeLedger(4);
		const file = path.join(folder, 'chain.db');
		const database = new DatabaseSync(file);
		database.exec(`DROP TABLE places; DROP TABLE holds; DROP TRIGGER readings_have_places;
			DROP TRIGGER readings_are_in_one_block; DROP TABLE yielded; DROP TABLE adopted;
			INSERT INTO replaced SELECT 1, idx, '2026-11-20T05:01:37.390Z', '', timestamp, bpm, hash, prev_hash
				FROM blocks WHERE idx > 2;
			DELETE FROM blocks WHERE idx = 4; DELETE FROM blocks WHERE idx = 3; PRAGMA user_version = 1`);
		database.close();
		rmSync(path.join(folder, 'chain.tip'));
		// It is looked at as it is, and nothing is changed by that.
		expect(checkLedger(folder)).toMatchObject({fault: null, tip: tipOf(chain.blocks[2]!)});
		const {opened} = await readLedger(folder);
		expect(opened).toMatchObject({
			displaced: [],
			notes: [expect.stringContaining('chain.tip'), withheldNote],
		});
		expect((await readLedger(folder)).opened).toMatchObject({displaced: [], notes: [withheldNote]});
	});
});

describe('a commit that reports an error', () => {
	/** SQLITE_IOERR_FSYNC. */
	const errcode = 1_034;

	it.each([true, false])(
		'when blocks are replaced: displaced is what is on the disk (stored: %s)',
		async stored => {
			const {folder, chain} = await makeLedger(4);
			const faults = {failures: [{commit: 1, stored, errcode}]};
			const hub = await openLedger({folder, replaceable: true, faults});
			const rest = foreign(sealAfter(chain.blocks[2]!, [90, 91, 92]));
			const write = await hub.ledger.replaceFrom(chain.tip!, 3, rest);
			expect(write.kind).toBe(stored ? 'stored' : 'notStored');
			const displaced = await hub.ledger.listDisplaced();
			expect(displaced.map(({bpm}) => bpm)).toEqual(stored ? [63, 64] : []);
			if (stored) expect(newest(hub).displaced).toEqual(displaced);
			else expect(hub.changes.filter(({kind}) => kind !== 'health')).toEqual([]);
		},
	);

	it.each([true, false])(
		'when readings are adopted: it is known by what is on the disk (stored: %s)',
		async stored => {
			const {folder, chain} = await makeLedger(4);
			const faults = {failures: [{commit: 3, stored, errcode}]};
			const hub = await openLedger({folder, replaceable: true, faults});
			const first = await replace(hub, chain.blocks, 2);
			await replace(hub, first, 2, 91);
			const adopted = await hub.ledger.adoptReadings();
			expect(adopted.kind).toBe(stored ? 'stored' : 'notStored');
			await hub.untilHealth(({ok}) => ok);
			const again = await hub.ledger.adoptReadings();
			if (stored) expect(again).toEqual(adopted);
			expect(again).toMatchObject({displaced: [{bpm: 63}, {bpm: 90}, {bpm: 64}, {bpm: 90}, {bpm: 90}]});
		},
	);
});

it('a reading that stands in two blocks of a chain is found', async () => {
	const {folder, chain} = await makeLedger(4);
	tamper(folder, `INSERT INTO attempts VALUES (3, 2, '${chain.blocks[2]!.hash}')`);
	expect(checkLedger(folder).fault).toEqual({
		index: null,
		reason: 'readings',
		detail: 'readings that are in two blocks: 1',
	});
	await expect(readLedger(folder)).rejects.toMatchObject({code: 'LEDGER_DAMAGED'});
});
