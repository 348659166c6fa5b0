import type {Reading} from '../link-event.ts';
import type {Readings} from './readings.ts';

/** A reading of ours: of the present burst, or of a block that is in the chain for longer. */
export type OwnReading = Omit<Reading, 'bpm'> & {readonly bpm: number | bigint};

/** The readings of ours that can be looked through; what is older is in the chain all the same. */
const listedMost = 500;

/** What a person should see first, in this order. */
const urgent: readonly (readonly Reading['state'][])[] = [
	['asking'],
	['uncertain'],
	['waiting', 'sent', 'taken', 'queued'],
	['refused'],
];

/** Whether there is something to say of a reading: it is not settled, or it was refused. */
export function isUrgent({state}: Pick<Reading, 'state'>): boolean {
	return urgent.some(states => states.includes(state));
}

/**
 * Our readings as they are listed, at most 500: first those that are not settled or were refused, then the others
 * of the burst, then the blocks that are ours for longer; the newest first in each. `bpmAt` gives the BPM of a block.
 */
export function listOwn(
	{burst, own}: Readings,
	bpmAt: (index: number) => number | bigint | undefined,
): readonly OwnReading[] {
	const newest = burst.toReversed();
	const first = urgent.flatMap(states => newest.filter(({state}) => states.includes(state)));
	const others = newest.filter(reading => !isUrgent(reading));
	const listed: OwnReading[] = [...first, ...others].slice(0, listedMost);
	const told = new Set(burst.map(({id}) => id));
	for (const {index, id} of own.newest(listedMost + told.size)) {
		if (listed.length >= listedMost) break;
		const bpm = bpmAt(index);
		if (bpm !== undefined && !told.has(id)) listed.push({id, bpm, state: 'accepted', index});
	}
	return listed;
}
