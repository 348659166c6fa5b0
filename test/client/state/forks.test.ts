import {describe, expect, test} from 'vitest';
import {
	forgetIds,
	type SeenFork,
	takeFork,
	takeForks,
	takeMoved,
	takePutAgain,
	takeReplaced,
} from '../../../src/client/state/forks.ts';
import {again, branchOf, growBranch, laterFork, makeFork, ours, shared, theirs} from '../support/forks.ts';

const replaced = {
	...{shared, count: 2, blocks: ours, tip: ours[1]!.hash},
	...{byCount: 6, by: [...theirs, ...again], byTip: again[1]!.hash},
};
const own = [{index: 1_283, id: 'reading-66'}];
const putAgain = {
	fork: 1,
	count: 1,
	readings: [{bpm: 71, was: 1_282, index: 1_286, hash: again[0]!.hash}],
};

function only(forks: readonly SeenFork[]): SeenFork {
	expect(forks).toHaveLength(1);
	return forks[0]!;
}

describe('a fork', () => {
	test('that the hub tells of and that is seen here are one, and the blocks are those that were seen', () => {
		const fork = only(takeReplaced(takeFork([], makeFork()), replaced, own, 5));
		expect(fork).toMatchObject({key: 1, id: 1, peer: 'east-hub:9000', why: 'longer', isSeen: true, own});
		expect(fork.ours).toEqual({count: 2, tip: ours[1]!.hash, blocks: ours});
		// What was put again came with the branch, and is no part of it.
		expect(fork.theirs).toEqual({count: 4, tip: theirs[3]!.hash, blocks: theirs});
	});

	test('of which the hub tells something else is what came', () => {
		const lie = makeFork({theirs: branchOf(growBranch([1, 2, 3]))});
		const fork = only(takeReplaced(takeFork([], lie), replaced, own, 5));
		expect(fork.theirs).toEqual({count: 6, tip: again[1]!.hash, blocks: [...theirs, ...again]});
		const short = makeFork({theirs: {...branchOf(theirs), count: 3}});
		expect(only(takeReplaced(takeFork([], short), replaced, own, 5)).theirs.count).toBe(6);
	});

	test('of which no hub tells is found in what was replaced, and in where our readings went', () => {
		const before = takeReplaced([], replaced, own, 5);
		expect(only(before)).toMatchObject({id: null, peer: null, atMs: 5, why: 'longer', displaced: null});
		const moved = {id: 'reading-66', bpm: 66, state: 'moved', was: 1_283, index: 1_286} as const;
		const fork = only(takeMoved(before, moved));
		expect(fork.theirs).toEqual({count: 4, tip: theirs[3]!.hash, blocks: theirs});
		expect(fork.returned).toEqual([{bpm: 66, was: 1_283, index: 1_286, hash: null}]);
		expect(takeMoved(before, {...moved, id: 'another'})).toBe(before);
	});

	test('of two branches of the same length was won by the lower last hash', () => {
		const equal = {...replaced, byCount: 2, by: theirs.slice(0, 2), byTip: theirs[1]!.hash};
		expect(only(takeReplaced([], equal, [], 5)).why).toBe('lowerHash');
	});

	test('gathers what was put again, and counts what is not listed', () => {
		const forks = takePutAgain(takeFork([], makeFork()), putAgain);
		const more = {fork: 1, count: 9, readings: [{...putAgain.readings[0]!, was: 1_283, bpm: 66}]};
		const fork = only(takePutAgain(takePutAgain(forks, more), more));
		expect(fork.returned.map(({was}) => was)).toEqual([1_282, 1_283]);
		expect(fork.returnedCount).toBe(9);
		expect(takePutAgain(forks, {...putAgain, fork: 7})).toBe(forks);
		expect(takePutAgain(forgetIds(forks), putAgain)[0]!.returnedCount).toBe(1);
	});

	test('that a hub remembers and that was seen are one', () => {
		const seen = takeReplaced([], replaced, own, Date.parse('2026-11-20T14:05:40.002Z'));
		const report = {...makeFork({id: 4}), putAgain: putAgain.readings, putAgainCount: 1};
		const older = {
			...makeFork({id: 3, shared: 9, at: '2026-11-20T13:00:00.000Z'}),
			putAgain: [],
			putAgainCount: 0,
		};
		const forks = takeForks(seen, [older, report]);
		expect(forks.map(({id, key, isSeen}) => [id, key, isSeen])).toEqual([
			[3, 2, false],
			[4, 1, true],
		]);
		expect(forks[1]).toMatchObject({peer: 'east-hub:9000', returned: putAgain.readings, own});
		expect(forks[1]!.theirs.blocks).toEqual(theirs);
		expect(takeForks(forks, [older, report])).toHaveLength(2);
	});
});

test('No more than sixteen forks are kept, the newest', () => {
	let forks: readonly SeenFork[] = [];
	for (let minute = 0; minute < 40; minute++) {
		const at = `2026-11-20T14:${String(minute).padStart(2, '0')}:00.000Z`;
		forks = takeFork(forks, makeFork({...laterFork, id: minute, shared: minute, at}));
	}
	expect(forks.map(({id}) => id)).toEqual(Array.from({length: 16}, (_, at) => 24 + at));
	expect(new Set(forks.map(({key}) => key)).size).toBe(16);
});
