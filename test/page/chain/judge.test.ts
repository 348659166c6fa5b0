import {describe, expect, test} from 'vitest';
import type {Block} from '../../../src/core/block.ts';
import {hashBlock} from '../../../src/core/hash-rule.ts';
import {createDigest} from '../../../src/page/chain/digest.ts';
import {findDifference, judgeBlocks} from '../../../src/page/chain/judge.ts';
import {makeChain} from '../../support/chains.ts';

const digest = createDigest(undefined);
const chain = makeChain([72, 80, 64, 90]);

/** The faults found in these blocks, the first of which stands at `index`. */
async function faultsOf(blocks: readonly Block[], index = 0, parentHash = ''): Promise<readonly unknown[]> {
	return (await judgeBlocks(blocks, index, parentHash, digest)).map(({fault}) => fault);
}

/** A block with its hash made anew, as a careful cheat does it. */
function rehash(block: Block): Block {
	return {...block, hash: hashBlock('decimal', block)};
}

describe('judging blocks', () => {
	test('finds nothing in a good chain, from its first block on or from any other', async () => {
		expect(await faultsOf(chain)).toEqual([null, null, null, null, null]);
		expect(await faultsOf(chain.slice(3), 3, chain[2]!.hash)).toEqual([null, null]);
	});

	test.each<[string, Partial<Block>]>([
		['BPM', {bpm: 81}],
		['Timestamp', {timestamp: '2026-11-20T05:01:39.391Z'}],
		['Hash', {hash: `0${chain[2]!.hash.slice(1)}`}],
		['PrevHash', {prevHash: chain[0]!.hash}],
	])('notices another %s', async (_, change) => {
		const changed = chain.with(2, {...chain[2]!, ...change});
		expect((await faultsOf(changed))[2]).toMatchObject({index: 2, reason: 'hash'});
	});

	test('notices that a block whose hash was made anew is not the one that the next names', async () => {
		const changed = chain.with(2, rehash({...chain[2]!, bpm: 81}));
		const faults = await faultsOf(changed);
		expect(faults.slice(0, 3)).toEqual([null, null, null]);
		expect(faults[3]).toEqual({index: 3, reason: 'link', detail: 'its PrevHash is not the Hash of block 2'});
	});

	test('notices a block in the wrong place, and one that hangs on another chain', async () => {
		expect((await faultsOf([chain[2]!], 1, chain[0]!.hash))[0]).toMatchObject({reason: 'index'});
		expect((await faultsOf([chain[2]!], 2, chain[0]!.hash))[0]).toMatchObject({reason: 'link'});
		expect((await faultsOf([rehash({...chain[0]!, prevHash: 'ab'})]))[0]).toMatchObject({
			reason: 'link',
			detail: 'its PrevHash is not empty',
		});
	});

	test('notices a shape that hashes alike: a digit that moved from the BPM to the time', async () => {
		const block = chain[1]!;
		const moved = {...block, timestamp: `${block.timestamp}7`, bpm: 2};
		expect(moved.timestamp + moved.bpm).toBe(block.timestamp + block.bpm);
		expect((await faultsOf([moved], 1, chain[0]!.hash))[0]).toMatchObject({index: 1, reason: 'shape'});
	});

	test('keeps what was computed, and what it was compared with', async () => {
		const [judged] = await judgeBlocks([{...chain[1]!, bpm: 1}], 1, chain[0]!.hash, digest);
		expect(judged).toMatchObject({
			computed: hashBlock('decimal', {...chain[1]!, bpm: 1}),
			parentHash: chain[0]!.hash,
		});
	});
});

test('Two texts differ from the first other character on', () => {
	expect(findDifference('abcd', 'abcd')).toBeNull();
	expect(findDifference('abcd', 'abxd')).toBe(2);
	expect(findDifference('', 'a')).toBe(0);
	expect(findDifference('ab', 'abc')).toBe(2);
});
