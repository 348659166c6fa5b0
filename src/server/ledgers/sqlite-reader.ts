import type {Tip} from '../../core/block.ts';
import {blockBytesMin} from '../chain-text.ts';
import type {DisplacedReading, FoundEntry} from '../ledger.ts';
import {backOff} from './back-off.ts';
import {type BlockRow, blockColumns, blockText} from './block-row.ts';
import {formatRange} from './chain-range.ts';
import {ledgerFiles} from './ledger-folder.ts';
import {checkReadings} from './sqlite-check.ts';
import {openForReading, prepareRows} from './sqlite-database.ts';
import {listDisplaced, prepareFind} from './sqlite-displaced.ts';
import {damagedError, describeFault, toRefusal} from './sqlite-errors.ts';
import type {LedgerReport, ReaderOffer, TextRange, WorkerSetup} from './sqlite-messages.ts';
import {listSealed} from './sqlite-yields.ts';
import {Handover} from './worker-calls.ts';

/**
 * The thread that reads, through a connection of its own, so that no read waits for a commit and none holds
 * the main thread up. Every answer sees all that is committed. No read transaction outlives its answer: the
 * log could not be emptied meanwhile. While the disk does not let it read, it tries again and nobody is answered.
 */
export class SqliteReader implements ReaderOffer {
	readonly #file: string;
	readonly #report: (report: LedgerReport) => void;
	#connection: Connection | null = null;
	#fault: string | null = null;
	/** Settled when the writer lets this thread open the database. */
	#permission: Promise<void> = Promise.resolve();
	/** Null while it does. */
	#permit: (() => void) | null = null;

	constructor({folder, peer}: WorkerSetup, report: (report: LedgerReport) => void) {
		this.#file = ledgerFiles(folder).database;
		this.#report = report;
		peer.on('message', (message: 'release' | 'resume') => {
			if (message === 'resume') {
				this.#permit?.();
				this.#permit = null;
				return;
			}
			this.close();
			// Told again before it may: whoever waits goes on waiting.
			if (this.#permit === null) {
				this.#permission = new Promise(resolve => {
					this.#permit = resolve;
				});
			}
			peer.postMessage('released');
		});
	}

	async checkReadings(): Promise<readonly DisplacedReading[]> {
		let checked: ReturnType<typeof checkReadings>;
		try {
			this.#connection ??= connect(this.#file);
			checked = checkReadings(this.#connection.database);
		} catch (error) {
			throw toRefusal(this.#file, error);
		}
		if ('wrong' in checked) throw damagedError(this.#file, checked.wrong);
		return checked.displaced;
	}

	async read(version: number, from: number, to: number): Promise<readonly BlockRow[] | 'replaced'> {
		return this.#whenItWorks(({snapshot, replacedFrom, blocks}) =>
			snapshot(() => (to > replacedFrom(version) ? 'replaced' : blocks(from, to - from))),
		);
	}

	async readText(version: number, from: number, bytesMax: number): Promise<'replaced' | Handover<TextRange>> {
		const most = 1 + Math.floor(bytesMax / blockBytesMin);
		const range = await this.#whenItWorks(({snapshot, replacedFrom, texts}) =>
			snapshot(() => {
				const end = replacedFrom(version);
				if (from >= end) return null;
				return formatRange(texts(from, Math.min(most, end - from)), from, bytesMax);
			}),
		);
		if (range === null) return 'replaced';
		return new Handover<TextRange>(range, [range.bytes.buffer as ArrayBuffer]);
	}

	async hashesAt(indexes: readonly number[]): Promise<ReadonlyMap<number, string>> {
		return this.#whenItWorks(({snapshot, hashAt}) =>
			snapshot(() => {
				const hashes = new Map<number, string>();
				for (const index of indexes) {
					const hash = hashAt(index);
					if (hash !== undefined) hashes.set(index, hash);
				}
				return hashes;
			}),
		);
	}

	async find(ids: readonly string[]): Promise<ReadonlyMap<string, FoundEntry>> {
		return this.#whenItWorks(({snapshot, find}) => snapshot(() => findEach(ids, find.ofId)));
	}

	async locate(readings: readonly number[]): Promise<ReadonlyMap<number, FoundEntry>> {
		return this.#whenItWorks(({snapshot, find}) => snapshot(() => findEach(readings, find.of)));
	}

	async listDisplaced(): Promise<readonly DisplacedReading[]> {
		return this.#whenItWorks(({database}) => listDisplaced(database));
	}

	async listSealed(countMax: number): Promise<readonly Tip[]> {
		return this.#whenItWorks(({database}) => listSealed(database, countMax));
	}

	close(): void {
		this.#connection?.database.close();
		this.#connection = null;
	}

	/** Reads when the writer permits it, again and again while the disk or another program does not. */
	async #whenItWorks<T>(read: (connection: Connection) => T): Promise<T> {
		for await (const _ of backOff()) {
			await this.#permission;
			try {
				this.#connection ??= connect(this.#file);
				const result = read(this.#connection);
				this.#setFault(null);
				return result;
			} catch (error) {
				const fault = describeFault(error);
				if (fault === undefined) throw error;
				this.close();
				this.#setFault(fault);
			}
		}
		throw new Error('unreachable');
	}

	#setFault(fault: string | null): void {
		if (this.#fault === fault) return;
		this.#fault = fault;
		this.#report({kind: 'health', role: 'reader', fault});
	}
}

function findEach<T>(
	keys: readonly T[],
	find: (key: T) => FoundEntry | undefined,
): ReadonlyMap<T, FoundEntry> {
	const found = new Map<T, FoundEntry>();
	for (const key of keys) {
		const entry = find(key);
		if (entry) found.set(key, entry);
	}
	return found;
}

type Connection = ReturnType<typeof connect>;

/** Opens the database and prepares what is asked of it. */
function connect(file: string) {
	const database = openForReading(file);
	const begin = database.prepare('BEGIN');
	const end = database.prepare('COMMIT');
	const lowestReplaced = prepareRows(database, 'SELECT min(idx) FROM replaced WHERE seq > ?');
	const range = prepareRows(
		database,
		`SELECT ${blockColumns} FROM blocks WHERE idx >= ? ORDER BY idx LIMIT ?`,
	);
	const text = prepareRows(database, `SELECT ${blockText} FROM blocks WHERE idx >= ? ORDER BY idx LIMIT ?`);
	const hash = prepareRows(database, 'SELECT hash FROM blocks WHERE idx = ?');
	return {
		database,
		find: prepareFind(database),
		/** Runs `read` in one read transaction: everything in it is of the same moment. */
		snapshot<T>(read: () => T): T {
			begin.run();
			// After an error SQLite may have ended the transaction itself; if not, closing the connection does.
			const result = read();
			end.run();
			return result;
		},
		/** The first index that is no longer what it was in `version`; Infinity when all is. */
		replacedFrom: (version: number): number =>
			(lowestReplaced(version)[0]![0] as number | null) ?? Number.POSITIVE_INFINITY,
		blocks: (from: number, count: number) => range(from, count) as readonly BlockRow[],
		texts: (from: number, count: number) => text(from, count).map(([block]) => String(block)),
		hashAt: (index: number) => hash(index)[0]?.[0] as string | undefined,
	};
}
