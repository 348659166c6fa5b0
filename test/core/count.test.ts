import {expect, it} from 'vitest';
import {formatCount, formatMany} from '../../src/core/count.ts';

it('separates thousands', () => {
	expect([0, 999, 1_000, 1_284, 1_000_000].map(formatCount)).toEqual([
		'0',
		'999',
		'1,000',
		'1,284',
		'1,000,000',
	]);
});

it('counts one and many', () => {
	expect([1, 2, 0].map(count => formatMany(count, 'block'))).toEqual(['1 block', '2 blocks', '0 blocks']);
	expect(formatMany(2_000, 'reading waits', 'readings wait')).toBe('2,000 readings wait');
});
