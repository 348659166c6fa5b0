import {readFileSync, rmSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import {DatabaseSync} from 'node:sqlite';
import {describe, expect, it} from 'vitest';
import {hashBlock} from '../../../src/core/hash-rule.ts';
import {makeFolder} from '../../support/child-env.ts';
import {readLedger} from './support/in-thread.ts';
import {Chain, copyLedger, makeLedger, openLedger, refusalOf, tamper} from './support/ledgers.ts';

const readings = 20;
const other = 'e'.repeat(64);

describe('a chain that somebody changed is refused, and the block is named', () => {
	it.each<[sql: string, index: number, reason: string, detail: string]>([
		['UPDATE blocks SET bpm = 99 WHERE idx = 7', 7, 'hash', 'its Hash is not the SHA-256 of its fields'],
		["UPDATE blocks SET timestamp = '2026-11-20T05:01:37.391Z' WHERE idx = 7", 7, 'hash', 'its Hash is not'],
		[
			"UPDATE blocks SET timestamp = '2026-02-30T05:01:37.390Z' WHERE idx = 7",
			7,
			'shape',
			'Timestamp is not',
		],
		["UPDATE blocks SET timestamp = '' WHERE idx = 7", 7, 'shape', 'Timestamp is not of the form'],
		['UPDATE blocks SET bpm = 2147483648 WHERE idx = 7', 7, 'shape', 'BPM is not within -2^31 to 2^31-1'],
		['UPDATE blocks SET bpm = 9007199254740993 WHERE idx = 7', 7, 'shape', 'BPM is not within'],
		[
			`UPDATE blocks SET hash = '${other}' WHERE idx = 7`,
			7,
			'hash',
			'its Hash is not the SHA-256 of its fields',
		],
		['UPDATE blocks SET hash = upper(hash) WHERE idx = 7', 7, 'shape', 'Hash is not 64 lower-case'],
		[
			`UPDATE blocks SET prev_hash = '${other}' WHERE idx = 7`,
			7,
			'link',
			'its PrevHash is not the Hash of block 6',
		],
		['UPDATE blocks SET bpm = 1 WHERE idx = 0', 0, 'shape', 'BPM of the genesis block is not 0'],
		['DELETE FROM blocks WHERE idx = 7', 7, 'index', 'its Index is 8, 7 was expected'],
		['DELETE FROM blocks WHERE idx = 0', 0, 'index', 'its Index is 1, 0 was expected'],
		['UPDATE blocks SET idx = -1 WHERE idx = 0', 0, 'index', 'its Index is below 0'],
		['UPDATE blocks SET idx = 9007199254740993 WHERE idx = 20', 20, 'shape', 'Index is not a whole number'],
		['UPDATE blocks SET idx = 100 WHERE idx = 20', 20, 'index', 'its Index is 100, 20 was expected'],
	])('%s', async (sql, index, reason, detail) => {
		const {folder} = await makeLedger(readings);
		tamper(folder, sql);
		const file = path.join(folder, 'chain.db');
		const refusal = await readLedger(folder).then(
			() => null,
			error => error,
		);
		expect(refusal).toMatchObject({code: 'LEDGER_BROKEN', details: {file, index, reason}});
		expect(refusal.details.detail).toContain(detail);
	});

	it('in a sentence that says what can be done', async () => {
		const {folder} = await makeLedger(readings);
		tamper(folder, 'UPDATE blocks SET bpm = 99 WHERE idx = 7');
		const refusal = await refusalOf(folder);
		expect(refusal.code).toBe('LEDGER_BROKEN');
		expect(refusal.message).toBe(
			`The chain in ${folder}/chain.db is broken at block 7: its Hash is not the SHA-256 of its fields. ` +
				`See all of it with "bchain verify ${folder}" and restore a backup, or go on with what comes before it: ` +
				`"bchain serve --data ${folder} --truncate-at 7" moves the other blocks aside.`,
		);
	});

	it('with a command that a shell understands, whatever the folder is called', async () => {
		const folder = path.join(makeFolder('ledger'), 'my heart');
		const {ledger} = await openLedger({folder});
		await new Chain(ledger).add(72);
		await ledger.close();
		tamper(folder, 'UPDATE blocks SET bpm = 99 WHERE idx = 1');
		const {message} = await refusalOf(folder);
		expect(message).toContain(`"bchain verify '${folder}'"`);
		expect(message).toContain(`"bchain serve --data '${folder}' --truncate-at 1"`);
	});

	it('also when the block was hashed anew', async () => {
		const {folder, chain} = await makeLedger(readings);
		const hash = hashBlock('decimal', {...chain.blocks[7]!, bpm: 99});
		tamper(folder, `UPDATE blocks SET bpm = 99, hash = '${hash}' WHERE idx = 7`);
		expect((await refusalOf(folder)).details).toMatchObject({index: 8, reason: 'link'});
	});

	it('also when it is the newest one, hashed anew: its reading, and the tip noted outside, tell', async () => {
		const {folder, chain} = await makeLedger(readings);
		const hash = hashBlock('decimal', {...chain.blocks[20]!, bpm: 99});
		tamper(folder, `UPDATE blocks SET bpm = 99, hash = '${hash}' WHERE idx = 20`);
		expect((await refusalOf(folder)).message).toContain('readings that are in no block: 1');
		tamper(folder, `UPDATE readings SET bpm = 99, hash = '${hash}' WHERE idx = 20`);
		expect(await refusalOf(folder)).toMatchObject({code: 'LEDGER_LOST_TAIL', details: {lost: chain.tip}});
	});
});

describe('readings that do not fit their blocks are refused', () => {
	it.each([
		['UPDATE readings SET bpm = 99 WHERE idx = 7', 'readings that are in no block: 1'],
		[`UPDATE readings SET hash = '${other}' WHERE idx = 7`, 'readings that are in no block: 1'],
		['UPDATE readings SET idx = 8 WHERE idx = 7', 'readings that are in no block: 1'],
	])('%s', async (sql, reason) => {
		const {folder} = await makeLedger(readings);
		tamper(folder, sql);
		await expect(readLedger(folder)).rejects.toMatchObject({code: 'LEDGER_DAMAGED', details: {reason}});
	});
});

describe('a ledger that lost its end is refused', () => {
	it('with what is missing', async () => {
		const {folder, chain} = await makeLedger(readings);
		tamper(folder, 'DELETE FROM blocks WHERE idx > 17; DELETE FROM readings WHERE idx > 17');
		const refusal = await refusalOf(folder);
		const tip = {index: 17, hash: chain.blocks[17]!.hash};
		expect(refusal).toMatchObject({code: 'LEDGER_LOST_TAIL', details: {lost: chain.tip, tip}});
		expect(refusal.message).toBe(
			`Stored blocks are missing: ${folder}/chain.db ends at block 17, but block 20 with the hash ${chain.tip!.hash} was stored in it, as ${folder}/chain.tip says. ` +
				`Restore a backup, or go on without what is missing: "bchain serve --data ${folder} --truncate-at 18".`,
		);
	});

	it('when an older copy was put in its place', async () => {
		const {folder, chain} = await makeLedger(readings);
		const old = readFileSync(path.join(folder, 'chain.db'));
		const {ledger} = await openLedger({folder});
		await new Chain(ledger, chain.blocks).add(72);
		await ledger.close();
		writeFileSync(path.join(folder, 'chain.db'), old);
		await expect(readLedger(folder)).rejects.toMatchObject({
			code: 'LEDGER_LOST_TAIL',
			details: {lost: {index: 21}, tip: chain.tip},
		});
	});

	it('when another ledger was put in its place', async () => {
		const [one, two] = [await makeLedger(readings), await makeLedger(30)];
		writeFileSync(path.join(one.folder, 'chain.db'), readFileSync(path.join(two.folder, 'chain.db')));
		const refusal = await refusalOf(one.folder);
		expect(refusal.code).toBe('LEDGER_LOST_TAIL');
		expect(refusal.message).toContain('was stored in another ledger that was here');
	});

	it('when the database is gone, or empty: no new chain is begun', async () => {
		const {folder} = await makeLedger(readings);
		const file = path.join(folder, 'chain.db');
		rmSync(file);
		const refusal = await refusalOf(folder);
		expect(refusal.message).toBe(
			`${file} is missing or empty, but block 20 was stored in it, as ${folder}/chain.tip says: ` +
				`restore a backup, or delete ${folder}/chain.tip to begin a new chain.`,
		);
		writeFileSync(file, '');
		expect((await refusalOf(folder)).code).toBe('LEDGER_LOST_TAIL');
	});

	it('but not when a longer chain replaced it a moment before the power was cut', async () => {
		const {folder, chain} = await makeLedger(readings);
		const tipFile = path.join(folder, 'chain.tip');
		const before = readFileSync(tipFile);
		const {ledger} = await openLedger({folder, replaceable: true});
		const branch = new Chain(ledger, chain.blocks.slice(0, 19)).seal([90, 91, 92]);
		await ledger.replaceFrom(chain.tip!, 19, branch);
		const copy = copyLedger(folder);
		writeFileSync(path.join(copy, 'chain.tip'), before);
		expect((await readLedger(copy)).opened.tip).toEqual({index: 21, hash: branch[2]!.block.hash});
	});

	it('but not when the power was cut before the tip was noted', async () => {
		const {folder, chain} = await makeLedger(readings);
		const tipFile = path.join(folder, 'chain.tip');
		const before = readFileSync(tipFile);
		const {ledger} = await openLedger({folder});
		const longer = new Chain(ledger, chain.blocks);
		await longer.add(72);
		await ledger.close();
		writeFileSync(tipFile, before);
		expect((await readLedger(folder)).opened).toEqual({
			tip: longer.tip,
			version: 0,
			displaced: [],
			notes: [],
		});
	});
});

describe('a file that is no ledger of ours is refused', () => {
	it.each<[name: string, make: (file: string) => void, code: string, message: string]>([
		[
			'text',
			file =>
				writeFileSync(file, 'These are notes that somebody keeps in a file of this name.\n'.repeat(100)),
			'LEDGER_DAMAGED',
			'file is not a database',
		],
		[
			'a database of another program',
			file => new DatabaseSync(file).exec('CREATE TABLE a (b)'),
			'LEDGER_DAMAGED',
			'it is not a ledger of bchain',
		],
	])('%s', async (_name, make, code, message) => {
		const folder = makeFolder('ledger');
		make(path.join(folder, 'chain.db'));
		const before = readFileSync(path.join(folder, 'chain.db'));
		const refusal = await refusalOf(folder);
		expect(refusal.code).toBe(code);
		expect(refusal.message).toContain(message);
		if (message.includes('database')) expect(readFileSync(path.join(folder, 'chain.db'))).toEqual(before);
	});

	it('a ledger of a newer bchain', async () => {
		const {folder} = await makeLedger(readings);
		tamper(folder, 'PRAGMA user_version = 99');
		const refusal = await refusalOf(folder);
		expect(refusal).toMatchObject({code: 'LEDGER_NEWER', details: {version: 99}});
		expect(refusal.message).toContain('was written by a newer bchain');
	});

	it('a folder that cannot be made', async () => {
		const file = path.join(makeFolder('ledger'), 'file');
		writeFileSync(file, '');
		const refusal = await refusalOf(path.join(file, 'data'));
		expect(refusal.code).toBe('LEDGER_UNAVAILABLE');
		expect(refusal.message).toBe(
			`The ledger cannot be opened: ${file}/data: a part of its path is not a folder.`,
		);
	});
});
