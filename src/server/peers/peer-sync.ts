import type {Block, Tip} from '../../core/block.ts';
import type {ForkWinner} from '../../core/fork.ts';
import {peerLine} from '../../core/peer-message.ts';
import type {Adoption, Hub} from '../hub.ts';
import type {ChainChange} from './chain-change.ts';
import {HoldBack} from './hold-back.ts';
import {ownChainOf} from './own-chain.ts';
import type {PeerTransport} from './peer-stream.ts';
import {type OwnChain, PeerView, type Standing} from './peer-view.ts';
import {Wants} from './wants.ts';

/** After the ledger could not store a branch. */
const retryMs = 1_000;
/** Between two looks at a branch that was too deep. */
const reviewIntervalMs = 10_000;
/** Blocks gathered for one commit beyond what is needed to win: a few megabytes. */
const gatheredBlocksMax = 16_384;

/** What a sync tells the link that it belongs to. */
export interface SyncEvents {
	/** The peer broke a rule. */
	fault(reason: string): void;
	/** Nothing can come of this link. */
	end(reason: string): void;
	/** So many blocks of the peer came to nothing. */
	wasted(blocks: number): void;
	/** What is known of the peer's chain, or our own chain, may have changed. */
	settled(): void;
}

/**
 * Follows the chain of a peer and takes it where it wins (protocol section 9): asks for it, keeps the
 * view of it, holds back sealing in a conflict, and has the hub adopt it.
 */
export class PeerSync {
	readonly #hub: Hub;
	readonly #transport: PeerTransport;
	readonly #now: () => number;
	readonly #peer: () => string;
	readonly #events: SyncEvents;
	readonly #own: OwnChain;
	readonly #wants: Wants;
	readonly #holdBack: HoldBack;
	readonly #unfollow: () => void;
	/** Null while nothing is known of the peer's chain. */
	#view: PeerView | null = null;
	/** Index of the peer's newest block when it began to send its chain, as it says. */
	#announced = -1;
	#ended = false;
	#adopting = false;
	/** A person has said that the branch may replace however many blocks. */
	#unlimited: boolean;
	/** The branch is too deep, and we have had enough of it. */
	#diverged = false;
	/** It may not be any more. */
	#reviews = false;
	#reviewAtMs = 0;
	#retryAtMs = 0;

	constructor(
		options: {
			readonly hub: Hub;
			readonly transport: PeerTransport;
			readonly now: () => number;
			readonly unlimited?: boolean;
			readonly peer?: () => string;
		},
		events: SyncEvents,
	) {
		const {hub, transport, now, unlimited = false, peer = () => ''} = options;
		this.#hub = hub;
		this.#transport = transport;
		this.#now = now;
		this.#unlimited = unlimited;
		this.#peer = peer;
		this.#events = events;
		this.#own = ownChainOf(hub);
		this.#holdBack = new HoldBack(hub);
		this.#wants = new Wants(hub, transport, now);
		this.#unfollow = hub.follow(change => this.#onChange(change));
	}

	/** What is known of the peer's chain; null while nothing is. */
	get view(): PeerView | null {
		return this.#view;
	}

