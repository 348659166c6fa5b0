import {describe, expect, test} from 'vitest';
import type {Reading} from '../../../src/client/link-event.ts';
import {
	findAsking,
	findUndelivered,
	findWithdrawable,
	forgetChain,
	noReadings,
	type Readings,
	takeReading,
} from '../../../src/client/state/readings.ts';

function take(
	before: Readings,
	...readings: readonly (Partial<Reading> & {readonly at?: number})[]
): Readings {
	return readings.reduce<Readings>((known, {at = 0, ...reading}) => {
		return takeReading(known, {id: `reading-${reading.bpm}`, bpm: 0, state: 'waiting', ...reading}, at);
	}, before);
}

describe('a burst', () => {
	test('goes on while something is not settled, however long that takes', () => {
		const burst = take(noReadings, {bpm: 72, state: 'sent'}, {bpm: 88, state: 'sent', at: 90_000}).burst;
		expect(burst.map(({bpm}) => bpm)).toEqual([72, 88]);
	});

	test('ends a second after everything was settled', () => {
		const settled = take(
			noReadings,
			{bpm: 72, state: 'sent'},
			{bpm: 72, state: 'accepted', index: 1, at: 10},
		);
		expect(take(settled, {bpm: 88, at: 500}).burst).toHaveLength(2);
		expect(take(settled, {bpm: 88, at: 2_000}).burst.map(({bpm}) => bpm)).toEqual([88]);
	});

	test('keeps each reading in its place while it fares', () => {
		const readings = take(noReadings, {bpm: 1}, {bpm: 2}, {bpm: 1, state: 'refused', reason: 'no'});
		expect(readings.burst.map(({bpm, state}) => [bpm, state])).toEqual([
			[1, 'refused'],
			[2, 'waiting'],
		]);
	});

	test('does not grow without end', () => {
		let readings = take(noReadings, {bpm: -1, state: 'sent'});
		for (let bpm = 0; bpm < 5_000; bpm++) readings = take(readings, {bpm, state: 'refused'});
		expect(readings.burst.length).toBeLessThanOrEqual(2_000);
		expect(readings.burst[0]).toMatchObject({bpm: -1, state: 'sent'});
	});
});

describe('our blocks', () => {
	test('are those that hold a reading of ours, each counted once', () => {
		const readings = take(
			noReadings,
			{bpm: 72, state: 'accepted', index: 7},
			{bpm: 72, state: 'accepted', index: 7},
		);
		expect([...readings.own.keys()]).toEqual([7]);
		expect(readings.added).toBe(1);
	});

	test('change when a reading is moved to another block', () => {
		const readings = take(
			noReadings,
			{bpm: 72, state: 'accepted', index: 7},
			{bpm: 72, state: 'moved', index: 9},
		);
		expect([...readings.own.keys()]).toEqual([9]);
		expect(readings.added).toBe(1);
	});

	test('are not ours any more when the reading may be lost', () => {
		const readings = take(noReadings, {bpm: 72, state: 'accepted', index: 7}, {bpm: 72, state: 'asking'});
		expect(readings.own.size).toBe(0);
	});
});

test('With another chain, what became of readings in the old one is past, and what is not delivered stays', () => {
	const readings = take(noReadings, {bpm: 72, state: 'accepted', index: 7}, {bpm: 88, state: 'asking'});
	const after = forgetChain(readings);
	expect(after.own.size).toBe(0);
	expect(after.burst.map(({bpm}) => bpm)).toEqual([88]);
	expect(after.added).toBe(1);
});

test('Leaving would lose what is not known to be in the chain', () => {
	const states = [
		'waiting',
		'sent',
		'taken',
		'accepted',
		'refused',
		'moved',
		'uncertain',
		'asking',
		'withdrawn',
	] as const;
	const readings = take(noReadings, ...states.map((state, bpm) => ({bpm, state, index: bpm})));
	expect(findUndelivered(readings).map(({state}) => state)).toEqual([
		'waiting',
		'sent',
		'taken',
		'uncertain',
		'asking',
	]);
	expect(findAsking(readings).map(({state}) => state)).toEqual(['asking']);
});

test('Of what can be withdrawn, what asks comes first, then the newest', () => {
	expect(findWithdrawable(noReadings)).toBeUndefined();
	const waiting = take(noReadings, {bpm: 1}, {bpm: 2}, {bpm: 3, state: 'sent'});
	expect(findWithdrawable(waiting)?.bpm).toBe(2);
	expect(findWithdrawable(take(waiting, {bpm: 4, state: 'asking'}, {bpm: 5}))?.bpm).toBe(4);
});
