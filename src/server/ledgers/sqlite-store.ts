import type {DatabaseSync, StatementSync} from 'node:sqlite';
import type {Tip} from '../../core/block.ts';
import {type BlockColumns, hashAt, type ReadingMark, toRows} from './block-columns.ts';
import {prepareTip, readValue, readVersion} from './sqlite-database.ts';
import {prepareFind} from './sqlite-displaced.ts';
import {SqliteFault, sqliteCodes} from './sqlite-errors.ts';

/** Blocks in one statement: to call SQLite for each of them takes half as long again. */
const rowsAtOnce = 20;

/**
 * The connection that writes: the statements of a ledger whose schema is up to date. Every method throws what
 * SQLite throws; the caller begins, commits and rolls back.
 */
export class SqliteStore {
	readonly #database: DatabaseSync;
	/** The newest block, as this connection sees it. */
	readonly tip: () => Tip | null;
	readonly #begin: StatementSync;
	readonly #commit: StatementSync;
	readonly #insertBlock: StatementSync;
	readonly #insertBlocks: StatementSync;
	readonly #insertReading: StatementSync;
	readonly #moveReading: StatementSync;

	constructor(database: DatabaseSync) {
		this.#database = database;
		this.tip = prepareTip(database);
		this.#begin = database.prepare('BEGIN IMMEDIATE');
		this.#commit = database.prepare('COMMIT');
		const row = '(?, ?, ?, ?, ?)';
		this.#insertBlock = database.prepare(`INSERT INTO blocks VALUES ${row}`);
		this.#insertBlocks = database.prepare(
			`INSERT INTO blocks VALUES ${Array(rowsAtOnce).fill(row).join(', ')}`,
		);
		// An id that is known comes again when its block was replaced: the triggers let nothing else pass.
		this.#insertReading = database.prepare(
			`INSERT INTO readings (id, bpm, idx, hash) VALUES (?, ?, ?, ?)
			ON CONFLICT (id) WHERE id IS NOT NULL
			DO UPDATE SET bpm = excluded.bpm, idx = excluded.idx, hash = excluded.hash`,
		);
		this.#moveReading = database.prepare('UPDATE readings SET idx = ?, hash = ? WHERE reading = ?');
	}

	/** The random id of the ledger. */
	get id(): string {
		return String(readValue(this.#database, "SELECT value FROM meta WHERE key = 'ledger'"));
	}

	get version(): number {
		return readVersion(this.#database);
	}

	/** What is checked at the start is read through the connection that will write. */
	get database(): DatabaseSync {
		return this.#database;
	}

	begin(): void {
		this.#begin.run();
	}

	/** Returns when the transaction is on the disk. */
	commit(): void {
		this.#commit.run();
	}

	/** Ends a transaction that is not wanted; SQLite may have ended it by itself already. */
	rollback(): void {
		try {
			this.#database.exec('ROLLBACK');
		} catch {}
	}

	append(columns: BlockColumns): void {
		const {count, first, bpms, readings} = columns;
		for (let at = 0; at < count; ) {
			const isGroup = count - at >= rowsAtOnce;
			const next = at + (isGroup ? rowsAtOnce : 1);
			(isGroup ? this.#insertBlocks : this.#insertBlock).run(...toRows(columns, at, next));
			at = next;
		}
		for (const [at, reading] of readings.entries()) {
			const [index, hash] = [first + at, hashAt(columns, at)];
			if (typeof reading === 'number') this.#putAgain(reading, index, hash);
			else if (reading !== false) this.#insertReading.run(reading, bpms[at]!, index, hash);
		}
	}

	/** The triggers let only a reading pass that is in no block of the chain and has the BPM of this one. */
	#putAgain(reading: number, index: number, hash: string): void {
		const {changes} = this.#moveReading.run(index, hash, reading);
		if (Number(changes) === 0) throw new Error(`there is no reading ${reading}`);
	}

	/** Whether one of the readings is on the chain. */
	holdsReading({readings}: BlockColumns): boolean {
		const {of, ofId} = prepareFind(this.#database);
		const find = (mark: ReadingMark) => (typeof mark === 'number' ? of(mark) : mark && ofId(mark));
		return readings.some(find);
	}

	/** Moves the blocks from `from` on into the table of the replaced ones. Returns how many there were. */
	moveAside(from: number, why: string, nowMs: number): number {
		const moved = this.#database
			.prepare(
				`INSERT INTO replaced (seq, idx, replaced_at, why, timestamp, bpm, hash, prev_hash)
				SELECT ?, idx, ?, ?, timestamp, bpm, hash, prev_hash FROM blocks WHERE idx >= ?`,
			)
			.run(this.version + 1, new Date(nowMs).toISOString(), why, from);
		const count = Number(moved.changes);
		const removeNewest = this.#database.prepare(
			'DELETE FROM blocks WHERE idx = (SELECT max(idx) FROM blocks)',
		);
		for (let left = count; left > 0; left--) removeNewest.run();
		return count;
	}

	/**
	 * Notes as replaced what readings at or above `from` name and no table holds: blocks that another program
	 * removed.
	 */
	noteMissing(from: number, why: string, nowMs: number): void {
		this.#database
			.prepare(
				`INSERT INTO replaced (seq, idx, replaced_at, why)
				SELECT DISTINCT ?, idx, ?, ? FROM readings
				WHERE idx >= ? AND idx NOT IN (SELECT idx FROM replaced)`,
			)
			.run(this.version + 1, new Date(nowMs).toISOString(), why, from);
	}

	/**
	 * Makes final what is committed and what is not: everything committed goes from the log into the main file
	 * and is synced there, and the log is emptied, with whatever a failed commit left in it. Throws when that
	 * cannot be done, also while another program is reading.
	 */
	checkpoint(): void {
		const isBusy = readValue(this.#database, 'PRAGMA wal_checkpoint(TRUNCATE)') !== 0;
		if (isBusy) throw new SqliteFault(sqliteCodes.busy);
	}

	/** Writes a little, and changes nothing, to see whether it can be done. */
	probe(): void {
		this.begin();
		try {
			this.#database.exec("UPDATE meta SET value = value WHERE key = 'created'");
			this.commit();
		} catch (error) {
			this.rollback();
			throw error;
		}
	}

	close(): void {
		this.#database.close();
	}
}
