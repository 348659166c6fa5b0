import {randomBytes} from 'node:crypto';
import {DatabaseSync} from 'node:sqlite';
import {BchainError} from '../../core/errors.ts';
import {prepareRows, readValue} from './sqlite-database.ts';
import {damagedError} from './sqlite-errors.ts';

/** "bchn" in the header of the file, by which `file` and others know what it is. */
const applicationId = 0x6263686e;

/**
 * Every step from one version of the schema to the next; the number of steps taken is the version. A step
 * that has been released is never changed: what comes later is a new step at the end.
 */
export const schemaSteps: readonly string[] = [
	`
CREATE TABLE meta (
	key TEXT PRIMARY KEY,
	value TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TRIGGER meta_is_final BEFORE UPDATE ON meta WHEN NEW.key IS NOT OLD.key OR NEW.value IS NOT OLD.value
BEGIN SELECT RAISE(ABORT, 'what identifies a ledger never changes'); END;
CREATE TRIGGER meta_stays BEFORE DELETE ON meta
BEGIN SELECT RAISE(ABORT, 'what identifies a ledger never changes'); END;

CREATE TABLE blocks (
	idx INTEGER PRIMARY KEY CHECK (idx >= 0),
	timestamp TEXT NOT NULL CHECK (timestamp GLOB '????-??-??T??:??:??.???Z'),
	bpm INTEGER NOT NULL CHECK (bpm BETWEEN -2147483648 AND 2147483647),
	hash TEXT NOT NULL CHECK (length(hash) = 64),
	prev_hash TEXT NOT NULL
) STRICT;
CREATE TRIGGER blocks_are_linked BEFORE INSERT ON blocks
WHEN NEW.idx IS NOT (SELECT coalesce(max(idx), -1) + 1 FROM blocks)
	OR NEW.prev_hash IS NOT coalesce((SELECT hash FROM blocks WHERE idx = NEW.idx - 1), '')
BEGIN SELECT RAISE(ABORT, 'a block follows the newest one and carries its hash'); END;
CREATE TRIGGER blocks_are_final BEFORE UPDATE ON blocks
BEGIN SELECT RAISE(ABORT, 'a block never changes'); END;
CREATE TRIGGER blocks_stay BEFORE DELETE ON blocks
WHEN OLD.idx IS NOT (SELECT max(idx) FROM blocks)
	OR NOT EXISTS (
		SELECT 1 FROM replaced
		WHERE seq = (SELECT max(seq) FROM replaced) AND idx = OLD.idx AND timestamp IS OLD.timestamp
			AND bpm IS OLD.bpm AND hash IS OLD.hash AND prev_hash IS OLD.prev_hash
	)
BEGIN SELECT RAISE(ABORT, 'a block leaves only for the table of the replaced ones, the newest first'); END;

-- What stood here before, each time blocks were replaced or moved aside; also what was never a good block.
CREATE TABLE replaced (
	seq INTEGER NOT NULL,
	idx INTEGER NOT NULL,
	replaced_at TEXT NOT NULL,
	why TEXT NOT NULL,
	timestamp ANY,
	bpm ANY,
	hash ANY,
	prev_hash ANY,
	PRIMARY KEY (seq, idx)
) STRICT, WITHOUT ROWID;
CREATE INDEX replaced_idx ON replaced (idx);
CREATE TRIGGER replaced_is_final BEFORE UPDATE ON replaced
BEGIN SELECT RAISE(ABORT, 'a replaced block never changes'); END;
CREATE TRIGGER replaced_stays BEFORE DELETE ON replaced
BEGIN SELECT RAISE(ABORT, 'a replaced block is kept'); END;

-- A reading accepted here, with its newest attempt: it is on the chain if the block at idx has that hash.
CREATE TABLE readings (
	reading INTEGER PRIMARY KEY,
	id TEXT CHECK (length(id) BETWEEN 16 AND 64),
	bpm INTEGER NOT NULL,
	idx INTEGER NOT NULL,
	hash TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX readings_id ON readings (id) WHERE id IS NOT NULL;
-- Its attempts before, each in a block that was replaced.
CREATE TABLE attempts (
	reading INTEGER NOT NULL REFERENCES readings,
	idx INTEGER NOT NULL,
	hash TEXT NOT NULL,
	PRIMARY KEY (reading, idx, hash)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER readings_are_in_one_block BEFORE UPDATE ON readings
WHEN NEW.reading IS NOT OLD.reading OR NEW.id IS NOT OLD.id
	OR NOT EXISTS (SELECT 1 FROM blocks WHERE idx = NEW.idx AND hash = NEW.hash AND bpm = NEW.bpm)
	OR EXISTS (SELECT 1 FROM blocks WHERE idx = OLD.idx AND hash = OLD.hash)
	OR EXISTS (SELECT 1 FROM attempts JOIN blocks USING (idx, hash) WHERE attempts.reading = OLD.reading)
BEGIN SELECT RAISE(ABORT, 'a reading is in one block'); END;
CREATE TRIGGER readings_keep_attempts AFTER UPDATE ON readings
BEGIN INSERT INTO attempts VALUES (OLD.reading, OLD.idx, OLD.hash); END;
CREATE TRIGGER readings_stay BEFORE DELETE ON readings
BEGIN SELECT RAISE(ABORT, 'a reading is kept'); END;
CREATE TRIGGER attempts_are_final BEFORE UPDATE ON attempts
BEGIN SELECT RAISE(ABORT, 'an attempt never changes'); END;
CREATE TRIGGER attempts_stay BEFORE DELETE ON attempts
BEGIN SELECT RAISE(ABORT, 'an attempt is kept'); END;
`,
	`
-- Where readings stand or stood that were put again, or adopted: the others stand in the order in which they came.
CREATE TABLE places (
	idx INTEGER NOT NULL,
	reading INTEGER NOT NULL REFERENCES readings,
	PRIMARY KEY (idx, reading)
) STRICT, WITHOUT ROWID;
INSERT INTO places
	SELECT idx, reading FROM attempts
	UNION
	SELECT idx, reading FROM readings WHERE reading IN (SELECT reading FROM attempts);
CREATE TRIGGER readings_have_places AFTER UPDATE ON readings
BEGIN INSERT INTO places VALUES (OLD.idx, OLD.reading), (NEW.idx, NEW.reading) ON CONFLICT DO NOTHING; END;
CREATE TRIGGER places_are_final BEFORE UPDATE ON places
BEGIN SELECT RAISE(ABORT, 'a place never changes'); END;
CREATE TRIGGER places_stay BEFORE DELETE ON places
BEGIN SELECT RAISE(ABORT, 'a place is kept'); END;

-- The newest row decides: readings up to that one are not put again by themselves.
CREATE TABLE holds (
	seq INTEGER PRIMARY KEY,
	decided_at TEXT NOT NULL,
	why TEXT NOT NULL,
	reading INTEGER NOT NULL CHECK (reading >= 0)
) STRICT;
-- Until now blocks left only when a person cut a ledger.
INSERT INTO holds (decided_at, why, reading)
	SELECT strftime('%Y-%m-%dT%H:%M:%fZ', 'now'), 'cut before', max(reading)
	FROM readings WHERE EXISTS (SELECT 1 FROM replaced) HAVING max(reading) IS NOT NULL;
CREATE TRIGGER holds_are_final BEFORE UPDATE ON holds
BEGIN SELECT RAISE(ABORT, 'a decision never changes'); END;
CREATE TRIGGER holds_stay BEFORE DELETE ON holds
BEGIN SELECT RAISE(ABORT, 'a decision is kept'); END;
`,
];

