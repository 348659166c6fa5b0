import fc from 'fast-check';
import {expect, test} from 'vitest';
import {ChainColumns} from '../../../src/client/chain-columns.ts';
import {compareChains, holdersOf, newestShared} from '../../../src/lab/partition/comparison.ts';
import {columnsOf, makeBlocks, makeChains} from './support/lab.ts';

test('chains that are the same share every block; one that is behind shares what it has', () => {
	const chains = makeChains([71, 72], {B: [73]});
	expect(compareChains(chains)).toEqual({shared: {AB: 2, BC: 2, AC: 2}, all: 2});
	expect(holdersOf(compareChains(chains), 'B', 3)).toEqual(['B']);
	expect(holdersOf(compareChains(chains), 'C', 2)).toEqual(['A', 'B', 'C']);
});

test('chains that part share the blocks before that, also where the readings are the same', () => {
	const chains = makeChains([71], {A: [80, 81], B: [80, 81], C: [66]});
	expect(compareChains(chains)).toEqual({shared: {AB: 3, BC: 1, AC: 1}, all: 1});
	expect(holdersOf(compareChains(chains), 'A', 3)).toEqual(['A', 'B']);
	expect(holdersOf(compareChains(chains), 'C', 2)).toEqual(['C']);
});

test('a hub without a block shares nothing', () => {
	const chains = {...makeChains([71]), C: new ChainColumns()};
	expect(compareChains(chains)).toEqual({shared: {AB: 1, BC: -1, AC: -1}, all: -1});
});

test('the newest shared block is found wherever two chains part', () => {
	fc.assert(
		fc.property(fc.nat(20), fc.nat(20), fc.nat(20), (shared, one, other) => {
			const common = makeBlocks(Array<number>(shared).fill(70));
			const grow = (count: number, seed: number) =>
				columnsOf([...common, ...makeBlocks(Array<number>(count).fill(70), seed, common.at(-1))]);
			expect(newestShared(grow(one, 1), grow(other, 2))).toBe(shared);
			expect(newestShared(grow(one, 1), grow(other, 1))).toBe(shared + Math.min(one, other));
		}),
	);
});
