import type {Block, Tip} from '../../core/block.ts';
import {wins} from '../../core/fork-choice.ts';
import {limits} from '../../core/limits.ts';
import {verifyNext} from '../../core/verify.ts';
import type {ChainChange} from './chain-change.ts';

/** Our own chain, as far as a view has to know it. */
export interface OwnChain {
	readonly tip: Tip;
	/** The hash of one of its blocks; undefined above the tip, and where it cannot be told at once. */
	hashAt(index: number): string | undefined;
}

/** Where a peer's chain stands to ours. */
export type Standing = 'same' | 'ahead' | 'behind' | 'conflict';

/**
 * A peer's chain seen from ours: what both share, and the peer's blocks after that. Every block is verified
 * before it counts. Where we would have to replace more than `reorgLimit` blocks for it, the branch is `deep`: only
 * its newest block is kept, whatever comes.
 */
export class PeerView {
	readonly #own: OwnChain;
	#reorgLimit: number;
	#shared: number;
	/** Hash of the newest shared block; undefined for another genesis. */
	#sharedHash: string | undefined;
	#branch: Block[] = [];
	/** The newest block of a branch that is too deep to be kept; its hash is unknown right after a rollback. */
	#deepTip: {readonly index: number; readonly hash: string | undefined} | null = null;
	/** And the first blocks of such a branch, to show how the chains parted. */
	#deepStart: readonly Block[] = [];

	/** The peer has our block `shared` (-1: none) and, so far, nothing after it. */
	constructor(own: OwnChain, shared: Tip | null, reorgLimit: number) {
		this.#own = own;
		this.#shared = shared?.index ?? -1;
		this.#sharedHash = shared?.hash;
		this.#reorgLimit = reorgLimit;
	}

	/** Index of the newest block that both chains have; -1 when they have none in common. */
	get shared(): number {
		return this.#shared;
	}

	/** Its hash; undefined when there is none. */
	get sharedHash(): string | undefined {
		return this.#sharedHash;
	}

	/** The peer's blocks after the shared ones. */
	get branch(): readonly Block[] {
		return this.#branch;
	}

	/** The first of them, at most 8, also of a branch that is too deep to be kept. */
	get start(): readonly Block[] {
		return this.#deepTip ? this.#deepStart : this.#branch.slice(0, limits.forkBlocksMax);
	}

	/** How many of our blocks the branch would replace. */
	get depth(): number {
		return this.#own.tip.index - this.#shared;
	}

	/** Whether the branch would replace more blocks than may be. */
	get isDeep(): boolean {
		return this.#deepTip !== null;
	}

	/** Index of the peer's newest block. */
	get height(): number {
		return this.#deepTip?.index ?? this.#shared + this.#branch.length;
	}

	/** The peer's newest block, as far as it is known. */
	get tip(): Tip | null {
		const {index, hash} = this.#deepTip ??
			this.#branch.at(-1) ?? {index: this.#shared, hash: this.#sharedHash};
		return hash === undefined ? null : {index, hash};
	}

	get standing(): Standing {
		const isLonger = this.height > this.#shared;
		if (this.depth === 0) return isLonger ? 'ahead' : 'same';
		return isLonger ? 'conflict' : 'behind';
	}

	/** Whether the peer's chain is better than ours (protocol section 9). */
	get wins(): boolean {
		const {tip} = this;
		return this.height > this.#shared && tip !== null && wins(tip, this.#own.tip);
	}

	/** The hash of a block of the peer's chain; undefined where it is not known. */
	hashAt(index: number): string | undefined {
		return index <= this.#shared ? this.#own.hashAt(index) : this.#branch[index - this.#shared - 1]?.hash;
	}

	/** The hash of the peer's first block that is not ours; undefined where the chains do not part, or too deep. */
	get forkHash(): string | undefined {
		return this.#branch[0]?.hash;
	}

