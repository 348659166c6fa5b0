import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {
	type ChartReading,
	describeFacts,
	describeSpan,
	gatherFacts,
	labelEvery,
	nearestPoint,
	shapeChart,
} from '../../../src/page/look/chart-shape.ts';

const box = {width: 600, height: 200, left: 50, right: 20, ends: 10};

function readings(...bpms: readonly number[]): readonly ChartReading[] {
	return bpms.map((bpm, at) => ({index: at + 1, bpm, timeMs: at * 1_000}));
}

describe('the chart', () => {
	test('ends with the newest reading at the right, between round numbers', () => {
		const {points, ticks, line, area} = shapeChart(readings(72, 88, 64), box);
		expect(points.at(-1)?.x).toBe(580);
		expect(ticks.map(({bpm}) => bpm)).toEqual([60, 70, 80, 90]);
		expect([ticks[0]?.y, ticks.at(-1)?.y]).toEqual([190, 10]);
		expect(line).toMatch(/^M[\d.]+ [\d.]+L[\d.]+ [\d.]+L580 [\d.]+$/);
		expect(area).toBe(`${line}L580 200L${points[0]?.x} 200Z`);
	});

	test('is empty without readings', () => {
		expect(shapeChart([], box)).toEqual({points: [], line: '', area: '', ticks: []});
		expect(describeFacts(gatherFacts([]))).toBe('No readings yet.');
	});

	test('stays in its box, whatever the readings', () => {
		const bpm = fc.integer({min: -(2 ** 31), max: 2 ** 31 - 1});
		fc.assert(
			fc.property(fc.array(bpm, {minLength: 1, maxLength: 300}), bpms => {
				const {points, ticks} = shapeChart(readings(...bpms), box);
				for (const {x, y} of points) {
					expect(x).toBeGreaterThanOrEqual(49.9);
					expect(x).toBeLessThanOrEqual(580);
					expect(y).toBeGreaterThanOrEqual(10);
					expect(y).toBeLessThanOrEqual(190);
				}
				expect(ticks.length).toBeGreaterThanOrEqual(2);
				expect(ticks.length).toBeLessThanOrEqual(5);
			}),
		);
	});

	test('is told in a sentence', () => {
		expect(describeFacts(gatherFacts(readings(72, 88, 65)))).toBe(
			'Heart rate, the newest 3 readings in 2 s: lowest 65, on the average 75, highest 88.',
		);
		expect(describeFacts(gatherFacts([{index: 1, bpm: 72, timeMs: Number.NaN}]))).toBe(
			'Heart rate, one reading: 72.',
		);
	});

	test.each([
		['1 reading', [72]],
		['last 3 readings, 2 s', [72, 88, 65]],
	])('names a time only between readings: %s', (text, bpms) => {
		expect(describeSpan(gatherFacts(readings(...bpms))!)).toBe(text);
	});

	test('labels only as many ticks as there is room for', () => {
		const ticks = [
			{bpm: 60, y: 90},
			{bpm: 80, y: 80},
			{bpm: 100, y: 70},
		];
		expect([4, 10, 14, 20, 21].map(labelPx => labelEvery(ticks, labelPx))).toEqual([1, 1, 2, 2, 3]);
		expect(0 % labelEvery([{bpm: 60, y: 0}], 14)).toBe(0);
	});

	test('finds the reading under the pointer', () => {
		const points = [10, 20, 30].map(x => ({x, y: 0}));
		expect([0, 14, 16, 99].map(x => nearestPoint(points, x))).toEqual([0, 0, 1, 2]);
		expect(nearestPoint([], 5)).toBe(-1);
	});
});
