import {type TutorialBlock, toBlock} from '../../core/block.ts';
import {type ChainVerifier, createChainVerifier, type Fault, type Standing} from '../../core/verify.ts';
import {ChainColumns} from '../chain-columns.ts';
import type {HeldChain, Refusal} from './held-chain.ts';

/** A chain, or its newest part, as one array of plain mode brings it; verified block by block as it comes. */
export class Broadcast {
	#verifier: ChainVerifier | null = null;
	#columns = new ChainColumns();
	#refusal: Refusal | null = null;

	/** The blocks that hold, up to the first that does not. */
	get columns(): ChainColumns {
		return this.#columns;
	}

	get standing(): Standing {
		return (this.#verifier ?? createChainVerifier()).standing;
	}

	/** The first block that does not hold, with what is wrong; null while all do. */
	get refusal(): Refusal | null {
		return this.#refusal;
	}

	/** Why that block does not hold; null while all do. */
	get fault(): Fault | null {
		return this.#refusal?.fault ?? null;
	}

	take(received: TutorialBlock): void {
		if (this.#refusal) return;
		const block = toBlock(received) ?? received;
		if (!this.#verifier) {
			this.#verifier = createChainVerifier(block.index);
			this.#columns = new ChainColumns(block.index);
		}
		const fault = this.#verifier.next(block);
		if (fault) this.#refusal = {fault, block};
		else this.#columns.append(block);
	}
}

/** What became of the held chain. */
export type Adoption =
	/** The same chain, perhaps longer. */
	| {readonly kind: 'grown'}
	/** It has another genesis block. */
	| {readonly kind: 'newChain'}
	/** Blocks from `from` on, as many as `replaced`, are others now, or gone when `shorter`. */
	| {readonly kind: 'replaced'; readonly from: number; readonly replaced: number; readonly shorter: boolean}
	/** The newest part of a chain, with blocks between it and what was held that nobody saw. */
	| {readonly kind: 'gap'}
	/** It has a fault and does not go on from what is held, which stays. */
	| {readonly kind: 'kept'};

/**
 * Takes over what a broadcast showed. Of one with a fault, or that broke off (not `whole`), only blocks that
 * go on from what is held are taken; any other replaces what is held, whatever it is: a hub of plain mode
 * promises nothing (protocol section 6).
 */
export function adopt(held: HeldChain, broadcast: Broadcast, whole: boolean): Adoption {
	const {columns, standing, refusal} = broadcast;
	const before = held.columns;
	const tipIndex = before.tipIndex;
	if (columns.length > 0 && before.length === 0) {
		held.swap(columns, standing, refusal);
		return {kind: 'grown'};
	}
	const difference = before.firstDifference(columns);
	const agrees = difference === null && touches(before, columns);
	if (columns.length > 0 && agrees && columns.tipIndex >= tipIndex) {
		if (columns.firstIndex < before.firstIndex) held.swap(columns, standing, refusal);
		else held.extendWith(columns, join(held, columns, standing), refusal);
		return {kind: 'grown'};
	}
	if (refusal || !whole || columns.length === 0) {
		if (refusal) held.setFault(refusal.fault);
		return {kind: 'kept'};
	}
	held.swap(columns, standing, null);
	if (difference === 0) return {kind: 'newChain'};
	if (difference === null && !agrees) return {kind: 'gap'};
	const from = difference ?? columns.tipIndex + 1;
	return {kind: 'replaced', from, replaced: tipIndex - from + 1, shorter: difference === null};
}

/** Whether the two share a block, or the newer one links to the end of the held one. */
function touches(held: ChainColumns, newer: ChainColumns): boolean {
	if (newer.firstIndex === held.tipIndex + 1) {
		return newer.blockAt(newer.firstIndex)?.prevHash === held.hashAt(held.tipIndex);
	}
	return newer.firstIndex <= held.tipIndex && newer.tipIndex >= held.firstIndex;
}

/** What holds of the held chain and a newer part of it together. */
function join(held: HeldChain, newer: ChainColumns, standing: Standing): Standing {
	if (newer.firstIndex === held.columns.firstIndex) return standing;
	return {...standing, strict: standing.strict && held.facts.strict};
}
