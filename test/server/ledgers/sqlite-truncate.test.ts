/** Cutting a ledger that does not start. */
import {existsSync} from 'node:fs';
import path from 'node:path';
import {DatabaseSync} from 'node:sqlite';
import {expect, it} from 'vitest';
import {BchainError} from '../../../src/core/errors.ts';
import {truncateAt} from '../../../src/server/ledgers/sqlite-truncate.ts';
import {makeFolder} from '../../support/child-env.ts';
import {readLedger} from './support/in-thread.ts';
import {Chain, idOf, makeLedger, openLedger, tamper} from './support/ledgers.ts';

const readings = 20;

function refusalToCut(folder: string, from: number): BchainError {
	try {
		truncateAt(folder, from, 'asked for');
	} catch (error) {
		if (error instanceof BchainError) return error;
		throw error;
	}
	throw new Error(`${folder} was cut at ${from}`);
}

it('moves the blocks from there on aside, and keeps them', async () => {
	const {folder, chain} = await makeLedger(readings);
	tamper(folder, 'UPDATE blocks SET bpm = 99 WHERE idx = 7');
	const tip = {index: 6, hash: chain.blocks[6]!.hash};
	expect(truncateAt(folder, 7, 'block 7 was changed')).toEqual({moved: 14, tip});
	const {opened, blocks, found} = await readLedger(folder, [idOf(5), idOf(7)]);
	expect(opened).toEqual({
		tip,
		version: 1,
		displaced: [],
		notes: [expect.stringMatching(/^14 readings were/)],
	});
	expect(blocks).toEqual(chain.blocks.slice(0, 7));
	expect([...found.keys()]).toEqual([idOf(5)]);

	const database = new DatabaseSync(path.join(folder, 'chain.db'), {readOnly: true});
	const rows = database.prepare('SELECT idx, bpm, hash, why FROM replaced ORDER BY idx').all();
	database.close();
	expect(rows.map(row => ({...row}))).toEqual(
		chain.blocks.slice(7).map(({index, bpm, hash}) => ({
			idx: index,
			bpm: index === 7 ? 99 : bpm,
			hash,
			why: 'block 7 was changed',
		})),
	);
});

it.each([
	['a block is missing', 'DELETE FROM blocks WHERE idx = 7', 7, 13, '14 readings were'],
	['the end is missing', 'DELETE FROM blocks WHERE idx > 17', 18, 0, '3 readings were'],
	[
		'an index is impossible',
		'UPDATE blocks SET idx = 9007199254740993 WHERE idx = 20',
		20,
		1,
		'1 reading was',
	],
	['a hash is no text', "UPDATE blocks SET hash = 'no hash' WHERE idx = 20", 20, 1, '1 reading was'],
	[
		'even the genesis block is bad',
		"UPDATE blocks SET prev_hash = 'x' WHERE idx = 0",
		0,
		21,
		'20 readings were',
	],
])('helps when %s', async (_name, sql, from, moved, withheld) => {
	const {folder, chain} = await makeLedger(readings);
	tamper(folder, sql);
	await expect(readLedger(folder)).rejects.toThrow();
	expect(truncateAt(folder, from, 'asked for')).toMatchObject({moved});
	const {opened, blocks} = await readLedger(folder);
	expect(blocks).toEqual(chain.blocks.slice(0, from));
	expect(opened.displaced).toEqual([]);
	expect(opened.notes).toEqual([expect.stringContaining(`${withheld} accepted here and`)]);
	const {ledger} = await openLedger({folder});
	const rest = new Chain(ledger, blocks);
	const id = idOf(from % 2 ? from : from + 1);
	await rest.add([72, id], 73);
	expect(await ledger.find([id])).toEqual(
		new Map([[id, {index: from === 0 ? 1 : from, hash: rest.blocks.at(-2)!.hash, bpm: 72}]]),
	);
});

it('is refused where the chain holds and nothing of it is lost', async () => {
	const {folder} = await makeLedger(readings);
	for (const from of [0, 5, 21, 22]) {
		expect(refusalToCut(folder, from)).toMatchObject({
			code: 'OPTION_INVALID',
			exitCode: 2,
			message: `The chain in ${folder} holds, so nothing is cut: leave --truncate-at out.`,
		});
	}
	expect((await readLedger(folder)).opened).toMatchObject({version: 0, tip: {index: 20}});
});

it('is refused where a bad block would be left, and possible before it', async () => {
	const {folder, chain} = await makeLedger(readings);
	tamper(folder, 'UPDATE blocks SET bpm = 99 WHERE idx = 7');
	expect(refusalToCut(folder, 8)).toMatchObject({
		code: 'OPTION_INVALID',
		exitCode: 2,
		message:
			`The first bad block of the ledger in ${folder} is block 7 (its Hash is not the SHA-256 of its fields), ` +
			'so a cut at block 8 would leave it there: cut at 7, or before.',
	});
	expect(truncateAt(folder, 5, 'asked for')).toMatchObject({moved: 16, tip: {index: 4}});
	expect((await readLedger(folder)).blocks).toEqual(chain.blocks.slice(0, 5));
});

it('is refused beyond the end of a ledger that lost the rest', async () => {
	const {folder} = await makeLedger(readings);
	tamper(folder, 'DELETE FROM readings; DELETE FROM blocks WHERE idx > 0');
	expect(refusalToCut(folder, 2).message).toBe(
		`The ledger in ${folder} has 1 block, so it cannot be cut at block 2.`,
	);
});

it('helps when a reading does not fit its block', async () => {
	const {folder, chain} = await makeLedger(readings);
	tamper(folder, 'UPDATE readings SET bpm = 99 WHERE idx = 7');
	expect(truncateAt(folder, 7, 'asked for')).toMatchObject({moved: 14});
	expect((await readLedger(folder)).blocks).toEqual(chain.blocks.slice(0, 7));
});

it('is refused where there is no ledger, and makes none', () => {
	const folder = path.join(makeFolder('ledger'), 'new');
	expect(refusalToCut(folder, 0)).toMatchObject({
		exitCode: 2,
		message: `There is no ledger in ${folder}: leave --truncate-at out to begin one.`,
	});
	expect(existsSync(folder)).toBe(false);
});

it('is refused while a hub runs', async () => {
	const {folder} = await openLedger();
	expect(() => truncateAt(folder, 0, 'asked for')).toThrow('is in use by another bchain');
});
