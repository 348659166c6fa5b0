import {describe, expect, test, vi} from 'vitest';
import {
	formatCount,
	formatDuration,
	formatMany,
	formatRate,
	readMoment,
} from '../../../src/client/screen/format.ts';

vi.stubEnv('TZ', 'Europe/Vienna');

test('Numbers, durations and rates are written for people', () => {
	expect([0, 999, 1_284, 1_000_000].map(formatCount)).toEqual(['0', '999', '1,284', '1,000,000']);
	expect([1, 2, 1_284].map(count => formatMany(count, 'reading'))).toEqual([
		'1 reading',
		'2 readings',
		'1,284 readings',
	]);
	expect([0, 12, 999, 1_000, 9_940, 12_345, 119_000, 1_260_000, 86_400_000].map(formatDuration)).toEqual([
		'0 ms',
		'12 ms',
		'999 ms',
		'1.0 s',
		'9.9 s',
		'12 s',
		'119 s',
		'21 min',
		'24 h',
	]);
	expect([0, 0.44, 1, 12.4, 402_123].map(formatRate)).toEqual([
		'0.0/s',
		'0.4/s',
		'1.0/s',
		'12/s',
		'402,000/s',
	]);
});

describe('the moment of a block', () => {
	test('is told in the time of this machine', () => {
		expect(readMoment({timestamp: '2026-11-20T23:05:38.898Z'})).toEqual({
			date: '2026-11-21',
			time: '00:05:38.898',
		});
		expect(readMoment({timestamp: '2026-07-20T12:05:38.898Z'}).time).toBe('14:05:38.898');
	});

	test('is read from what the hub of the tutorial writes', () => {
		const utc = '2026-11-20 05:01:37.390784132 +0000 UTC m=+1.022095930';
		expect(readMoment({timestamp: utc})).toEqual({date: '2026-11-20', time: '06:01:37.390'});
		expect(readMoment({timestamp: '2026-11-20 05:01:37.7 +0100 CET m=+1.02'}).time).toBe('05:01:37.700');
		expect(readMoment({timestamp: '2026-11-20 05:01:37 -0530 X'}).time).toBe('11:31:37.000');
	});

	test('is the text itself, safe to show, where it is no time', () => {
		expect(readMoment({timestamp: 'noon'})).toEqual({date: '', time: 'noon'});
		expect(readMoment({timestamp: '\x1b[2J'})).toEqual({date: '', time: '?[2J'});
		expect(readMoment({timestamp: '2026-13-40T99:99:99.000Z'}).time).toBe('2026-13-40T99:99:99.000Z');
		expect(readMoment({timestamp: ''}).time).toBe('');
	});
});
