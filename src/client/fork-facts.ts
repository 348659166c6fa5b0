import type {AnyBlock, Block} from '../core/block.ts';
import type {ForkBranch, ForkWinner} from '../core/fork.ts';
import {wins} from '../core/fork-choice.ts';
import {type Fault, verifyNext} from '../core/verify.ts';
import type {ChainColumns} from './chain-columns.ts';
import type {Returned, SeenFork} from './state/forks.ts';

/** A block of a branch, and what was found when its link and its hash were recomputed here; null: it holds. */
export interface JudgedBlock {
	readonly block: Block;
	readonly fault: Fault | null;
}

/** A branch of which every block that is known was judged, whatever the hub said of it. */
export interface JudgedBranch extends Pick<ForkBranch, 'count'> {
	/** From where the branches part on; fewer than `count` where no more are known. */
	readonly blocks: readonly JudgedBlock[];
}

/** A reading that is said to be on the chain again, and whether its block is there. */
export interface CheckedReturn extends Returned {
	readonly check: 'held' | 'coming' | 'missing';
	/** Whether it is one of ours. */
	readonly own: boolean;
}

/** What there is to show of a fork. */
export interface ForkFacts {
	readonly fork: SeenFork;
	/** The hash of the block after which the branches part; null where none of their blocks is known. */
	readonly sharedHash: string | null;
	/** Whether the chain held here has that block. */
	readonly isHeld: boolean;
	/** That block, where it is held. */
	readonly sharedBlock: AnyBlock | null;
	readonly ours: JudgedBranch;
	readonly theirs: JudgedBranch;
	/** What of the hub's account does not hold, as sentences. */
	readonly doubts: readonly string[];
	readonly returned: readonly CheckedReturn[];
	/** Whether every reading of the replaced blocks is on the chain again, as far as this hub has to see to it. */
	readonly isAllBack: boolean;
}

/**
 * Judges a fork by recomputing it, and looks in the chain held for what is said to be in it. `later` are the forks
 * after it, the oldest first: one of them may have moved a reading once more.
 */
export function forkFacts(fork: SeenFork, chain: ChainColumns, later: readonly SeenFork[] = []): ForkFacts {
	const {shared, returnedCount, displaced} = fork;
	const heldHash = chain.hashAt(shared);
	const first = fork.ours.blocks[0] ?? fork.theirs.blocks[0];
	const begins = [fork.ours, fork.theirs].some(({blocks}) => blocks[0]?.prevHash === heldHash);
	const sharedHash = (begins ? heldHash : first?.prevHash) ?? null;
	const ours = judgeBranch(fork.ours, shared, sharedHash);
	const theirs = judgeBranch(fork.theirs, shared, sharedHash);
	const returned = fork.returned.map(one => checkReturn(one, fork, later, chain));
	const isListed = returned.length === returnedCount && returned.every(({check}) => check === 'held');
	const isAllBack = isListed && fork.winner === 'theirs' && returnedCount > 0 && returnedCount === displaced;
	const isHeld = begins && heldHash !== undefined;
	const sharedBlock = (isHeld ? chain.blockAt(shared) : undefined) ?? null;
	const doubts = findDoubts(fork);
	return {fork, sharedHash, isHeld, sharedBlock, ours, theirs, doubts, returned, isAllBack};
}

/** Each block is judged as the next one after the block before it, whatever that one is worth. */
function judgeBranch({count, blocks}: ForkBranch, shared: number, sharedHash: string | null): JudgedBranch {
	const judged = blocks.map((block, at): JudgedBlock => {
		const parent = at === 0 ? sharedHash : blocks[at - 1]!.hash;
		const tip = parent === null || parent === '' ? null : {index: shared + at, hash: parent};
		return {block, fault: verifyNext(tip, block)};
	});
	return {count, blocks: judged};
}

/** Where the hub's account contradicts the rule, or itself. */
function findDoubts({ours, theirs, shared, winner, why}: SeenFork): readonly string[] {
	const doubts: string[] = [];
	const tipOf = ({count, tip}: ForkBranch) => ({index: shared + count, hash: tip});
	const better: ForkWinner = wins(tipOf(theirs), tipOf(ours)) ? 'theirs' : 'ours';
	const isLonger = ours.count !== theirs.count;
	if (why !== 'accepted' && (better !== winner || isLonger !== (why === 'longer')))
		doubts.push('By the rule the other branch wins, or for another reason than the hub gives.');
	const ends = [ours, theirs].every(
		({count, tip, blocks}) => blocks.length < count || blocks.at(-1)?.hash === tip,
	);
	if (!ends) doubts.push('A branch does not end in the block that the hub says is its last.');
	return doubts;
}

function checkReturn(
	one: Returned,
	{own}: SeenFork,
	later: readonly SeenFork[],
	chain: ChainColumns,
): CheckedReturn {
	const {index, hash, isAway} = followReturn(one, later);
	const isSame = chain.bpmAt(index) === one.bpm && (hash === null || chain.hashAt(index) === hash);
	const check = isAway || index > chain.tipIndex ? 'coming' : isSame ? 'held' : 'missing';
	return {...one, index, hash, check, own: own.some(block => block.index === one.was)};
}

/** Where a reading is after later forks; `isAway`: one of them replaced its block, and nobody said yet where it is. */
function followReturn(one: Returned, later: readonly SeenFork[]): Returned & {readonly isAway: boolean} {
	let now = {...one, isAway: false};
	for (const {winner, ours, returned} of later) {
		if (winner !== 'theirs' || !ours.blocks.some(({hash}) => hash === now.hash)) continue;
		const next = returned.find(({was, bpm}) => was === now.index && bpm === now.bpm);
		now = next ? {...next, isAway: false} : {...now, isAway: true};
	}
	return now;
}
