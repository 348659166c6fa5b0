import {expect, it} from 'vitest';
import {findVia, formatVia, isVia} from '../../src/core/via.ts';

const a = 'AAAAAAAAAAAAAAA-';
const b = 'BBBBBBBBBBBBBBB_';

it('finds in a sentence the fronts that were written into it', () => {
	expect(formatVia([a, b])).toBe('(front AAAAAAAAAAAAAAA- of BBBBBBBBBBBBBBB_)');
	expect(findVia(`The hub says: this is one ${formatVia([a, b])}: no more.`)).toEqual([a, b]);
	expect(findVia('The hub says: nothing of that.')).toEqual([]);
	expect(findVia('(front short)')).toEqual([]);
});

it.each([
	[[], true],
	[[a, b], true],
	[[`${a}!`], false],
	[[1], false],
	['no list', false],
	[Array.from({length: 17}, () => a), false],
])('%j is one: %s', (value, expected) => {
	expect(isVia(value)).toBe(expected);
});
