import fc from 'fast-check';
import {expect, it} from 'vitest';
import {chartView, type PaneSize} from '../../../../src/client/screen/chart/chart-rows.ts';
import {histogramRows} from '../../../../src/client/screen/chart/histogram-rows.ts';
import {rowText, rowWidth} from '../../../../src/client/screen/theme.ts';
import {bpmsOf, makeBeats} from '../../support/bpms.ts';

const chart = {width: 120, height: 9};

function draw(readings: readonly (number | bigint)[], size: PaneSize): readonly string[] {
	const bpms = bpmsOf(readings);
	return histogramRows(bpms, chartView(bpms, chart, 'braille'), size).map(rowText);
}

function names(rows: readonly string[]): readonly string[] {
	return rows.slice(1).map(row => row.replace(/ ▉.*/, ''));
}

it('counts what the chart shows in bins of a nice width, a cell a percent', () => {
	expect(draw(makeBeats(500), {width: 56, height: 12})).toEqual([
		'─ histogram ──────────────────────── last 224 readings ─',
		' 55-59 ▉ 1%',
		' 60-64 ▉▉▉▉▉▉▉▉▉▉▉▉ 12%',
		' 65-69 ▉▉▉▉▉▉▉▉▉▉▉ 11%',
		' 70-74 ▉▉▉▉▉▉▉▉▉▉▉▉▉▉▉▉▉▉ 18%',
		' 75-79 ▉▉▉▉▉▉▉▉▉▉▉▉▉▉▉▉▉▉▉▉▉ 21%',
		' 80-84 ▉▉▉▉▉▉▉▉▉▉▉▉▉▉▉▉▉ 17%',
		' 85-89 ▉▉▉▉▉▉▉▉ 8%',
		' 90-94 ▉▉▉▉▉▉▉▉▉▉▉ 11%',
		'',
		'',
		'',
	]);
});

it('has wider bins where there are fewer rows, and shorter bars where there is less room', () => {
	expect(draw(makeBeats(500), {width: 24, height: 7})).toEqual([
		'─ histogram ────────────',
		' 50-59 ▏ 1%',
		' 60-69 ▉▉▉▉▉▉▉ 23%',
		' 70-79 ▉▉▉▉▉▉▉▉▉▉▉▉ 39%',
		' 80-89 ▉▉▉▉▉▉▉▉ 25%',
		' 90-99 ▉▉▉ 11%',
		'',
	]);
});

it('has bins of 30 or 40 rather than leave most rows empty', () => {
	const rows = draw([...makeBeats(200), 45, 198], {width: 56, height: 9});
	expect(names(rows).filter(name => name !== '')).toHaveLength(6);
	expect(rows[1]).toMatch(/^ +30-59 /);
});

it('shows also what is seldom', () => {
	const rows = draw([...Array.from({length: 210}, () => 61), 89], {width: 56, height: 9});
	expect(rows[1]).toBe(` 60-64 ${'▉'.repeat(44)} >99%`);
	expect(rows[6]).toBe(' 85-89 ▏ <1%');
});

it('shows one bar for one reading, and none without', () => {
	expect(draw([72], {width: 30, height: 6})).toEqual([
		'─ histogram ────── 1 reading ─',
		' 60-64',
		' 65-69',
		' 70-74 ▉▉▉▉▉▉▉▉▉▉▉▉▉▉▉▉▉▉ 100%',
		' 75-79',
		' 80-84',
	]);
	expect(draw([], {width: 40, height: 3})).toEqual(['─ histogram ────────── no readings yet ─', '', '']);
});

it('names bins of negative and of large numbers so that they can be read', () => {
	expect(names(draw([-8, -4, 2, 9, 12], {width: 40, height: 6}))).toEqual([
		' -10 to -6',
		'  -5 to -1',
		'       0-4',
		'       5-9',
		'     10-14',
	]);
	expect(names(draw([-(2 ** 31), 2 ** 31 - 1], {width: 40, height: 7}))).toEqual([
		' -3G to -2G',
		' -2G to -1G',
		'   -1G to 0',
		'    0 to 1G',
		'   1G to 2G',
		'   2G to 3G',
	]);
});

it('fills any place with any readings, and counts each of them once', () => {
	const bpm = fc.oneof(fc.integer({min: 1, max: 999}), fc.bigInt({min: -(2n ** 63n), max: 2n ** 63n - 1n}));
	fc.assert(
		fc.property(
			fc.array(bpm, {minLength: 1, maxLength: 30}),
			fc.integer({min: 0, max: 90}),
			fc.integer({min: 0, max: 17}),
			(readings, width, height) => {
				const bpms = bpmsOf(readings);
				const rows = histogramRows(bpms, chartView(bpms, chart, 'blocks'), {width, height});
				expect(rows.length).toBe(height);
				if (width < 30 || height < 6) return;
				for (const row of rows) expect(rowWidth(row)).toBeLessThanOrEqual(width);
				const percents = rows.slice(1).map(row => Number(/ (\d+)%$/.exec(rowText(row))?.[1] ?? 0));
				expect(Math.abs(percents.reduce((sum, percent) => sum + percent, 0) - 100)).toBeLessThanOrEqual(
					height,
				);
			},
		),
	);
});
