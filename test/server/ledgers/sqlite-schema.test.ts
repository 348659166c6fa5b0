import path from 'node:path';
import {DatabaseSync} from 'node:sqlite';
import {beforeEach, describe, expect, it, onTestFinished} from 'vitest';
import {migrate, restoreTriggers} from '../../../src/server/ledgers/sqlite-schema.ts';
import {schemaSteps} from '../../../src/server/ledgers/sqlite-schema-steps.ts';
import {makeFolder} from '../../support/child-env.ts';
import {readLedger} from './support/in-thread.ts';
import {idOf, makeLedger, tamper} from './support/ledgers.ts';

function open(file: string): DatabaseSync {
	const database = new DatabaseSync(file);
	onTestFinished(() => {
		if (database.isOpen) database.close();
	});
	return database;
}

describe('the triggers of a ledger', () => {
	let database: DatabaseSync;

	beforeEach(async () => {
		const {folder} = await makeLedger(4);
		database = open(path.join(folder, 'chain.db'));
	});

	it.each([
		['a block that is changed', 'UPDATE blocks SET bpm = 99 WHERE idx = 2', 'a block never changes'],
		['a block that leaves', 'DELETE FROM blocks WHERE idx = 4', 'a block leaves only for the table'],
		[
			'a block that leaves from the middle',
			"INSERT INTO replaced SELECT 1, idx, '', '', timestamp, bpm, hash, prev_hash FROM blocks WHERE idx = 2; DELETE FROM blocks WHERE idx = 2",
			'a block leaves only for the table',
		],
		[
			'a block that is not linked',
			`INSERT INTO blocks SELECT 5, timestamp, bpm, '${'a'.repeat(64)}', prev_hash FROM blocks WHERE idx = 4`,
			'a block follows the newest one',
		],
		[
			'a block that does not follow',
			`INSERT INTO blocks SELECT 6, timestamp, bpm, '${'a'.repeat(64)}', hash FROM blocks WHERE idx = 4`,
			'a block follows the newest one',
		],
		[
			'a block in the place of another',
			'INSERT OR REPLACE INTO blocks SELECT 4, timestamp, 99, hash, prev_hash FROM blocks WHERE idx = 4',
			'a block follows the newest one',
		],
		[
			'a second genesis block',
			"INSERT OR REPLACE INTO blocks SELECT 0, timestamp, 0, hash, '' FROM blocks WHERE idx = 0",
			'a block follows',
		],
		[
			'a hash that is none',
			"INSERT INTO blocks SELECT 5, timestamp, bpm, 'abc', hash FROM blocks WHERE idx = 4",
			'CHECK constraint failed',
		],
		[
			'a BPM that is text',
			"INSERT INTO blocks SELECT 5, timestamp, 'x', hash, hash FROM blocks WHERE idx = 4",
			'cannot store TEXT value in INTEGER',
		],
		['a reading that leaves', 'DELETE FROM readings', 'a reading is kept'],
		[
			'a reading that moves while its block is there',
			'UPDATE readings SET idx = 2',
			'a reading is in one block',
		],
		['a reading with another BPM', 'UPDATE readings SET bpm = 99', 'a reading is in one block'],
		[
			'an id that comes twice',
			`INSERT INTO readings (id, bpm, idx, hash) SELECT '${idOf(1)}', 1, 2, ''`,
			'UNIQUE constraint failed',
		],
		[
			'a place of a reading that changes',
			'INSERT INTO places VALUES (2, 2); UPDATE places SET idx = 3',
			'a place never changes',
		],
		['a place that is forgotten', 'INSERT INTO places VALUES (2, 2); DELETE FROM places', 'a place is kept'],
		[
			'a decision that changes',
			"INSERT INTO holds VALUES (1, '', '', 4); UPDATE holds SET reading = 0",
			'a decision never changes',
		],
		[
			'a decision that is forgotten',
			"INSERT INTO holds VALUES (1, '', '', 4); DELETE FROM holds",
			'a decision is kept',
		],
		[
			'a yield that is taken back',
			"INSERT INTO yielded VALUES (1, 1, ''); DELETE FROM yielded",
			'what was yielded is not taken back',
		],
		[
			'a yield that changes',
			"INSERT INTO yielded VALUES (1, 1, ''); UPDATE yielded SET idx = 9",
			'what was yielded never changes',
		],
		[
			'another origin of a reading',
			"INSERT INTO adopted VALUES (1, 1, ''); UPDATE adopted SET idx = 9",
			'where a reading came from never changes',
		],
		['another name for the ledger', "UPDATE meta SET value = 'x'", 'what identifies a ledger never changes'],
	])('refuse %s', (_name, sql, message) => {
		expect(() => database.exec(sql)).toThrow(message);
	});
});

