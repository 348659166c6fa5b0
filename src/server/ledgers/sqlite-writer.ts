import {once} from 'node:events';
import type {MessagePort} from 'node:worker_threads';
import type {Tip} from '../../core/block.ts';
import type {DisplacedReading, OpenedLedger, Write} from '../ledger.ts';
import {backOff} from './back-off.ts';
import {type BlockColumns, tipOf} from './block-columns.ts';
import {injectFaults} from './injected-faults.ts';
import {type LedgerFiles, ledgerFiles} from './ledger-folder.ts';
import {checkChain} from './sqlite-check.ts';
import {adoptReplaced, type Replacement, replaceBlocks} from './sqlite-displaced.ts';
import {describeFault, isBusy, isConstraint, isFull, toRefusal} from './sqlite-errors.ts';
import {
	brokenError,
	compareTip,
	countBlocks,
	holdRestored,
	type OpenFolder,
	openFolder,
	reopenStore,
} from './sqlite-folder.ts';
import {describeWithheld, isDecided, readHold, release} from './sqlite-holds.ts';
import type {LedgerReport, WorkerSetup, WriterOffer} from './sqlite-messages.ts';
import {restoreTriggers} from './sqlite-schema.ts';
import type {SqliteStore} from './sqlite-store.ts';
import {TipFile} from './tip-file.ts';

/** How often the progress of the verification is reported. */
const progressIntervalMs = 100;

/** One transaction: `expected` is the tip before it, `tip` the one after, by which a doubtful one is known. */
interface Change {
	readonly expected: Tip | null;
	readonly tip: Tip;
	readonly apply: (store: SqliteStore) => void;
	/** Whether the schema refused it because a reading of it is on the chain already. */
	readonly isRepeat?: (store: SqliteStore) => boolean;
	/** How else it is known: it leaves the tip as it is. */
	readonly isStored?: (store: SqliteStore) => boolean;
}

/**
 * The thread that writes. A write is one transaction, and it is answered by what is on the disk:
 * - an error before COMMIT means that nothing is: SQLite writes the mark that makes a transaction count only
 *   then;
 * - after an error of COMMIT nobody knows, so every connection is closed, the ledger is opened again and its
 *   tip read; what is found is made final before the answer. While that cannot be done nobody is answered.
 */
export class SqliteWriter implements WriterOffer {
	readonly #files: LedgerFiles;
	readonly #reader: MessagePort;
	readonly #report: (report: LedgerReport) => void;
	readonly #commit: (commit: () => void) => void;
	#folder: OpenFolder | null = null;
	#store: SqliteStore | null = null;
	#tipFile: TipFile | null = null;
	#id = '';
	#fault: string | null = null;
	#probing = false;
	#closing = false;
	/** Writes, probes and closing take turns. */
	#turn: Promise<unknown> = Promise.resolve();

	constructor({folder, peer, faults}: WorkerSetup, report: (report: LedgerReport) => void) {
		this.#files = ledgerFiles(folder);
		this.#reader = peer;
		this.#report = report;
		this.#commit = injectFaults(faults);
	}

	prepare(): string {
		this.#folder = openFolder(this.#files, Date.now());
		this.#store = this.#folder.store;
		this.#id = this.#store.id;
		return this.#id;
	}

