import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {readTimestamp} from '../../src/core/timestamp.ts';

describe('a timestamp', () => {
	test('names the moment that Date names', () => {
		const years = {min: Date.parse('0000-01-01T00:00:00.000Z'), max: Date.parse('9999-12-31T23:59:59.999Z')};
		fc.assert(
			fc.property(fc.integer(years), ms => {
				expect(readTimestamp(new Date(ms).toISOString())).toBe(ms);
			}),
			{numRuns: 2_000, seed: 9_000},
		);
	});

	test('at every edge of a day, a month and a leap year is right', () => {
		const days = [
			'2024-02-29',
			'2000-02-29',
			'2023-02-28',
			'2026-04-30',
			'2026-12-31',
			'2027-01-01',
			'0004-02-29',
		];
		for (const day of days) {
			for (const time of ['00:00:00.000', '23:59:59.999']) {
				const text = `${day}T${time}Z`;
				expect(readTimestamp(text), text).toBe(Date.parse(text));
			}
		}
	});

	test.each([
		'2026-02-29T00:00:00.000Z',
		'1900-02-29T00:00:00.000Z',
		'2026-04-31T00:00:00.000Z',
		'2026-00-10T00:00:00.000Z',
		'2026-13-10T00:00:00.000Z',
		'2026-01-00T00:00:00.000Z',
		'2026-01-01T24:00:00.000Z',
		'2026-01-01T00:60:00.000Z',
		'2026-01-01T00:00:60.000Z',
		'2026-01-01T00:00:00.000z',
		'2026-01-01 00:00:00.000Z',
		'+026-01-01T00:00:00.000Z',
		'2026-01-01T00:00:00.00 Z',
		'2026-01-01T00:00:00.00Z',
		'２026-01-01T00:00:00.000Z',
		'',
	])('%j is none', text => {
		expect(readTimestamp(text)).toBeNaN();
	});
});
