import type {Block, Tip} from '../../core/block.ts';
import {wins} from '../../core/fork-choice.ts';
import {type Fault, verifyNext} from '../../core/verify.ts';
import {ChainColumns} from '../chain-columns.ts';
import type {HeldChain} from './held-chain.ts';

/** What a block of a branch led to. */
export type BranchStep =
	/** Nothing yet: the branch has not won. */
	| {readonly kind: 'growing'}
	/** Every block up to our tip was the same: there is no other branch. */
	| {readonly kind: 'shared'}
	/** The first block that differs is one that may not be replaced. */
	| {readonly kind: 'forbidden'; readonly index: number}
	/** The branch has won over the chain held and can take its place. */
	| {readonly kind: 'won'; readonly columns: ChainColumns}
	| {readonly kind: 'fault'; readonly fault: Fault};

/**
 * Blocks that may take the place of some that are held (protocol section 6): they are kept beside the chain,
 * verified, until they win by the fork rule. Those that are the same as the held ones are not kept, so the
 * memory is bounded by the chain that is held.
 */
export class Branch {
	readonly #held: HeldChain;
	readonly #mayPart: (index: number) => boolean;
	#tip: Tip | null;
	/** The blocks from the first difference on; null before it. */
	#columns: ChainColumns | null = null;

	/**
	 * A branch whose first block is `from`, at most one above the tip held; `mayPart` says whether it may
	 * differ from there on.
	 */
	constructor(held: HeldChain, from: number, mayPart: (index: number) => boolean) {
		this.#held = held;
		this.#mayPart = mayPart;
		this.#tip = from === 0 ? null : {index: from - 1, hash: held.columns.hashAt(from - 1)!};
	}

	/** Index of its newest block, or of the one before its first. */
	get tipIndex(): number {
		return this.#tip?.index ?? -1;
	}

	take(block: Block): BranchStep {
		const fault = verifyNext(this.#tip, block);
		if (fault) return {kind: 'fault', fault};
		this.#tip = block;
		const held = this.#held.tip;
		if (!this.#columns) {
			if (this.#held.columns.hashAt(block.index) === block.hash) {
				return {kind: block.index === held?.index ? 'shared' : 'growing'};
			}
			if (!this.#mayPart(block.index)) return {kind: 'forbidden', index: block.index};
			this.#columns = new ChainColumns(block.index);
		}
		this.#columns.append(block);
		return held && !wins(block, held) ? {kind: 'growing'} : {kind: 'won', columns: this.#columns};
	}

	/** The hub takes back what it sent from `from` on; false where that is not a part of what is kept here. */
	rollBack(from: number): boolean {
		if (!this.#columns || from <= this.#columns.firstIndex || from > this.#columns.tipIndex + 1) return false;
		this.#columns.truncate(from);
		this.#tip = {index: from - 1, hash: this.#columns.hashAt(from - 1)!};
		return true;
	}
}
