import {Buffer} from 'node:buffer';
import {MessageChannel, type MessagePort, Worker} from 'node:worker_threads';
import type {Tip} from '../../core/block.ts';
import {BchainError} from '../../core/errors.ts';
import {verifyNext} from '../../core/verify.ts';
import type {
	AdoptedReadings,
	ChainRange,
	DisplacedReading,
	Entry,
	FoundEntry,
	Ledger,
	LedgerChange,
	OpenedLedger,
	Write,
	YieldedReadings,
} from '../ledger.ts';
import {toColumns} from './block-columns.ts';
import {toBlock} from './block-row.ts';
import type {InjectedFaults} from './injected-faults.ts';
import type {LedgerReport, ReaderOffer, WorkerSetup, WriterOffer} from './sqlite-messages.ts';
import {linkWorker, type WorkerLink} from './worker-calls.ts';
import {workerFile} from './worker-file.ts';

export interface SqliteLedgerOptions {
	/** The data folder; made when it is not there. */
	readonly folder: string;
	/** Default: false. */
	readonly replaceable?: boolean;
	/** For tests. */
	readonly faults?: InjectedFaults;
}

/**
 * The ledger of `bchain serve`: an SQLite database in a folder that belongs to one process at a time. A write
 * resolves when it is on the disk. Two threads of its own do the work, one writes and one reads, so that
 * neither a slow disk nor a long range holds the main thread up; nothing is kept in memory for each block.
 */
export function createSqliteLedger(options: SqliteLedgerOptions): Ledger {
	return new ThreadedLedger(options);
}

/** Blocks of another hub in one transaction, about. */
const partBlocks = 4_096;

/** What a thread has just made it mostly needs no more: a small space for it costs no time and saves memory. */
const youngMebibytesMax = 16;

class ThreadedLedger implements Ledger {
	readonly durable = true;
	readonly folder: string;
	readonly replaceable: boolean;
	readonly #options: SqliteLedgerOptions;
	#writer: WorkerLink<WriterOffer> | null = null;
	#reader: WorkerLink<ReaderOffer> | null = null;
	#id: string | null = null;
	#tip: Tip | null = null;
	#version = 0;
	#report: (change: LedgerChange) => void = () => {};
	#onProgress: (verified: number, total: number) => void = () => {};
	/** Why a thread cannot do its work at present. */
	readonly #faults = new Map<'writer' | 'reader', string>();

	constructor(options: SqliteLedgerOptions) {
		this.#options = options;
		this.folder = options.folder;
		this.replaceable = options.replaceable ?? false;
	}

	get id(): string {
		if (this.#id === null) throw new Error('the ledger is not open');
		return this.#id;
	}

	async open(onProgress: (verified: number, total: number) => void = () => {}): Promise<OpenedLedger> {
		if (this.#writer) throw new Error('a ledger is opened once');
		this.#onProgress = onProgress;
		const {port1, port2} = new MessageChannel();
		this.#writer = this.#startThread<WriterOffer>('writer', port1);
		this.#reader = this.#startThread<ReaderOffer>('reader', port2);
		const writer = this.#writer.calls;
		try {
			this.#id = await writer.prepare();
			const readings = this.#reader.calls.checkReadings();
			// What is wrong with the chain says more than what is wrong with the readings because of it.
			for (const check of await Promise.allSettled([writer.verify(), readings]))
				if (check.status === 'rejected') throw check.reason;
			const opened = await writer.start(await readings);
			this.#tip = opened.tip;
			this.#version = opened.version;
			return opened;
		} catch (error) {
			await this.close();
			throw error;
		}
	}

	async append(expected: Tip | null, batch: readonly Entry[]): Promise<Write> {
		// Readings of ours are stored together or not at all.
		const parts = batch.every(({foreign}) => foreign) ? split(batch) : [batch];
		// All are handed over at once: while one is written, what came of the one before is told.
		const writes = parts.map((part, at) => {
			const parent = at === 0 ? expected : parts[at - 1]!.at(-1)!.block;
			return this.#calls.append(parent, toColumns(part));
		});
		void Promise.allSettled(writes);
		let write: Write = {kind: 'conflict', tip: expected};
		for (const [at, part] of parts.entries()) {
			write = await writes[at]!;
			if (write.kind !== 'stored') break;
			this.#take(write.tip, part);
		}
		if (write.kind === 'conflict') await this.#takeFromOthers(write.tip);
		return write;
	}

	async replaceFrom(expected: Tip, from: number, branch: readonly Entry[]): Promise<Write> {
		if (!this.replaceable) return {kind: 'notStored', reason: 'this ledger never replaces blocks'};
		if (from > expected.index) throw new Error(`there is nothing to replace at block ${from}`);
		const {write, replacement} = await this.#calls.replaceFrom(expected, from, toColumns(branch));
		if (write.kind === 'stored') {
			this.#tip = write.tip;
			this.#version++;
			const {displaced, withheld} = replacement!;
			const removed = replacement!.removed.map(toBlock);
			this.#report({
				kind: 'replaced',
				version: this.#version,
				from,
				entries: branch,
				removed,
				displaced,
				withheld,
			});
		}
		if (write.kind === 'conflict') await this.#takeFromOthers(write.tip);
		return write;
	}

