import type {Buffer} from 'node:buffer';
import type {Block, Tip} from '../core/block.ts';

/** A block with the id its reading came with (protocol section 5), if it had one. */
export interface Entry {
	readonly block: Block;
	readonly id?: string;
	/**
	 * The block was not sealed here just now: it was imported, or it came from another hub, also when it was sealed
	 * here long ago. It brings no reading of its own; one that was accepted here in this block is known by its hash.
	 */
	readonly foreign?: boolean;
	/** The block holds this displaced reading again, which keeps its id, if it has one. */
	readonly reading?: number;
}

/** A reading that was accepted here and is in no block of the present chain. */
export interface DisplacedReading {
	/** The key of its row, by which it is put again (`Entry.reading`). */
	readonly reading: number;
	readonly id?: string;
	readonly bpm: number;
	/** Where it was put the last time. */
	readonly index: number;
	readonly hash: string;
}

/** Where the reading with an id went. */
export interface FoundEntry {
	readonly index: number;
	readonly hash: string;
	readonly bpm: number;
}

/**
 * The outcome of a write: `conflict` means that the ledger's tip was not the expected one, or that one of the
 * readings is on the chain already; `find` and `locate` know where. Nothing is stored then.
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

/** Another chain replaced the blocks from `from` on by `entries`; that made a new version. */
export interface Replaced {
	readonly kind: 'replaced';
	readonly version: number;
	readonly from: number;
	readonly entries: readonly Entry[];
	/** The blocks that were there, in their order. */
	readonly removed: readonly Block[];
	/**
	 * The readings accepted here that were on the chain before and are not any more, in the order in which they
	 * stood there: they are to be put again. Found in the transaction that replaced the blocks.
	 */
	readonly displaced: readonly DisplacedReading[];
	/** The same, but not to be put again before somebody says so: see `Ledger.adoptReadings`. */
	readonly withheld: readonly DisplacedReading[];
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
	/**
	 * The readings accepted here that are in no block of the chain, in the order in which they stood there: they
	 * are to be put again. Those that are withheld are told of in the notes.
	 */
	readonly displaced: readonly DisplacedReading[];
	/** What the person who runs the hub should know, a sentence each. */
	readonly notes?: readonly string[];
}

/** Displaced readings that may be put again now, or why it could not be stored that they may: a phrase. */
export type AdoptedReadings = PutAgain;

/** Readings whose blocks were yielded, or why that could not be stored: a phrase. */
export type YieldedReadings = PutAgain;

type PutAgain =
	| {readonly kind: 'stored'; readonly displaced: readonly DisplacedReading[]}
	| {readonly kind: 'notStored'; readonly reason: string};

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
	/**
	 * Replaces the blocks from `from` on (0: also the genesis block) by another branch, all or nothing. The ledger
	 * does not choose between chains: whoever calls this has.
	 */
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
	/**
	 * Where the readings with these keys are on the present chain; what is not on it is left out: a displaced
	 * reading is there again when the chain went back to a block that holds it.
	 */
	locate(readings: readonly number[]): Promise<ReadonlyMap<number, FoundEntry>>;
	/**
	 * All readings accepted here that are in no block of the present chain, in the order in which they stood there,
	 * with those that are withheld. Looks at every reading: a third of a second for a million.
	 */
	listDisplaced(): Promise<readonly DisplacedReading[]>;
	/**
	 * For a person who knows that nobody else will: makes what replaced blocks of other hubs hold displaced readings
	 * of this one, once and for all, and withholds none any more. Gives all that are displaced then, with those that
	 * wait to be put again already. `sinceMs` (milliseconds since 1970) leaves out blocks that were replaced before.
	 *
	 * A block does not say who sealed it, nor what became of its reading: a hub that comes back after all, or has put
	 * the reading again already, makes it stand on the chain twice.
	 */
	adoptReadings(sinceMs?: number): Promise<AdoptedReadings>;
	/**
	 * The newest blocks that were sealed here for readings, on the chain or not, the oldest first; without those that
	 * were yielded.
	 */
	listSealed(countMax: number): Promise<readonly Tip[]>;
	/**
	 * Other hubs sealed these very blocks, too, and have them (protocol section 9): from now on they do not hold the
	 * readings that were put into them here. Gives those of these that stand nowhere now and are to be put again, not
	 * those that are withheld. What was not sealed here is left out.
	 */
	yieldBlocks(blocks: readonly Tip[]): Promise<YieldedReadings>;
	/** Reports every change in order, before the write that caused it resolves. One watcher. */
	watch(on: (change: LedgerChange) => void): void;
	/** Leaves word where the hub listens, for whoever finds the ledger in use. */
	announce(address: string): Promise<void>;
	close(): Promise<void>;
}
