import type {ChainColumns} from '../chain-columns.ts';

/** Blocks that somebody marked to come back to: index to the hash that the block had, in the order of the indexes. */
export type Marks = ReadonlyMap<number, string>;

export const noMarks: Marks = new Map();

/** More marks than anybody sets by hand. */
export const marksMax = 1_000;

/**
 * The marks with the block at `index` marked, or without it where it was; the same object where there is no
 * such block, or no room for another mark.
 */
export function toggleMark(marks: Marks, columns: ChainColumns, index: number): Marks {
	if (marks.has(index)) return new Map([...marks].filter(([marked]) => marked !== index));
	const hash = columns.hashAt(index);
	if (hash === undefined || marks.size >= marksMax) return marks;
	return new Map([...marks, [index, hash] as const].sort(([a], [b]) => a - b));
}

/**
 * The marks after blocks were replaced or another chain came: those whose block is still the same one. A mark
 * says "this block", not "this place"; the same object where all of them stay.
 */
export function keepMarks(marks: Marks, columns: ChainColumns): Marks {
	const kept = [...marks].filter(([index, hash]) => columns.hashAt(index) === hash);
	return kept.length === marks.size ? marks : new Map(kept);
}
