import fc from 'fast-check';
import {expect, it} from 'vitest';
import {chartTitle, formatSpan, gatherFacts} from '../../../../src/client/screen/chart/chart-title.ts';
import {rowText} from '../../../../src/client/screen/theme.ts';
import {bpmsOf} from '../../support/bpms.ts';

const bpms = bpmsOf([...Array.from({length: 400}, () => 74), 60, 92]);
const facts = gatherFacts(bpms, {first: 19, last: 402});

it('says as much as fits', () => {
	const titles = [125, 110, 80, 60, 54, 40, 30, 20, 14].map(width => rowText(chartTitle(facts, width)));
	expect(titles).toEqual([
		'─ heart rate, a step a reading (sweeps like a bedside monitor) ─── last 384 readings, 6 min 23 s · min 60 · avg 74 · max 92 ─',
		'─ heart rate, a step a reading ──────────────────── last 384 readings, 6 min 23 s · min 60 · avg 74 · max 92 ─',
		'─ heart rate ──────── last 384 readings, 6 min 23 s · min 60 · avg 74 · max 92 ─',
		'─ heart rate ───────── last 384 · min 60 · avg 74 · max 92 ─',
		'─ heart rate ─── last 384 · min 60 · avg 74 · max 92 ─',
		'─ heart rate ───────── min 60 · max 92 ─',
		'─ heart rate ──────── avg 74 ─',
		'─ heart rate ───────',
		'─ heart rate ─',
	]);
});

it('cuts nothing and is as wide as its place', () => {
	const words =
		/^─* ?(heart rate(, a step a reading( \(sweeps like a bedside monitor\))?)?)? ?─+( [^─]*\d ─)?$/;
	fc.assert(
		fc.property(fc.integer({min: 0, max: 220}), width => {
			const title = rowText(chartTitle(facts, width));
			expect(title.length).toBe(width);
			if (width > 0) expect(title).toMatch(words);
		}),
	);
});

it('does not call all readings the last ones', () => {
	expect(rowText(chartTitle(gatherFacts(bpmsOf([70, 80]), {first: 1, last: 2}), 70))).toContain(
		' 2 readings, 1 s · min 70',
	);
});

it('says nothing of a span that the timestamps do not tell', () => {
	const timeless = {...bpms, timeAt: () => Number.NaN};
	const title = rowText(chartTitle(gatherFacts(timeless, {first: 19, last: 402}), 110));
	expect(title).toContain(' last 384 readings · min 60');
});

it('keeps numbers of 64 bits short', () => {
	const huge = gatherFacts(bpmsOf([-(2n ** 63n), 2n ** 63n - 1n]), {first: 1, last: 2});
	expect(rowText(chartTitle(huge, 60))).toContain('min -9.22E · avg 0 · max 9.22E');
});

it.each([
	[1_000, '1 s'],
	[59_400, '59 s'],
	[60_000, '1 min'],
	[385_000, '6 min 25 s'],
	[3_599_900, '1 h'],
	[5_400_000, '1 h 30 min'],
	[86_400_000, '1 d'],
	[190_000_000, '2 d 5 h'],
])('%d ms are %s', (ms, text) => {
	expect(formatSpan(ms)).toBe(text);
});