/**
 * Brings the schema up to date: makes it in an empty database, and takes the steps that an older one lacks,
 * each in one transaction. Throws LEDGER_NEWER for a version that `steps` does not know, and LEDGER_DAMAGED for
 * a database that is no ledger.
 */
export function migrate(database: DatabaseSync, file: string, steps: readonly string[] = schemaSteps): void {
	const isNew = ['application_id', 'user_version'].every(name => readPragma(database, name) === 0);
	const isEmpty = isNew && readSchema(database).size === 0;
	const version = isEmpty ? 0 : readSchemaVersion(database, file, steps);
	for (let step = version; step < steps.length; step++) {
		database.exec('BEGIN IMMEDIATE');
		database.exec(steps[step]!);
		if (step === 0) identify(database);
		database.exec(`PRAGMA user_version = ${step + 1}; COMMIT`);
	}
}

/**
 * The version of the schema of a ledger, at most the number of `steps`. Throws LEDGER_NEWER for a higher one, and
 * LEDGER_DAMAGED for a database that is no ledger.
 */
export function readSchemaVersion(
	database: DatabaseSync,
	file: string,
	steps: readonly string[] = schemaSteps,
): number {
	if (readPragma(database, 'application_id') !== applicationId)
		throw damagedError(file, 'it is not a ledger of bchain');
	const version = readPragma(database, 'user_version');
	if (version > steps.length) throw newerError(file, version, steps.length);
	return version;
}

