import {randomBytes} from 'node:crypto';
import {DatabaseSync} from 'node:sqlite';
import {BchainError} from '../../core/errors.ts';
import {prepareRows, readValue} from './sqlite-database.ts';
import {damagedError} from './sqlite-errors.ts';
import {schemaSteps} from './sqlite-schema-steps.ts';

/** "bchn" in the header of the file, by which `file` and others know what it is. */
const applicationId = 0x6263686e;

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
