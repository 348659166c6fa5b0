import {expect, test} from 'vitest';
import {retryDelayMs} from '../../../src/page/hub/retry-delay.ts';

test('Pauses between attempts grow to ten seconds, and none is nothing', () => {
	expect([1, 2, 3, 4, 5, 6, 1_000].map(failures => retryDelayMs(failures, 1))).toEqual([
		600, 1_200, 2_400, 4_800, 9_600, 10_000, 10_000,
	]);
	expect([1, 9].map(failures => retryDelayMs(failures, 0))).toEqual([100, 100]);
	expect(retryDelayMs(2, 0.5)).toBe(650);
});
