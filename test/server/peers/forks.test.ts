import {describe, expect, it} from 'vitest';
import type {Block} from '../../../src/core/block.ts';
import type {Fork, PutAgain} from '../../../src/core/fork.ts';
import type {ReplacedBlocks} from '../../../src/server/hub-events.ts';
import {Forks} from '../../../src/server/peers/forks.ts';
import {makeChain, startMs} from '../../support/chains.ts';
import {makeForkBranch, toBranch} from '../../support/forks.ts';

const shared = makeChain([61, 62]);
const short = makeForkBranch(shared[2]!, [64, 65]);
const long = makeForkBranch(shared[2]!, [71, 72, 73]);
const tip = long[2]!.hash;

/** A recorder of a hub with this chain, and what it tells. */
function record(chain: readonly Block[] = [...shared, ...long]): {
	forks: Forks;
	told: Fork[];
	again: PutAgain[];
} {
	const told: Fork[] = [];
	const again: PutAgain[] = [];
	const forks = new Forks({
		chain: {blockAt: index => chain[index]},
		now: () => startMs,
		onFork: fork => told.push(fork),
		onPutAgain: putAgain => again.push(putAgain),
	});
	return {forks, told, again};
}

/** A peer's three blocks replaced two of ours. */
function replaced(facts: Partial<ReplacedBlocks> = {}): ReplacedBlocks {
	const usual = {version: 1, from: 3, removed: short, blocks: long, height: 5, displaced: 2};
	return {...usual, peer: 'lab:9000', isAccepted: false, ...facts};
}

describe('a branch of a peer that won', () => {
	it('is told with both branches and why', () => {
		const {forks, told} = record();
		expect(forks.replaced(replaced())).toBe('longer');
		const fork: Fork = {
			id: 1,
			at: '2026-11-20T05:01:37.390Z',
			peer: 'lab:9000',
			shared: 2,
			winner: 'theirs',
			why: 'longer',
			ours: toBranch(short),
			theirs: toBranch(long),
			displaced: 2,
		};
		expect(told).toEqual([fork]);
		expect(forks.list()).toEqual([{...fork, putAgain: [], putAgainCount: 0}]);
	});

	it('grows in what is remembered by what its peer had then, however it comes, and by nothing else', () => {
		const {forks, told} = record();
		const branch = makeForkBranch(shared[2]!, [71, 72, 73, 74, 75, 76, 77, 78, 79, 80, 81, 82]);
		const tail = makeForkBranch(branch[11]!, [83]);
		forks.replaced(replaced({blocks: branch.slice(0, 2), height: 14}));
		expect(told.map(({why, theirs}) => [why, theirs.count])).toEqual([['lowerHash', 2]]);
		forks.extended(branch.slice(2, 5));
		// Not the next ones.
		forks.extended(branch.slice(6));
		expect(forks.list()[0]).toMatchObject({why: 'longer', theirs: toBranch(branch.slice(0, 5))});
		forks.extended([...branch.slice(5), ...tail]);
		forks.extended(tail);
		const theirs = {count: 12, tip: branch[11]!.hash, blocks: branch.slice(0, 8)};
		expect(forks.list()).toMatchObject([{id: 1, ours: toBranch(short), theirs}]);
		expect(told).toHaveLength(1);
	});

	it('does not grow where it is ours, or a person accepted it for another reason than its length', () => {
		const {forks} = record();
		const branch = makeForkBranch(shared[2]!, [71, 72, 73, 74]);
		forks.replaced(replaced({blocks: branch.slice(0, 3), height: 6, isAccepted: true}));
		forks.extended(branch.slice(3));
		forks.kept('attic:9000', {shared: 1, count: 4, tip, theirs: toBranch([shared[2]!])});
		forks.extended(makeForkBranch(long[2]!, [90]));
		expect(forks.list().map(({why, ours, theirs}) => [why, ours.count, theirs.count])).toEqual([
			['accepted', 2, 4],
			['longer', 4, 1],
		]);
	});

	it('has won by its hash where both are equally long, or because a person accepted it', () => {
		const {forks, told} = record();
		expect(forks.replaced(replaced({blocks: long.slice(0, 2)}))).toBe('lowerHash');
		expect(forks.replaced(replaced({isAccepted: true}))).toBe('accepted');
		expect(told.map(({id, why}) => [id, why])).toEqual([
			[1, 'lowerHash'],
			[2, 'accepted'],
		]);
	});

	it('is no fork where this hub had only its genesis block', () => {
		const {forks, told} = record();
		expect(forks.replaced(replaced({from: 0, removed: makeChain([]), blocks: shared}))).toBe('longer');
		expect(told).toEqual([]);
	});

	it('may be of a million blocks: the first eight are kept, and the eight newest forks', () => {
		const {forks} = record();
		const million = Array<Block>(1_000_000).fill(long[0]!);
		for (let i = 0; i < 20; i++) forks.replaced(replaced({version: i, removed: million, blocks: million}));
		const list = forks.list();
		expect(list.map(({id}) => id)).toEqual([13, 14, 15, 16, 17, 18, 19, 20]);
		for (const {ours, theirs} of list)
			for (const {count, blocks} of [ours, theirs]) expect([count, blocks.length]).toEqual([1_000_000, 8]);
	});
});

