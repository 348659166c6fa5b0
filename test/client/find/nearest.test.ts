import fc from 'fast-check';
import {expect, test} from 'vitest';
import {findNearest} from '../../../src/client/find/nearest.ts';

test('the nearest of a few blocks is found in each direction, and the search goes round', () => {
	const own = new Map([
		[40, 'b'],
		[7, 'a'],
		[90, 'c'],
	]).keys();
	const indexes = [...own];
	expect(findNearest(indexes, 40, 1)).toEqual({index: 90, wrapped: false});
	expect(findNearest(indexes, 40, -1)).toEqual({index: 7, wrapped: false});
	expect(findNearest(indexes, 90, 1)).toEqual({index: 7, wrapped: true});
	expect(findNearest(indexes, 3, -1)).toEqual({index: 90, wrapped: true});
	expect(findNearest([5], 5, 1)).toEqual({index: 5, wrapped: true});
	expect(findNearest([], 5, 1)).toBeNull();
});

test('whatever the order is, it is the same block', () => {
	fc.assert(
		fc.property(
			fc.uniqueArray(fc.nat(50)),
			fc.nat(50),
			fc.constantFrom(1, -1),
			(indexes, from, direction) => {
				const inOrder = indexes.toSorted((a, b) => direction * (a - b));
				const next = inOrder.find(index => direction * (index - from) > 0) ?? inOrder[0] ?? null;
				expect(findNearest(indexes, from, direction as 1 | -1)?.index ?? null).toBe(next);
			},
		),
	);
});
