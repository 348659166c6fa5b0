import type {Block, Tip} from '../core/block.ts';
import {BchainError} from '../core/errors.ts';
import {defaults} from '../core/limits.ts';
import {type Parent, sealBlock, sealGenesis} from '../core/seal.ts';
import {ChainReader} from './chain-reader.ts';
import {blockBytesMin, ChainText} from './chain-text.ts';
import type {FoundEntry, Ledger, LedgerChange, OpenedLedger, Write} from './ledger.ts';
import {Room} from './room.ts';
import {judge, type Submission} from './submission.ts';

export type {Outcome, Submission} from './submission.ts';

/** What the hub tells those who serve connections and write the log. */
export interface HubEvents {
	/** New durable blocks; `senders[i]` sent `blocks[i]`, undefined when it came from elsewhere. */
	appended(blocks: readonly Block[], senders: readonly (string | undefined)[]): void;
	replaced(from: number, blocks: readonly Block[]): void;
	health(ok: boolean, reason: string): void;
	/** A commit took so many milliseconds, whatever came of it. */
	committed(tookMs: number): void;
}

/** A reading whose block is being stored. */
interface Sealed {
	readonly block: Block;
	readonly submission: Submission;
}

export interface HubOpening {
	/** Text of the newest blocks to have in memory from the start: what is broadcast must be. */
	readonly recentBytes?: number;
	/** The clock, in milliseconds since 1970. */
	readonly now?: () => number;
	/** How many blocks of how many the ledger has verified. */
	readonly onProgress?: (verified: number, total: number) => void;
	/** Readings that may wait, from all connections together. */
	readonly waitingReadingsTotalMax?: number;
}

/** Chain text kept in memory: about 150,000 blocks, so that most catch-ups need no disk. */
const keptBytes = 32 * 1024 * 1024;
/** Readings sealed into one commit at most. */
const commitReadingsMax = 4_096;

/**
 * The one append path: every reading, wherever it came from, waits in one queue, and one commit at a time
 * seals all that waits (docs/architecture.md). The chain text, acknowledgements and events follow
 * from what the ledger reports, so blocks that others added are nothing special.
 */
export class Hub {
	readonly #ledger: Ledger;
	/** The serialised chain, for everybody who sends it. */
	readonly chain: ChainText;
	/** And what of it is only in the ledger. */
	readonly reader: ChainReader;
	#events: HubEvents = {appended: () => {}, replaced: () => {}, health: () => {}, committed: () => {}};
	readonly #now: () => number;
	#queue: Submission[] = [];
	/** Ids of the readings that wait or are being committed. */
	readonly #pendingIds = new Set<string>();
	/** Readings that came again meanwhile, by their id. */
	readonly #repeats = new Map<string, Submission[]>();
	/** What is left of the commit under way, in the order of the chain. */
	#inFlight: readonly Sealed[] = [];
	#parent: Parent | null = null;
	#committing = false;
	/** The last commit was overtaken: by other blocks, or by a reading that the ledger knows. */
	#overtaken = false;
	#scheduled = false;
	#whenIdle: (() => void)[] = [];
	readonly #waitingMax: number;
	/** Readings that came again and wait with the first of their id. */
	#repeating = 0;
	readonly #room = new Room(() => this.#waitingMax - this.waiting);

	/** What the ledger was found to be when it was opened. */
	readonly opened: OpenedLedger;

	private constructor(ledger: Ledger, opened: OpenedLedger, chain: ChainText, options: HubOpening) {
		const {now = Date.now, waitingReadingsTotalMax = defaults.waitingReadingsTotalMax} = options;
		this.#ledger = ledger;
		this.#waitingMax = waitingReadingsTotalMax;
		this.opened = opened;
		this.chain = chain;
		this.reader = new ChainReader(chain, ledger);
		this.#now = now;
	}

