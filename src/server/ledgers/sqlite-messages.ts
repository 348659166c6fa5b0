import type {MessagePort} from 'node:worker_threads';
import type {Tip} from '../../core/block.ts';
import type {DisplacedReading, FoundEntry, OpenedLedger, Write} from '../ledger.ts';
import type {BlockColumns} from './block-columns.ts';
import type {BlockRow} from './block-row.ts';
import type {InjectedFaults} from './injected-faults.ts';
import type {Replacement} from './sqlite-displaced.ts';
import type {Handover} from './worker-calls.ts';

/** What a thread of the ledger is started with. */
export interface WorkerSetup {
	readonly role: 'writer' | 'reader';
	readonly folder: string;
	/** Connects the two: the writer tells the reader when to let go of the database. */
	readonly peer: MessagePort;
	readonly faults: InjectedFaults;
}

/** What the two report without being asked. */
export type LedgerReport =
	| {readonly kind: 'progress'; readonly verified: number; readonly total: number}
	/** `fault` is why it does not work at present, a phrase; null: it works again. */
	| {readonly kind: 'health'; readonly role: 'writer' | 'reader'; readonly fault: string | null};

/** What the thread that writes offers, in the order in which it is called. */
export type WriterOffer = {
	/** Takes the folder, opens the ledger, and gives its id. */
	prepare(): string;
	/** Verifies the chain, with reports of the progress. */
	verify(): void;
	/**
	 * Compares the tip with the one that was noted outside, sees which of the displaced readings are to be put again,
	 * and is ready to write.
	 */
	start(displaced: readonly DisplacedReading[]): OpenedLedger;
	append(expected: Tip | null, columns: BlockColumns): Promise<Write>;
	/** The replacement is null unless it is stored. */
	replaceFrom(
		expected: Tip,
		from: number,
		columns: BlockColumns,
	): Promise<{readonly write: Write; readonly replacement: Replacement | null}>;
	/** The tip of what is stored is the one before. */
	adoptReadings(sinceMs: number): Promise<Write>;
	/** The same. */
	yieldBlocks(
		blocks: readonly Tip[],
	): Promise<{readonly write: Write; readonly displaced: readonly DisplacedReading[]}>;
	announce(address: string): void;
	/** Gives everything back, however far it got. */
	close(): Promise<void>;
};

/** What the thread that reads offers, while the writer has the ledger open. */
export type ReaderOffer = {
	/** Gives the displaced readings of a sound file. */
	checkReadings(): Promise<readonly DisplacedReading[]>;
	read(version: number, from: number, to: number): Promise<readonly BlockRow[] | 'replaced'>;
	readText(version: number, from: number, bytesMax: number): Promise<'replaced' | Handover<TextRange>>;
	hashesAt(indexes: readonly number[]): Promise<ReadonlyMap<number, string>>;
	find(ids: readonly string[]): Promise<ReadonlyMap<string, FoundEntry>>;
	locate(readings: readonly number[]): Promise<ReadonlyMap<number, FoundEntry>>;
	listDisplaced(): Promise<readonly DisplacedReading[]>;
	listSealed(countMax: number): Promise<readonly Tip[]>;
	close(): void;
};

/** `ChainRange` as it crosses: a Buffer arrives as plain bytes. */
export interface TextRange {
	readonly bytes: Uint8Array;
	readonly to: number;
}
