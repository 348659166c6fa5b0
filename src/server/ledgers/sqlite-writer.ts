import type {Tip} from '../../core/block.ts';
import type {DisplacedReading, OpenedLedger, Write} from '../ledger.ts';
import {type BlockColumns, tipOf} from './block-columns.ts';
import {injectFaults} from './injected-faults.ts';
import {type LedgerFiles, ledgerFiles} from './ledger-folder.ts';
import {checkChain} from './sqlite-check.ts';
import {adoptReplaced, type Replacement, replaceBlocks} from './sqlite-displaced.ts';
import {toRefusal} from './sqlite-errors.ts';
import {
	brokenError,
	compareTip,
	countBlocks,
	holdRestored,
	type OpenFolder,
	openFolder,
} from './sqlite-folder.ts';
import {describeWithheld, isDecided, readHold, release} from './sqlite-holds.ts';
import type {LedgerReport, WorkerSetup, WriterOffer} from './sqlite-messages.ts';
import {restoreTriggers} from './sqlite-schema.ts';
import type {SqliteStore} from './sqlite-store.ts';
import {SqliteTransactions} from './sqlite-transactions.ts';
import {isYielded, type Yielding, yieldBlocks} from './sqlite-yields.ts';
import {TipFile} from './tip-file.ts';

/** How often the progress of the verification is reported. */
const progressIntervalMs = 100;

/** The thread that writes: opens and verifies the ledger, and words what is to be written as transactions. */
export class SqliteWriter implements WriterOffer {
	readonly #files: LedgerFiles;
	readonly #report: (report: LedgerReport) => void;
	readonly #transactions: SqliteTransactions;
	#folder: OpenFolder | null = null;
	#tipFile: TipFile | null = null;

	constructor({folder, peer, faults}: WorkerSetup, report: (report: LedgerReport) => void) {
		this.#files = ledgerFiles(folder);
		this.#report = report;
		this.#transactions = new SqliteTransactions({
			files: this.#files,
			reader: peer,
			commit: injectFaults(faults),
			onStored: tip => this.#tipFile!.write(tip),
			onFault: fault => report({kind: 'health', role: 'writer', fault}),
		});
	}

	prepare(): string {
		this.#folder = openFolder(this.#files, Date.now());
		const {store} = this.#folder;
		this.#transactions.use(store);
		return store.id;
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
			this.#tipFile = new TipFile(this.#files.tip, folder.store.id);
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
		return this.#transactions.write({expected, tip: tipOf(columns), apply, isRepeat});
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
		const write = await this.#transactions.write({expected, tip: tipOf(columns), apply});
		return {write, replacement: write.kind === 'stored' ? replacement : null};
	}

	async adoptReadings(sinceMs: number): Promise<Write> {
		let decision = 0;
		const apply = ({database}: SqliteStore): void => {
			adoptReplaced(database, sinceMs);
			decision = release(database, Date.now());
		};
		const isStored = ({database}: SqliteStore): boolean => isDecided(database, decision);
		return this.#transactions.writeBeside({apply, isStored});
	}

	async yieldBlocks(
		blocks: readonly Tip[],
	): Promise<{readonly write: Write; readonly displaced: readonly DisplacedReading[]}> {
		let yielding: Yielding = {displaced: [], readings: []};
		const apply = ({database}: SqliteStore): void => {
			yielding = yieldBlocks(database, blocks);
		};
		const isStored = ({database}: SqliteStore): boolean => isYielded(database, yielding.readings, blocks);
		const write = await this.#transactions.writeBeside({apply, isStored});
		return {write, displaced: yielding.displaced};
	}

	announce(address: string): void {
		this.#folder!.lock.announce(address);
	}

	async close(): Promise<void> {
		await this.#transactions.close(() => {
			this.#tipFile?.close();
			this.#folder?.lock.release();
		});
	}
}
