import {describe, expect, it} from 'vitest';
import {createDayFinder} from '../../../src/client/find/local-days.ts';

const clockMs = (14 * 60 + 5) * 60_000;
const hourMs = 3_600_000;

describe('the day of a moment', () => {
	it('is that of the calendar, from any moment to any other', () => {
		const dayOf = createDayFinder(clockMs);
		const first = Date.UTC(2026, 0, 1);
		for (let step = 0; step < 20_000; step++) {
			// Back and forth through forty years, at every hour of the day.
			const ms = first + ((step * 7_919) % 350_000) * hourMs + 17;
			const midnight = new Date(ms).setHours(0, 0, 0, 0);
			const at = new Date(ms).setHours(0, 0, 0, clockMs);
			expect({...dayOf(ms)}).toEqual({from: midnight, at, until: new Date(ms).setHours(24, 0, 0, 0)});
		}
	});

	it('is none where there is no moment, and does not spoil the next one', () => {
		const dayOf = createDayFinder(clockMs);
		expect(dayOf(Number.NaN).from).toBeNaN();
		const ms = Date.UTC(2026, 10, 20, 12);
		expect(dayOf(ms).from).toBe(new Date(ms).setHours(0, 0, 0, 0));
	});
});
