import {type Block, shapeFault} from '../../core/block.ts';
import {hashedText} from '../../core/hashed-text.ts';
import type {Digest} from './digest.ts';

/** What is wrong with a block: the first thing found, and a phrase for people that `its` or `it` begins. */
export interface Fault {
	/** The block's place in the chain: the index that it should have. */
	readonly index: number;
	readonly reason: 'index' | 'shape' | 'link' | 'hash';
	readonly detail: string;
}

/** A block with what was found out about it here. Only one without a fault is ever called valid. */
export interface JudgedBlock {
	readonly block: Block;
	/** The SHA-256 of its fields, computed in this browser. */
	readonly computed: string;
	/** What it must link to: the Hash of the block before, as that states it; empty for the genesis block. */
	readonly parentHash: string;
	readonly fault: Fault | null;
}

/**
 * Judges consecutive blocks from `index` on by the decimal rule, the only one that a hub accepts (protocol section
 * 1): place, shape, link and hash, each by itself. `parentHash` is the Hash that the block before states; empty
 * before the genesis block.
 */
export async function judgeBlocks(
	blocks: readonly Block[],
	index: number,
	parentHash: string,
	digest: Digest,
): Promise<readonly JudgedBlock[]> {
	const computed = await Promise.all(blocks.map(block => digest.sha256(hashedText('decimal', block))));
	return blocks.map((block, at) => {
		const before = at === 0 ? parentHash : blocks[at - 1]!.hash;
		const fault = findFault(block, index + at, before, computed[at]!);
		// The same text once: a page holds thousands of them.
		const hash = computed[at] === block.hash ? block.hash : computed[at]!;
		return {block, computed: hash, parentHash: before, fault};
	});
}

function findFault(block: Block, index: number, parentHash: string, computed: string): Fault | null {
	if (block.index !== index)
		return {index, reason: 'index', detail: `its Index is ${block.index}, ${index} was expected`};
	if (computed !== block.hash)
		return {index, reason: 'hash', detail: 'its Hash is not the SHA-256 of its fields'};
	if (block.prevHash !== parentHash) {
		const other = index === 0 ? 'empty' : `the Hash of block ${index - 1}`;
		return {index, reason: 'link', detail: `its PrevHash is not ${other}`};
	}
	const misshapen = shapeFault(block);
	return misshapen === null ? null : {index, reason: 'shape', detail: misshapen};
}

/** The first character in which two texts differ, counted from 0; null where they are the same. */
export function findDifference(a: string, b: string): number | null {
	if (a === b) return null;
	let at = 0;
	while (a[at] === b[at]) at++;
	return at;
}
