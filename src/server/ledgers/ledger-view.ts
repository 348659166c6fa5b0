import {existsSync, statSync} from 'node:fs';
import path from 'node:path';
import {DatabaseSync} from 'node:sqlite';
import {pathToFileURL} from 'node:url';
import type {Block, Tip} from '../../core/block.ts';
import {BchainError} from '../../core/errors.ts';
import {verifyNext} from '../../core/verify.ts';
import {type BlockRow, blockColumns, toBlock} from './block-row.ts';
import {type LedgerFiles, ledgerFiles} from './ledger-folder.ts';
import {openForReading, prepareRows, prepareTip, readValue, readVersion} from './sqlite-database.ts';
import {SqliteFault, sqliteCodeOf, sqliteCodes, toRefusal} from './sqlite-errors.ts';
import {brokenError} from './sqlite-folder.ts';
import {readSchemaVersion} from './sqlite-schema.ts';

/** Blocks read at a time: no read transaction lasts longer, so a hub can empty its log meanwhile. */
const rangeBlocks = 2_000;

/** A ledger that is only looked at, beside any hub that runs on it; nothing in its folder is changed. */
export interface LedgerView {
	readonly files: LedgerFiles;
	/** For what else there is to ask; it cannot be changed. */
	readonly database: DatabaseSync;
	/** The random id of the ledger. */
	readonly id: string;
	/** The newest block at the time of the call; null when there is none. */
	tip(): Tip | null;
	/**
	 * Whether what was read so far may not belong together: a longer chain has replaced blocks since the ledger
	 * was opened, or a hub has come to it.
	 */
	isDisturbed(): boolean;
	/** The block at `index` as it stands there, verified or not; null when there is none. */
	blockAt(index: number): Block | null;
	/**
	 * The chain up to the block that is the newest now, in pieces, every block verified. Throws LEDGER_BROKEN at
	 * the first that does not hold, and LEDGER_UNAVAILABLE when the ledger was disturbed meanwhile.
	 */
	blocks(): Generator<readonly Block[]>;
	close(): void;
}

/** The files of the ledger in a folder, or of a database by itself: a backup, which has no others. */
export function findLedger(place: string): LedgerFiles {
	const absolute = path.resolve(place);
	const isFile = existsSync(absolute) && !statSync(absolute).isDirectory();
	const files = ledgerFiles(isFile ? path.dirname(absolute) : absolute);
	return isFile && absolute !== files.database
		? {...files, database: absolute, tip: '', hub: '', lock: ''}
		: files;
}

/**
 * Opens the ledger in a folder, or a database by itself, to look at it. Throws a `BchainError` of a `LEDGER_`
 * code when there is none or it cannot be read.
 */
export function openLedgerView(place: string): LedgerView {
	const files = findLedger(place);
	if (!existsSync(files.database)) {
		const {folder} = files;
		throw new BchainError('LEDGER_UNAVAILABLE', `There is no ledger in ${folder}: it has no chain.db.`, {
			folder,
		});
	}
	let database: DatabaseSync | undefined;
	try {
		const isQuiet = !hasLog(files.database);
		database = openAside(files.database, isQuiet);
		readSchemaVersion(database, files.database);
		return new View(files, database, isQuiet);
	} catch (error) {
		database?.close();
		throw toRefusal(files.database, error);
	}
}

/** LEDGER_UNAVAILABLE: what was read did not belong together. */
export function disturbedError({database}: LedgerFiles): BchainError {
	return new BchainError(
		'LEDGER_UNAVAILABLE',
		`The chain in ${database} was changed by a hub while it was read: try again.`,
		{file: database},
	);
}

/**
 * Opens a database without leaving a trace. A quiet one has no log beside it: nobody has it open, and it is read
 * as it is, because SQLite would make a log and leave it there.
 */
function openAside(file: string, isQuiet: boolean): DatabaseSync {
	// SQLite takes an empty file for a database without tables.
	if (statSync(file).size === 0) throw new SqliteFault(sqliteCodes.notadb);
	if (!isQuiet) return openForReading(file);
	let database: DatabaseSync;
	try {
		database = new DatabaseSync(`${pathToFileURL(file).href}?immutable=1`, {readOnly: true});
	} catch (error) {
		// Node before 22.15 knows no addresses of databases; then a log may be left behind.
		if (sqliteCodeOf(error) !== sqliteCodes.cantopen) throw error;
		return openForReading(file);
	}
	try {
		database.exec('PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON');
		return database;
	} catch (error) {
		database.close();
		throw error;
	}
}

function hasLog(file: string): boolean {
	return existsSync(`${file}-wal`);
}

class View implements LedgerView {
	readonly files: LedgerFiles;
	readonly database: DatabaseSync;
	readonly id: string;
	readonly tip: () => Tip | null;
	readonly #range: (from: number, count: number) => readonly BlockRow[];
	readonly #version: number;
	readonly #isQuiet: boolean;

	constructor(files: LedgerFiles, database: DatabaseSync, isQuiet: boolean) {
		this.files = files;
		this.database = database;
		this.id = String(readValue(database, "SELECT value FROM meta WHERE key = 'ledger'"));
		this.tip = prepareTip(database);
		const range = prepareRows(
			database,
			`SELECT ${blockColumns} FROM blocks WHERE idx >= ? ORDER BY idx LIMIT ?`,
		);
		this.#range = (from, count) => range(from, count) as unknown as readonly BlockRow[];
		this.#version = readVersion(database);
		this.#isQuiet = isQuiet;
	}

	isDisturbed(): boolean {
		if (this.#isQuiet) return hasLog(this.files.database);
		try {
			return readVersion(this.database) !== this.#version;
		} catch {
			// What cannot be read is damaged: whoever reads on hears of that.
			return false;
		}
	}

	blockAt(index: number): Block | null {
		const [row] = this.#read(() => this.#range(index, 1));
		return row?.[0] === index ? toBlock(row) : null;
	}

	*blocks(): Generator<readonly Block[]> {
		const end = (this.#read(this.tip)?.index ?? -1) + 1;
		let parent: Tip | null = null;
		for (let next = 0; next < end; ) {
			const blocks: readonly Block[] = this.#read(() =>
				this.#range(next, Math.min(rangeBlocks, end - next)).map(toBlock),
			);
			for (const block of blocks) {
				const fault = verifyNext(parent, block);
				if (fault) throw this.isDisturbed() ? disturbedError(this.files) : brokenError(this.files, fault);
				parent = block;
			}
			if (blocks.length === 0) throw disturbedError(this.files);
			yield blocks;
			next += blocks.length;
		}
	}

	close(): void {
		this.database.close();
	}

	/** Reads, or throws what keeps it from being done as an error for people. */
	#read<T>(read: () => T): T {
		try {
			return read();
		} catch (error) {
			throw this.isDisturbed() ? disturbedError(this.files) : toRefusal(this.files.database, error);
		}
	}
}
