import {expect, it} from 'vitest';
import {CatchUps} from '../../src/server/catch-ups.ts';

/** Loads that end when they are told to. */
function holdLoads() {
	const started: string[] = [];
	const ends = new Map<string, PromiseWithResolvers<string>>();
	const load = (name: string) => () => {
		started.push(name);
		const end = Promise.withResolvers<string>();
		ends.set(name, end);
		return end.promise;
	};
	return {started, ends, load};
}

const turn = (): Promise<void> => new Promise(setImmediate);

it('lets no more run at once than it is set to, in the order in which they came, and counts who waits', async () => {
	const counters = {catchUpsHeld: 0};
	const catchUps = new CatchUps(2, counters);
	const {started, ends, load} = holdLoads();
	const all = ['a', 'b', 'c', 'd'].map(name => catchUps.run(load(name)));
	await turn();
	expect([started, counters.catchUpsHeld]).toEqual([['a', 'b'], 2]);
	ends.get('b')!.resolve('B');
	await turn();
	expect(started).toEqual(['a', 'b', 'c']);
	ends.get('c')!.resolve('C');
	await turn();
	expect(started).toEqual(['a', 'b', 'c', 'd']);
	ends.get('a')!.resolve('A');
	ends.get('d')!.resolve('D');
	expect(await Promise.all(all)).toEqual(['A', 'B', 'C', 'D']);
});

it('goes on after one that failed', async () => {
	const catchUps = new CatchUps(1, {catchUpsHeld: 0});
	const failed = catchUps.run(() => Promise.reject(new Error('the disk is gone')));
	const next = catchUps.run(() => Promise.resolve('loaded'));
	await expect(failed).rejects.toThrow('the disk is gone');
	expect(await next).toBe('loaded');
});
