import type {Reading} from '../link-event.ts';
import {type OwnBlock, OwnBlocks} from './own-blocks.ts';

/** Our readings: those of the moment, and which blocks are ours. */
export interface Readings {
	/**
	 * The present burst, in the order in which they were added: everything that is not settled, and what was
	 * settled meanwhile. A new one begins with the first reading after everything was settled and seen.
	 */
	readonly burst: readonly Reading[];
	/** The blocks that hold our readings. */
	readonly own: OwnBlocks;
	/** The blocks that held them until they were replaced, those of the last time. */
	readonly displaced: readonly OwnBlock[];
	/** Readings that a hub said are in its chain, since the start. */
	readonly added: number;
	/** Those of them that went into a chain that is gone, as its hub has begun another one. */
	readonly gone: number;
	readonly changedAtMs: number;
}

export const noReadings: Readings = {
	...{burst: [], own: OwnBlocks.none, displaced: []},
	...{added: 0, gone: 0, changedAtMs: 0},
};

/** For how long the outcomes of a burst are kept beside those of a new reading. */
const seenAfterMs = 1_000;
/** Somebody who adds readings without a pause: the oldest settled ones are dropped, half of them at a time. */
const burstMax = 2_000;

/** Of blocks that were replaced no more are told than of any branch. */
const displacedMax = 64;

type State = Reading['state'];

const unsettled: readonly State[] = ['waiting', 'sent', 'taken', 'queued', 'asking'];
/** What leaving now could lose, or leave unknown. */
const undelivered: readonly State[] = ['waiting', 'sent', 'taken', 'uncertain', 'asking'];
const withdrawable: readonly State[] = ['waiting', 'uncertain', 'asking'];

/** Takes in what happened to a reading. */
export function takeReading(before: Readings, reading: Reading, nowMs: number): Readings {
	const at = before.burst.findIndex(({id}) => id === reading.id);
	const known = before.burst[at];
	const settled = !before.burst.some(({state}) => unsettled.includes(state));
	const isNew = known === undefined && reading.state !== 'moved';
	const kept = isNew && settled && nowMs - before.changedAtMs > seenAfterMs ? [] : before.burst;
	const burst = known ? kept.with(at, reading) : [...kept, reading];
	return {
		...before,
		burst: burst.length > burstMax ? dropSettled(burst) : burst,
		own: takeIndex(before.own, reading, known),
		added: before.added + (reading.state === 'accepted' && known?.state !== 'accepted' ? 1 : 0),
		changedAtMs: nowMs,
	};
}

function dropSettled(burst: readonly Reading[]): readonly Reading[] {
	const recent = burst.length - burstMax / 2;
	return burst.filter(({state}, at) => at >= recent || unsettled.includes(state));
}

function takeIndex(own: OwnBlocks, {id, index, state}: Reading, known: Reading | undefined): OwnBlocks {
	if (state === 'accepted' && index !== undefined) return own.with(index, id);
	// Not there any more, or somewhere else; of one that moved it need not be known where it was.
	const wasOwn = state === 'moved' || (known?.index !== undefined && own.get(known.index) === id);
	const others = wasOwn ? own.filter(block => block.id !== id) : own;
	return state === 'moved' && index !== undefined ? others.with(index, id) : others;
}

/** The blocks from `first` to `last` were replaced: they are not ours, unless a reading has moved there. */
export function forgetBlocks(before: Readings, first: number, last: number): Readings {
	const moved = new Set(before.burst.filter(({state}) => state === 'moved').map(({id}) => id));
	const displaced: OwnBlock[] = [];
	const own = before.own.filter(block => {
		const isKept = block.index < first || block.index > last || moved.has(block.id);
		if (!isKept && displaced.length < displacedMax) displaced.push(block);
		return isKept;
	});
	return {...before, own, displaced};
}

/** The chain is another one: no block of it is ours, and what became of readings in the old one is past. */
export function forgetChain(before: Readings): Readings {
	return {
		...before,
		own: OwnBlocks.none,
		displaced: [],
		burst: before.burst.filter(({state}) => undelivered.includes(state)),
	};
}

/** The readings that leaving now would lose, or of which it is not known whether they are in the chain. */
export function findUndelivered({burst}: Readings): readonly Reading[] {
	return burst.filter(({state}) => undelivered.includes(state));
}

/** The readings that wait for a person to decide. */
export function findAsking({burst}: Readings): readonly Reading[] {
	return burst.filter(({state}) => state === 'asking');
}

/** Whether a reading can still be taken back. */
export function isWithdrawable({state}: Pick<Reading, 'state'>): boolean {
	return withdrawable.includes(state);
}

/** The newest reading that can still be taken back. */
export function findWithdrawable(readings: Readings): Reading | undefined {
	const newest = readings.burst.findLast(isWithdrawable);
	return findAsking(readings).at(-1) ?? newest;
}
