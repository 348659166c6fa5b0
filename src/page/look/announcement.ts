import {formatCount, formatMany} from './format.ts';

/** Milliseconds between two sentences for screen readers about blocks that came. */
export const announcementPauseMs = 5_000;

/** The sentence for screen readers about `count` new blocks of which this is the newest; empty for none. */
export function describeArrivals(
	count: number,
	newest: {readonly index: number; readonly bpm: number},
): string {
	if (count <= 0) return '';
	const block = `block ${formatCount(newest.index)}, ${newest.bpm} beats a minute`;
	return count === 1 ? `New ${block}.` : `${formatMany(count, 'new block')}; the newest is ${block}.`;
}
