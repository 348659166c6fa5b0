import type {Tip} from '../../core/block.ts';
import type {ForkBranch} from '../../core/fork.ts';
import {wins} from '../../core/fork-choice.ts';
import type {OwnChain, PeerView} from './peer-view.ts';

/** A fork as it was when the chains were compared last. */
interface OpenFork {
	/** Index of the newest block that both sides have. */
	readonly shared: number;
	/** Hash of our first block after that, and our newest block. */
	readonly ownHash: string;
	readonly tip: Tip;
	readonly theirs: ForkBranch;
}

/** A fork that ended because the peer took our branch. */
export interface KeptBranch {
	readonly shared: number;
	/** How many blocks of ours after it won, and the hash of the newest of these. */
	readonly count: number;
	readonly tip: string;
	/** What the peer has dropped. */
	readonly theirs: ForkBranch;
}

/**
 * Notices that a peer gave up a branch of its own for ours: it drops its blocks before it names ours, so what they
 * were is remembered as long as it is not known how the fork ends. One for each peer, also over a link that breaks.
 */
export class ForkWatch {
	readonly #own: OwnChain;
	#open: OpenFork | null = null;

	constructor(own: OwnChain) {
		this.#own = own;
	}

	/**
	 * Looks at the chains again, after each change. Gives a fork that has ended in our favour, once. `announced` is the
	 * index of our newest block when the peer was told of our chain: it takes a long branch line by line.
	 */
	look(view: PeerView, announced = -1): KeptBranch | null {
		const ended = this.#end(view, announced);
		if (view.standing === 'conflict' && view.shared >= 0) this.#remember(view);
		return ended;
	}

	/** The peer has more of our chain than when it parted from it: with our first block it has taken our side. */
	#end({shared: sharedNow, sharedHash}: PeerView, announced: number): KeptBranch | null {
		const open = this.#open;
		if (!open || sharedNow <= open.shared) return null;
		this.#open = null;
		const {shared, ownHash, tip, theirs} = open;
		if (this.#own.hashAt(shared + 1) !== ownHash) return null;
		// Ours may have grown since: the block that the peer names is where it was when it won there.
		const named = {index: sharedNow, hash: sharedHash ?? ''};
		const given = {index: shared + theirs.count, hash: theirs.tip};
		const announcedHash = announced > sharedNow ? this.#own.hashAt(announced) : undefined;
		const whole = announcedHash === undefined ? [] : [{index: announced, hash: announcedHash}];
		const won = [...whole, named, tip].find(each => wins(each, given));
		return won ? {shared, count: won.index - shared, tip: won.hash, theirs} : null;
	}

	#remember(view: PeerView): void {
		const {shared, tip, start} = view;
		const ownHash = this.#own.hashAt(shared + 1);
		if (ownHash === undefined || tip === null) return;
		const theirs = {count: view.height - shared, tip: tip.hash, blocks: start};
		this.#open = {shared, ownHash, tip: this.#own.tip, theirs};
	}
}

/** Peers of which one is kept after their link broke; whoever comes under ever new names must not fill our memory. */
const watchesMax = 256;

/** The watches of all peers, by the ids of their processes. */
export class ForkWatches {
	readonly #own: OwnChain;
	readonly #byNode = new Map<string, ForkWatch>();

	constructor(own: OwnChain) {
		this.#own = own;
	}

	/** The watch of a peer: the one of its last link, if that is not forgotten. */
	of(node: string): ForkWatch {
		const watch = this.#byNode.get(node) ?? new ForkWatch(this.#own);
		this.#byNode.delete(node);
		this.#byNode.set(node, watch);
		if (this.#byNode.size > watchesMax) {
			const [oldest] = this.#byNode.keys();
			this.#byNode.delete(oldest!);
		}
		return watch;
	}
}
