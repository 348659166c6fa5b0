import {describe, expect, test} from 'vitest';
import {BlockCache} from '../../../src/page/chain/block-cache.ts';
import type {JudgedBlock} from '../../../src/page/chain/judge.ts';
import {makeChain} from '../../support/chains.ts';

const chain = makeChain(Array.from({length: 59}, (_, at) => 60 + at));

function judged(index: number): JudgedBlock {
	const block = chain[index]!;
	return {block, computed: block.hash, parentHash: block.prevHash, fault: null};
}

function fill(cache: BlockCache, first: number, last: number): void {
	for (let index = first; index <= last; index++) cache.put(index, judged(index));
}

const limits = {pageBlocks: 10, pagesMax: 3};

describe('the blocks that are held', () => {
	test('are found at their places, and counted once', () => {
		const cache = new BlockCache(limits);
		fill(cache, 5, 12);
		fill(cache, 12, 12);
		expect(cache.length).toBe(8);
		expect(cache.get(12)?.block).toBe(chain[12]);
		expect([cache.get(4), cache.get(13), cache.get(10_000)]).toEqual([undefined, undefined, undefined]);
		expect([...cache.heldDown()]).toEqual([12, 11, 10, 9, 8, 7, 6, 5]);
	});

	test('make a complete page, as far as the chain goes', () => {
		const cache = new BlockCache(limits);
		fill(cache, 10, 14);
		expect([cache.isComplete(1, 14), cache.isComplete(1, 15), cache.isComplete(0, 14)]).toEqual([
			true,
			false,
			false,
		]);
	});

	test('are bounded: the pages that were looked at longest ago go first', () => {
		const cache = new BlockCache(limits);
		fill(cache, 0, 29);
		cache.touch([0]);
		fill(cache, 30, 39);
		expect(cache.length).toBe(30);
		expect([0, 10, 20, 30].map(index => cache.get(index) !== undefined)).toEqual([true, false, true, true]);
	});

	test('are given back when a better chain replaces them', () => {
		const cache = new BlockCache(limits);
		fill(cache, 20, 29);
		fill(cache, 0, 9);
		expect(cache.dropFrom(8).map(({block}) => block.index)).toEqual([
			8, 9, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29,
		]);
		expect(cache.length).toBe(8);
		expect([cache.get(7)?.block, cache.get(8), cache.isComplete(0, 7)]).toEqual([chain[7], undefined, true]);
	});
});
