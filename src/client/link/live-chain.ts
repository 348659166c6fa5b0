import type {Block, Tip} from '../../core/block.ts';
import {NextBlocks} from '../../core/next-block.ts';
import type {Fault} from '../../core/verify.ts';
import type {ChainColumns} from '../chain-columns.ts';
import {Branch} from './branch.ts';
import {linkLimits} from './link-limits.ts';
import type {LinkState} from './link-state.ts';
import type {LiveAnswers} from './live-answers.ts';
import type {LivePast} from './live-past.ts';
import {notTheSame} from './remembered.ts';

/** Its next welcome names the block that its chain begins with now. */
const joining = 'the hub joins a network';

interface Partners {
	readonly answers: LiveAnswers;
	readonly past: LivePast;
	/** The hash of the genesis block that the welcome announced. */
	readonly genesis: () => string;
	/** Ends the connection for what the hub did. */
	readonly fault: (reason: string) => void;
	/** Ends the connection, to begin again with the next one. */
	readonly lost: (reason: string) => void;
}

/**
 * The blocks of one connection in live mode (protocol sections 4 and 6): every one is verified, and those that may
 * take the place of others are kept aside until their branch has won.
 */
export class LiveChain {
	readonly #link: LinkState;
	readonly #partners: Partners;
	/** Blocks that may take the place of some that are held. */
	#branch: Branch | null = null;
	/** The blocks that a branch has just replaced, until the line that brought it is taken in whole. */
	#replaced: {readonly from: number; readonly blocks: readonly Block[]} | null = null;
	/** A genesis block came that is valid, and another one than the welcome announced. */
	#isElsewhere = false;

	constructor(link: LinkState, partners: Partners) {
		this.#link = link;
		this.#partners = partners;
	}

	/** The block after which the next ones are expected; null where there is none, or a branch grows. */
	get tip(): Tip | null {
		return this.#branch ? null : this.#link.chain.tip;
	}

	/** The hub goes on from block `from`, at most one above the tip held. */
	goOnFrom(from: number): void {
		if (from <= this.#link.chain.columns.tipIndex) this.#branch = this.#startBranch(from);
	}

	/**
	 * Takes a line of blocks that most likely follow `tip`: what is not as expected is judged as anything else is.
	 * Returns what is left of the line to be read, null for nothing, or false when nothing more is to be taken.
	 */
	takeNext(line: Buffer, tip: Tip): string | null | false {
		const blocks = new NextBlocks(line, tip);
		return this.#hold(this.#link.chain.extendNext(blocks, this.#check)) && blocks.rest;
	}

	/** Takes the blocks of a line; false when nothing more is to be taken. */
	take(blocks: readonly Block[]): boolean {
		const isWell = this.#takeAll(blocks);
		this.#tellReplaced();
		return isWell;
	}

	/** The hub takes back its blocks from `from` on; those that are held stay until what comes instead has won. */
	rollBack(from: number): void {
		if (this.#branch?.rollBack(from)) return;
		const {tipIndex} = this.#link.chain.columns;
		const newest = this.#branch ? this.#branch.tipIndex : tipIndex;
		if (from > newest + 1) this.#partners.fault(`it takes back block ${from}, and ${newest} is the newest`);
		if (from > Math.min(newest + 1, tipIndex)) return;
		const {past} = this.#link;
		if (from === 0 && past.joins()) this.#partners.lost(joining);
		else if (past.mayReplace(from)) this.#branch = this.#startBranch(from);
		else this.#partners.past.raise(notTheSame(from));
	}

	#startBranch(from: number): Branch {
		return new Branch(this.#link.chain, from, index => this.#link.past.mayReplace(index));
	}

	#takeAll(blocks: readonly Block[]): boolean {
		let at = 0;
		while (this.#branch && at < blocks.length) {
			if (!this.#takeBranchBlock(this.#branch, blocks[at++]!)) return false;
		}
		const left = at === 0 ? blocks : blocks.slice(at);
		return left.length === 0 || this.#hold(this.#link.chain.extend(left, this.#check));
	}

	/** Whether to go on: blocks that do not hold end the connection, unless they are what an alarm is about. */
	#hold(fault: Fault | null): boolean {
		const {isAsking} = this.#partners.past;
		if (fault && !isAsking) {
			if (this.#isElsewhere && this.#link.past.joins()) this.#partners.lost(joining);
			else this.#faultAt(fault);
		}
		return fault === null && !isAsking;
	}

	/** What is known of a block has to hold: of the genesis block, of those of our readings, of the pinned ones. */
	readonly #check = (block: Block): Fault | null => {
		const {past, answers, genesis} = this.#partners;
		this.#isElsewhere = block.index === 0 && block.hash !== genesis();
		if (this.#isElsewhere)
			return {index: 0, reason: 'hash', detail: 'it is not the genesis block that the welcome announced'};
		return past.check(block) ?? answers.check(block);
	};

	/** Returns false when the connection is over. */
	#takeBranchBlock(branch: Branch, block: Block): boolean {
		const step = branch.take(block);
		switch (step.kind) {
			case 'growing':
				return true;
			case 'shared':
				this.#branch = null;
				return true;
			case 'won':
				this.#branch = null;
				this.#swap(step.columns);
				return true;
			case 'forbidden':
				this.#partners.past.raise(notTheSame(step.index));
				return false;
			case 'fault':
				this.#link.chain.setFault(step.fault);
				this.#faultAt(step.fault);
				return false;
		}
	}

	#swap(columns: ChainColumns): void {
		const from = columns.firstIndex;
		// Live mode holds only blocks of the strict shape.
		const blocks = this.#link.chain.replaceWith(columns) as readonly Block[];
		this.#replaced = {from, blocks};
		this.#partners.answers.forget();
	}

	/** Says which blocks a branch replaced, and by which: it may have gone on after the one with which it won. */
	#tellReplaced(): void {
		if (!this.#replaced) return;
		const {from, blocks} = this.#replaced;
		this.#replaced = null;
		const {columns, tip} = this.#link.chain;
		const {branchBlocksMax} = linkLimits;
		const byCount = columns.tipIndex - from + 1;
		const by = Array.from(
			{length: Math.min(byCount, branchBlocksMax)},
			(_, at) => columns.blockAt(from + at) as Block,
		);
		const gone = {count: blocks.length, blocks: blocks.slice(0, branchBlocksMax), tip: blocks.at(-1)!.hash};
		this.#link.emit({
			kind: 'replaced',
			replaced: {shared: from - 1, ...gone, byCount, by, byTip: tip!.hash},
		});
	}

	#faultAt({index, detail}: Fault): void {
		this.#partners.fault(`block ${index} does not hold: ${detail}`);
	}
}
