import {appendFileSync} from 'node:fs';
import path from 'node:path';
import {expect, it} from 'vitest';
import {KeptReadings} from '../../src/relay/kept-readings.ts';
import type {MetHub} from '../../src/relay/met-hub.ts';
import {makeFolder} from '../support/child-env.ts';

const first = 'reading-0000000001';
const second = 'reading-0000000002';
const third = 'reading-0000000003';
const hub: MetHub = {
	...{kind: 'live', ledger: 'abc', durable: true, genesis: 'a'.repeat(64)},
	...{reorgLimit: 0, range: [1, 999]},
};

it('has after a restart what it had, in its order', async () => {
	const folder = makeFolder('front');
	const before = await KeptReadings.open(folder);
	await before.meet(hub);
	await before.put(first, 71);
	await before.put(second, 72);
	await before.put(third, 73);
	before.drop(second);
	await before.markSent(first, 12);
	await before.markSent(third, 12);
	before.markUnsent(third);
	await before.close();

	const after = await KeptReadings.open(folder);
	expect(after.hub).toEqual(hub);
	expect([...after.list()]).toEqual([
		{id: first, bpm: 71, sentAfter: 12},
		{id: third, bpm: 73, sentAfter: null},
	]);
	expect(after.note).toBeNull();
	await after.put(second, 74);
	await after.close();

	const later = await KeptReadings.open(folder);
	expect([...later.list()].map(({bpm}) => bpm)).toEqual([71, 73, 74]);
	expect(later.hub).toEqual(hub);
	await later.close();
});

it('knows the newest of what a hub said of itself', async () => {
	const folder = makeFolder('front');
	const before = await KeptReadings.open(folder);
	await before.meet(hub);
	await before.meet({...hub, reorgLimit: 5});
	await before.close();

	const after = await KeptReadings.open(folder);
	expect(after.hub).toEqual({...hub, reorgLimit: 5});
	await after.close();
});

it('keeps nothing on the disk without a folder', async () => {
	const kept = await KeptReadings.open(null);
	await kept.put(first, 72);
	expect(kept.size).toBe(1);
	kept.drop(first);
	expect(kept.size).toBe(0);
	await kept.close();
});

it('says that lines were damaged, and goes on with the others', async () => {
	const folder = makeFolder('front');
	const before = await KeptReadings.open(folder);
	await before.put(first, 72);
	await before.close();
	const file = path.join(folder, 'queue.journal');
	appendFileSync(file, 'nonsense\n');

	const after = await KeptReadings.open(folder);
	expect(after.note).toBe(
		`1 line of ${file} could not be read: readings may be missing. The file as it was is ${file}.damaged.`,
	);
	expect([...after.list()].map(({id}) => id)).toEqual([first]);
	await after.close();
});
