import type {Block, Tip} from '../../core/block.ts';
import {wins} from '../../core/fork-choice.ts';
import type {Welcome} from '../../core/live-message.ts';
import {
	isSameBlock,
	type Pin,
	type PinnedBlock,
	type Promises,
	pinBlock,
	pinBlocks,
	pinText,
} from '../memory/pin.ts';
import type {HeldChain} from './held-chain.ts';
import {mayJoin, mayReplace} from './remembered.ts';

/**
 * What is remembered of the hub (protocol section 6): from earlier runs until the chain in memory has come as
 * far, and from that chain afterwards. While the chain arrives, each block is compared with what was pinned.
 */
export class Past {
	readonly #chain: HeldChain;
	#pin: Pin | null = null;
	/** Pinned blocks that the chain in memory has not come to, by their index. */
	readonly #ahead = new Map<number, PinnedBlock>();
	/** Whether those were shown by a hub that had promised nothing. */
	#areFree = false;
	/** Pinned blocks that were met as others, where that may be. */
	#replaced: PinnedBlock[] = [];
	#accepted = 0;
	/** It has begun with another genesis block, and its next welcome was not taken yet. */
	#isJoining = false;
	#verifiedAtMs = 0;

	constructor(chain: HeldChain) {
		this.#chain = chain;
	}

	/** Begins with what earlier runs left; null where there was none. */
	load(pin: Pin | null): void {
		this.#pin = pin;
		this.#accepted = pin?.accepted ?? 0;
		this.#lookAhead();
	}

	/** What is remembered now; null before the first contact. */
	get pin(): Pin | null {
		const pin = this.#pin;
		if (!pin || !this.#isCovered) return pin;
		const blocks = pinBlocks(this.#chain.columns, pin.blocks);
		return {...pin, blocks, verifiedAtMs: this.#verifiedAtMs};
	}

	get promises(): Promises | null {
		return this.#pin?.promises ?? null;
	}

	/** Whether the chain in memory is all that was ever verified, and not only its beginning. */
	get #isCovered(): boolean {
		const {tip} = this.#chain;
		const pinned = this.#pin?.blocks[0];
		if (!tip || !pinned) return tip !== null;
		return (tip.index === pinned.index && tip.hash === pinned.hash) || wins(tip, pinned);
	}

	/** The newest block that was ever verified. */
	get tip(): Tip | null {
		return this.#isCovered ? this.#chain.tip : (this.#pin?.blocks[0] ?? null);
	}

	/** Whether the hub may have another block `index` than what was verified. */
	mayReplace(index: number): boolean {
		const {tip, promises} = this;
		return tip === null || promises === null || mayReplace(tip.index, promises.reorgLimit, index);
	}

	/** The hub has begun with another genesis block. Whether it may: then its next welcome has to name that one. */
	joins(): boolean {
		if (this.#isJoining || this.pin === null || !mayJoin(this.pin)) return false;
		this.#isJoining = true;
		return true;
	}

	/** The hub has named a block, whether it came or not. True where that is more than was known. */
	named(index: number): boolean {
		if (!this.#pin?.fresh || index === 0) return false;
		this.#pin = {...this.#pin, fresh: false};
		return true;
	}

	/**
	 * A welcome was found to fit: what it promises is remembered. While there is no chain in memory, all of it
	 * will be compared; blocks that were shown without promises may be others.
	 */
	meet({ledger, durable, reorgLimit, genesis, height}: Welcome): void {
		const {blocks = [], verifiedAtMs = Date.now()} = this.#pin ?? {};
		const promised = this.#pin?.promises ? blocks : [];
		const fresh = height === 0 && (!this.#pin?.promises || this.#pin.fresh);
		if (this.#chain.tip === null) this.#lookAhead();
		const promises = {ledger, durable, reorgLimit};
		this.#pin = {promises, genesis, blocks: promised, verifiedAtMs, fresh, accepted: this.#accepted};
	}

	/** The chain in memory was verified as far as it goes, now. */
	verified(): void {
		this.#verifiedAtMs = Date.now();
	}

	/** Takes what a hub of plain mode shows for what it has: it promises nothing. */
	showPlain(): void {
		const {columns, tip} = this.#chain;
		if (this.promises !== null || tip === null) return;
		const first = columns.hashAt(0);
		const genesis = first === undefined ? (this.#pin?.genesis ?? null) : pinText(first);
		const blocks = pinBlocks(columns, this.#pin?.blocks ?? []);
		const verifiedAtMs = Date.now();
		this.#pin = {promises: null, genesis, blocks, verifiedAtMs, fresh: false, accepted: this.#accepted};
		this.#ahead.clear();
	}

	/**
	 * The newest pinned block that may never be replaced, where the welcome leaves open whether the hub still
	 * has it. Null when there is nothing to ask, or when the chain in memory is asked about anyway.
	 */
	findQuestion({height, tip}: Welcome): PinnedBlock | null {
		if (!this.#pin || (this.#chain.tip && this.#isCovered)) return null;
		const fixed = this.#pin.blocks.find(({index}) => !this.mayReplace(index));
		if (!fixed || fixed.index === 0) return null;
		return fixed.index === height && fixed.hash === tip ? null : fixed;
	}

	/** Compares a verified block that is about to be taken; gives the pinned one that it should have been. */
	check(block: Block): PinnedBlock | null {
		const pinned = this.#ahead.get(block.index);
		if (!pinned || isSameBlock(pinned, pinBlock(block))) return null;
		if (!this.#areFree && !this.mayReplace(block.index)) return pinned;
		this.#replaced.push(pinned);
		return null;
	}

	/** The pinned blocks that were met as others since the last time, the newest first. */
	takeReplaced(): readonly PinnedBlock[] {
		const replaced = this.#replaced.toReversed();
		this.#replaced = [];
		return replaced;
	}

	/** The hub has begun another chain, which it may: the old one counts no more. */
	begin(): void {
		const verifiedAtMs = Date.now();
		if (this.#pin) this.#pin = {...this.#pin, genesis: null, blocks: [], verifiedAtMs, fresh: true};
		this.#isJoining = false;
		this.#ahead.clear();
		this.#replaced = [];
	}

	/** Lets go of what was taken from a hub that turned out to be another one, if that is not the verified past. */
	letGo(): void {
		if (this.#chain.tip && this.#pin && !this.#isCovered) this.#chain.drop();
	}

	/** A person trusts whatever the hub has: nothing is remembered any more. */
	forget(): void {
		this.#accepted++;
		this.#pin = null;
		this.#isJoining = false;
		this.#ahead.clear();
		this.#replaced = [];
	}

	#lookAhead(): void {
		this.#areFree = this.promises === null;
		this.#ahead.clear();
		for (const block of this.#pin?.blocks ?? []) this.#ahead.set(block.index, block);
	}
}
