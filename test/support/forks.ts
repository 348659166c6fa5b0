/** Forks as a hub tells them, for tests. */
import type {Block} from '../../src/core/block.ts';
import type {Fork, ForkBranch} from '../../src/core/fork.ts';
import {sealBlock} from '../../src/core/seal.ts';
import {makeChain, startMs} from './chains.ts';

/** Blocks after `parent` with these readings, a second apart, an hour after those of `makeChain`. */
export function makeForkBranch(parent: Block, bpms: readonly number[]): Block[] {
	const blocks: Block[] = [];
	for (const bpm of bpms)
		blocks.push(sealBlock(blocks.at(-1) ?? parent, bpm, startMs + 3_600_000 + blocks.length * 1_000));
	return blocks;
}

/** A side of a fork as it is told: its first 8 blocks. */
export function toBranch(blocks: readonly Block[]): ForkBranch {
	return {count: blocks.length, tip: blocks.at(-1)!.hash, blocks: blocks.slice(0, 8)};
}

/** A fork after block 1: this hub had the readings 71 and 66, its peer had 64, 65 and 90. */
export function makeFork(told: Partial<Fork> = {}): Fork {
	const shared = makeChain([60])[1]!;
	return {
		id: 3,
		at: '2026-11-20T05:01:37.390Z',
		peer: 'east-hub:9000',
		shared: 1,
		winner: 'theirs',
		why: 'longer',
		ours: toBranch(makeForkBranch(shared, [71, 66])),
		theirs: toBranch(makeForkBranch(shared, [64, 65, 90])),
		displaced: 2,
		...told,
	};
}
