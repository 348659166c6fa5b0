import {expect, it} from 'vitest';
import {Room} from '../../src/server/room.ts';

const turn = (): Promise<void> => new Promise(setImmediate);

it('lets no more go on at once than there is room for, the first who came first', async () => {
	let size = 0;
	const room = new Room(() => size);
	const gone: number[] = [];
	for (let i = 0; i < 5; i++) room.wait(() => void gone.push(i));
	await turn();
	expect(gone).toEqual([]);
	// Each may bring 512 readings.
	size = 1_000;
	room.open();
	expect(gone).toEqual([0, 1]);
	size = 1;
	await turn();
	expect(gone).toEqual([0, 1, 2]);
	size = 0;
	await turn();
	expect(gone).toEqual([0, 1, 2]);
	size = 100_000;
	room.open();
	expect(gone).toEqual([0, 1, 2, 3, 4]);
});

it('forgets those who wait no more', async () => {
	let size = 0;
	const room = new Room(() => size);
	const gone: number[] = [];
	const leave = [0, 1, 2].map(i => room.wait(() => void gone.push(i)));
	leave[1]!();
	size = 1;
	room.open();
	await turn();
	expect(gone).toEqual([0, 2]);
	leave[0]!();
});

it('lets somebody go on who comes when there is room, without waiting for the next commit', async () => {
	const room = new Room(() => 10);
	const went = new Promise<string>(resolve => room.wait(() => resolve('went')));
	expect(await went).toBe('went');
});
