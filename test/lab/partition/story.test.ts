import {describe, expect, test} from 'vitest';
import type {Block} from '../../../src/core/block.ts';
import {reduceLab} from '../../../src/lab/partition/reduce.ts';
import {createLabState, forkOf, isOne} from '../../../src/lab/partition/state.ts';
import {tellSituation, tellTale} from '../../../src/lab/partition/story.ts';
import {startMs} from '../../support/chains.ts';
import {
	chainAction,
	linkAction,
	makeChains,
	readingAction,
	replacedAction,
	runningLab,
	stateAfter,
} from './support/lab.ts';

describe('how things stand', () => {
	test.each([
		['one chain', makeChains([71, 72]), [], 'All three hubs have the same chain of 3 blocks.'],
		[
			'one link is cut',
			makeChains([71]),
			['BC'],
			'All three hubs have the same chain of 2 blocks. B and C have no link, and A passes everything on.',
		],
		[
			'a hub is cut off',
			makeChains([71]),
			['BC', 'AC'],
			'C cannot hear A and B. Their chains are still the same.',
		],
		[
			'one side goes on',
			makeChains([71], {A: [72, 73], B: [72, 73]}),
			['BC', 'AC'],
			'C cannot hear A and B. A and B have added 2 blocks that C does not have.',
		],
		[
			'both sides go on',
			makeChains([71], {A: [72], B: [73, 74], C: [73, 74]}),
			['AB', 'AC'],
			'A cannot hear B and C. B and C have added 2 blocks that A does not have, and A has 1 that B and C do not: a fork after block 1.',
		],
		[
			'nobody hears anybody',
			makeChains([71], {B: [73, 74]}),
			['AB', 'AC', 'BC'],
			'No hub hears another. Blocks of their own after block 1: A 0, B 2 and C 0.',
		],
		[
			'the links are healed, and the fork is not settled yet',
			makeChains([71], {C: [80], A: [81], B: [81]}),
			[],
			'The chains part after block 1, and the hubs settle which blocks stay.',
		],
		['a block is on its way', makeChains([71], {A: [72]}), [], 'Blocks are on their way.'],
	] as const)('%s', (_, chains, cut, expected) => {
		expect(tellSituation(runningLab(chains, cut))).toBe(expected);
	});

	test('a hub that does not run, and what waits for it', () => {
		const chains = makeChains([71]);
		const state = stateAfter(
			runningLab(chains),
			{kind: 'process', hub: 'C', process: 'killed'},
			readingAction('C', 'reading-that-waits', 88, 'waiting'),
		);
		expect(tellSituation(state)).toBe(
			'C does not run, and 1 reading waits for it. A and B hear each other and have the same chain.',
		);
	});

	test('at the start, and where a hub does not start', () => {
		const state = createLabState({columns: 80, rows: 24});
		expect(tellSituation(state)).toBe('Three hubs are starting.');
		const failed = stateAfter(state, {
			kind: 'process',
			hub: 'B',
			process: 'failed',
			reason: 'no room on the disk',
		});
		expect(tellSituation(failed)).toBe('Hub B did not start: no room on the disk.');
	});

	test('in few words', () => {
		const chains = makeChains([71], {A: [72], B: [73, 74], C: [73, 74]});
		expect(tellSituation(runningLab(chains, ['AB', 'AC']), true)).toBe(
			'A cannot hear B and C. Since block 1: A +1, B and C +2.',
		);
	});
});

