import {HostilePeer} from './hostile-peer.ts';
import type {SimHub} from './sim-hub.ts';
import {SimNetwork, type Topology} from './sim-network.ts';
import {idOf, type SimReading} from './sim-readings.ts';
import {World} from './world.ts';

/** What came of one run. */
export interface SimResult {
	readonly seed: number;
	/** What must never be, in words; empty when all is well. */
	readonly faults: readonly string[];
	readonly hubs: number;
	readonly readings: number;
	readonly acknowledged: number;
	/** Blocks that were replaced, at all hubs together. */
	readonly replaced: number;
	readonly steps: number;
}

const firstReading = 1;
const firstBpms = [60, 61, 62];
const reorgLimit = 1_000;
const joinMs = 60_000;
/** Longer than a link that nobody told of its end is silent: by then everybody has said what there is to say. */
const quietMs = 40_000;
const healMs = 180_000;

/** One run: a network that joins, is loaded, parted, crashed and healed as its seed says. */
export async function simulate(seed: number): Promise<SimResult> {
	const world = new World(seed);
	const size = world.chance(0.1) ? world.whole(8, 25) : world.whole(2, 6);
	const slowest = world.pick([1, 20, 100, 300]);
	const kind = pickKind(world);
	const network = new SimNetwork(world, {
		hubs: size,
		topology: world.pick<Topology>(['ring', 'line', 'star', 'random']),
		reorgLimit,
		skewMs: kind.skewMs,
		clockStepMs: kind.clockStepMs,
		delayMs: () => world.between(0.1, slowest),
		bytesPerMs: () => world.pick([10, 1_000, 100_000]),
	});
	let readings = 0;
	try {
		readings = await join(network, kind);
		readings = await load(network, kind, readings);
		await heal(network);
	} catch (error) {
		network.faults.push(error instanceof Error ? (error.stack ?? error.message) : String(error));
	}
	const {hubs, faults} = network;
	return {
		seed,
		faults: [...faults, ...hubs.flatMap(hub => hub.faults)],
		hubs: size,
		readings,
		acknowledged: sum(hubs, hub => hub.acknowledged.size),
		replaced: sum(hubs, hub => hub.replaced),
		steps: world.steps,
	};
}

/** What makes one run another than the next. */
interface Kind {
	/** The BPMs that everybody reads; null: each reading has its own. */
	readonly bpms: readonly number[] | null;
	readonly skewMs: number;
	readonly clockStepMs: number;
	/** Readings come at once, before the hubs have met. */
	readonly isHasty: boolean;
}

/** In half of the runs the same block is sealed by several hubs, because they read the same at the same time. */
function pickKind(world: World): Kind {
	const isHasty = world.chance(0.3);
	if (world.chance(0.5)) return {bpms: null, skewMs: 2_000, clockStepMs: 1, isHasty};
	const bpms = firstBpms.slice(0, world.whole(1, firstBpms.length));
	return {bpms, skewMs: world.pick([0, 0, 2_000]), clockStepMs: world.pick([1, 50, 1_000, 10_000]), isHasty};
}

function makeReading(world: World, name: number, {bpms}: Kind): SimReading {
	return {name, bpm: bpms ? world.pick(bpms) : name, id: world.chance(0.5) ? idOf(name) : undefined};
}

/** All hubs begin with a chain of their own and settle on one. Gives how many readings they took. */
async function join(network: SimNetwork, kind: Kind): Promise<number> {
	const {world, hubs, faults} = network;
	let readings = firstReading;
	for (const hub of hubs) world.after(world.between(0, 500), () => void network.start(hub));
	// Of more than two that have not met, only one may begin.
	const hasty = !kind.isHasty ? [] : hubs.length === 2 ? hubs : [world.pick(hubs)];
	for (const hub of hasty) {
		for (let i = world.whole(1, 4); i > 0; i--) {
			const reading = makeReading(world, ++readings, kind);
			world.after(world.between(0, 1_500), () => hub.isUp && hub.submit(reading));
		}
	}
	const joined = await network.until(() => network.up.length === hubs.length && network.isSettled, joinMs);
	if (!joined) faults.push('the hubs did not settle on one genesis block');
	// From the first reading on, nobody takes another genesis block.
	hubs[0]!.submit({name: firstReading, bpm: firstReading, id: undefined});
	await network.until(() => hubs.every(hub => hub.isUp && hub.placeOf(firstReading) !== undefined), joinMs);
	return readings;
}

/** Readings, repeats, cuts, parts, crashes and hostile peers, all at times of their own. Gives how many readings. */
async function load(network: SimNetwork, kind: Kind, before: number): Promise<number> {
	const {world, hubs} = network;
	const lengthMs = world.between(500, 8_000);
	const startsMs = world.now;
	const sometime = (go: () => void): void => world.after(world.between(0, lengthMs), go);
	const readings = before + world.whole(5, 25 * Math.min(hubs.length, 8));
	for (let name = before + 1; name <= readings; name++)
		read(network, makeReading(world, name, kind), sometime);
	for (let i = world.whole(0, 3); i > 0; i--) sometime(() => world.pick(network.edges).cut());
	for (let i = world.whole(0, 2); i > 0; i--) {
		const group = new Set(hubs.filter(() => world.chance(0.5)));
		sometime(() => network.part(group));
		sometime(() => network.heal());
	}
	if (world.chance(0.6))
		for (let i = world.whole(1, 3); i > 0; i--) crash(network, world.pick(hubs), sometime);
	// Without it the others must still be able to reach each other.
	const gone = world.pick(hubs);
	if (world.chance(0.1) && network.isConnectedWithout(gone)) {
		sometime(() => {
			network.crash(gone);
			network.lost.add(gone);
		});
	}
	if (world.chance(0.25)) {
		const hostile = new HostilePeer(world, world.pick(hubs));
		sometime(() => hostile.begin());
		world.after(lengthMs, () => hostile.stop());
	}
	await network.until(() => world.now > startsMs + lengthMs, lengthMs + 1_000);
	return readings;
}

function read(network: SimNetwork, reading: SimReading, sometime: (go: () => void) => void): void {
	const {world} = network;
	const hub = world.pick(network.hubs);
	const submit = (): void => {
		if (hub.isUp) hub.submit(reading);
	};
	sometime(submit);
	while (reading.id !== undefined && world.chance(0.3)) sometime(submit);
}

function crash(network: SimNetwork, hub: SimHub, sometime: (go: () => void) => void): void {
	const {world} = network;
	sometime(() => {
		network.crash(hub);
		world.after(world.between(10, 3_000), () => void network.start(hub));
	});
}

async function heal(network: SimNetwork): Promise<void> {
	network.heal();
	for (const hub of network.hubs) await network.start(hub);
	await network.untilQuiet(quietMs, healMs);
	if (!network.isBroken) await network.checkSettled();
}

function sum(hubs: readonly SimHub[], count: (hub: SimHub) => number): number {
	return hubs.reduce((total, hub) => total + count(hub), 0);
}
