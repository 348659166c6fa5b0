import {type AnyBlock, type Block, isHash, shapeFault, type Tip, valueFault} from './block.ts';
import {type HashRule, hashBlock, sha256} from './hash-rule.ts';

/** What can be wrong with a block, in the order in which it is looked for. */
export type FaultReason = 'shape' | 'index' | 'link' | 'hash' | 'work';

/** The first bad block of a chain: where, what, and a phrase for people. */
export interface Fault {
	/** The index that the block should have: its place in the chain. */
	readonly index: number;
	readonly reason: FaultReason;
	readonly detail: string;
}

/**
 * Judges one block of our own shape as the next after `parent` (null: as the genesis block) by the decimal
 * rule, the only one that live mode and a ledger accept (protocol section 1). Null means that it holds.
 */
export function verifyNext(parent: Tip | null, block: Block): Fault | null {
	if (holds(parent, block)) return null;
	const index = parent === null ? 0 : parent.index + 1;
	const misshapen = shapeFault(block);
	if (misshapen !== null) return {index, reason: 'shape', detail: misshapen};
	return placeFault(parent, block) ?? hashFault(index, block);
}

/**
 * Whether a block is the next after a good one, by the decimal rule. A link and a hash that are equal to good
 * ones need not be matched for their shape: this costs a third of looking for what is wrong.
 */
function holds(parent: Tip | null, block: AnyBlock): boolean {
	return (
		block.index === (parent === null ? 0 : parent.index + 1) &&
		block.prevHash === (parent === null ? '' : parent.hash) &&
		valueFault(block) === null &&
		hashBlock('decimal', block) === block.hash
	);
}

function placeFault(parent: Tip | null, block: AnyBlock): Fault | null {
	const index = parent === null ? 0 : parent.index + 1;
	if (block.index !== index) {
		return {index, reason: 'index', detail: `its Index is ${block.index}, ${index} was expected`};
	}
	if (block.prevHash !== (parent?.hash ?? '')) {
		return {index, reason: 'link', detail: `its PrevHash is not the Hash of block ${index - 1}`};
	}
	return null;
}

function hashFault(index: number, block: Block): Fault | null {
	if (hashBlock('decimal', block) === block.hash) return null;
	return {index, reason: 'hash', detail: 'its Hash is not the SHA-256 of its fields'};
}

/** What holds of the blocks judged so far. */
export interface Standing {
	/** The rule that fits every block; null before the first. */
	readonly rule: HashRule | null;
	/**
	 * Whether every block has the strict shapes of protocol section 1. When not, the chain is valid only by
	 * the tutorial's rule, which leaves some changes unnoticed.
	 */
	readonly strict: boolean;
	readonly blocks: number;
	readonly tip: Tip | null;
}

export interface ChainVerifier {
	/** Judges the next block; after a fault the verifier has stopped and must not be used further. */
	next(block: AnyBlock): Fault | null;
	readonly standing: Standing;
}

/** The hash that parts 1 and 3 of the tutorial give their genesis block: that of a block with no fields set. */
export const blankGenesisHash = sha256('00');

/**
 * Judges a chain of any program block by block and finds the rule that fits (protocol section 1). It begins
 * at the genesis block, or, for the newest part of a long chain, at `firstIndex`: then the link of the first
 * block to the one before cannot be judged.
 */
export function createChainVerifier(firstIndex = 0): ChainVerifier {
	let rules: readonly HashRule[] = ['decimal', 'rune'];
	let strict = true;
	let blocks = 0;
	let tip: Tip | null = null;

	return {
		next(block) {
			const parent = tip ?? (firstIndex === 0 ? null : {index: firstIndex - 1, hash: block.prevHash});
			// Nothing has seen the previous hash of a first block that is not the genesis block.
			const isSeen = tip !== null || firstIndex === 0 || isHash(block.prevHash);
			if (strict && isSeen && rules[0] === 'decimal' && holds(parent, block)) {
				rules = decimalOnly;
			} else {
				const misplaced = placeFault(parent, block);
				if (misplaced) return misplaced;
				const fitting = rules.filter(rule => fits(rule, block));
				if (fitting.length === 0) {
					const detail = `its Hash is not the SHA-256 of its fields${blocks === 0 ? ' by any known rule' : ` by the ${rules.join(' or ')} rule`}`;
					return {index: block.index, reason: 'hash', detail};
				}
				rules = fitting;
				const idle = workFault(block);
				if (idle) return idle;
				strict = false;
			}
			blocks++;
			tip = {index: block.index, hash: block.hash};
			return null;
		},
		get standing() {
			return {rule: blocks === 0 ? null : rules[0]!, strict: strict && blocks > 0, blocks, tip};
		},
	};
}

const decimalOnly: readonly HashRule[] = ['decimal'];

/** Part 3 of the tutorial: a Hash begins with as many zeros as the Difficulty says; that of the genesis block need not. */
function workFault(block: AnyBlock): Fault | null {
	if (!('difficulty' in block) || block.index === 0) return null;
	const zeros = /^0*/.exec(block.hash)![0].length;
	if (zeros >= (block.difficulty ?? 0)) return null;
	const {index, difficulty} = block;
	return {
		index,
		reason: 'work',
		detail: `its Hash does not begin with the ${difficulty} zeros of its Difficulty`,
	};
}

function fits(rule: HashRule, block: AnyBlock): boolean {
	if (block.index === 0) {
		if (rule === 'rune' && block.hash === '') return true;
		if (rule === 'decimal' && block.hash === blankGenesisHash && Number(block.bpm) === 0) return true;
	}
	return hashBlock(rule, block) === block.hash;
}

export type Verdict =
	| ({readonly ok: true} & Standing)
	| ({readonly ok: false; readonly blocks: number} & Fault);

/** Judges a whole chain: the rule that fits, or the first bad block and why. `blocks` counts the good ones. */
export function verifyChain(chain: Iterable<AnyBlock>): Verdict {
	const verifier = createChainVerifier();
	for (const block of chain) {
		const fault = verifier.next(block);
		if (fault) return {ok: false, blocks: verifier.standing.blocks, ...fault};
	}
	return {ok: true, ...verifier.standing};
}
