import type {Block, Tip} from '../core/block.ts';
import {BchainError} from '../core/errors.ts';
import {defaults} from '../core/limits.ts';
import {type Parent, sealGenesis} from '../core/seal.ts';
import type {Adoption, AdoptOptions} from './adoption.ts';
import {Adoptions} from './adoptions.ts';
import {ChainReader} from './chain-reader.ts';
import {blockBytesMin, ChainText} from './chain-text.ts';
import {Claims, sealedKeptMax} from './claims.ts';
import {Displaced} from './displaced.ts';
import {type HubEvents, noEvents} from './hub-events.ts';
import type {HubOpening} from './hub-opening.ts';
import type {AdoptedReadings, Ledger, LedgerChange, OpenedLedger, Replaced, Write} from './ledger.ts';
import type {ChainChange} from './peers/chain-change.ts';
import {ReadingQueue} from './reading-queue.ts';
import {Room} from './room.ts';
import {Sealing} from './sealing.ts';
import type {Submission} from './submission.ts';
import {Yields} from './yields.ts';

export type {Adoption} from './adoption.ts';
export type {MovedReading} from './displaced.ts';
export type {HubEvents} from './hub-events.ts';
export type {HubOpening} from './hub-opening.ts';
export type {Outcome, Submission} from './submission.ts';

