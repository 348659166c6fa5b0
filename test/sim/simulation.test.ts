import {expect, it} from 'vitest';
import {HostilePeer} from './hostile-peer.ts';
import {SimNetwork} from './sim-network.ts';
import type {SimReading} from './sim-readings.ts';
import {simulate} from './simulation.ts';
import {World} from './world.ts';

const runs = 300;
const linkDelayMs = 50;
const linkBytesPerMs = 10_000;

/** A network of hubs in a line that have settled on one genesis block. */
async function joined(seed: number, hubs: number, reorgLimit: number): Promise<SimNetwork> {
	const network = new SimNetwork(new World(seed), {
		hubs,
		topology: 'line',
		reorgLimit,
		skewMs: 2_000,
		clockStepMs: 1,
		delayMs: () => linkDelayMs,
		bytesPerMs: () => linkBytesPerMs,
	});
	for (const hub of network.hubs) await network.start(hub);
	expect(await network.until(() => network.isSettled, 10_000)).toBe(true);
	return network;
}

/** Has each of the hubs take readings for a while; gives the first BPM that is still free. */
function read(network: SimNetwork, eachMs: number, forMs: number, firstBpm: number): number {
	let bpm = firstBpm;
	for (let atMs = 0; atMs < forMs; atMs += eachMs) {
		for (const hub of network.hubs) {
			const reading = readingOf(bpm++);
			network.world.after(atMs + network.world.between(0, eachMs), () => hub.submit(reading));
		}
	}
	return bpm;
}

/** A reading that is called by its BPM. */
function readingOf(bpm: number): SimReading {
	return {name: bpm, bpm, id: undefined};
}

function faultsOf(network: SimNetwork): string[] {
	return [...network.faults, ...network.hubs.flatMap(hub => hub.faults)];
}

it('loses nothing and doubles nothing, whatever happens to the network', {timeout: 120_000}, async () => {
	for (let seed = 1; seed <= runs; seed++) {
		const {faults} = await simulate(seed);
		expect(faults, `npm run test:sim -- --runs 1 --seed ${seed}`).toEqual([]);
	}
});

it('gives the same run for the same seed', async () => {
	expect(await simulate(7)).toEqual(await simulate(7));
});

it('agrees while the load goes on: two hubs, 100 readings a second each, 50 ms apart', async () => {
	const network = await joined(1, 2, 1_000);
	const [one, two] = network.hubs;
	read(network, 10, 20_000, 1);
	for (let second = 1; second <= 20; second++) {
		await network.until(() => false, 1_000);
		const [left, right] = [await one!.chain(), await two!.chain()];
		const fork = left.findIndex(({hash}, index) => right[index]?.hash !== hash);
		// What one round trip and the commits in it bring, from both: not what a second brings.
		const shared = fork < 0 ? left.length : fork;
		expect(Math.max(left.length, right.length) - shared).toBeLessThan(60);
	}
	await network.until(() => network.isSettled, 5_000);
	await network.checkSettled();
	expect(faultsOf(network)).toEqual([]);
	expect(one!.hub.tip.index).toBe(4_000);
});

it('never replaces more blocks than it may, and does so when a person accepts', async () => {
	const limit = 10;
	const network = await joined(2, 2, limit);
	const {world, hubs} = network;
	const [one, two] = hubs;
	one!.submit(readingOf(1));
	await network.until(() => two!.hub.tip.index === 1, 5_000);
	network.part(new Set([one!]));
	const next = read(network, 20, 400, 2);
	two!.submit(readingOf(next));
	await network.until(() => world.now < 0, 2_000);
	const tips = hubs.map(({hub}) => hub.tip.hash);
	network.heal();
	await network.until(() => false, 5_000);
	expect(hubs.map(({hub}) => hub.tip.hash)).toEqual(tips);
	expect(hubs.map(hub => [...hub.links].map(link => link.state.kind))).toEqual([['diverged'], ['diverged']]);
	// Both go on taking readings, and the chain that lost is still the one that a person may give up.
	one!.submit(readingOf(next + 1));
	await network.until(() => one!.placeOf(next + 1) !== undefined, 1_000);
	two!.submit(readingOf(next + 2));
	await network.until(() => two!.placeOf(next + 2) !== undefined, 1_000);
	for (const link of one!.links) link.acceptBranch();
	await network.until(() => network.isSettled, 5_000);
	await network.checkSettled();
	expect(faultsOf(network)).toEqual([]);
	expect(two!.hub.tip.index).toBe(next + 2);
	const isSame = (): boolean => hubs.every(hub => [...hub.links].every(link => link.state.kind === 'same'));
	expect(await network.until(isSame, 5_000)).toBe(true);
});

it.each(['invalidEnd', 'garbage', 'silent'] as const)(
	'sends a peer away that is %s, and goes on',
	async deed => {
		const network = await joined(3, 2, 1_000);
		const [one] = network.hubs;
		one!.submit(readingOf(1));
		await network.until(() => network.isSettled && one!.hub.tip.index === 1, 5_000);
		const hostile = new HostilePeer(network.world, one!, deed);
		hostile.begin();
		read(network, 100, 10_000, 2);
		await network.until(() => hostile.blamed > 0, 150_000);
		hostile.stop();
		expect(hostile.blamed).toBeGreaterThan(0);
		await network.until(() => network.isSettled, 10_000);
		await network.checkSettled();
		expect(faultsOf(network)).toEqual([]);
	},
);

it('goes on sealing though a peer announces lower branches without end', async () => {
	const network = await joined(4, 2, 1_000);
	const [one, two] = network.hubs;
	one!.submit(readingOf(1));
	await network.until(() => two!.placeOf(1) === 1, 5_000);
	const hostile = new HostilePeer(network.world, one!, 'lower');
	hostile.begin();
	read(network, 100, 30_000, 2);
	await network.until(() => false, 45_000);
	hostile.stop();
	await network.until(() => network.isSettled, 10_000);
	await network.checkSettled();
	expect(faultsOf(network)).toEqual([]);
	expect([...one!.acknowledged.keys(), ...two!.acknowledged.keys()]).toHaveLength(601);
});