	/**
	 * Opens the ledger, takes its newest blocks into the chain text, and seals the genesis block of an empty
	 * one. Throws a `BchainError` when the ledger cannot be used.
	 */
	static async open(ledger: Ledger, options: HubOpening = {}): Promise<Hub> {
		const {recentBytes = 0, now = Date.now, onProgress} = options;
		const opened = await ledger.open(onProgress);
		const {tip, version} = opened;
		const length = tip ? tip.index + 1 : 0;
		const first = Math.max(0, length - Math.max(1, Math.ceil(recentBytes / blockBytesMin)));
		const chain = new ChainText(version, first, Math.max(keptBytes, recentBytes));
		const hub = new Hub(ledger, opened, chain, options);
		if (tip) {
			const entries = await ledger.read(version, first, length);
			if (entries === 'replaced') throw new Error('the ledger changed while it was opened');
			for (const {block} of entries) hub.#take(block);
		}
		ledger.watch(change => hub.#onChange(change));
		if (!tip) {
			// A conflict is fine: another hub made the genesis block, and the ledger has reported it.
			const write = await ledger.append(null, [{block: sealGenesis(now())}]);
			if (write.kind === 'notStored') {
				await ledger.close();
				throw new BchainError('LEDGER_UNAVAILABLE', `A new chain cannot be stored: ${write.reason}.`);
			}
		}
		return hub;
	}

	/** From now on reports what happens to `events`. */
	watch(events: HubEvents): void {
		this.#events = events;
	}

	/** The newest block; a hub that is open always has one. */
	get tip(): Tip {
		return this.#parent!;
	}

	/** Readings that wait or are being committed. */
	get waiting(): number {
		return this.#queue.length + this.#inFlight.length + this.#repeating;
	}

	/** Whether so many readings wait that whoever brings more shall not be read: `whenRoom` says when again. */
	get isFull(): boolean {
		return this.waiting >= this.#waitingMax;
	}

	/** Calls `go` when readings may come again. */
	whenRoom(go: () => void): void {
		this.#room.wait(go);
	}

	/**
	 * Queues a reading that is in range. Its block is sealed when the next commit starts. It is taken also while
	 * the hub is full: what has been read is answered.
	 */
	submit(submission: Submission): void {
		const {id} = submission;
		if (id !== undefined) {
			if (this.#pendingIds.has(id)) {
				this.#repeating++;
				const repeats = this.#repeats.get(id);
				if (repeats) repeats.push(submission);
				else this.#repeats.set(id, [submission]);
				return;
			}
			this.#pendingIds.add(id);
		}
		this.#queue.push(submission);
		this.#schedule();
	}

	/** Resolves when everything submitted so far has been answered. */
	async drain(): Promise<void> {
		if (this.waiting === 0 && !this.#committing) return;
		await new Promise<void>(resolve => this.#whenIdle.push(resolve));
	}

	/** Commits start in the check phase, so that all readings of one turn of the event loop share one. */
	#schedule(): void {
		if (this.#scheduled || this.#committing) return;
		this.#scheduled = true;
		setImmediate(() => {
			this.#scheduled = false;
			void this.#commit();
		});
	}

	async #commit(): Promise<void> {
		this.#committing = true;
		const waiting = this.#queue.splice(0, commitReadingsMax);
		// Ids are seldom known, and the ledger looks at them itself: to ask before each commit would double its time.
		const batch = this.#overtaken ? await this.#settleKnown(waiting) : waiting;
		if (batch.length > 0) {
			this.#inFlight = this.#seal(batch);
			const entries = this.#inFlight.map(({block, submission: {id}}) =>
				id === undefined ? {block} : {block, id},
			);
			const startedMs = performance.now();
			const write = await this.#ledger.append(this.#parent, entries);
			this.#events.committed(performance.now() - startedMs);
			this.#settleRest(write);
		}
		this.#committing = false;
		this.#room.open();
		if (this.#queue.length > 0) this.#schedule();
		else for (const resolve of this.#whenIdle.splice(0)) resolve();
	}

	/** Answers the readings whose id has a block already; gives the others. */
	async #settleKnown(batch: readonly Submission[]): Promise<readonly Submission[]> {
		const ids: string[] = [];
		for (const {id} of batch) if (id !== undefined) ids.push(id);
		if (ids.length === 0) return batch;
		const known = await this.#ledger.find(ids);
		if (known.size === 0) return batch;
		return batch.filter(submission => {
			const found = submission.id === undefined ? undefined : known.get(submission.id);
			if (found) this.#settle(submission, found);
			return found === undefined;
		});
	}

	#seal(submissions: readonly Submission[]): readonly Sealed[] {
		const now = this.#now();
		let parent = this.#parent!;
		return submissions.map(submission => {
			const block = sealBlock(parent, submission.bpm, now);
			parent = block;
			return {block, submission};
		});
	}

	/** What the ledger reported has been answered already; this is for the readings that it did not take. */
	#settleRest(write: Write): void {
		const rest = this.#inFlight.map(({submission}) => submission);
		this.#inFlight = [];
		this.#overtaken = write.kind === 'conflict';
		if (this.#overtaken) {
			// Somebody else's block came first: seal again on top of it. Or a reading came again: it is answered then.
			this.#queue.unshift(...rest);
			return;
		}
		const reason = write.kind === 'notStored' ? write.reason : 'the ledger stored it without saying where';
		for (const submission of rest) this.#settle(submission, reason);
	}

	#onChange(change: LedgerChange): void {
		if (change.kind === 'health') {
			this.#events.health(change.ok, change.reason);
			return;
		}
		const blocks = change.entries.map(entry => entry.block);
		if (change.kind === 'replaced') {
			this.chain.cut(change.from, change.version);
			for (const block of blocks) this.#take(block);
			this.#events.replaced(change.from, blocks);
			return;
		}
		for (const block of blocks) this.#take(block);
		const ours = this.#takeOurs(blocks);
		for (const {submission, block} of ours) this.#settle(submission, block);
		this.#events.appended(
			blocks,
			blocks.map((_, i) => ours[i]?.submission.from),
		);
	}

	/** The readings under way that are durable now: sealed one after the other, they are the first of `blocks`. */
	#takeOurs(blocks: readonly Block[]): readonly Sealed[] {
		const sealed = this.#inFlight;
		let count = 0;
		while (count < sealed.length && sealed[count]!.block.hash === blocks[count]?.hash) count++;
		this.#inFlight = sealed.slice(count);
		return sealed.slice(0, count);
	}

	#take(block: Block): void {
		this.chain.append(block);
		this.#parent = block;
	}

	/** Answers a reading, and those that came with its id meanwhile, by the block that it has or why it has none. */
	#settle(submission: Submission, found: FoundEntry | string): void {
		submission.settle(judge(submission, found));
		if (submission.id === undefined) return;
		this.#pendingIds.delete(submission.id);
		const repeats = this.#repeats.get(submission.id);
		if (!repeats) return;
		this.#repeats.delete(submission.id);
		this.#repeating -= repeats.length;
		for (const repeat of repeats) repeat.settle(judge(repeat, found));
	}
}
