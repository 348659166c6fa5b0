import {existsSync, statSync} from 'node:fs';
import type {Tip} from '../../core/block.ts';
import {BchainError} from '../../core/errors.ts';
import {shellWord} from '../../core/shell-word.ts';
import type {Fault} from '../../core/verify.ts';
import {type FolderLock, type LedgerFiles, lockFolder, makeFolder, makePrivateFile} from './ledger-folder.ts';
import {isEmptyFile, openForWriting, prepareRows, readValue} from './sqlite-database.ts';
import {damagedError, SqliteFault, sqliteCodeOf, sqliteCodes, toRefusal} from './sqlite-errors.ts';
import {hold} from './sqlite-holds.ts';
import {migrate} from './sqlite-schema.ts';
import {SqliteStore} from './sqlite-store.ts';
import {readTipFile, type TipRecord} from './tip-file.ts';

/** A data folder that this process owns. */
export interface OpenFolder {
	readonly lock: FolderLock;
	readonly store: SqliteStore;
	/** What the file outside the database says the tip was: see `readTipFile`. */
	readonly record: TipRecord | null | string;
}

/**
 * Takes the folder and opens the ledger in it, with its schema brought up to date; a folder without one gets a
 * new one. `nowMs` is milliseconds since 1970. Nothing is verified yet. Throws a `BchainError` of a `LEDGER_`
 * code, and then holds nothing.
 */
export function openFolder(files: LedgerFiles, nowMs: number): OpenFolder {
	makeFolder(files);
	const lock = lockFolder(files, nowMs);
	try {
		const record = readTipFile(files.tip);
		refuseEmpty(files, record);
		makePrivateFile(files.database);
		return {lock, store: openStore(files), record};
	} catch (error) {
		lock.release();
		throw toRefusal(files.database, error);
	}
}

/** SQLite takes an empty file for a new database, and clears away the log that would tell of the old one. */
function refuseEmpty(files: LedgerFiles, record: TipRecord | null | string): void {
	if (!isEmptyFile(files.database)) return;
	if (record !== null && typeof record === 'object') {
		throw new BchainError(
			'LEDGER_LOST_TAIL',
			`${files.database} is missing or empty, but block ${record.tip.index} was stored in it, as ${files.tip} says: restore a backup, or delete ${files.tip} to begin a new chain.`,
			{file: files.database, lost: record.tip, tip: null},
		);
	}
	const log = `${files.database}-wal`;
	if (existsSync(log) && statSync(log).size > 0)
		throw damagedError(files.database, `it is missing or empty, but ${log} is there`);
}

function openStore(files: LedgerFiles): SqliteStore {
	const database = openForWriting(files.database);
	try {
		migrate(database, files.database);
		return new SqliteStore(database);
	} catch (error) {
		database.close();
		throw error;
	}
}

/** Opens a ledger that was open before: the same one, and never a new one in its place. Throws what SQLite throws. */
export function reopenStore(files: LedgerFiles, id: string): SqliteStore {
	if (isEmptyFile(files.database)) throw new SqliteFault(sqliteCodes.cantopen);
	const database = openForWriting(files.database);
	try {
		const store = new SqliteStore(database);
		if (store.id !== id) throw new SqliteFault(sqliteCodes.notadb);
		return store;
	} catch (error) {
		database.close();
		// Tables that are missing now.
		throw sqliteCodeOf(error) === sqliteCodes.error ? new SqliteFault(sqliteCodes.notadb) : error;
	}
}

/**
 * Compares a verified chain with the tip that was noted outside the database. Gives what is to be noted when
 * they cannot be compared. Throws LEDGER_LOST_TAIL when the block that was the tip is no longer there and was
 * not replaced either.
 */
export function compareTip(
	files: LedgerFiles,
	{store, record}: Pick<OpenFolder, 'store' | 'record'>,
): readonly string[] {
	const tip = store.tip();
	if (typeof record === 'string')
		return [`${files.tip} was not used (${record}): blocks cut off at the end would not have been noticed.`];
	if (record === null)
		return tip ? [`${files.tip} is missing: blocks cut off at the end would not have been noticed.`] : [];
	if (record.ledger !== store.id) throw lostTail(files, record.tip, tip, 'in another ledger that was here');
	const {index, hash} = record.tip;
	const isThere = (table: string): boolean =>
		prepareRows(store.database, `SELECT 1 FROM ${table} WHERE idx = ? AND hash = ?`)(index, hash).length > 0;
	if (!isThere('blocks') && !isThere('replaced')) throw lostTail(files, record.tip, tip, 'in it');
	return [];
}

/**
 * Withholds the readings of a ledger of which it is not known whether it is the newest: a database that is there
 * without the tip that was noted beside it may be a backup, and its readings may have been put again since.
 */
export function holdRestored({store, record}: Pick<OpenFolder, 'store' | 'record'>, nowMs: number): void {
	const isKnown = record !== null && typeof record === 'object';
	if (!isKnown && store.tip() !== null) hold(store.database, 'restored', nowMs);
}

function lostTail(files: LedgerFiles, lost: Tip, tip: Tip | null, where: string): BchainError {
	const end = tip === null ? 'holds no block' : `ends at block ${tip.index}`;
	const next = tip === null ? 0 : tip.index + 1;
	return new BchainError(
		'LEDGER_LOST_TAIL',
		`Stored blocks are missing: ${files.database} ${end}, but block ${lost.index} with the hash ${lost.hash} was stored ${where}, as ${files.tip} says. ` +
			`Restore a backup, or go on without what is missing: "${cutCommand(files, next)}".`,
		{file: files.database, lost, tip},
	);
}

/** It names the folder: without, whoever pastes it cuts the ledger in the default one. */
function cutCommand({folder}: LedgerFiles, from: number): string {
	return `bchain serve --data ${shellWord(folder)} --truncate-at ${from}`;
}

/** LEDGER_BROKEN: the first bad block of the chain, and what can be done about it. */
export function brokenError(files: LedgerFiles, {index, reason, detail}: Fault): BchainError {
	const rest = index === 0 ? 'begin a new chain' : 'go on with what comes before it';
	return new BchainError(
		'LEDGER_BROKEN',
		`The chain in ${files.database} is broken at block ${index}: ${detail}. ` +
			`See all of it with "bchain verify ${shellWord(files.folder)}" and restore a backup, or ${rest}: "${cutCommand(files, index)}" moves the other blocks aside.`,
		{file: files.database, index, reason, detail},
	);
}

/** One more than the highest index in a ledger that may not be verified yet. */
export function countBlocks(store: SqliteStore): number {
	return Number(readValue(store.database, 'SELECT CAST(coalesce(max(idx), -1) AS TEXT) FROM blocks')) + 1;
}