const noTip: Tip = {index: -1, hash: ''};
/** Chain text kept in memory: about 150,000 blocks, so that most catch-ups need no disk. */
const keptBytes = 32 * 1024 * 1024;

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
	/** How many of the newest blocks a longer chain of another hub may replace. */
	readonly reorgLimit: number;
	/** Who sealed which block. */
	readonly claims: Claims;
	#events: HubEvents = noEvents;
	readonly #followers = new Set<(change: ChainChange) => void>();
	readonly #run: (go: () => void) => void;
	readonly #queue = new ReadingQueue();
	readonly #displaced: Displaced;
	readonly #sealing: Sealing;
	readonly #adoptions: Adoptions;
	/** Blocks sealed here that are another hub's. */
	readonly #yields: Yields;
	/** While there is one, no readings are sealed. */
	readonly #holders = new Set<object>();
	#parent: Parent | null = null;
	#committing = false;
	#scheduled = false;
	#whenIdle: (() => void)[] = [];
	readonly #waitingMax: number;
	readonly #room = new Room(() => this.#waitingMax - this.waiting);

	/** What the ledger was found to be when it was opened. */
	readonly opened: OpenedLedger;

	private constructor(ledger: Ledger, opened: OpenedLedger, chain: ChainText, options: HubOpening) {
		const {now = Date.now, reorgLimit = 0, schedule = setImmediate} = options;
		this.#ledger = ledger;
		this.reorgLimit = reorgLimit;
		this.#run = schedule;
		this.#displaced = new Displaced(this.#queue, () => this.#events, reorgLimit);
		this.#waitingMax = options.waitingReadingsTotalMax ?? defaults.waitingReadingsTotalMax;
		this.opened = opened;
		this.chain = chain;
		this.reader = new ChainReader(chain, ledger);
		this.#sealing = new Sealing(ledger, this.#queue, this.#displaced, now);
		this.#yields = new Yields(ledger, this.#displaced);
		this.claims = new Claims(ledger.id, chain, block => this.#yield(block));
		const {reader} = this;
		this.#adoptions = new Adoptions({ledger, reader, reorgLimit, write: write => this.#write(write)});
	}

	/**
	 * Opens the ledger, takes its newest blocks into the chain text, and seals the genesis block of an empty
	 * one. Throws a `BchainError` when the ledger cannot be used.
	 */
	static async open(ledger: Ledger, options: HubOpening = {}): Promise<Hub> {
		const {recentBytes = 0, now = Date.now, seals = true, onProgress} = options;
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
		hub.claims.sealed(await ledger.listSealed(sealedKeptMax));
		ledger.watch(change => hub.#onChange(change));
		hub.#displaced.queue(opened.displaced);
		hub.#schedule();
		if (!tip && seals) {
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

	/** Calls `on` with every change of the chain, when the chain text has it. The function that it gives ends that. */
	follow(on: (change: ChainChange) => void): () => void {
		this.#followers.add(on);
		return () => this.#followers.delete(on);
	}

	/** The newest block; a hub that is open always has one, unless it seals nothing: then one before the first. */
	get tip(): Tip {
		return this.#parent ?? noTip;
	}

	/** Readings that wait or are being committed. */
	get waiting(): number {
		return this.#queue.length + this.#sealing.inFlight + this.#queue.repeating;
	}

	/** Whether so many readings wait that whoever brings more shall not be read: `whenRoom` says when again. */
	get isFull(): boolean {
		return this.waiting >= this.#waitingMax;
	}

	/** Calls `go` when readings may come again. The function that it gives ends the waiting. */
	whenRoom(go: () => void): () => void {
		return this.#room.wait(go);
	}

	/**
	 * Queues a reading that is in range. Its block is sealed when the next commit starts. It is taken also while
	 * the hub is full: what has been read is answered.
	 */
	submit(submission: Submission): void {
		this.#queue.add(submission);
		this.#displaced.sent(submission);
		this.#schedule();
	}

	/**
	 * Takes a verified branch of another hub that follows our block `shared` (-1: from its genesis block on), between
	 * two commits, if it still wins then: replaces our blocks after `shared`, at most `reorgLimit` unless it is
	 * `unlimited`. Readings accepted here whose blocks are replaced are put again.
	 */
	adopt(shared: number, blocks: readonly Block[], options: AdoptOptions = {}): Promise<Adoption> {
		const adoption = this.#adoptions.add(shared, blocks, options);
		this.#schedule();
		return adoption;
	}

	/** Puts again the readings that `Ledger.adoptReadings` gives: a person has said so. */
	async adoptReadings(): Promise<AdoptedReadings> {
		const adopted = await this.#ledger.adoptReadings();
		if (adopted.kind === 'stored') this.#displaced.queue(adopted.displaced);
		this.#schedule();
		return adopted;
	}

	/** Seals no readings as long as anybody holds; they wait. Branches are adopted all the same. */
	hold(who: object, holds: boolean): void {
		if (holds) this.#holders.add(who);
		else if (this.#holders.delete(who)) this.#schedule();
	}

	/** Resolves when everything submitted so far has been answered, and no branch or yield waits. */
	async drain(): Promise<void> {
		if (!this.#isBusy && !this.#committing) return;
		await new Promise<void>(resolve => this.#whenIdle.push(resolve));
	}

	/** Commits start in the check phase, so that all readings of one turn of the event loop share one. */
	#schedule(): void {
		if (this.#scheduled || this.#committing) return;
		if (this.#adoptions.waiting === 0 && !this.#yields.isDue && !this.#maySeal) return;
		this.#scheduled = true;
		this.#run(() => {
			this.#scheduled = false;
			void this.#work();
		});
	}

	get #isBusy(): boolean {
		return this.waiting + this.#adoptions.waiting > 0 || this.#yields.isDue;
	}

	get #maySeal(): boolean {
		return this.#queue.length > 0 && this.#holders.size === 0;
	}

	/** One write at a time, and what other hubs have found first: what is sealed then stands on top of it. */
	async #work(): Promise<void> {
		this.#committing = true;
		const branch = this.#yields.isDue ? undefined : this.#adoptions.take(this.#maySeal);
		if (this.#yields.isDue) await this.#yields.store();
		else if (branch) await this.#adoptions.adopt(branch, this.tip);
		else if (this.#maySeal) await this.#commit();
		this.#committing = false;
		this.#room.open();
		this.#schedule();
		if (this.#isBusy) return;
		for (const resolve of this.#whenIdle.splice(0)) resolve();
	}

	/** Another hub has a block that was sealed here. */
	#yield(block: Tip): void {
		this.#yields.add(block);
		this.#schedule();
	}

	async #commit(): Promise<void> {
		const parent = this.#parent!;
		await this.#sealing.commit(parent, entries => this.#write(() => this.#ledger.append(parent, entries)));
	}

	async #write(write: () => Promise<Write>): Promise<Write> {
		const startedMs = performance.now();
		const result = await write();
		this.#events.committed(performance.now() - startedMs);
		return result;
	}

	#onChange(change: LedgerChange): void {
		if (change.kind === 'health') {
			this.#events.health(change.ok, change.reason);
			if (change.ok) this.#displaced.retry();
			if (change.ok) this.#yields.retry();
			this.#schedule();
			return;
		}
		const blocks = change.entries.map(entry => entry.block);
		if (change.kind === 'replaced') {
			this.#onReplaced(change, blocks);
			return;
		}
		for (const block of blocks) this.#take(block);
		const senders = this.#sealing.settle(blocks);
		this.claims.sealed(blocks.slice(0, senders.length));
		this.#tell({from: blocks[0]!.index, removed: [], blocks});
		const from = blocks.map((_, i) => senders[i]);
		this.#events.appended(blocks, from, change.entries[0]!.foreign === true);
	}

	#onReplaced({from, version, removed, displaced}: Replaced, blocks: readonly Block[]): void {
		this.chain.cut(from, version);
		for (const block of blocks) this.#take(block);
		this.#displaced.queue(displaced, version);
		const moved = this.#displaced.replaced(removed, displaced);
		if (moved.length > 0) void this.#findMoved(moved);
		this.#tell({from, removed, blocks});
		const {peer = '', height = -1, unlimited = false} = this.#adoptions.current ?? {};
		const isAccepted = unlimited && removed.length > this.reorgLimit;
		const what = {version, from, removed, blocks, displaced: displaced.length};
		this.#events.replaced({...what, peer, height, isAccepted});
	}

	/** Readings that were in replaced blocks and need not be put again: blocks that came back hold them. */
	async #findMoved(ids: readonly string[]): Promise<void> {
		const {version} = this.chain;
		const found = await this.#ledger.find(ids);
		// What was found is where it was before the latest change.
		if (version === this.chain.version) this.#displaced.found(found);
		else await this.#findMoved(ids);
	}

	#tell(change: ChainChange): void {
		for (const on of this.#followers) on(change);
	}

	#take(block: Block): void {
		this.chain.append(block);
		this.#parent = block;
	}
}
