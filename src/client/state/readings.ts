import type {Reading} from '../link-event.ts';

/** Our readings: those of the moment, and which blocks are ours. */
export interface Readings {
	/**
	 * The present burst, in the order in which they were added: everything that is not settled, and what was
	 * settled meanwhile. A new one begins with the first reading after everything was settled and seen.
	 */
	readonly burst: readonly Reading[];
	/** The blocks that hold our readings: index to the reading's id. */
	readonly own: ReadonlyMap<number, string>;
	/** Readings that a hub said are in its chain, since the start. */
	readonly added: number;
	readonly changedAtMs: number;
}

export const noReadings: Readings = {burst: [], own: new Map(), added: 0, changedAtMs: 0};

/** For how long the outcomes of a burst are kept beside those of a new reading. */
const seenAfterMs = 1_000;
/** Somebody who adds readings without a pause: the oldest settled ones are dropped, half of them at a time. */
const burstMax = 2_000;

type State = Reading['state'];

const unsettled: readonly State[] = ['waiting', 'sent', 'taken', 'asking'];
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
		burst: burst.length > burstMax ? dropSettled(burst) : burst,
		own: takeIndex(before.own, reading),
		added: before.added + (reading.state === 'accepted' && known?.state !== 'accepted' ? 1 : 0),
		changedAtMs: nowMs,
	};
}

function dropSettled(burst: readonly Reading[]): readonly Reading[] {
	const recent = burst.length - burstMax / 2;
	return burst.filter(({state}, at) => at >= recent || unsettled.includes(state));
}

function takeIndex(own: Readings['own'], {id, index, state}: Reading): Readings['own'] {
	if (state === 'accepted' && index !== undefined) return new Map(own).set(index, id);
	// Not there any more, or somewhere else.
	const wasOwn = state !== 'waiting' && state !== 'sent' && [...own.values()].includes(id);
	if (!wasOwn && state !== 'moved') return own;
	const others = [...own].filter(([, other]) => other !== id);
	return new Map(state === 'moved' && index !== undefined ? [...others, [index, id]] : others);
}

/** The chain is another one: no block of it is ours, and what became of readings in the old one is past. */
export function forgetChain(before: Readings): Readings {
	return {...before, own: new Map(), burst: before.burst.filter(({state}) => undelivered.includes(state))};
}

/** The readings that leaving now would lose, or of which it is not known whether they are in the chain. */
export function findUndelivered({burst}: Readings): readonly Reading[] {
	return burst.filter(({state}) => undelivered.includes(state));
}

/** The readings that wait for a person to decide. */
export function findAsking({burst}: Readings): readonly Reading[] {
	return burst.filter(({state}) => state === 'asking');
}

/** The newest reading that can still be taken back. */
export function findWithdrawable(readings: Readings): Reading | undefined {
	const newest = readings.burst.findLast(({state}) => withdrawable.includes(state));
	return findAsking(readings).at(-1) ?? newest;
}
