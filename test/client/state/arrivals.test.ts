import {expect, test} from 'vitest';
import {type Arrivals, noArrivals, sampleArrivals} from '../../../src/client/state/arrivals.ts';

/** Arrivals sampled every 250 ms while `perSecond` blocks a second come, for `seconds`. */
function run(
	before: Arrivals,
	perSecond: number,
	seconds: number,
	from: {ms: number; length: number},
): Arrivals {
	let arrivals = before;
	for (let at = 0; at < seconds * 4; at++) {
		from.ms += 250;
		const length = Math.floor(from.length + ((at + 1) * perSecond) / 4);
		arrivals = sampleArrivals(arrivals, length, from.ms);
		if (at === seconds * 4 - 1) from.length = length;
	}
	return arrivals;
}

test('One block a second is shown as that, and is not fast', () => {
	const arrivals = run(noArrivals, 1, 12, {ms: 0, length: 0});
	expect(arrivals.shownPerSecond).toBeCloseTo(1, 1);
	expect(arrivals.fast).toBe(false);
});

test('Thirty a second are fast within a second, and not any more two seconds after they end', () => {
	const clock = {ms: 0, length: 100};
	const begun = run(run(noArrivals, 0, 2, clock), 30, 1, clock);
	expect(begun.fast).toBe(true);
	const ended = run(begun, 0, 2.5, clock);
	expect(ended.fast).toBe(false);
	expect(ended.shownPerSecond).toBeGreaterThan(0);
	expect(run(ended, 0, 12, clock)).toEqual({...noArrivals, samples: [{atMs: 13_000, length: 130}]});
});

test('Five a second are fast once they have gone on for a second', () => {
	const arrivals = run(run(noArrivals, 0, 2, {ms: 0, length: 0}), 8, 1, {ms: 2_000, length: 0});
	expect(arrivals.fast).toBe(true);
});

test('Twelve readings added at once are no stream', () => {
	const quiet = run(noArrivals, 0, 2, {ms: 0, length: 100});
	const once = sampleArrivals(quiet, 112, 2_000);
	expect(once.fast).toBe(false);
	expect(sampleArrivals(once, 112, 2_300).fast).toBe(false);
});

test('Between three and four a second it does not change its mind', () => {
	const clock = {ms: 0, length: 0};
	const slow = run(noArrivals, 4, 6, clock);
	expect(slow.fast).toBe(false);
	const fast = run(slow, 12, 4, clock);
	expect(fast.fast).toBe(true);
	expect(run(fast, 4, 6, clock).fast).toBe(true);
});

test('The rate that people read changes once a second', () => {
	const clock = {ms: 0, length: 0};
	let arrivals = run(noArrivals, 20, 3, clock);
	const shown = new Set<number>();
	for (let at = 0; at < 8; at++) {
		arrivals = run(arrivals, 4 * (at + 1), 0.25, clock);
		shown.add(arrivals.shownPerSecond);
	}
	expect(shown.size).toBeLessThanOrEqual(3);
});

test('While nothing arrives it is the same object, so that nothing is drawn', () => {
	const quiet = sampleArrivals(noArrivals, 5, 1_000);
	expect(sampleArrivals(quiet, 5, 60_000)).toBe(quiet);
});

test('After a long quiet time one block is one block, not a hurry', () => {
	const quiet = sampleArrivals(noArrivals, 5, 1_000);
	const after = sampleArrivals(quiet, 6, 3_600_000);
	expect(after).toMatchObject({shownPerSecond: 0.5, fast: false});
});

test('A shorter chain and a clock that was set back begin anew', () => {
	const arrivals = run(noArrivals, 30, 2, {ms: 10_000, length: 0});
	expect(sampleArrivals(arrivals, 3, 13_000)).toEqual({...noArrivals, samples: [{atMs: 13_000, length: 3}]});
	expect(sampleArrivals(arrivals, 90, 500)).toEqual({...noArrivals, samples: [{atMs: 500, length: 90}]});
});
