import fc from 'fast-check';
import {expect, it} from 'vitest';
import {RecentRate} from '../../src/server/recent-rate.ts';

it('is 0 in the first second, then the mean of the seconds there were', () => {
	const rate = new RecentRate(500);
	rate.add(6, 600);
	expect(rate.perSecond(1_499)).toBe(0);
	expect(rate.perSecond(1_500)).toBe(6);
	expect(rate.perSecond(2_500)).toBe(3);
	expect(rate.perSecond(10_500)).toBe(0.6);
});

it('forgets what came more than ten whole seconds ago', () => {
	const rate = new RecentRate(0);
	rate.add(30, 0);
	expect(rate.perSecond(10_999)).toBe(3);
	expect(rate.perSecond(11_000)).toBe(0);
});

it('does not tell the second that is not over', () => {
	const rate = new RecentRate(0);
	rate.add(10, 20_000);
	expect(rate.perSecond(20_999)).toBe(0);
	expect(rate.perSecond(21_000)).toBe(1);
});

it('holds still while blocks come once a second', () => {
	const rate = new RecentRate(0);
	for (let second = 0; second < 40; second++) {
		rate.add(1, second * 1_000 + 300);
		if (second >= 10) expect(rate.perSecond(second * 1_000 + 700)).toBe(1);
	}
});

it('is the mean over the last ten whole seconds, however long nothing came', () => {
	const events = fc.array(fc.record({afterMs: fc.nat(40_000), count: fc.nat(100)}), {minLength: 1});
	fc.assert(
		fc.property(events, fc.nat(30_000), (list, waitMs) => {
			const rate = new RecentRate(0);
			let nowMs = 0;
			const seen = list.map(({afterMs, count}) => {
				nowMs += afterMs;
				rate.add(count, nowMs);
				return {second: Math.floor(nowMs / 1_000), count};
			});
			const second = Math.floor((nowMs + waitMs) / 1_000);
			const recent = seen.filter(one => one.second < second && one.second >= second - 10);
			const sum = recent.reduce((total, {count}) => total + count, 0);
			const expected = second === 0 ? 0 : sum / Math.min(10, second);
			expect(rate.perSecond(nowMs + waitMs)).toBeCloseTo(expected, 9);
		}),
	);
});
