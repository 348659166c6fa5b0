import {statfsSync} from 'node:fs';
import path from 'node:path';
import {BchainError} from '../../core/errors.ts';
import {printable} from '../../core/printable.ts';
import {shellWord} from '../../core/shell-word.ts';

/** The result codes of SQLite that are told apart here (https://sqlite.org/rescode.html). */
export const sqliteCodes = {
	error: 1,
	perm: 3,
	busy: 5,
	locked: 6,
	nomem: 7,
	readonly: 8,
	ioerr: 10,
	corrupt: 11,
	full: 13,
	cantopen: 14,
	protocol: 15,
	constraint: 19,
	notadb: 26,
} as const;

/** The smallest file that SQLite makes for its index of the log. */
const logIndexBytes = 32_768;

/** What is the matter when SQLite cannot do its work, as a phrase for people. */
const faults: ReadonlyMap<number, string> = new Map([
	[sqliteCodes.perm, 'its file may not be opened'],
	[sqliteCodes.busy, 'the database is locked by another program'],
	[sqliteCodes.locked, 'the database is locked by another program'],
	[sqliteCodes.nomem, 'there is not enough memory'],
	[sqliteCodes.readonly, 'the database or its folder is read-only'],
	[sqliteCodes.ioerr, 'the disk reports an input/output error'],
	[sqliteCodes.corrupt, 'the database is damaged'],
	[sqliteCodes.full, 'the disk is full'],
	[sqliteCodes.cantopen, 'the database cannot be opened'],
	[sqliteCodes.protocol, 'the database is locked by another program'],
	[sqliteCodes.notadb, 'the database is damaged'],
]);

/** What the system says when a file cannot be made or opened. */
const systemFaults: ReadonlyMap<string, string> = new Map([
	['EACCES', 'this user may not write there'],
	['EPERM', 'this user may not write there'],
	['EROFS', 'the disk is read-only'],
	['ENOSPC', 'the disk is full'],
	['EDQUOT', 'the disk quota is used up'],
	['EIO', 'the disk reports an input/output error'],
	['ENOTDIR', 'a part of its path is not a folder'],
	['EEXIST', 'a file of that name is there already'],
	['ENOENT', 'it is not there'],
]);

/** An error as SQLite would report it, by its result code. */
export class SqliteFault extends Error {
	readonly code = 'ERR_SQLITE_ERROR';
	readonly errcode: number;

	constructor(errcode: number) {
		super(`SQLite reports ${errcode}`);
		this.errcode = errcode;
	}
}

/** The primary result code of an error that SQLite reported; undefined for every other error. */
export function sqliteCodeOf(error: unknown): number | undefined {
	const {code, errcode} = error as {readonly code?: unknown; readonly errcode?: unknown};
	// Extended codes carry more in the higher bits.
	return code === 'ERR_SQLITE_ERROR' && typeof errcode === 'number' ? errcode & 0xff : undefined;
}

/** Whether another program holds a lock that is needed. */
export function isBusy(error: unknown): boolean {
	const code = sqliteCodeOf(error);
	return code === sqliteCodes.busy || code === sqliteCodes.locked || code === sqliteCodes.protocol;
}

/** Whether the schema does not allow it. */
export function isConstraint(error: unknown): boolean {
	return sqliteCodeOf(error) === sqliteCodes.constraint;
}

/** Whether there is no room: then SQLite has not even tried to write the mark that ends a transaction. */
export function isFull(error: unknown): boolean {
	return sqliteCodeOf(error) === sqliteCodes.full;
}

/**
 * What is the matter with the disk, the files or another program, as a phrase for people. Undefined when it is
 * none of these, but a fault of our own.
 */
export function describeFault(error: unknown): string | undefined {
	const sqlite = sqliteCodeOf(error);
	if (sqlite !== undefined) return faults.get(sqlite);
	const {code, syscall} = error as NodeJS.ErrnoException;
	if (typeof code !== 'string' || typeof syscall !== 'string') return undefined;
	return systemFaults.get(code) ?? `the system says ${code}`;
}

/** What makes a file unusable as a ledger, whatever the disk does. */
function describeDamage(error: unknown): string | undefined {
	const {code, message} = error as {readonly code?: unknown; readonly message?: unknown};
	const sqlite = sqliteCodeOf(error);
	const isDamage =
		sqlite === sqliteCodes.corrupt || sqlite === sqliteCodes.notadb || sqlite === sqliteCodes.error;
	// A number too large for JavaScript is one that bchain never wrote.
	return isDamage || code === 'ERR_OUT_OF_RANGE' || sqlite === sqliteCodes.constraint
		? printable(String(message))
		: undefined;
}

/** SQLite calls it an input/output error when there is no room for its index of the log. */
function isOutOfRoom(file: string, error: unknown): boolean {
	if (isFull(error)) return true;
	if (sqliteCodeOf(error) !== sqliteCodes.ioerr) return false;
	try {
		const {bavail, bsize} = statfsSync(path.dirname(file));
		return bavail * bsize < logIndexBytes;
	} catch {
		return false;
	}
}

/** Why a ledger is not opened, as an error for people; what is a fault of our own comes back as it is. */
export function toRefusal(file: string, error: unknown): unknown {
	if (error instanceof BchainError) return error;
	const damage = describeDamage(error);
	if (damage !== undefined) return damagedError(file, damage, error);
	const fault = isOutOfRoom(file, error)
		? 'the disk is full: a hub needs some room to start'
		: describeFault(error);
	if (fault === undefined) return error;
	return new BchainError(
		'LEDGER_UNAVAILABLE',
		`The ledger cannot be opened: ${file}: ${fault}.`,
		{file, reason: fault},
		error,
	);
}

/** LEDGER_DAMAGED: `reason` is a phrase. */
export function damagedError(file: string, reason: string, cause?: unknown): BchainError {
	return new BchainError(
		'LEDGER_DAMAGED',
		`${file} is damaged (${reason}) and is not used: see with "bchain verify ${shellWord(file)}" what can still be read, and restore a backup.`,
		{file, reason},
		cause,
	);
}
