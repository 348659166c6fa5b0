/** Chains and what a link says of them, for what shows a single block. */
import {ChainColumns} from '../../../src/client/chain-columns.ts';
import type {ChainFacts} from '../../../src/client/link-event.ts';
import {type DetailFacts, detailFacts} from '../../../src/client/screen/detail/detail-facts.ts';
import {type Row, rowText} from '../../../src/client/screen/theme.ts';
import {type AnyBlock, type Block, parseTutorialBlock} from '../../../src/core/block.ts';
import type {FaultReason} from '../../../src/core/verify.ts';
import {makeChain, readVector, readVectorChain} from '../../support/chains.ts';

export function columnsOf(blocks: readonly AnyBlock[]): ChainColumns {
	const columns = new ChainColumns(blocks[0]?.index ?? 0);
	for (const block of blocks) columns.append(block);
	return columns;
}

/** What a link says of these columns. */
export function chainFacts({firstIndex, length}: ChainColumns, facts: Partial<ChainFacts> = {}): ChainFacts {
	return {firstIndex, length, revision: 0, rule: 'decimal', strict: true, fault: null, ...facts};
}

/** A chain of 1,285 blocks a second apart; its newest is of 05:23:01.390. */
export const longChain: readonly Block[] = makeChain(
	Array.from({length: 1_284}, (_, at) => 60 + ((at * 7) % 33)),
);
export const long = columnsOf(longChain);

/** The facts of a block of the long chain. */
export function factsOfLong(index: number, own = false): DetailFacts {
	return detailFacts(long, index, chainFacts(long), {own})!;
}

/** What a link says after blocks 0 to 2, when block 3 with these fields changed did not verify. */
export function refusal(change: Partial<Block>, reason: FaultReason): [ChainColumns, ChainFacts] {
	const held = columnsOf(longChain.slice(0, 3));
	const detail = {
		shape: 'Timestamp is not of the form 2026-11-20T05:01:37.390Z',
		index: 'its Index is 7, 3 was expected',
		link: 'its PrevHash is not the Hash of block 2',
		hash: 'its Hash is not the SHA-256 of its fields',
		work: 'its Hash does not begin with the 2 zeros of its Difficulty',
	}[reason];
	const refused = {...longChain[3]!, ...change};
	return [held, chainFacts(held, {fault: {index: 3, reason, detail}, refused})];
}

/** The facts of that block. */
export function refusedFacts(change: Partial<Block>, reason: FaultReason): DetailFacts {
	const [held, chain] = refusal(change, reason);
	return detailFacts(held, 3, chain)!;
}

/** A hash with its character `at` changed. */
export function otherHash(hash: string, at: number): string {
	return hash.slice(0, at) + (hash[at] === 'a' ? 'b' : 'a') + hash.slice(at + 1);
}

const newestBroadcast = readVector('tutorial-part2.session.txt').toString().split('BPM:').at(-1)!;
const tutorialChains: Readonly<Record<1 | 2 | 3, readonly AnyBlock[]>> = {
	1: readVectorChain('tutorial-part1.chain.json'),
	2: newestBroadcast
		.trim()
		.slice(1, -1)
		.split(/(?<=\}),/)
		.map(text => parseTutorialBlock(text)!),
	3: readVectorChain('tutorial-proof-of-work.chain.json'),
};

/** The facts of a block of a part of the tutorial; part 3 is the one with proof of work. */
export function tutorialFacts(part: 1 | 2 | 3, index: number): DetailFacts {
	const columns = columnsOf(tutorialChains[part]);
	const chain = chainFacts(columns, {strict: false, rule: part === 2 ? 'rune' : 'decimal'});
	return detailFacts(columns, index, chain)!;
}

/** Rows as lines of text, without the spaces at their ends. */
export function linesOf(rows: readonly Row[]): readonly string[] {
	return rows.map(row => rowText(row).trimEnd());
}

export function textOf(rows: readonly Row[]): string {
	return linesOf(rows).join('\n');
}