function readPragma(database: DatabaseSync, name: string): number {
	return Number(readValue(database, `PRAGMA ${name}`));
}

/** The first step also gives the ledger its name (protocol section 4). */
function identify(database: DatabaseSync): void {
	database.exec(`PRAGMA application_id = ${applicationId}`);
	const insert = database.prepare('INSERT INTO meta VALUES (?, ?)');
	insert.run('ledger', randomBytes(12).toString('base64url'));
	insert.run('created', new Date().toISOString());
}

/**
 * Sees to it that a ledger whose blocks have been verified is guarded by exactly the triggers of its schema:
 * makes those anew that somebody removed or changed, and gives a sentence about what was
 * missing and one about what was too much. Throws LEDGER_DAMAGED when
 * a table or an index is not what it was.
 */
export function restoreTriggers(
	database: DatabaseSync,
	file: string,
	steps: readonly string[] = schemaSteps,
): readonly string[] {
	const model = new DatabaseSync(':memory:');
	for (const step of steps) model.exec(step);
	const expected = readSchema(model);
	model.close();
	const [added, lost] = compareSchemas(readSchema(database), expected);
	if (added.length + lost.length === 0) return [];
	database.exec('BEGIN IMMEDIATE');
	for (const what of added) database.exec(`DROP TRIGGER "${nameOf(what).replaceAll('"', '""')}"`);
	for (const what of lost) if (what.startsWith('trigger ')) database.exec(expected.get(what)!);
	// A file whose schema is damaged does not become whole by being written to.
	const [wrong] = compareSchemas(readSchema(database), expected).flat();
	if (wrong !== undefined) {
		database.exec('ROLLBACK');
		throw damagedError(file, `its ${wrong} is not as it was made`);
	}
	database.exec('COMMIT');
	return [
		...note(added, file, 'not of bchain and', 'removed'),
		...note(lost, file, 'missing and', 'made anew'),
	];
}

/** One sentence, however many there are; none for none. */
function note(triggers: readonly string[], file: string, wrong: string, done: string): readonly string[] {
	if (triggers.length === 0) return [];
	if (triggers.length === 1) return [`The ${triggers[0]} in ${file} was ${wrong} was ${done}.`];
	return [`${triggers.length} triggers in ${file} were ${wrong} were ${done}.`];
}

type Schema = ReadonlyMap<string, string>;

/** The triggers of one schema that the other has not, and whatever the other has and it has not. */
function compareSchemas(
	actual: Schema,
	expected: Schema,
): readonly [added: readonly string[], lost: readonly string[]] {
	const differs = (what: string): boolean => actual.get(what) !== expected.get(what);
	return [
		[...actual.keys()].filter(what => what.startsWith('trigger ') && differs(what)),
		[...expected.keys()].filter(differs),
	];
}

function nameOf(what: string): string {
	return what.slice(what.indexOf(' ') + 1);
}

/** The text of every table, trigger and index, by kind and name. */
function readSchema(database: DatabaseSync): Schema {
	const rows = prepareRows(
		database,
		"SELECT type || ' ' || name, sql FROM sqlite_schema WHERE sql IS NOT NULL",
	)();
	return new Map(rows as readonly (readonly [string, string])[]);
}

function newerError(file: string, version: number, known: number): BchainError {
	return new BchainError(
		'LEDGER_NEWER',
		`${file} was written by a newer bchain (its version is ${version}, this bchain knows ${known}): install the newer one, or give another folder with --data.`,
		{file, version, known},
	);
}
