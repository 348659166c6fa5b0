import {expect, test} from 'vitest';
import {fitSegments, hidden, joinRows, type Segment, spread} from '../../../src/client/screen/segments.ts';
import {type Row, rowText, rowWidth} from '../../../src/client/screen/theme.ts';

const asRow = (text: string): Row => [{text}];

const segments: readonly Segment[] = [
	[{row: asRow('bchain'), keep: 20}, hidden],
	[
		{row: asRow('reconnecting in 3 s'), keep: 30},
		{row: asRow('in 3 s'), keep: 100},
	],
	[{row: asRow('height 1,284'), keep: 10}, {row: asRow('#1,284'), keep: 40}, hidden],
];

function lineOf(width: number): string {
	return rowText(joinRows(fitSegments(segments, 2, width), 2));
}

test('What matters least gives way first, to its shorter variant or altogether', () => {
	expect(lineOf(80)).toBe('bchain  reconnecting in 3 s  height 1,284');
	expect(lineOf(40)).toBe('bchain  reconnecting in 3 s  #1,284');
	expect(lineOf(34)).toBe('reconnecting in 3 s  #1,284');
	expect(lineOf(26)).toBe('in 3 s  #1,284');
	expect(lineOf(13)).toBe('in 3 s');
});

test('No width is exceeded while something can give way', () => {
	for (let width = 6; width <= 50; width++) expect(lineOf(width).length).toBeLessThanOrEqual(width);
	expect(lineOf(1)).toBe('in 3 s');
});

test('The right part stands at the end, or not at all', () => {
	expect(rowText(spread(asRow('left'), asRow('right'), 12))).toBe('left   right');
	expect(rowText(spread(asRow('left'), asRow('right'), 8))).toBe('left');
	expect(rowWidth(spread(asRow('left'), [], 8))).toBe(4);
});
