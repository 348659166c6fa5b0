import type {Block} from '../../src/core/block.ts';
import type {SimHub} from './sim-hub.ts';
import {hostileBpmMin} from './sim-readings.ts';

/**
 * What is wrong with the blocks of a chain that all have settled on, in words: each must hold one reading of one hub
 * by the account of their ledgers. Of two that sealed it one may be gone for good, and hear nothing.
 */
export async function checkBlocks(
	chain: readonly Block[],
	hubs: readonly SimHub[],
	lost: ReadonlySet<SimHub>,
): Promise<string[]> {
	const owners = new Map(chain.map(({hash}): [string, SimHub[]] => [hash, []]));
	for (const hub of hubs) for (const {hash} of await hub.listSealed()) owners.get(hash)?.push(hub);
	const faults: string[] = [];
	for (const {index, bpm, hash} of chain) {
		if (index === 0 || bpm >= hostileBpmMin) continue;
		const names = owners.get(hash)!.map(({name}) => name);
		if (names.length === 0) faults.push(`block ${index} with ${bpm} holds the reading of no hub`);
		const there = owners.get(hash)!.filter(hub => !lost.has(hub));
		if (there.length > 1) faults.push(`block ${index} with ${bpm} is that of the hubs ${names}`);
	}
	return faults;
}

/** What is wrong with the readings of a hub on that chain: what it acknowledged stands there, and nothing twice. */
export async function checkReadings(chain: readonly Block[], hub: SimHub): Promise<string[]> {
	const faults: string[] = [];
	const sealed = new Set((await hub.listSealed()).map(({hash}) => hash));
	const standing = countEach(chain.filter(({hash}) => sealed.has(hash)));
	const taken = countEach(hub.taken.values());
	const acknowledged = countEach(hub.acknowledged.values());
	for (const [bpm, count] of acknowledged) {
		const blocks = standing.get(bpm) ?? 0;
		if (blocks < count)
			faults.push(`hub ${hub.name} acknowledged ${bpm} ${count} times, of which ${blocks} are there`);
	}
	for (const [bpm, count] of standing) {
		const most = taken.get(bpm) ?? 0;
		if (count > most)
			faults.push(`hub ${hub.name} took ${bpm} ${most} times and put it into ${count} blocks`);
	}
	const ids = [...hub.acknowledged.values()].flatMap(({id}) => id ?? []);
	const found = await hub.find(ids);
	for (const {name, bpm, id} of hub.acknowledged.values()) {
		if (id === undefined) continue;
		const place = found.get(id);
		const told = hub.told.get(name);
		if (!place) faults.push(`${name}, which hub ${hub.name} acknowledged, is gone`);
		else if (chain[place.index]?.bpm !== bpm) faults.push(`${name} is not ${bpm} in block ${place.index}`);
		else if (told !== undefined && told !== place.index)
			faults.push(`hub ${hub.name} says that ${name} is in block ${told}, not ${place.index}`);
	}
	return faults;
}

function countEach(readings: Iterable<{readonly bpm: number}>): ReadonlyMap<number, number> {
	const counts = new Map<number, number>();
	for (const {bpm} of readings) counts.set(bpm, (counts.get(bpm) ?? 0) + 1);
	return counts;
}
