import type {Block, Tip} from '../core/block.ts';
import {wins} from '../core/fork-choice.ts';

/** What became of a branch of another hub. */
export type Adoption =
	/** It is durable: the blocks from `from` on, `replaced` of which stood here before, are those of the branch. */
	| {readonly kind: 'adopted'; readonly from: number; readonly replaced: number}
	/** Our chain has changed meanwhile: the branch does not fit it, or does not win any more. */
	| {readonly kind: 'overtaken'}
	/** It would replace so many blocks, and that is more than may be. */
	| {readonly kind: 'tooDeep'; readonly depth: number}
	| {readonly kind: 'notStored'; readonly reason: string};

/** Whose branch it is, and what a person has decided about it. */
export interface AdoptOptions {
	/** How the hub is called that it came from, safe to show. */
	readonly peer?: string;
	/** Index of its newest block, as that hub says; the newest one given here unless it says more. */
	readonly height?: number;
	/** It may replace however many blocks: a person has said so. */
	readonly unlimited?: boolean;
}

/** A verified branch that waits for its turn. */
export interface Branch extends Required<AdoptOptions> {
	/** Index of our block that it follows; -1: it begins with another genesis block. */
	readonly shared: number;
	readonly blocks: readonly Block[];
	readonly settle: (adoption: Adoption) => void;
}

/**
 * Why a branch must not be taken (protocol section 9), or null. `sharedHash` is the hash of our block
 * `branch.shared`, undefined when we have none. A genesis block is taken only at height 0, or where there is none.
 */
export function refuseBranch(
	{shared, blocks, unlimited}: Branch,
	sharedHash: string | undefined,
	tip: Tip,
	reorgLimit: number,
): Exclude<Adoption, {kind: 'adopted'}> | null {
	const [first] = blocks;
	const newest = blocks.at(-1);
	if (!first || !newest || shared > tip.index || !wins(newest, tip)) return {kind: 'overtaken'};
	if (shared < 0) return tip.index <= 0 && first.prevHash === '' ? null : {kind: 'overtaken'};
	if (first.prevHash !== sharedHash) return {kind: 'overtaken'};
	const depth = tip.index - shared;
	return depth > reorgLimit && !unlimited ? {kind: 'tooDeep', depth} : null;
}
