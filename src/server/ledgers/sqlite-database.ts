import {existsSync, statSync} from 'node:fs';
import {DatabaseSync, type SQLInputValue} from 'node:sqlite';
import type {Tip} from '../../core/block.ts';
import {SqliteFault, sqliteCodes} from './sqlite-errors.ts';

/** How long a statement waits for another program that has locked the database. */
const busyTimeoutMs = 2_000;

/**
 * Opens the database for the one connection that writes. A commit returns when it is on the disk. A file that
 * is there but empty becomes a database; one that is not there is never made.
 */
export function openForWriting(file: string): DatabaseSync {
	return open(file, false, 'PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL');
}

/** Opens the database for a connection that cannot change it, beside any hub that does. */
export function openForReading(file: string): DatabaseSync {
	return open(file, true, 'PRAGMA query_only = ON');
}

function open(file: string, readOnly: boolean, pragmas: string): DatabaseSync {
	// A disk that is gone, or another one in its place, must never look like a new ledger.
	if (!existsSync(file)) throw new SqliteFault(sqliteCodes.cantopen);
	const database = new DatabaseSync(file, {readOnly});
	try {
		const checks = 'PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON';
		database.exec(`PRAGMA busy_timeout = ${busyTimeoutMs}; ${checks}; ${pragmas}`);
	} catch (error) {
		database.close();
		throw error;
	}
	return database;
}

/** Whether nothing was ever stored in the file. */
export function isEmptyFile(file: string): boolean {
	return !existsSync(file) || statSync(file).size === 0;
}

type Rows = (...parameters: readonly SQLInputValue[]) => readonly (readonly unknown[])[];

/**
 * Prepares a query whose rows come as arrays of columns, which takes half the time of objects; Node before
 * 22.16 and 24 gives objects alone.
 */
export function prepareRows(database: DatabaseSync, sql: string): Rows {
	const statement = database.prepare(sql);
	if (typeof statement.setReturnArrays !== 'function') {
		return (...parameters) => statement.all(...parameters).map(row => Object.values(row));
	}
	statement.setReturnArrays(true);
	return (...parameters) => statement.all(...parameters) as unknown as readonly (readonly unknown[])[];
}

/** The first column of the first row; undefined when there is no row. */
export function readValue(database: DatabaseSync, sql: string): unknown {
	return prepareRows(database, sql)()[0]?.[0];
}

/** Reads the newest block again whenever it is called. */
export function prepareTip(database: DatabaseSync): () => Tip | null {
	const newest = prepareRows(database, 'SELECT idx, hash FROM blocks ORDER BY idx DESC LIMIT 1');
	return () => {
		const [row] = newest() as readonly (readonly [number, string])[];
		return row ? {index: row[0], hash: row[1]} : null;
	};
}

/** How often blocks have been replaced or moved aside: the version of the chain. */
export function readVersion(database: DatabaseSync): number {
	return Number(readValue(database, 'SELECT coalesce(max(seq), 0) FROM replaced'));
}
