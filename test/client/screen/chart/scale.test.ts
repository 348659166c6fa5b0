import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {labelAxis} from '../../../../src/client/screen/chart/axis.ts';
import {chooseScale, levelOf, type Scale, scaleOf} from '../../../../src/client/screen/chart/scale.ts';
import {layOut} from '../../../../src/client/screen/chart/sweep.ts';
import {bpmsOf} from '../../support/bpms.ts';

/** The scale after each of these readings, on a chart of 100 columns. */
function scalesOf(readings: readonly number[], from: number): readonly Scale[] {
	return Array.from({length: readings.length - from + 1}, (_, at) => {
		const bpms = bpmsOf(readings.slice(0, from + at));
		return scaleOf(bpms, layOut(bpms, 100, 3, 1))!;
	});
}

function countChanges(scales: readonly Scale[]): number {
	return scales.filter(
		({low, high}, at) => at > 0 && (low !== scales[at - 1]!.low || high !== scales[at - 1]!.high),
	).length;
}

/** The same row of numbers each time, between 0 and 1. */
function makeNoise(count: number): readonly number[] {
	let seed = 1;
	return Array.from({length: count}, () => {
		seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
		return seed / 2_147_483_648;
	});
}

describe('a scale', () => {
	it.each([
		[60, 92, {low: 60, high: 92}],
		[57, 93, {low: 56, high: 94}],
		[72, 72, {low: 62, high: 82}],
		[1, 999, {low: 0, high: 1_000}],
		[3, 5, {low: 0, high: 14}],
		[-5, 5, {low: -10, high: 10}],
		[-(2 ** 31), 2 ** 31 - 1, {low: -2_500_000_000, high: 2_500_000_000}],
	])('for readings from %d to %d lies between nice numbers', (low, high, scale) => {
		expect(chooseScale({low, high})).toEqual(scale);
	});

	it('of any readings holds them, has a span, and is used by at least half of it where they differ', () => {
		fc.assert(
			fc.property(
				fc.bigInt({min: -(2n ** 63n), max: 2n ** 63n - 1n}),
				fc.bigInt({min: 0n, max: 2n ** 40n}),
				(bpm, more) => {
					const [low, high] = [Number(bpm), Number(bpm + more)];
					const scale = chooseScale({low, high});
					expect(scale.low).toBeLessThanOrEqual(low);
					expect(scale.high).toBeGreaterThanOrEqual(high);
					expect(scale.high).toBeGreaterThan(scale.low);
					expect(levelOf(low, scale, 40)).toBeLessThan(40);
					expect(levelOf(high, scale, 40)).toBeGreaterThanOrEqual(0);
					if (more > 2n ** 24n) expect(high - low).toBeGreaterThan((scale.high - scale.low) / 2);
				},
			),
		);
	});

	it('is null without a reading', () => {
		expect(scaleOf(bpmsOf([]), layOut(bpmsOf([]), 100, 3, 1))).toBeNull();
	});
});

describe('while readings arrive the scale', () => {
	it('seldom changes, although they are noise', () => {
		const readings = makeNoise(2_000).map(noise => Math.round(60 + 30 * noise));
		expect(countChanges(scalesOf(readings, 100))).toBeLessThanOrEqual(2);
	});

	it('grows at once for a reading that does not fit, and is narrow again a sweep after that is gone', () => {
		const readings = [
			...Array.from({length: 150}, (_, at) => 70 + (at % 20)),
			200,
			...Array.from({length: 250}, (_, at) => 70 + (at % 20)),
		];
		const scales = scalesOf(readings, 150);
		const high = scales.map(scale => scale.high);
		expect(high[0]).toBeLessThan(100);
		expect(high[1]).toBeGreaterThanOrEqual(200);
		// Reading 151 is in the sweep from 101 to 200, and drawn over in the next one.
		expect(high[200 - 150]).toBeGreaterThanOrEqual(200);
		expect(high[300 - 150]).toBeGreaterThanOrEqual(200);
		expect(high[301 - 150]).toBeLessThan(100);
		expect(countChanges(scales)).toBe(2);
	});

	it('holds every reading that is shown', () => {
		fc.assert(
			fc.property(
				fc.array(fc.integer({min: -50, max: 999}), {minLength: 1, maxLength: 400}),
				fc.integer({min: 8, max: 60}),
				(readings, columns) => {
					const bpms = bpmsOf(readings);
					const sweep = layOut(bpms, columns, 3, 4);
					const scale = scaleOf(bpms, sweep)!;
					for (let index = sweep.first; index <= sweep.last; index++) {
						const level = levelOf(Number(bpms.bpmAt(index)), scale, 20);
						expect(level >= 0 && level < 20).toBe(true);
					}
				},
			),
		);
	});
});

describe('the axis', () => {
	it('names its ends, and nice numbers between them where there is room', () => {
		expect(labelAxis({low: 60, high: 92}, 2, 4)).toEqual(['92', '60']);
		expect(labelAxis({low: 60, high: 92}, 4, 4)).toEqual(['92', '', '', '60']);
		expect(labelAxis({low: 60, high: 92}, 8, 4)).toEqual(['92', '', '', '80', '', '', '', '60']);
		expect(labelAxis({low: 55, high: 100}, 14, 4)).toEqual([
			'100',
			'',
			'',
			'90',
			'',
			'',
			'80',
			'',
			'',
			'70',
			'',
			'',
			'',
			'55',
		]);
	});

	it('has the same distance from each number to the next', () => {
		const named = labelAxis({low: 0, high: 120}, 18, 4).filter(label => label !== '');
		expect(named).toEqual(['120', '90', '60', '30', '0']);
		for (let rows = 4; rows < 60; rows++) {
			for (const [low, high] of [
				[0, 120],
				[60, 100],
				[40, 140],
				[58, 94],
			] as const) {
				const between = labelAxis({low, high}, rows, 4).slice(1, -1).filter(Boolean).map(Number);
				const steps = new Set(between.slice(1).map((label, at) => between[at]! - label));
				expect(steps.size, `${low} to ${high} in ${rows}`).toBeLessThanOrEqual(1);
			}
		}
	});

	it('writes large numbers in short', () => {
		expect(labelAxis({low: -2_500_000_000, high: 2_500_000_000}, 4, 4)).toEqual(['2.5G', '', '', '-2.5G']);
		expect(labelAxis({low: 2_147_483_632, high: 2_147_483_654}, 2, 4)).toEqual(['2147483654', '2147483632']);
	});
});
