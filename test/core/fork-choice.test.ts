import fc from 'fast-check';
import {expect, test} from 'vitest';
import {wins} from '../../src/core/fork-choice.ts';

const low = '0'.repeat(64);
const high = 'f'.repeat(64);

test.each([
	['a longer chain wins', {index: 8, hash: high}, {index: 7, hash: low}, true],
	['a shorter chain loses', {index: 6, hash: low}, {index: 7, hash: high}, false],
	['at equal length the lower hash wins', {index: 7, hash: low}, {index: 7, hash: high}, true],
	['at equal length the higher hash loses', {index: 7, hash: high}, {index: 7, hash: low}, false],
	['the same chain does not replace itself', {index: 7, hash: low}, {index: 7, hash: low}, false],
	['10 is longer than 9', {index: 10, hash: high}, {index: 9, hash: low}, true],
])('%s', (_name, candidate, current, result) => {
	expect(wins(candidate, current)).toBe(result);
});

test('of two different tips exactly one wins, and everybody settles on the same one', () => {
	const tips = fc.record({
		index: fc.nat({max: 3}),
		hash: fc.constantFrom(...['0', '1', '9', 'a', 'f'].map(digit => digit.repeat(64))),
	});
	const property = fc.property(
		fc.array(tips, {minLength: 1, maxLength: 6}),
		fc.infiniteStream(fc.nat()),
		(list, order) => {
			const settle = (all: typeof list): (typeof list)[number] =>
				all.reduce((best, tip) => (wins(tip, best) ? tip : best));
			const shuffled = list
				.map(tip => ({tip, place: order.next().value as number}))
				.sort((one, other) => one.place - other.place)
				.map(({tip}) => tip);
			expect(settle(shuffled)).toEqual(settle(list));
		},
	);
	fc.assert(property, {seed: 1, numRuns: 500});
});
