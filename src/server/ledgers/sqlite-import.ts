import type {Block, Tip} from '../../core/block.ts';
import {BchainError} from '../../core/errors.ts';
import {verifyNext} from '../../core/verify.ts';
import type {Entry} from '../ledger.ts';
import {toColumns} from './block-columns.ts';
import {type BlockRow, blockColumns, toBlock} from './block-row.ts';
import type {OnProgress} from './ledger-check.ts';
import {type LedgerFiles, ledgerFiles} from './ledger-folder.ts';
import {checkChain, checkReadings} from './sqlite-check.ts';
import {prepareRows} from './sqlite-database.ts';
import {damagedError, describeFault, isFull, toRefusal} from './sqlite-errors.ts';
import {
	brokenError,
	compareTip,
	countBlocks,
	holdRestored,
	type OpenFolder,
	openFolder,
} from './sqlite-folder.ts';
import {restoreTriggers} from './sqlite-schema.ts';
import type {SqliteStore} from './sqlite-store.ts';
import {TipFile} from './tip-file.ts';

/** Blocks handed to the database, and read from it, at a time. */
const batchBlocks = 1_000;

export interface Imported {
	/** Blocks that the ledger did not have. */
	readonly added: number;
	readonly tip: Tip;
}

/** An import under way: it owns the folder, and all of it is one transaction. */
export interface LedgerImport {
	/** The newest block before the import; null in a ledger without blocks. */
	readonly tip: Tip | null;
	/**
	 * Takes the next block of the chain that is imported, from its genesis block on: one that the ledger has, or
	 * one that goes on from it. Throws CHAIN_BROKEN for a block that does not hold, IMPORT_DIFFERS for the first
	 * that is another one than the ledger's, LEDGER_UNAVAILABLE when the disk does not take it.
	 */
	take(block: Block): void;
	/**
	 * Stores everything, at least one block; it is on the disk when this returns. Throws IMPORT_DIFFERS when the
	 * ledger goes on after the chain, LEDGER_UNAVAILABLE when the disk fails.
	 */
	commit(): Imported;
	/** Gives the folder back. What was not committed leaves nothing behind. */
	close(): void;
}

/**
 * Takes the ledger in a folder, or makes one, to import a chain into it. What is there is verified first, as
 * when a hub starts. `nowMs` is milliseconds since 1970. Throws a `BchainError` of a `LEDGER_` code:
 * LEDGER_LOCKED, with the process, while a hub runs on it.
 */
export function openImport(folder: string, nowMs: number, onProgress: OnProgress = () => {}): LedgerImport {
	const files = ledgerFiles(folder);
	const open = openFolder(files, nowMs);
	try {
		check(files, open, nowMs, onProgress);
		open.store.begin();
		return new Import(files, open);
	} catch (error) {
		open.store.close();
		open.lock.release();
		throw toRefusal(files.database, error);
	}
}

function check(files: LedgerFiles, open: OpenFolder, nowMs: number, onProgress: OnProgress): void {
	const {database} = open.store;
	const total = countBlocks(open.store);
	const checked = checkChain(database, verified => onProgress(verified, total));
	if ('fault' in checked) throw brokenError(files, checked.fault);
	const readings = checkReadings(database);
	if ('wrong' in readings) throw damagedError(files.database, readings.wrong);
	restoreTriggers(database, files.database);
	compareTip(files, open);
	holdRestored(open, nowMs);
}

class Import implements LedgerImport {
	readonly tip: Tip | null;
	readonly #files: LedgerFiles;
	readonly #lock: OpenFolder['lock'];
	readonly #store: SqliteStore;
	readonly #held: Iterator<Block>;
	/** The newest block that was taken. */
	#taken: Tip | null = null;
	#waiting: Entry[] = [];
	#added = 0;

	constructor(files: LedgerFiles, {lock, store}: OpenFolder) {
		this.#files = files;
		this.#lock = lock;
		this.#store = store;
		this.tip = store.tip();
		this.#held = readChain(store);
	}

	take(block: Block): void {
		const fault = verifyNext(this.#taken, block);
		if (fault) {
			throw new BchainError('CHAIN_BROKEN', `Block ${fault.index} does not hold: ${fault.detail}.`, {
				...fault,
			});
		}
		if (this.tip !== null && block.index <= this.tip.index) this.#compare(block);
		else this.#append(block);
		this.#taken = {index: block.index, hash: block.hash};
	}

	commit(): Imported {
		const next = (this.#taken?.index ?? -1) + 1;
		if (this.tip !== null && next <= this.tip.index) {
			throw new BchainError(
				'IMPORT_DIFFERS',
				`The chain ends before block ${next}, and the ledger in ${this.#files.folder} goes on to block ${this.tip.index}: there is nothing to add.`,
				{index: next, tip: this.tip},
			);
		}
		this.#guarded(() => this.#flush());
		this.#guarded(() => this.#store.commit(), 'It is not known whether the blocks were added');
		const tipFile = new TipFile(this.#files.tip, this.#store.id);
		tipFile.write(this.#taken);
		tipFile.close();
		return {added: this.#added, tip: this.#taken!};
	}

	close(): void {
		this.#store.rollback();
		this.#store.close();
		this.#lock.release();
	}

	#compare(block: Block): void {
		const held = this.#guarded(() => this.#held.next().value as Block);
		if (held.hash === block.hash) return;
		const fields = describeDifference(held, block);
		throw new BchainError(
			'IMPORT_DIFFERS',
			`The chain is another one than that of the ledger in ${this.#files.folder}: block ${block.index} is the first that differs (${fields}).`,
			{index: block.index, held, block},
		);
	}

	#append(block: Block): void {
		this.#waiting.push({block, foreign: true});
		this.#added++;
		if (this.#waiting.length >= batchBlocks) this.#guarded(() => this.#flush());
	}

	#flush(): void {
		if (this.#waiting.length > 0) this.#store.append(toColumns(this.#waiting));
		this.#waiting = [];
	}

	#guarded<T>(work: () => T, otherwise = 'Nothing was added'): T {
		try {
			return work();
		} catch (error) {
			const reason = describeFault(error);
			if (reason === undefined) throw error;
			const {database: file} = this.#files;
			// Where there is no room, SQLite has not written the mark that ends a transaction.
			const what = isFull(error) ? 'Nothing was added' : otherwise;
			throw new BchainError('LEDGER_UNAVAILABLE', `${what} to ${file}: ${reason}.`, {file, reason}, error);
		}
	}
}

/** The blocks of a verified ledger. */
function* readChain({database}: SqliteStore): Generator<Block> {
	const range = prepareRows(
		database,
		`SELECT ${blockColumns} FROM blocks WHERE idx >= ? ORDER BY idx LIMIT ${batchBlocks}`,
	);
	for (let next = 0; ; next += batchBlocks) {
		const rows = range(next) as unknown as readonly BlockRow[];
		if (rows.length === 0) return;
		for (const row of rows) yield toBlock(row);
	}
}

/** The first field in which two good blocks of the same index and the same past differ. */
function describeDifference(held: Block, block: Block): string {
	if (held.timestamp !== block.timestamp)
		return `its Timestamp is ${block.timestamp}, and ${held.timestamp} in the ledger`;
	return `its BPM is ${block.bpm}, and ${held.bpm} in the ledger`;
}