describe('a branch of ours that won', () => {
	const kept = {shared: 2, count: 3, tip, theirs: toBranch(short)};

	it('is told once, also where several peers gave up the same branch for it', () => {
		const {forks, told} = record();
		forks.kept('lab:9000', kept);
		forks.kept('attic:9000', kept);
		forks.kept('attic:9000', {...kept, count: 4, theirs: toBranch(short.slice(0, 1))});
		const fork = {
			peer: 'lab:9000',
			winner: 'ours',
			why: 'longer',
			ours: toBranch(long),
			theirs: toBranch(short),
		};
		expect(told).toMatchObject([{id: 1, displaced: 0, ...fork}]);
	});

	it('is told again where more was given up, or another branch', () => {
		const {forks, told} = record();
		forks.kept('lab:9000', {...kept, theirs: toBranch(short.slice(0, 1))});
		forks.kept('lab:9000', kept);
		forks.kept('lab:9000', {...kept, theirs: toBranch(makeForkBranch(shared[2]!, [99]))});
		expect(told.map(({theirs}) => theirs.count)).toEqual([1, 2, 1]);
	});

	it('is not told where it was that of another peer, and the same branch was given up here', () => {
		const {forks, told} = record();
		forks.replaced(replaced());
		forks.kept('attic:9000', kept);
		expect(told).toHaveLength(1);
	});

	it('has won by its hash where both are equally long', () => {
		const {forks, told} = record();
		forks.kept('lab:9000', {...kept, count: 2});
		expect(told.map(({why, ours}) => [why, ours.count, ours.blocks.length])).toEqual([['lowerHash', 2, 2]]);
	});

	it('has no blocks to show where they are in the ledger only', () => {
		const {forks, told} = record([]);
		forks.kept('lab:9000', kept);
		expect(told[0]!.ours).toEqual({count: 3, tip, blocks: []});
	});
});

describe('readings that are put again', () => {
	const reading = (i: number) => ({bpm: 60 + i, was: 3 + i, index: 6 + i, hash: tip});

	it('belong to the fork that displaced them, and are told together', async () => {
		const {forks, again} = record();
		forks.replaced(replaced({version: 1}));
		forks.replaced(replaced({version: 2}));
		for (const [version, i] of [
			[1, 0],
			[2, 1],
			[1, 2],
			[3, 3],
		] as const)
			forks.putAgain(version, reading(i));
		expect(again).toEqual([]);
		await new Promise(setImmediate);
		expect(again).toEqual([
			{fork: 1, readings: [reading(0), reading(2)], count: 2},
			{fork: 2, readings: [reading(1)], count: 1},
		]);
		forks.putAgain(1, reading(4));
		await new Promise(setImmediate);
		expect(again.at(-1)).toEqual({fork: 1, readings: [reading(4)], count: 3});
		expect(forks.list().map(({putAgain, putAgainCount}) => [putAgain.length, putAgainCount])).toEqual([
			[3, 3],
			[1, 1],
		]);
	});

	it('are listed up to 64, and counted', async () => {
		const {forks, again} = record();
		forks.replaced(replaced());
		for (let i = 0; i < 60; i++) forks.putAgain(1, reading(i));
		await new Promise(setImmediate);
		for (let i = 60; i < 4_000; i++) forks.putAgain(1, reading(i));
		await new Promise(setImmediate);
		forks.putAgain(1, reading(4_000));
		await new Promise(setImmediate);
		expect(again.map(({readings, count}) => [readings.length, count])).toEqual([
			[60, 60],
			[4, 4_000],
			[0, 4_001],
		]);
		expect(forks.list()).toMatchObject([{putAgain: {length: 64}, putAgainCount: 4_001}]);
	});
});
