import type {Buffer} from 'node:buffer';
import type {Block, Tip} from '../core/block.ts';

/** A block with the id its reading came with (protocol section 5), if it had one. */
export interface Entry {
	readonly block: Block;
	readonly id?: string;
	/** The block was sealed elsewhere (imported, or by another hub): it holds no reading accepted here. */
	readonly foreign?: boolean;
}

/** Where the reading with an id went. */
export interface FoundEntry {
	readonly index: number;
	readonly hash: string;
	readonly bpm: number;
}

/**
 * The outcome of a write: `conflict` means that the ledger's tip was not the expected one, or that a reading
 * with one of the ids is on the chain already; `find` knows where. Nothing is stored then.
 */
export type Write =
	| {readonly kind: 'stored'; readonly tip: Tip}
	| {readonly kind: 'conflict'; readonly tip: Tip | null}
	| {readonly kind: 'notStored'; readonly reason: string};

/** Entries that are durable now, in the order of the chain; our own writes and others' alike. */
export interface Appended {
	readonly kind: 'appended';
	readonly version: number;
	readonly entries: readonly Entry[];
}

/** A longer chain replaced the blocks from `from` on by `entries`; that made a new version. */
export interface Replaced {
	readonly kind: 'replaced';
	readonly version: number;
	readonly from: number;
	readonly entries: readonly Entry[];
}

/** The ledger cannot store at present, or can again. */
export interface Health {
	readonly kind: 'health';
	readonly ok: boolean;
	readonly reason: string;
}

export type LedgerChange = Appended | Replaced | Health;

/** Consecutive blocks as canonical JSON text, separated by commas, without one at either end. */
export interface ChainRange {
	readonly bytes: Buffer;
	/** One more than the index of the last block in it. */
	readonly to: number;
}

/** What a ledger is when it has been opened. */
export interface OpenedLedger {
	readonly tip: Tip | null;
	/** How often blocks have been replaced: `read` and `readText` refer to it. */
	readonly version: number;
	/** What the person who runs the hub should know, a sentence each. */
	readonly notes?: readonly string[];
}

/**
 * The durable list of blocks: a compare-and-append, so that a ledger which several hubs share fits the same
 * shape. One write is under way at a time. Expected failures are values; a rejected promise is a bug.
 */
export interface Ledger {
	/** Random id made together with the ledger (protocol section 4); known once it is open. */
	readonly id: string;
	/** Whether the blocks survive a restart. */
	readonly durable: boolean;
	/** Whether a longer chain may replace blocks here. */
	readonly replaceable: boolean;
	/** Where the blocks are kept, for people; null in memory. */
	readonly folder: string | null;
	/**
	 * Opens the ledger once and verifies every block in it, reporting how many of how many about ten times a
	 * second. Throws a `BchainError` of a `LEDGER_` code that says what is wrong and what can be done.
	 */
	open(onProgress?: (verified: number, total: number) => void): Promise<OpenedLedger>;
	/** Appends after `expected` (null: to the empty ledger). Settles an unknown outcome inside. */
	append(expected: Tip | null, batch: readonly Entry[]): Promise<Write>;
	/** Replaces the blocks from `from` on by a longer branch, all or nothing. */
	replaceFrom(expected: Tip, from: number, branch: readonly Entry[]): Promise<Write>;
	/**
	 * Entries from `from` up to, not including, `to` or the end; 'replaced' when `version` no longer holds
	 * them. Their ids may be left out: `find` knows them.
	 */
	read(version: number, from: number, to: number): Promise<readonly Entry[] | 'replaced'>;
	/**
	 * The text of the whole blocks from `from` on that fit in `bytesMax`, at least one; 'replaced' when
	 * `version` no longer holds block `from`, which must have been on its chain. The buffer is the caller's own.
	 */
	readText(version: number, from: number, bytesMax: number): Promise<ChainRange | 'replaced'>;
	/** The hashes of these blocks of the present chain; what is not on it is left out. */
	hashesAt(indexes: readonly number[]): Promise<ReadonlyMap<number, string>>;
	/** Where the readings with these ids are on the present chain; what is not on it is left out. */
	find(ids: readonly string[]): Promise<ReadonlyMap<string, FoundEntry>>;
	/** Reports every change in order, before the write that caused it resolves. One watcher. */
	watch(on: (change: LedgerChange) => void): void;
	/** Leaves word where the hub listens, for whoever finds the ledger in use. */
	announce(address: string): Promise<void>;
	close(): Promise<void>;
}
