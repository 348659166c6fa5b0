import {type Row, rowWidth} from './theme.ts';

/**
 * A piece of a line that is shown whole, in one of its variants, or not at all: from the longest to the
 * shortest, at least one. An empty row as the last one lets the segment give way altogether.
 */
export type Segment = readonly Variant[];

export interface Variant {
	readonly row: Row;
	/** Of all segments, the variant with the lowest number gives way to its next one first. */
	readonly keep: number;
}

/** The variant of a segment that is not shown. */
export const hidden: Variant = {row: [], keep: 0};

/**
 * Chooses a variant of each segment so that all that are shown, `gap` cells apart, take at most `width`
 * cells. Returns a row for each segment, empty where it is not shown. When even the shortest variants are too
 * wide they are returned all the same; painting cuts them.
 */
export function fitSegments(segments: readonly Segment[], gap: number, width: number): readonly Row[] {
	const chosen = segments.map(() => 0);
	const rows = (): readonly Row[] => segments.map((segment, at) => segment[chosen[at]!]!.row);
	while (rowWidth(joinRows(rows(), gap)) > width) {
		let weakest = -1;
		let lowest = Number.POSITIVE_INFINITY;
		for (const [at, segment] of segments.entries()) {
			const {keep} = segment[chosen[at]!]!;
			if (chosen[at]! === segment.length - 1 || keep >= lowest) continue;
			weakest = at;
			lowest = keep;
		}
		if (weakest < 0) break;
		chosen[weakest]!++;
	}
	return rows();
}

/** The rows that are not empty one after the other, `gap` spaces apart. */
export function joinRows(rows: readonly Row[], gap: number): Row {
	return rows
		.filter(row => row.length > 0)
		.flatMap((row, at) => (at === 0 ? row : [{text: ' '.repeat(gap)}, ...row]));
}

/** `left` at the beginning and `right` at the end of `width` cells; `right` only where it fits. */
export function spread(left: Row, right: Row, width: number): Row {
	const room = width - rowWidth(left) - rowWidth(right);
	return room < 0 || right.length === 0 ? left : [...left, {text: ' '.repeat(room)}, ...right];
}
