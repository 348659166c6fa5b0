import type {ChainColumns} from '../chain-columns.ts';
import type {Query} from './query.ts';
import {countBetween} from './search.ts';

/**
 * How many blocks a query means, counted a slice at a time, so that no frame waits for a million blocks. A
 * value: each step gives the next one, which may also be kept while the chain grows. After blocks were
 * replaced, begin anew.
 */
export interface Tally {
	readonly query: Query;
	/** Index of the first block held when counting began. */
	readonly first: number;
	/** The first index that is not counted yet. */
	readonly next: number;
	/** Of those before `next`. */
	readonly count: number;
	/** Of each slice of `sliceBlocks` from `first` on: what lets `rankIn` look at a part of the chain only. */
	readonly slices: readonly number[];
}

/** Blocks counted in a step, unless told otherwise: a few milliseconds at most, whatever the chain is. */
const stepBlocks = 65_536;
const sliceBlocks = 16_384;

export function beginTally({firstIndex}: ChainColumns, query: Query): Tally {
	return {query, first: firstIndex, next: firstIndex, count: 0, slices: []};
}

/** Counts up to `blocksMax` more of the chain's blocks; the same object where all are counted. */
export function countOn(columns: ChainColumns, before: Tally, blocksMax = stepBlocks): Tally {
	const {query, first} = before;
	const end = Math.min(columns.tipIndex + 1, before.next + blocksMax);
	if (before.next >= end) return before;
	const slices = [...before.slices];
	let {next, count} = before;
	while (next < end) {
		const slice = Math.floor((next - first) / sliceBlocks);
		const until = Math.min(end, first + (slice + 1) * sliceBlocks);
		const more = countBetween(columns, query, next, until - 1);
		slices[slice] = (slices[slice] ?? 0) + more;
		count += more;
		next = until;
	}
	return {query, first, next, count, slices};
}

/** Whether every block held is counted. */
export function isCounted({next}: Tally, {tipIndex}: ChainColumns): boolean {
	return next > tipIndex;
}

/** Which of the matches the one at `index` is, from 1: those up to it; null while they are not counted yet. */
export function rankIn(
	columns: ChainColumns,
	{query, first, next, slices}: Tally,
	index: number,
): number | null {
	if (index < first || index >= next) return null;
	const slice = Math.floor((index - first) / sliceBlocks);
	const before = slices.slice(0, slice).reduce((sum, count) => sum + count, 0);
	return before + countBetween(columns, query, first + slice * sliceBlocks, index);
}