	get standing(): 'syncing' | 'diverged' | Standing {
		if (this.#diverged) return 'diverged';
		if (!this.#view || this.#wants.isWaiting) return 'syncing';
		return this.#view.standing;
	}

	/** Which side holds back sealing while their chains part (protocol section 9); undefined where none does. */
	get waits(): ForkWinner | undefined {
		const {shared, forkHash} = this.#view ?? {};
		const ownHash = shared === undefined ? undefined : this.#own.hashAt(shared + 1);
		if (forkHash === undefined || ownHash === undefined) return undefined;
		return forkHash < ownHash ? 'ours' : 'theirs';
	}

	/** The peer has sent claims; those to the blocks that both share come first, and once. */
	claimed(): void {
		if (this.#view) this.#wants.hasClaims = true;
	}

	/** The peer's newest block, while its next line tells what comes after that. */
	get tip(): Tip | null {
		return this.#wants.isWaiting ? null : (this.#view?.tip ?? null);
	}

	/** Whether more blocks have come than can be needed before the ledger has taken some. */
	get isFull(): boolean {
		const view = this.#view;
		return view !== null && view.branch.length > Math.max(0, view.depth) + gatheredBlocksMax;
	}

	/** Asks for the peer's chain anew; what comes before the answer means nothing. */
	ask(): Promise<void> {
		this.#view = null;
		this.#holdBack.catchUp.end();
		const asked = this.#wants.ask();
		this.#holdBack.look(null, this.#wants.waitingMs, this.#now());
		return asked;
	}

	/** A person has accepted the peer's branch, however many blocks it replaces. */
	acceptBranch(): void {
		this.#unlimited = true;
		void this.ask();
	}

	/** Time has passed. False: the peer has owed an answer for `timeoutMs`. */
	tick(timeoutMs: number): boolean {
		if (this.#wants.idleMs > timeoutMs) return false;
		const nowMs = this.#now();
		if (this.#reviews && nowMs >= this.#reviewAtMs) {
			this.#reviews = false;
			this.#reviewAtMs = nowMs + reviewIntervalMs;
			void this.ask();
		}
		this.settle();
		return true;
	}

	end(): void {
		this.#ended = true;
		this.#unfollow();
		this.#holdBack.end();
	}

	/** The peer's chain follows from `index` on, up to block `height`. Gives a promise when the next line has to wait. */
	from(index: number, height: number): Promise<void> | null {
		const shared = this.#wants.answered(index);
		if (shared === 'waiting') return null;
		if (shared === 'unasked') {
			this.#events.fault('it answers with a block that nobody asked for');
			return null;
		}
		// That block has been replaced here meanwhile.
		if (shared && this.#own.hashAt(shared.index) !== shared.hash && shared.index >= this.#keptFrom)
			return this.ask();
		this.#diverged = false;
		const {reorgLimit} = this.#hub;
		this.#view = new PeerView(this.#own, shared, this.#unlimited ? Number.POSITIVE_INFINITY : reorgLimit);
		this.#announced = height;
		if (height > this.#hub.tip.index) this.#holdBack.catchUp.begin(height);
		this.settle();
		return null;
	}

	/** The peer's chain ends in `tip`, which we have sent it. */
	async have(tip: Tip): Promise<void> {
		if (this.#wants.isWaiting) return;
		const hash = this.#own.hashAt(tip.index) ?? (await this.#hub.reader.hashesAt([tip.index])).get(tip.index);
		if (this.#wants.isWaiting || this.#ended) return;
		if (!this.#view?.endsIn(tip, hash)) {
			await this.ask();
			return;
		}
		this.#diverged = false;
		this.settle();
	}

	/** The first block whose hash is known at once. */
	get #keptFrom(): number {
		const [first] = this.#hub.chain.snapshot().chunks;
		return first?.firstIndex ?? 0;
	}

	/** The next blocks of the peer's chain; see `PeerView.take` for `after`. */
	blocks(blocks: readonly Block[], after?: Tip): Promise<void> | null {
		const view = this.#view;
		if (!view || this.#wants.isWaiting || this.#diverged) {
			this.#wants.moved();
			this.#events.wasted(blocks.length);
			return null;
		}
		this.#holdBack.catchUp.count(blocks.length);
		const first = blocks[0]!.index;
		if (first <= this.#hub.tip.index && first < this.#keptFrom) return this.#takeOld(view, blocks);
		this.#taken(view.take(blocks, after));
		return null;
	}

	/** Blocks so far down that our own must be fetched from the ledger to compare them. */
	async #takeOld(view: PeerView, blocks: readonly Block[]): Promise<void> {
		const hashes = await this.#hub.reader.hashesAt(blocks.map(({index}) => index));
		if (view !== this.#view || this.#ended) return;
		this.#taken(view.take(blocks, undefined, index => hashes.get(index)));
	}

	#taken(fault: string | null): void {
		if (fault !== null) this.#events.fault(fault);
		else this.settle();
	}

	/** The peer dropped its blocks from `from` on. */
	rollback(from: number): void {
		const view = this.#view;
		if (!view || this.#wants.isWaiting || this.#diverged) return;
		this.#events.wasted(view.height - from + 1);
		this.#holdBack.catchUp.end();
		this.#taken(view.rollback(from));
		if (!this.#ended && view.shared >= 0 && view.sharedHash === undefined) void this.ask();
	}

	#onChange(change: ChainChange): void {
		const view = this.#view;
		view?.follow(change);
		// Another branch here may have become one that the peer's does not part from so deep.
		if (change.removed.length > 0 && (view?.isDeep || this.#diverged)) this.#reviews = true;
		this.settle();
	}

	/** Something has changed: takes the peer's chain if it wins, holds back sealing if so, and says what is new. */
	settle(): void {
		if (this.#ended) return;
		const nowMs = this.#now();
		const view = this.#view;
		// Only a chain that has not begun gives way to another genesis block.
		if (view && view.shared < 0 && view.height > 0 && this.#hub.tip.index > 0) {
			this.#events.end('its chain has another genesis block');
			return;
		}
		if (view) {
			if (view.isDeep && view.wins && !this.#diverged) this.#haveEnough();
			if (view.wins && !view.isDeep && !this.#adopting && nowMs >= this.#retryAtMs) void this.#adopt(view);
		}
		this.#holdBack.look(view, this.#wants.waitingMs, nowMs);
		this.#events.settled();
	}

	#haveEnough(): void {
		this.#diverged = true;
		this.#holdBack.catchUp.end();
		this.#transport.send(peerLine.enough);
	}

	async #adopt(view: PeerView): Promise<void> {
		this.#adopting = true;
		const {tip} = this.#hub;
		const options = {peer: this.#peer(), height: this.#announced, unlimited: this.#unlimited};
		const adoption = await this.#hub.adopt(view.shared, view.branch.slice(), options);
		this.#adopting = false;
		if (!this.#ended) this.#onAdoption(adoption, tip.hash === this.#hub.tip.hash);
	}

	#onAdoption(adoption: Adoption, isUnchanged: boolean): void {
		if (adoption.kind === 'adopted' && this.#unlimited) {
			this.#unlimited = false;
			this.#view?.limitDepth(this.#hub.reorgLimit);
		}
		if (adoption.kind === 'notStored') this.#retryAtMs = this.#now() + retryMs;
		// Nothing changed here, so it is the picture of the peer's chain that is wrong.
		else if (adoption.kind !== 'adopted' && isUnchanged) void this.ask();
		this.settle();
	}
}
