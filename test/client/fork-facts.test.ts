import {describe, expect, test} from 'vitest';
import {type ForkFacts, forkFacts} from '../../src/client/fork-facts.ts';
import {type SeenFork, takeFork, takePutAgain, takeReplaced} from '../../src/client/state/forks.ts';
import type {Fork} from '../../src/core/fork.ts';
import {
	again,
	branchOf,
	chainWith,
	growBranch,
	makeFork,
	ours,
	settledChain,
	shared,
	theirs,
} from './support/forks.ts';

function judge(fork: Partial<Fork> = {}, chain = settledChain): ForkFacts {
	return forkFacts(takeFork([], makeFork(fork))[0]!, chain);
}

const faultsOf = ({blocks}: ForkFacts['ours']) => blocks.map(({fault}) => fault?.reason ?? null);

describe('a fork', () => {
	test('holds when every hash and link of it is recomputed', () => {
		const facts = judge();
		expect(facts).toMatchObject({isHeld: true, doubts: [], sharedHash: settledChain.hashAt(shared)});
		expect(faultsOf(facts.ours)).toEqual([null, null]);
		expect(faultsOf(facts.theirs)).toEqual([null, null, null, null]);
	});

	test('is not taken at its word: a block that was changed, and one that follows nothing, say so', () => {
		const changed = [{...ours[0]!, bpm: 99}, ours[1]!];
		expect(faultsOf(judge({ours: branchOf(changed)}).ours)).toEqual(['hash', null]);
		const stranger = growBranch([90], 0, ours[1])[0]!;
		const moved = [{...stranger, index: shared + 1}];
		expect(faultsOf(judge({ours: branchOf(moved), winner: 'theirs'}).ours)).toEqual(['link']);
		const apart = [theirs[0]!, {...theirs[2]!, index: shared + 2}];
		expect(faultsOf(judge({theirs: branchOf(apart)}).theirs)).toEqual([null, 'link']);
	});

	test('whose winner is not the one of the rule is doubted, and one that a person accepted is not', () => {
		expect(judge({winner: 'ours'}).doubts[0]).toContain('By the rule the other branch wins');
		expect(judge({why: 'lowerHash'}).doubts).toHaveLength(1);
		expect(judge({winner: 'ours', why: 'accepted'}).doubts).toEqual([]);
		const elsewhere = {...branchOf(theirs), tip: '0'.repeat(64)};
		expect(judge({theirs: elsewhere}).doubts[0]).toContain('does not end in the block');
	});

	test('from a block that is not held any more says so, and is still judged within itself', () => {
		const other = chainWith(...growBranch([1, 2, 3], 0));
		const facts = forkFacts(
			takeFork(
				[],
				makeFork({
					ours: branchOf(again),
					theirs: branchOf(growBranch([5, 6, 7], 9_000, theirs[3])),
					shared: 1_285,
				}),
			)[0]!,
			other,
		);
		expect(facts).toMatchObject({isHeld: false, sharedBlock: null, sharedHash: theirs[3]!.hash});
		expect(faultsOf(facts.ours)).toEqual([null, null]);
	});
});

describe('a reading that was put again', () => {
	const readings = again.map(({bpm, index, hash}, at) => ({bpm, was: 1_282 + at, index, hash}));
	const told = takePutAgain(takeFork([], makeFork()), {fork: 1, count: 2, readings});
	const check = ([fork]: readonly SeenFork[], chain = settledChain) => forkFacts(fork!, chain);

	test('is looked for in the chain', () => {
		expect(check(told).returned.map(({check}) => check)).toEqual(['held', 'held']);
		expect(check(told).isAllBack).toBe(true);
		const early = check(told, chainWith(...theirs, again[0]!));
		expect(early.returned.map(({check}) => check)).toEqual(['held', 'coming']);
		expect(early.isAllBack).toBe(false);
		const other = check(told, chainWith(...theirs, ...growBranch([71, 66], 9_000, theirs[3])));
		expect(other.returned.map(({check}) => check)).toEqual(['missing', 'missing']);
	});

	test('is all that was displaced only where nothing is missing', () => {
		const [fork] = told;
		expect(check([{...fork!, displaced: 3}]).isAllBack).toBe(false);
		expect(check([{...fork!, returnedCount: 3, displaced: 3}]).isAllBack).toBe(false);
	});

	test('is followed through later forks that moved it once more', () => {
		const rival = growBranch([90, 91, 92], 5_000, theirs.at(-1));
		const third = growBranch([71, 66], 20_000, rival.at(-1));
		const next = {
			...{id: 2, at: '2026-11-20T14:05:50.000Z', shared: 1_285},
			...{ours: branchOf(again), theirs: branchOf(rival)},
		};
		const [first, second] = takeFork(told, makeFork(next));
		const chain = chainWith(...theirs, ...rival, ...third);
		const away = forkFacts(first!, chainWith(...theirs, ...rival), [second!]);
		expect(away.returned.map(({check}) => check)).toEqual(['coming', 'coming']);
		const moved = third.map(({bpm, index, hash}, at) => ({bpm, was: 1_286 + at, index, hash}));
		const later = takePutAgain([second!], {fork: 2, count: 2, readings: moved});
		const facts = forkFacts(first!, chain, later);
		expect(facts.returned.map(({index, check}) => [index, check])).toEqual([
			[1_289, 'held'],
			[1_290, 'held'],
		]);
		expect(facts.isAllBack).toBe(true);
	});

	test('of ours is known by the block that was ours', () => {
		const replaced = {
			...{shared, count: 2, blocks: ours, tip: ours[1]!.hash},
			...{byCount: 4, by: theirs, byTip: theirs[3]!.hash},
		};
		const seen = takeReplaced(told, replaced, [{index: 1_283, id: 'a'}], 1);
		expect(check(seen).returned.map(({own}) => own)).toEqual([false, true]);
	});
});
