import {performance} from 'node:perf_hooks';
import {expect, it} from 'vitest';
import {Pacer, type Pump} from '../../src/server/pacer.ts';

/** Keeps the event loop for so long, as a large write does. */
function work(ms: number): void {
	const end = performance.now() + ms;
	while (performance.now() < end);
}

const turn = (): Promise<void> => new Promise(setImmediate);

it('gives everybody one piece a round, until each has written all', async () => {
	const pacer = new Pacer();
	const order: string[] = [];
	const left = new Map([
		['a', 3],
		['b', 1],
		['c', 2],
	]);
	for (const name of left.keys()) {
		pacer.add({
			pump() {
				order.push(name);
				left.set(name, left.get(name)! - 1);
				return left.get(name)! > 0;
			},
		});
	}
	expect(order).toEqual([]);
	while (Math.max(...left.values()) > 0) await turn();
	expect(order.join('')).toBe('abcaca');
	await turn();
	expect(order).toHaveLength(6);
});

it('lets others have a turn after 2 ms, and goes on with those who had none', async () => {
	const pacer = new Pacer();
	const order: number[] = [];
	const slices: number[] = [];
	for (let i = 0; i < 30; i++) {
		pacer.add({
			pump() {
				order.push(i);
				work(0.5);
				return false;
			},
		});
	}
	while (order.length < 30) {
		const before = order.length;
		await turn();
		slices.push(order.length - before);
	}
	expect(order).toEqual(Array.from({length: 30}, (_, i) => i));
	// Five pieces of half a millisecond, or fewer where the machine is busy.
	expect(Math.max(...slices)).toBeLessThanOrEqual(5);
});

it('gives nobody a second piece before everybody had one', async () => {
	const pacer = new Pacer();
	const order: number[] = [];
	for (let i = 0; i < 20; i++) {
		pacer.add({
			pump() {
				work(0.5);
				return order.push(i) <= 20;
			},
		});
	}
	while (order.length < 40) await turn();
	const all = Array.from({length: 20}, (_, i) => i);
	expect(order).toEqual([...all, ...all]);
});

it('does not let one with much to write keep out one that comes later', async () => {
	const pacer = new Pacer();
	let pieces = 0;
	let served = false;
	pacer.add({
		pump() {
			work(1);
			return ++pieces < 500;
		},
	});
	await turn();
	const before = pieces;
	pacer.add({
		pump() {
			served = true;
			return false;
		},
	});
	while (!served) await turn();
	expect(pieces - before).toBeLessThanOrEqual(6);
	expect(pieces).toBeLessThan(500);
});

it('takes one that is added twice, or while it writes, once', async () => {
	const pacer = new Pacer();
	let turns = 0;
	const pump: Pump = {
		pump() {
			turns++;
			if (turns === 1) {
				pacer.add(pump);
				pacer.add(pump);
				return true;
			}
			return false;
		},
	};
	pacer.add(pump);
	pacer.add(pump);
	await turn();
	await turn();
	await turn();
	expect(turns).toBe(2);
});
