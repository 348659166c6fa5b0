import type {Block, Tip} from '../../core/block.ts';
import type {HashRule} from '../../core/hash-rule.ts';
import {type Locator, makeLocator} from '../../core/locator.ts';
import {type Fault, type Standing, verifyNext} from '../../core/verify.ts';
import {ChainColumns} from '../chain-columns.ts';
import type {ChainFacts} from '../link-event.ts';

/**
 * The verified chain of a link and what is known about it. Nothing gets in that was not verified, and every
 * change of what was held before raises the revision. `changed` is called after each change.
 */
export class HeldChain {
	#columns = new ChainColumns();
	#tip: Tip | null = null;
	#revision = 0;
	#rule: HashRule | null = null;
	#strict = false;
	#fault: Fault | null = null;
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
		let fault: Fault | null = null;
		for (const block of blocks) {
			fault = verifyNext(this.#tip, block) ?? check(block);
			if (fault) break;
			this.#columns.append(block);
			this.#tip = block;
		}
		this.#fault = fault;
		this.#stand('decimal', true);
		this.#changed(this.facts);
		return fault;
	}

	/** Puts a verified branch in the place of the blocks from its first one on; returns how many went. */
	replaceWith(branch: ChainColumns): number {
		const replaced = this.#columns.tipIndex - branch.firstIndex + 1;
		this.#columns.truncate(branch.firstIndex);
		this.#appendFrom(branch, branch.firstIndex);
		this.#revision++;
		this.#changed(this.facts);
		return replaced;
	}

	/** Adds the blocks of `newer`, verified to agree with this chain, above the tip. */
	extendWith(newer: ChainColumns, standing: Standing, fault: Fault | null): void {
		this.#appendFrom(newer, this.#columns.tipIndex + 1);
		this.#fault = fault;
		this.#stand(standing.rule, standing.strict);
		this.#changed(this.facts);
	}

	/** Holds this verified chain instead of what was held. */
	swap(columns: ChainColumns, standing: Standing, fault: Fault | null): void {
		// The first chain takes the place of none: nothing that anybody looked at has changed.
		if (this.#columns.length > 0 || columns.firstIndex !== this.#columns.firstIndex) this.#revision++;
		this.#columns = columns;
		this.#tip = standing.tip;
		this.#fault = fault;
		this.#stand(standing.rule, standing.strict);
		this.#changed(this.facts);
	}

	/** Lets go of everything, for another chain to begin. */
	drop(): void {
		if (this.#columns.length === 0) return;
		this.#columns = new ChainColumns();
		this.#tip = null;
		this.#fault = null;
		this.#revision++;
		this.#stand(null, false);
		this.#changed(this.facts);
	}

	/** Names a block that did not verify and was not taken, or says with null that all is well. */
	setFault(fault: Fault | null): void {
		if (this.#fault === fault) return;
		this.#fault = fault;
		this.#changed(this.facts);
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