describe('the schema of a ledger', () => {
	const step = 'ALTER TABLE blocks ADD COLUMN note TEXT; CREATE INDEX blocks_note ON blocks (note)';

	it('of an older bchain is brought up to date, and nothing in it changes', async () => {
		const {folder, chain} = await makeLedger(4);
		const file = path.join(folder, 'chain.db');
		const database = open(file);
		migrate(database, file, [...schemaSteps, step]);
		expect(restoreTriggers(database, file, [...schemaSteps, step])).toEqual([]);
		expect(database.prepare('PRAGMA user_version').get()).toMatchObject({
			user_version: schemaSteps.length + 1,
		});
		const rows = database.prepare('SELECT idx, hash, note FROM blocks ORDER BY idx').all();
		expect(rows.map(row => ({...row}))).toEqual(
			chain.blocks.map(({index, hash}) => ({idx: index, hash, note: null})),
		);
		const fresh = open(path.join(makeFolder('ledger'), 'chain.db'));
		migrate(fresh, file, [...schemaSteps, step]);
		const schema = 'SELECT type, name, sql FROM sqlite_schema ORDER BY name';
		expect(database.prepare(schema).all()).toEqual(fresh.prepare(schema).all());
		database.close();
		await expect(readLedger(folder)).rejects.toMatchObject({code: 'LEDGER_NEWER'});
	});

	it('stays what it was when a step fails', async () => {
		const {folder, chain} = await makeLedger(4);
		const file = path.join(folder, 'chain.db');
		const database = open(file);
		const failing = [...schemaSteps, `${step}; INSERT INTO nowhere VALUES (1)`];
		expect(() => migrate(database, file, failing)).toThrow('no such table');
		database.close();
		expect((await readLedger(folder)).blocks).toEqual(chain.blocks);
	});

	it('gets its triggers back, and what does not belong there goes', async () => {
		const {folder, chain} = await makeLedger(4);
		const database = open(path.join(folder, 'chain.db'));
		database.exec('DROP TRIGGER blocks_are_final; DROP TRIGGER readings_stay');
		database.exec("CREATE TRIGGER readings_stay BEFORE DELETE ON readings BEGIN SELECT 'fine'; END");
		database.exec("CREATE TRIGGER mine AFTER INSERT ON blocks BEGIN SELECT 'mine'; END");
		database.close();
		const {opened, blocks} = await readLedger(folder);
		expect(blocks).toEqual(chain.blocks);
		const file = path.join(folder, 'chain.db');
		expect([...opened.notes!].sort()).toEqual([
			`2 triggers in ${file} were missing and were made anew.`,
			`2 triggers in ${file} were not of bchain and were removed.`,
		]);
		expect((await readLedger(folder)).opened.notes).toEqual([]);
	});

	it('names the one trigger that was missing', async () => {
		const {folder} = await makeLedger(4);
		const file = path.join(folder, 'chain.db');
		const database = open(file);
		database.exec('DROP TRIGGER meta_stays');
		database.close();
		const {opened} = await readLedger(folder);
		expect(opened.notes).toEqual([`The trigger meta_stays in ${file} was missing and was made anew.`]);
	});

	it('is refused when a table or an index is not what it was', async () => {
		const {folder} = await makeLedger(4);
		tamper(folder, 'DROP INDEX replaced_idx');
		await expect(readLedger(folder)).rejects.toMatchObject({
			code: 'LEDGER_DAMAGED',
			details: {reason: 'its index replaced_idx is not as it was made'},
		});
		const second = await makeLedger(4);
		tamper(second.folder, 'ALTER TABLE readings ADD COLUMN mine TEXT');
		await expect(readLedger(second.folder)).rejects.toMatchObject({
			code: 'LEDGER_DAMAGED',
			details: {reason: 'its table readings is not as it was made'},
		});
	});

	it('may have tables of other people beside it', async () => {
		const {folder, chain} = await makeLedger(4);
		tamper(folder, 'CREATE TABLE my_notes (note TEXT); ANALYZE');
		expect((await readLedger(folder)).blocks).toEqual(chain.blocks);
	});
});