describe('how a fork was settled', () => {
	const apart = makeChains([71], {A: [74, 92], B: [74, 92], C: [66]});
	const settled = {...apart, C: apart.A};
	const blocksFrom = (chain: typeof apart.A, from: number): readonly Block[] =>
		Array.from({length: chain.tipIndex - from + 1}, (_, at) => chain.blockAt(from + at) as Block);
	const lost = apart.C.hashAt(2)!;

	const forked = stateAfter(
		runningLab(apart, ['BC', 'AC']),
		readingAction('C', 'reading-of-hub-c', 66, 'accepted', 2),
		{kind: 'placed', id: 'reading-of-hub-c', hash: lost},
	);
	const healed = stateAfter(
		forked,
		chainAction('C', settled),
		replacedAction('C', settled, blocksFrom(apart.C, 2), blocksFrom(apart.A, 2)),
	);

	test('names whose chain won and why, who gave up what, and where the readings are now', () => {
		expect(forkOf(forked)).toBe(1);
		expect(isOne(healed)).toBe(true);
		expect(tellTale(healed.tales[0]!, healed)).toBe(
			'The chain of A and B was longer (2 new against 1): C replaced 1 block, and its reading 66 is being put on the chain again.',
		);
		const moved = stateAfter(healed, readingAction('C', 'reading-of-hub-c', 66, 'moved', 4));
		expect(tellTale(moved.tales[0]!, moved)).toBe(
			'The chain of A and B was longer (2 new against 1): C replaced 1 block, and its reading 66 is now block 4. No reading is lost.',
		);
		expect(tellTale(moved.tales[0]!, moved, true)).toBe(
			'C replaced 1 block, and its reading 66 is now block 4.',
		);
	});

	test('goes by what the hub says of the fork: by now the better chain may have gone on', () => {
		const branch = {count: 1, tip: lost, blocks: []};
		const who = {id: 1, at: '2026-11-20T05:01:37.390Z', peer: '127.0.0.1:40002', shared: 1, displaced: 1};
		const verdict = {winner: 'theirs', why: 'lowerHash'} as const;
		const fork = {...who, ...verdict, ours: branch, theirs: {...branch, tip: 'e'.repeat(64)}};
		const state = stateAfter(
			forked,
			linkAction('C', {kind: 'fork', fork}),
			chainAction('C', settled),
			replacedAction('C', settled, blocksFrom(apart.C, 2), blocksFrom(apart.A, 2)),
		);
		expect(tellTale(state.tales[0]!, state)).toMatch(
			/^Both branches had 1 block, and the chain of A and B has the lower newest hash: C replaced 1 block,/,
		);
	});

	test('is one sentence for two hubs that gave up the same blocks, with many readings counted', () => {
		const many = makeChains([], {A: [1, 2, 3, 4, 5], B: [1, 2, 3, 4, 5], C: [6, 7, 8, 9, 10, 11]});
		const gone = blocksFrom(many.A, 1);
		const placed = gone.flatMap(({index, bpm, hash}) => {
			const id = `reading-of-the-lab-${index}`;
			return [readingAction('A', id, bpm, 'accepted', index), {kind: 'placed', id, hash} as const];
		});
		const chains = {...many, A: many.C, B: many.C};
		const state = stateAfter(
			runningLab(many, ['BC', 'AC']),
			...placed,
			chainAction('A', {...many, A: many.C}),
			replacedAction('A', {...many, A: many.C}, gone, blocksFrom(many.C, 1)),
			chainAction('B', chains),
			replacedAction('B', chains, gone, blocksFrom(many.C, 1)),
			...gone.map(({bpm, index}) =>
				readingAction('A', `reading-of-the-lab-${index}`, bpm, 'moved', index + 6),
			),
		);
		expect(state.tales.filter(({kind}) => kind === 'settled')).toHaveLength(1);
		expect(tellTale(state.tales[0]!, state)).toBe(
			"C's chain was longer (6 new against 5): A and B replaced 5 blocks, and their 5 readings are now blocks 7 to 11. No reading is lost.",
		);
	});

	test('the replaced blocks are shown for fifteen seconds, and a first block that is given up is no fork', () => {
		expect(healed.hubs.C.gone.map(({block}) => block.hash)).toEqual([lost]);
		const [shown] = healed.hubs.C.gone;
		const tick = {kind: 'tick'} as const;
		expect(shown!.untilMs).toBe(startMs + 16_000);
		expect(reduceLab(healed, tick, shown!.untilMs - 1)).toBe(healed);
		expect(reduceLab(healed, tick, shown!.untilMs).hubs.C.gone).toEqual([]);
		const joining = replacedAction('C', apart, [apart.C.blockAt(0) as Block], blocksFrom(apart.A, 0));
		expect(stateAfter(runningLab(apart), joining).tales).toEqual([]);
	});
});
