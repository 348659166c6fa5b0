/**
 * Where a reading stands in the chart. The chart sweeps like a bedside monitor: the place of a reading is its
 * number modulo the places there are, so nothing ever moves; the newest is drawn over the oldest, a gap before it.
 */

/** The readings of a chain, as the chart needs them; `ChainColumns` is one. The genesis block is no reading. */
export interface BpmSource {
	readonly firstIndex: number;
	/** Index of the newest block; firstIndex - 1 while there is none. */
	readonly tipIndex: number;
	/** A bigint where it has 64 bits; undefined outside the chain. */
	bpmAt(index: number): number | bigint | undefined;
	/** Milliseconds since 1970; NaN where it is not known. */
	timeAt(index: number): number;
}

/** The readings that a chart shows: those with the index `first` to `last`; none where last < first. */
export interface Span {
	readonly first: number;
	readonly last: number;
}

export interface Sweep extends Span {
	/** Columns from one reading to the next: more than 1 while there are few readings. */
	readonly step: number;
	/** Places for readings in a sweep, the gap included. */
	readonly capacity: number;
}

/** The first block with a reading: the genesis block has none. */
const firstReading = 1;

/**
 * Lays the newest readings out over `columns` columns, `gap` of which stay free before the newest one. While they
 * are few they stand apart, at most `stepMost` columns (a power of two), so that the first ones make a line already:
 * a chain that grows is drawn closer a few times before it sweeps.
 */
export function layOut(bpms: BpmSource, columns: number, gap: number, stepMost: number): Sweep {
	const last = bpms.tipIndex;
	const count = Math.max(0, last - oldestReading(bpms) + 1);
	let step = stepMost;
	while (step > 1 && count > readingsIn(columns, gap, step)) step /= 2;
	const shown = Math.min(count, readingsIn(columns, gap, step));
	return {step, capacity: Math.floor(columns / step), first: last - shown + 1, last};
}

/** The index of the oldest block held that has a reading. */
export function oldestReading({firstIndex}: BpmSource): number {
	return Math.max(firstReading, firstIndex);
}

function readingsIn(columns: number, gap: number, step: number): number {
	return Math.max(0, Math.floor(columns / step) - Math.ceil(gap / step));
}

/** The column of a reading. */
export function columnOf(index: number, {step, capacity}: Sweep): number {
	return ((index - firstReading) % capacity) * step;
}

/** The sweep, counted from 0, that a reading is drawn in; `startOf` is the first reading of a sweep. */
export function sweepOf(index: number, capacity: number): number {
	return Math.floor((index - firstReading) / capacity);
}

/** The index of the first reading of a sweep. */
export function startOf(sweep: number, capacity: number): number {
	return firstReading + sweep * capacity;
}
