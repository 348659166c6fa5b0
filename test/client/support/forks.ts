/** A fork as in a lesson: two blocks here, four at the other hub, and both readings put again. */
import type {ChainColumns} from '../../../src/client/chain-columns.ts';
import type {LinkEvent} from '../../../src/client/link-event.ts';
import type {State} from '../../../src/client/state/state.ts';
import type {Block} from '../../../src/core/block.ts';
import type {Fork} from '../../../src/core/fork.ts';
import type {PeerReport} from '../../../src/core/peer-report.ts';
import {sealBlock} from '../../../src/core/seal.ts';
import {factsOf, liveState, makeColumns, readingEvent, startMs, stateAfter} from './screen.ts';

/** The newest block that both hubs have. */
export const shared = 1_281;
const base = makeColumns(shared);

/** Blocks with these readings after the shared one, a second apart, the first at 14:05:37. */
export function growBranch(bpms: readonly number[], offsetMs = 0, parent = sharedBlock()): readonly Block[] {
	const blocks: Block[] = [];
	for (const [at, bpm] of bpms.entries()) {
		const ms = startMs + 1_329_612 + offsetMs + at * 1_122;
		blocks.push(sealBlock(blocks.at(-1) ?? parent, bpm, ms));
	}
	return blocks;
}

function sharedBlock(): Block {
	return base.blockAt(shared) as Block;
}

export const ours = growBranch([71, 66]);
export const theirs = growBranch([80, 82, 79, 77], -900);
/** 71 and 66 again, at the end. */
export const again = growBranch([71, 66], 6_000, theirs.at(-1));

export function makePeer(peer: Partial<PeerReport> = {}): PeerReport {
	const node = 'AAAAAAAAAAAAAAAA';
	const place = {height: 1_287, shared: 1_287, branch: 0, own: 0};
	return {
		...{address: 'east-hub:9000', node, dialled: true, state: 'same', ...place},
		...{roundTripMs: 0.8, reason: null, ...peer},
	};
}

export const peers: readonly PeerReport[] = [
	makePeer(),
	makePeer({address: 'west-hub:9000', roundTripMs: 12.3}),
];

export function branchOf(blocks: readonly Block[], count = blocks.length): Fork['ours'] {
	return {count, tip: blocks.at(-1)!.hash, blocks: blocks.slice(0, 8)};
}

/** What the hub says of the fork. */
export function makeFork(fork: Partial<Fork> = {}): Fork {
	return {
		...{id: 1, at: '2026-11-20T14:05:40.002Z', peer: 'east-hub:9000', shared},
		...{winner: 'theirs', why: 'longer', ours: branchOf(ours), theirs: branchOf(theirs), displaced: 2},
		...fork,
	};
}

/** The chain with these blocks after the shared one. */
export function chainWith(...blocks: readonly Block[]): ChainColumns {
	const columns = makeColumns(shared);
	for (const block of blocks) columns.append(block);
	return columns;
}

/** The chain before the fork, with the branch that won, and as it is after it. */
const ourChain = chainWith(...ours);
const theirChain = chainWith(...theirs);
export const settledChain = chainWith(...theirs, ...again);

/** What the link tells when the other hub's branch replaces ours. */
export function replacedEvent(gone: readonly Block[], by: readonly Block[]): LinkEvent {
	return {
		kind: 'replaced',
		replaced: {
			...{shared, count: gone.length, blocks: gone, tip: gone.at(-1)!.hash},
			...{byCount: by.length, by, byTip: by.at(-1)!.hash},
		},
	};
}

const chainEvent = (columns: ChainColumns, revision = 0): LinkEvent => ({
	kind: 'chain',
	chain: factsOf(columns, revision === 0 ? {} : {revision, replacedFrom: shared + 1}),
});

/** A screen of this size on which 66 was ours, and has moved with the fork. */
export function settledState(columns: number, rows: number, isTold = true): State {
	const events: readonly LinkEvent[] = [
		readingEvent(66, 'accepted', {index: 1_283, answeredMs: 12}),
		{kind: 'peers', peers},
		...(isTold ? [{kind: 'fork', fork: makeFork()} as const] : []),
		chainEvent(theirChain, 1),
		replacedEvent(ours, theirs),
		chainEvent(settledChain, 1),
		...(isTold
			? [
					{
						kind: 'putAgain',
						putAgain: {
							fork: 1,
							count: 2,
							readings: again.map(({bpm, index, hash}, at) => ({bpm, was: 1_282 + at, index, hash})),
						},
					} as const,
				]
			: []),
		readingEvent(66, 'moved', {was: 1_283, index: 1_287}),
	];
	return stateAfter(liveState(columns, rows, ourChain), ...events);
}

/** Another one after it: the other hub took our branch. */
export const laterFork: Fork = makeFork({
	...{id: 2, at: '2026-11-20T14:06:40.002Z', shared: 1_287, winner: 'ours', displaced: 0},
	ours: branchOf(growBranch([90, 91], 60_000, again.at(-1))),
	theirs: branchOf(growBranch([99], 61_000, again.at(-1))),
});
