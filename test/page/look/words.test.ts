import {expect, test} from 'vitest';
import {leastContrast, type Rgb} from '../../../src/core/contrast.ts';
import {describeArrivals} from '../../../src/page/look/announcement.ts';
import {formatCount, formatDay, formatMany, formatSpan, formatTime} from '../../../src/page/look/format.ts';
import {chipCss, nextChoice, readChoice} from '../../../src/page/look/scheme.ts';

test('Numbers and times are written for people', () => {
	expect([0, 999, 1_284, 1_000_000].map(formatCount)).toEqual(['0', '999', '1,284', '1,000,000']);
	expect([formatMany(1, 'reading'), formatMany(2, 'reading')]).toEqual(['1 reading', '2 readings']);
	const seconds = [0, 12, 60, 248, 3_600, 12_000, 86_400, 180_000];
	expect(seconds.map(each => formatSpan(each * 1_000))).toEqual([
		'0 s',
		'12 s',
		'1 min',
		'4 min 8 s',
		'1 h',
		'3 h 20 min',
		'1 d',
		'2 d 2 h',
	]);
	expect(formatTime('2026-11-20T05:01:37.390Z')).toMatch(/^\d\d:01:37$/);
	expect(formatDay('2026-06-15T12:00:00.000Z')).toMatch(/^2026-06-1[456]$/);
	expect([formatTime('soon'), formatDay('soon')]).toEqual(['soon', '']);
});

test('What comes is announced in one sentence', () => {
	const newest = {index: 1_284, bpm: 72};
	expect([0, 1, 12].map(count => describeArrivals(count, newest))).toEqual([
		'',
		'New block 1,284, 72 beats a minute.',
		'12 new blocks; the newest is block 1,284, 72 beats a minute.',
	]);
});

test('The chip of a hash can be seen on the cards of both schemes', () => {
	for (let at = 0; at < 4_096; at += 7) {
		const hash = ((at * 4_093) & 0xffffff).toString(16).padStart(6, '0');
		for (const [scheme, card] of [
			['light', [255, 255, 255]],
			['dark', [20, 27, 35]],
		] as const) {
			const colour = /^rgb\((\d+) (\d+) (\d+)\)$/.exec(chipCss(hash, scheme)!)!.slice(1).map(Number);
			expect(leastContrast(colour as unknown as Rgb, [card])).toBeGreaterThanOrEqual(2.99);
		}
	}
	expect([chipCss('', 'light'), chipCss('none', 'dark')]).toEqual([null, null]);
});

test('One button goes through all colours', () => {
	expect([nextChoice('auto'), nextChoice('light'), nextChoice('dark')]).toEqual(['light', 'dark', 'auto']);
	expect([readChoice('dark'), readChoice(null), readChoice('pink')]).toEqual(['dark', 'auto', 'auto']);
});
