import {mkdirSync, rmdirSync} from 'node:fs';
import path from 'node:path';
import {describe, expect, it} from 'vitest';
import {type HubMemory, openHubMemory} from '../../../src/client/memory/hub-memory.ts';
import type {Pin} from '../../../src/client/memory/pin.ts';
import {findHubFolder} from '../../../src/client/memory/state-folder.ts';
import {startMs} from '../../support/chains.ts';
import {makeFolder} from '../../support/child-env.ts';
import {makePin} from '../support/pins.ts';

const seen = makePin(5);
/** What a run saw that is newer, of another ledger: between two that were read it would win. */
const other: Pin = makePin(9, {
	promises: {ledger: 'ledger-two', durable: true, reorgLimit: 0},
	verifiedAtMs: startMs + 1,
});

function open(stateFolder: string, host: string, pin: Pin | null, told: string[]): HubMemory {
	return openHubMemory({
		...{stateFolder, host, port: 9000, keepsReadings: true},
		readPin: () => pin,
		readReadings: () => [],
		tell: text => told.push(text),
	});
}

async function remember(stateFolder: string, host: string): Promise<void> {
	const memory = open(stateFolder, host, seen, []);
	await memory.load();
	memory.pinChanged();
	await memory.close();
}

describe('what is remembered of a hub', () => {
	it('is the same however the letters of its host are typed', async () => {
		const folder = makeFolder('state');
		await remember(folder, 'Lab-Hub.');
		const told: string[] = [];
		expect((await open(folder, 'lab-hub', null, told).load()).pin).toEqual(seen);
		expect(told).toEqual([]);
	});

	it('is there though its readings cannot be read', async () => {
		const folder = makeFolder('state');
		await remember(folder, 'lab-hub');
		mkdirSync(path.join(findHubFolder(folder, 'lab-hub', 9000), 'readings.0123456789abcdef.json'));
		const told: string[] = [];
		expect(await open(folder, 'lab-hub', null, told).load()).toEqual({pin: seen, readings: []});
		expect(told).toHaveLength(1);
	});

	it('stays as it is when it cannot be read', async () => {
		const folder = makeFolder('state');
		await remember(folder, 'lab-hub');
		const obstacle = path.join(findHubFolder(folder, 'lab-hub', 9000), 'pin.9.json');
		mkdirSync(obstacle);
		const told: string[] = [];
		const memory = open(folder, 'lab-hub', other, told);
		expect((await memory.load()).pin).toBeNull();
		expect(told).toHaveLength(1);
		rmdirSync(obstacle);
		memory.pinChanged();
		await memory.close();
		expect((await open(folder, 'lab-hub', null, told).load()).pin).toEqual(seen);
	});
});
