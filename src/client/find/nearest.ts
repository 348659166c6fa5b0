import type {Direction, Found} from './search.ts';

/**
 * Of a few indexes in any order, the next one after `from`, or the one before it with direction -1; at the end
 * it goes on at the other one. Null where there is none. For own readings and for marks.
 */
export function findNearest(indexes: Iterable<number>, from: number, direction: Direction): Found | null {
	let next: number | null = null;
	let farthest: number | null = null;
	for (const index of indexes) {
		const ahead = direction * (index - from);
		if (ahead > 0 && (next === null || direction * (next - index) > 0)) next = index;
		if (farthest === null || direction * (farthest - index) > 0) farthest = index;
	}
	if (next !== null) return {index: next, wrapped: false};
	return farthest === null ? null : {index: farthest, wrapped: true};
}
