import {expect, test} from 'vitest';
import type {Reading} from '../../../src/client/link-event.ts';
import {
	confirmReadings,
	countTaken,
	countWaiting,
	findPlaced,
	findReading,
	type LabReadings,
	movedReading,
	placeReading,
	takeReading,
} from '../../../src/lab/partition/readings.ts';
import {makeChains} from './support/lab.ts';

const none: LabReadings = new Map();
const reading = (state: Reading['state'], index?: number): Reading => ({
	...{id: 'reading-of-a-test', bpm: 66, state},
	...(index === undefined ? {} : {index}),
});

test('a reading is followed from the box to its block, and to the next one when that is replaced', () => {
	const before = makeChains([71], {C: [66]});
	const settled = makeChains([71, 74, 66]);
	let readings = takeReading(none, 'C', reading('waiting'));
	expect([countTaken(readings), countWaiting(readings, 'C')]).toEqual([0, 1]);
	readings = takeReading(readings, 'C', reading('accepted', 2));
	expect([countTaken(readings), countWaiting(readings, 'C')]).toEqual([1, 0]);
	const [first] = findPlaced(readings, 'C', before.C);
	expect(first).toEqual({id: 'reading-of-a-test', hash: before.C.hashAt(2)});
	readings = placeReading(readings, first!.id, first!.hash);
	expect(findPlaced(readings, 'C', before.C)).toEqual([]);

	readings = takeReading(readings, 'C', reading('moved', 3));
	// Its block has not come; the one with that number is none of its own.
	expect(findPlaced(readings, 'C', before.C)).toEqual([]);
	const [second] = findPlaced(readings, 'C', settled.C);
	readings = placeReading(readings, second!.id, second!.hash);
	expect(findReading(readings, before.C.hashAt(2)!)).toMatchObject({bpm: 66, index: 3, state: 'moved'});
	expect(findReading(readings, settled.C.hashAt(3)!)).toMatchObject({index: 3});
	expect(findReading(readings, settled.C.hashAt(2)!)).toBeUndefined();
});

test('a block of another one with the same BPM is not taken for it', () => {
	const chains = makeChains([66, 66]);
	let readings = takeReading(none, 'A', {...reading('accepted', 1), id: 'the-first-reading'});
	readings = placeReading(readings, 'the-first-reading', chains.A.hashAt(1)!);
	readings = takeReading(readings, 'B', {...reading('accepted', 1), id: 'another-reading-1'});
	expect(findPlaced(readings, 'B', chains.B)).toEqual([]);
});

test('a hub tells of readings that it put again also when their sender was away', () => {
	const chains = makeChains([71], {C: [66]});
	let readings = takeReading(none, 'C', reading('accepted', 2));
	readings = placeReading(readings, 'reading-of-a-test', chains.C.hashAt(2)!);
	const moved = movedReading(readings, 'C', {bpm: 66, was: 2, index: 5, hash: 'f'.repeat(64)});
	expect(moved.get('reading-of-a-test')).toMatchObject({state: 'moved', index: 5, hash: 'f'.repeat(64)});
	expect(findReading(moved, chains.C.hashAt(2)!)).toMatchObject({index: 5});
	// The word to the sender, should it come as well, brings nothing new.
	expect(takeReading(moved, 'C', reading('moved', 5)).get('reading-of-a-test')).toEqual(
		moved.get('reading-of-a-test'),
	);
	for (const other of [
		{bpm: 67, was: 2},
		{bpm: 66, was: 3},
	])
		expect(movedReading(readings, 'C', {...other, index: 5, hash: 'f'.repeat(64)})).toBe(readings);
	expect(movedReading(readings, 'A', {bpm: 66, was: 2, index: 5, hash: 'f'.repeat(64)})).toBe(readings);
});

test('only readings whose blocks are on all three chains are confirmed, no two of them in one block', () => {
	const chains = makeChains([66, 66], {A: [80], B: [80], C: [81]});
	const add = (readings: LabReadings, id: string, bpm: number, index: number): LabReadings =>
		placeReading(
			takeReading(readings, 'A', {id, bpm, state: 'accepted', index}),
			id,
			chains.A.hashAt(index)!,
		);
	const one = add(none, 'reading-number-1', 66, 1);
	expect(confirmReadings(one, chains)).toBe(1);
	expect(confirmReadings(add(one, 'reading-number-2', 66, 2), chains)).toBe(2);
	expect(confirmReadings(add(one, 'reading-number-2', 66, 1), chains)).toBe(1);
	expect(confirmReadings(add(one, 'reading-number-3', 80, 3), chains)).toBe(1);
});
