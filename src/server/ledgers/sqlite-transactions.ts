import {once} from 'node:events';
import type {MessagePort} from 'node:worker_threads';
import type {Tip} from '../../core/block.ts';
import type {Write} from '../ledger.ts';
import {backOff} from './back-off.ts';
import type {LedgerFiles} from './ledger-folder.ts';
import {describeFault, isBusy, isConstraint, isFull} from './sqlite-errors.ts';
import {reopenStore} from './sqlite-folder.ts';
import type {SqliteStore} from './sqlite-store.ts';

/** One transaction: `expected` is the tip before it, `tip` the one after, by which a doubtful one is known. */
export interface Change {
	readonly expected: Tip | null;
	readonly tip: Tip;
	readonly apply: (store: SqliteStore) => void;
	/** Whether the schema refused it because a reading of it is on the chain already. */
	readonly isRepeat?: (store: SqliteStore) => boolean;
	/** How else it is known: it leaves the tip as it is. */
	readonly isStored?: (store: SqliteStore) => boolean;
}

/** What transactions work with. */
export interface TransactionsOptions {
	readonly files: LedgerFiles;
	/** The thread that reads: it lets go of the database when it is told. */
	readonly reader: MessagePort;
	/** Runs a commit; tests let it fail. */
	readonly commit: (commit: () => void) => void;
	/** `tip` is on the disk. */
	readonly onStored: (tip: Tip) => void;
	/** Why nothing can be stored at present, a phrase; null: it works again. */
	readonly onFault: (fault: string | null) => void;
}

/**
 * The writes of a ledger, one transaction each, one after the other, answered by what is on the disk:
 * - an error before COMMIT means that nothing is: SQLite writes the mark that makes a transaction count only
 *   then;
 * - after an error of COMMIT nobody knows, so every connection is closed, the ledger is opened again and its
 *   tip read; what is found is made final before the answer. While that cannot be done nobody is answered.
 */
export class SqliteTransactions {
	readonly #options: TransactionsOptions;
	#id = '';
	#store: SqliteStore | null = null;
	#fault: string | null = null;
	#probing = false;
	#closing = false;
	/** Writes, probes and closing take turns. */
	#turn: Promise<unknown> = Promise.resolve();

	constructor(options: TransactionsOptions) {
		this.#options = options;
	}

	/** From now on through this connection, and to no other ledger than this one. */
	use(store: SqliteStore): void {
		this.#store = store;
		this.#id = store.id;
	}

	/** Does the write when those before are done. */
	async write(change: Change): Promise<Write> {
		return this.#inTurn(() => this.#write(change));
	}

	/** The same for one that leaves the tip, whatever that is then, as it is. */
	async writeBeside(change: Required<Pick<Change, 'apply' | 'isStored'>>): Promise<Write> {
		return this.#inTurn(async () => {
			const tip = this.#store?.tip() ?? null;
			if (tip === null) return {kind: 'notStored', reason: this.#fault ?? 'there is no block'};
			return this.#write({expected: tip, tip, ...change});
		});
	}

	/** Closes the connection when all writes are done, and then has `last` done. */
	async close(last: () => void): Promise<void> {
		this.#closing = true;
		await this.#inTurn(async () => {
			this.#store?.close();
			last();
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
			this.#options.commit(() => store.commit());
		} catch (error) {
			return this.#settle(change, error);
		}
		return this.#stored(change.tip);
	}

	#stored(tip: Tip): Write {
		this.#options.onStored(tip);
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
		this.#options.reader.postMessage('release');
		await once(this.#options.reader, 'message');
		this.#disconnect();
		this.#store = reopenStore(this.#options.files, this.#id);
		return this.#store;
	}

	#disconnect(): void {
		this.#store?.close();
		this.#store = null;
	}

	#resumeReader(): void {
		this.#options.reader.postMessage('resume');
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
		this.#options.onFault(fault);
	}
}

function isSame(a: Tip | null, b: Tip | null): boolean {
	return a?.index === b?.index && a?.hash === b?.hash;
}
