import type {AnyBlock, Block, Tip} from '../../core/block.ts';
import type {HashRule} from '../../core/hash-rule.ts';
import {type Locator, makeLocator} from '../../core/locator.ts';
import type {NextBlocks} from '../../core/next-block.ts';
import {type Fault, type Standing, verifyNext} from '../../core/verify.ts';
import {ChainColumns} from '../chain-columns.ts';
import type {ChainFacts} from '../link-event.ts';

/** A block that did not verify, and why. */
export interface Refusal {
	readonly fault: Fault;
	readonly block: AnyBlock;
}

/**
 * The verified chain of a link and what is known about it. Nothing gets in that was not verified, and every
 * change of what was held before raises the revision. `changed` is called after each change.
 */
export class HeldChain {
	#columns = new ChainColumns();
	#tip: Tip | null = null;
	#revision = 0;
	#replacedFrom: number | null = null;
	#rule: HashRule | null = null;
	#strict = false;
	#fault: Fault | null = null;
	#refused: AnyBlock | null = null;
	readonly #changed: (facts: ChainFacts) => void;

	constructor(changed: (facts: ChainFacts) => void) {
		this.#changed = changed;
	}

	get columns(): ChainColumns {
		return this.#columns;
	}

	/** The newest block held; null while there is none. */
	get tip(): Tip | null {
		return this.#tip;
	}

	get facts(): ChainFacts {
		const {firstIndex, length} = this.#columns;
		return {
			firstIndex,
			length,
			revision: this.#revision,
			rule: this.#rule,
			strict: this.#strict,
			fault: this.#fault,
			...(this.#replacedFrom === null ? {} : {replacedFrom: this.#replacedFrom}),
			...(this.#fault && this.#refused ? {refused: this.#refused} : {}),
		};
	}

	/** Where this chain stands, for `/from`; empty while there is none. The chain begins at its genesis block. */
	get locator(): Locator {
		return makeLocator(this.#columns.tipIndex, index => this.#columns.hashAt(index)!);
	}

	/**
	 * Verifies blocks of live mode one after the other by the decimal rule, and takes those that hold, up to
	 * the first that does not. `check` may object to a block that verifies.
	 */
	extend(blocks: readonly Block[], check: (block: Block) => Fault | null): Fault | null {
		return this.#take(blocks, block => verifyNext(this.#tip, block) ?? check(block));
	}

	/** The same with blocks that are found to follow the tip as they are read. */
	extendNext(blocks: NextBlocks, check: (block: Block) => Fault | null): Fault | null {
		return this.#take(blocks, check);
	}

	#take(blocks: Iterable<Block>, judge: (block: Block) => Fault | null): Fault | null {
		let fault: Fault | null = null;
		for (const block of blocks) {
			fault = judge(block);
			if (fault) {
				this.#refused = block;
				break;
			}
			this.#columns.append(block);
			this.#tip = block;
		}
		this.#fault = fault;
		this.#stand('decimal', true);
		this.#changed(this.facts);
		return fault;
	}

	/** Puts a verified branch in the place of the blocks from its first one on; returns those that went. */
	replaceWith(branch: ChainColumns): readonly AnyBlock[] {
		const {tipIndex} = this.#columns;
		const replaced: AnyBlock[] = [];
		for (let index = branch.firstIndex; index <= tipIndex; index++)
			replaced.push(this.#columns.blockAt(index)!);
		this.#columns.truncate(branch.firstIndex);
		this.#appendFrom(branch, branch.firstIndex);
		this.#nextRevision(branch.firstIndex);
		this.#changed(this.facts);
		return replaced;
	}

	/** Adds the blocks of `newer`, verified to agree with this chain, above the tip. */
	extendWith(newer: ChainColumns, standing: Standing, fault: Refusal | null): void {
		this.#appendFrom(newer, this.#columns.tipIndex + 1);
		this.#refuse(fault);
		this.#stand(standing.rule, standing.strict);
		this.#changed(this.facts);
	}

	/** Holds this verified chain instead of what was held. */
	swap(columns: ChainColumns, standing: Standing, fault: Refusal | null): void {
		// The first chain takes the place of none: nothing that anybody looked at has changed.
		if (this.#columns.length > 0 || columns.firstIndex !== this.#columns.firstIndex) this.#nextRevision(null);
		this.#columns = columns;
		this.#tip = standing.tip;
		this.#refuse(fault);
		this.#stand(standing.rule, standing.strict);
		this.#changed(this.facts);
	}

	/** Lets go of everything, for another chain to begin. */
	drop(): void {
		if (this.#columns.length === 0) return;
		this.#columns = new ChainColumns();
		this.#tip = null;
		this.#fault = null;
		this.#nextRevision(null);
		this.#stand(null, false);
		this.#changed(this.facts);
	}

	/** Names a block that did not verify and was not taken, or says with null that all is well. */
	setFault(fault: Fault | null): void {
		if (this.#fault === fault) return;
		this.#fault = fault;
		this.#refused = null;
		this.#changed(this.facts);
	}

	#nextRevision(replacedFrom: number | null): void {
		this.#revision++;
		this.#replacedFrom = replacedFrom;
	}

	#refuse(refusal: Refusal | null): void {
		this.#fault = refusal?.fault ?? null;
		this.#refused = refusal?.block ?? null;
	}

	#appendFrom(other: ChainColumns, from: number): void {
		for (let index = from; index <= other.tipIndex; index++) this.#columns.append(other.blockAt(index)!);
		const {tipIndex} = this.#columns;
		this.#tip = {index: tipIndex, hash: this.#columns.hashAt(tipIndex)!};
	}

	#stand(rule: HashRule | null, strict: boolean): void {
		const holds = this.#columns.length > 0;
		this.#rule = holds ? rule : null;
		this.#strict = holds && strict;
	}
}