	verify(): void {
		const {store} = this.#folder!;
		try {
			const total = countBlocks(store);
			let reported = performance.now();
			const checked = checkChain(store.database, verified => {
				if (performance.now() - reported < progressIntervalMs) return;
				reported = performance.now();
				this.#report({kind: 'progress', verified, total});
			});
			if ('fault' in checked) throw brokenError(this.#files, checked.fault);
			this.#report({kind: 'progress', verified: total, total});
		} catch (error) {
			throw toRefusal(this.#files.database, error);
		}
	}

	start(displaced: readonly DisplacedReading[]): OpenedLedger {
		const folder = this.#folder!;
		try {
			const triggers = restoreTriggers(folder.store.database, this.#files.database);
			const notes = [...triggers, ...compareTip(this.#files, folder)];
			const tip = folder.store.tip();
			holdRestored(folder, Date.now());
			this.#tipFile = new TipFile(this.#files.tip, this.#id);
			this.#tipFile.write(tip);
			const hold = readHold(folder.store.database);
			const withheld = displaced.filter(({reading}) => reading <= hold);
			return {
				tip,
				version: folder.store.version,
				displaced: displaced.filter(({reading}) => reading > hold),
				notes: [...notes, ...describeWithheld(withheld)],
			};
		} catch (error) {
			throw toRefusal(this.#files.database, error);
		}
	}

	async append(expected: Tip | null, columns: BlockColumns): Promise<Write> {
		const apply = (store: SqliteStore): void => store.append(columns);
		const isRepeat = (store: SqliteStore): boolean => store.holdsReading(columns);
		return this.#inTurn(() => this.#write({expected, tip: tipOf(columns), apply, isRepeat}));
	}

	async replaceFrom(
		expected: Tip,
		from: number,
		columns: BlockColumns,
	): Promise<{readonly write: Write; readonly replacement: Replacement | null}> {
		let replacement: Replacement | null = null;
		const apply = (store: SqliteStore): void => {
			replacement = replaceBlocks(store, from, columns, Date.now());
		};
		const write = await this.#inTurn(() => this.#write({expected, tip: tipOf(columns), apply}));
		return {write, replacement: write.kind === 'stored' ? replacement : null};
	}

	async adoptReadings(sinceMs: number): Promise<Write> {
		let decision = 0;
		const apply = ({database}: SqliteStore): void => {
			adoptReplaced(database, sinceMs);
			decision = release(database, Date.now());
		};
		const isStored = ({database}: SqliteStore): boolean => isDecided(database, decision);
		return this.#inTurn(async () => {
			const tip = this.#store?.tip() ?? null;
			if (tip === null) return {kind: 'notStored', reason: this.#fault ?? 'there is no block'};
			return this.#write({expected: tip, tip, apply, isStored});
		});
	}

	announce(address: string): void {
		this.#folder!.lock.announce(address);
	}

	async close(): Promise<void> {
		this.#closing = true;
		await this.#inTurn(async () => {
			this.#store?.close();
			this.#tipFile?.close();
			this.#folder?.lock.release();
		});
	}

	async #inTurn<T>(task: () => Promise<T>): Promise<T> {
		const result = this.#turn.then(task);
		this.#turn = result.catch(() => {});
		return result;
	}

	async #write(change: Change): Promise<Write> {
		let store: SqliteStore;
		try {
			store = await this.#usableStore();
			store.begin();
			const tip = store.tip();
			if (!isSame(tip, change.expected)) {
				store.rollback();
				return {kind: 'conflict', tip};
			}
			change.apply(store);
		} catch (error) {
			this.#store?.rollback();
			if (isConstraint(error) && change.isRepeat?.(this.#store!))
				return {kind: 'conflict', tip: change.expected};
			return this.#refuse(this.#name(error));
		}
		try {
			this.#commit(() => store.commit());
		} catch (error) {
			return this.#settle(change, error);
		}
		return this.#stored(change.tip);
	}

	#stored(tip: Tip): Write {
		this.#tipFile!.write(tip);
		this.#setFault(null);
		return {kind: 'stored', tip};
	}

	/** Answers a write of which nothing is on the disk, and begins to look for the moment when it works again. */
	#refuse(reason: string): Write {
		this.#setFault(reason);
		if (!this.#probing) void this.#probeUntilItWorks();
		return {kind: 'notStored', reason};
	}

	/** Finds out what became of a transaction whose commit reported an error. */
	async #settle({expected, tip, ...change}: Change, error: unknown): Promise<Write> {
		const reason = this.#name(error);
		this.#setFault(reason);
		for await (const _ of backOff()) {
			try {
				const store = await this.#connect();
				const found = store.tip();
				const isStored = change.isStored?.(store) ?? isSame(found, tip);
				try {
					store.checkpoint();
				} catch (hindrance) {
					// For want of room SQLite did not write the mark: what is not there can never come back.
					if (isStored || !isFull(error)) throw hindrance;
				}
				this.#resumeReader();
				if (isStored) return this.#stored(tip);
				return isSame(found, expected) ? this.#refuse(reason) : {kind: 'conflict', tip: found};
			} catch (again) {
				this.#setFault(this.#name(again));
			}
		}
		throw new Error('unreachable');
	}

	async #probeUntilItWorks(): Promise<void> {
		this.#probing = true;
		for await (const turn of backOff()) {
			// What has just failed is not tried again at once.
			if (turn > 0) await this.#inTurn(() => this.#probe());
			if (this.#fault === null || this.#closing) break;
		}
		this.#probing = false;
	}

	async #probe(): Promise<void> {
		if (this.#fault === null || this.#closing) return;
		try {
			const store = await this.#usableStore();
			store.probe();
			this.#setFault(null);
		} catch (error) {
			this.#setFault(this.#name(error));
			// A disk that went away and came back is reached through new connections alone.
			if (!isBusy(error) && !isFull(error)) this.#disconnect();
		}
	}

	async #usableStore(): Promise<SqliteStore> {
		if (this.#store) return this.#store;
		const store = await this.#connect();
		this.#resumeReader();
		return store;
	}

	/**
	 * Closes every connection and opens the one that writes: SQLite reads its log anew only when nobody holds
	 * what it has in memory of it. The reader waits until it is told.
	 */
	async #connect(): Promise<SqliteStore> {
		this.#reader.postMessage('release');
		await once(this.#reader, 'message');
		this.#disconnect();
		this.#store = reopenStore(this.#files, this.#id);
		return this.#store;
	}

	#disconnect(): void {
		this.#store?.close();
		this.#store = null;
	}

	#resumeReader(): void {
		this.#reader.postMessage('resume');
	}

	/** What is the matter, for people; a fault of our own is thrown on. */
	#name(error: unknown): string {
		const fault = describeFault(error);
		if (fault === undefined) throw error;
		return fault;
	}

	#setFault(fault: string | null): void {
		if (this.#fault === fault) return;
		this.#fault = fault;
		this.#report({kind: 'health', role: 'writer', fault});
	}
}

function isSame(a: Tip | null, b: Tip | null): boolean {
	return a?.index === b?.index && a?.hash === b?.hash;
}