	async read(version: number, from: number, to: number): Promise<readonly Entry[] | 'replaced'> {
		const rows = await this.#reading.read(version, from, to);
		return rows === 'replaced' ? rows : rows.map(row => ({block: toBlock(row)}));
	}

	async readText(version: number, from: number, bytesMax: number): Promise<ChainRange | 'replaced'> {
		const range = await this.#reading.readText(version, from, bytesMax);
		if (range === 'replaced') return range;
		const {buffer, byteOffset, byteLength} = range.bytes;
		return {bytes: Buffer.from(buffer, byteOffset, byteLength), to: range.to};
	}

	async hashesAt(indexes: readonly number[]): Promise<ReadonlyMap<number, string>> {
		return this.#reading.hashesAt(indexes);
	}

	async find(ids: readonly string[]): Promise<ReadonlyMap<string, FoundEntry>> {
		return this.#reading.find(ids);
	}

	async locate(readings: readonly number[]): Promise<ReadonlyMap<number, FoundEntry>> {
		return this.#reading.locate(readings);
	}

	async listDisplaced(): Promise<readonly DisplacedReading[]> {
		return this.#reading.listDisplaced();
	}

	async adoptReadings(sinceMs = 0): Promise<AdoptedReadings> {
		const write = await this.#calls.adoptReadings(sinceMs);
		if (write.kind === 'notStored') return write;
		if (write.kind === 'conflict') return {kind: 'notStored', reason: 'another program changed the chain'};
		return {kind: 'stored', displaced: await this.listDisplaced()};
	}

	async yieldBlocks(blocks: readonly Tip[]): Promise<YieldedReadings> {
		const {write, displaced} = await this.#calls.yieldBlocks(blocks);
		if (write.kind === 'notStored') return write;
		if (write.kind === 'conflict') return {kind: 'notStored', reason: 'another program changed the chain'};
		return {kind: 'stored', displaced};
	}

	async listSealed(countMax: number): Promise<readonly Tip[]> {
		return this.#reading.listSealed(countMax);
	}

	watch(on: (change: LedgerChange) => void): void {
		this.#report = on;
	}

	async announce(address: string): Promise<void> {
		await this.#calls.announce(address);
	}

	/** The reader goes first: the connection that is closed last empties the log. */
	async close(): Promise<void> {
		const [writer, reader] = [this.#writer, this.#reader];
		this.#writer = null;
		this.#reader = null;
		await reader?.calls.close();
		await writer?.calls.close();
		await Promise.all([reader?.end(), writer?.end()]);
	}

	get #calls(): WorkerLink<WriterOffer>['calls'] {
		if (!this.#writer) throw new Error('the ledger is not open');
		return this.#writer.calls;
	}

	get #reading(): WorkerLink<ReaderOffer>['calls'] {
		if (!this.#reader) throw new Error('the ledger is not open');
		return this.#reader.calls;
	}

	#startThread<T extends WriterOffer | ReaderOffer>(
		role: WorkerSetup['role'],
		peer: MessagePort,
	): WorkerLink<T> {
		const {folder, faults = {}} = this.#options;
		const worker = new Worker(workerFile, {
			name: `ledger ${role}`,
			workerData: {role, folder, peer, faults} satisfies WorkerSetup,
			transferList: [peer],
			resourceLimits: {maxYoungGenerationSizeMb: youngMebibytesMax},
		});
		return linkWorker<T>(worker, report => this.#onReport(report as LedgerReport));
	}

	#onReport(report: LedgerReport): void {
		if (report.kind === 'progress') {
			this.#onProgress(report.verified, report.total);
			return;
		}
		if (report.fault === null) this.#faults.delete(report.role);
		else this.#faults.set(report.role, report.fault);
		const [fault] = this.#faults.values();
		this.#report({kind: 'health', ok: fault === undefined, reason: fault ?? 'the ledger works again'});
	}

	#take(tip: Tip, entries: readonly Entry[]): void {
		this.#tip = tip;
		this.#report({kind: 'appended', version: this.#version, entries});
	}

	/**
	 * The folder has one hub, but its database can be written to by hand: blocks that were added after ours and
	 * hold together are reported like all others. Anything else that moved the tip is the end of this hub.
	 */
	async #takeFromOthers(tip: Tip | null): Promise<void> {
		if (tip?.hash === this.#tip?.hash) return;
		const first = (this.#tip?.index ?? -1) + 1;
		const entries = tip === null ? [] : await this.#reading.read(this.#version, first, tip.index + 1);
		let parent = this.#tip;
		if (entries !== 'replaced') {
			for (const row of entries) {
				const block = toBlock(row);
				if (verifyNext(parent, block) !== null) break;
				parent = {index: block.index, hash: block.hash};
			}
			if (parent !== null && parent.index === tip?.index && parent.hash === tip.hash) {
				this.#take(
					parent,
					entries.map(row => ({block: toBlock(row), foreign: true})),
				);
				return;
			}
		}
		throw new BchainError(
			'LEDGER_BROKEN',
			`Another program changed the chain in ${this.#options.folder} while the hub was running: start it again to see how.`,
			{folder: this.#options.folder, tip},
		);
	}
}

function split(entries: readonly Entry[]): readonly (readonly Entry[])[] {
	const count = Math.max(1, Math.round(entries.length / partBlocks));
	const size = Math.ceil(entries.length / count);
	return Array.from({length: count}, (_, i) => entries.slice(i * size, (i + 1) * size));
}
