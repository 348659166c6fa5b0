import {expect, it} from 'vitest';
import {OwnBlocks} from '../../../src/client/state/own-blocks.ts';
import {isUrgent, listOwn} from '../../../src/client/state/own-list.ts';
import {noReadings} from '../../../src/client/state/readings.ts';

const own = Array.from({length: 600}, (_, at) => at + 1).reduce(
	(before, index) => before.with(index, `reading-${index}`),
	OwnBlocks.none,
);

it('lists a block of ours once, with what is known of it in the burst', () => {
	const accepted = {id: 'reading-600', bpm: 72, state: 'accepted', index: 600, answeredMs: 12} as const;
	const waiting = {id: 'reading-601', bpm: 73, state: 'waiting'} as const;
	const listed = listOwn({...noReadings, burst: [waiting, accepted], own}, index => index);
	expect(listed.slice(0, 3)).toEqual([
		waiting,
		accepted,
		{id: 'reading-599', bpm: 599, state: 'accepted', index: 599},
	]);
	expect(listed.map(isUrgent).indexOf(false)).toBe(1);
});

it('lists the newest 500', () => {
	const listed = listOwn({...noReadings, own}, index => BigInt(index));
	expect(listed.length).toBe(500);
	expect([listed[0]?.bpm, listed.at(-1)?.bpm]).toEqual([600n, 101n]);
});