	/** The peer ends in block `tip`; `ownHash` is that of our block of this index. False: it is not the same. */
	endsIn(tip: Tip, ownHash: string | undefined): boolean {
		if (ownHash !== tip.hash) return false;
		this.#share(tip.index, tip.hash);
		this.#branch = [];
		this.#deepTip = null;
		return true;
	}

	/** The peer dropped its blocks from `from` on. Null, or what is wrong with that. */
	rollback(from: number): string | null {
		if (from > this.height)
			return `it rolled back block ${from} of a chain that ends in block ${this.height}`;
		const keeps = from - 1 - this.#shared;
		if (keeps > 0) {
			if (this.#deepTip) this.#deepTip = {index: from - 1, hash: undefined};
			else this.#branch.length = keeps;
			this.#deepStart = this.#deepStart.slice(0, keeps);
			return null;
		}
		this.#share(from - 1, keeps === 0 ? this.#sharedHash : this.#own.hashAt(from - 1));
		this.#branch = [];
		this.#deepTip = null;
		return null;
	}

	/**
	 * Verifies and takes the next blocks of the peer's chain, unless they have been verified as those after `after` and
	 * that is its newest one. `hashAt` gives our own hashes where `OwnChain` cannot. Null, or what is wrong with them.
	 */
	take(
		blocks: readonly Block[],
		after?: Tip,
		hashAt: (index: number) => string | undefined = index => this.#own.hashAt(index),
	): string | null {
		const {tip} = this;
		const isVerified = after !== undefined && after.index === tip?.index && after.hash === tip.hash;
		for (const block of blocks) {
			// The link to a block that was not kept cannot be judged; a branch that is too deep is never taken.
			const parent = this.tip ?? (this.#deepTip && {index: this.#deepTip.index, hash: block.prevHash});
			const fault = isVerified ? null : verifyNext(parent, block);
			if (fault) return `block ${fault.index} is not valid: ${fault.detail}`;
			const {index, hash} = block;
			if (this.#deepTip) this.#extendDeep(block);
			else if (this.#branch.length === 0 && index <= this.#own.tip.index && hashAt(index) === hash)
				this.#share(index, hash);
			else this.#branch.push(block);
			this.#boundDepth();
		}
		return null;
	}

	/** From now on a branch may replace so many blocks. */
	limitDepth(reorgLimit: number): void {
		this.#reorgLimit = reorgLimit;
		this.#boundDepth();
	}

	/** Our own chain changed; `OwnChain` gives the new one already. */
	follow({from, removed, blocks}: ChainChange): void {
		if (from <= this.#shared) {
			if (!this.#deepTip) this.#branch = [...removed.slice(0, this.#shared - from + 1), ...this.#branch];
			this.#share(from - 1, removed[0]?.prevHash || undefined);
		}
		let same = 0;
		while (
			same < this.#branch.length &&
			this.#branch[same]!.hash === blocks[this.#shared + 1 + same - from]?.hash
		)
			same++;
		if (same > 0) {
			const newest = this.#branch[same - 1]!;
			this.#branch.splice(0, same);
			this.#share(newest.index, newest.hash);
		}
		this.#boundDepth();
	}

	#share(index: number, hash: string | undefined): void {
		this.#shared = index;
		this.#sharedHash = hash;
	}

	#extendDeep(block: Block): void {
		const {index, hash} = block;
		this.#deepTip = {index, hash};
		const isNext = index === this.#shared + 1 + this.#deepStart.length;
		if (isNext && this.#deepStart.length < limits.forkBlocksMax)
			this.#deepStart = [...this.#deepStart, block];
	}

	#boundDepth(): void {
		if (this.#branch.length === 0 || this.depth <= this.#reorgLimit) return;
		// Where there is only a genesis block, nobody's reading can be replaced.
		if (this.#own.tip.index === 0) return;
		const {index, hash} = this.#branch.at(-1)!;
		this.#deepTip = {index, hash};
		this.#deepStart = this.#branch.slice(0, limits.forkBlocksMax);
		this.#branch = [];
	}
}
