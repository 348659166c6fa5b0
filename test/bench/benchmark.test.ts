import {expect, it} from 'vitest';
import {type Goal, isMet, type Row} from '../../bench/benchmark.ts';
import {formatTable} from '../../bench/report.ts';

function rowOf(goal: Goal | null, floor: number | null, ours: number): Row {
	return {group: 'group', what: 'what', floor, ours, goal};
}

it.each<[Goal, number | null, number, boolean | null]>([
	[{kind: 'share', least: 0.5}, 10, 5, true],
	[{kind: 'share', least: 0.5}, 10, 4.9, false],
	[{kind: 'above', most: 3}, 10, 13, true],
	[{kind: 'above', most: 3}, 10, 13.1, false],
	[{kind: 'times', most: 1.5}, 10, 15, true],
	[{kind: 'times', most: 1.5}, 10, 15.1, false],
	[{kind: 'times', most: 1.5}, null, 1, null],
	[{kind: 'least', least: 5}, null, 5, true],
	[{kind: 'least', least: 5}, 1, 4, false],
	[{kind: 'most', most: 0}, null, 0, true],
	[{kind: 'most', most: 0}, 5, 1, false],
])('judges a figure by its goal: %o, floor %s, ours %s', (goal, floor, ours, met) => {
	expect(isMet(rowOf(goal, floor, ours))).toBe(met);
});

it('says in the table what was to be reached and whether it was', () => {
	const rows = [rowOf({kind: 'times', most: 1.5}, 1_000, 1_600), rowOf(null, null, 7)];
	expect(formatTable('title', rows)).toBe(
		[
			'title',
			'          floor   ours  ratio           goal  met?',
			'  group',
			'    what  1,000  1,600   1.60  ≤ 1.5 × floor    NO',
			'    what             7',
			'',
		].join('\n'),
	);
});
