import type {ChainColumns} from '../../client/chain-columns.ts';
import type {Reading} from '../../client/link-event.ts';
import type {PutAgainReading} from '../../core/fork.ts';
import type {Chains} from './comparison.ts';
import {type HubName, hubNames} from './topology.ts';

/** A reading that was added in the lab. */
export interface LabReading {
	readonly id: string;
	readonly bpm: number;
	/** Where it was added. */
	readonly hub: HubName;
	readonly state: Reading['state'];
	/** The block that it was last said to be in. */
	readonly index: number | null;
	/** The hash of that block, once it has come. */
	readonly hash: string | null;
	/** The hashes of blocks that it was in before. */
	readonly before: readonly string[];
}

/** By id, the oldest first. */
export type LabReadings = ReadonlyMap<string, LabReading>;

/** More are not looked after one by one. */
const readingsMax = 2_000;

/** The readings after one of them has changed. */
export function takeReading(readings: LabReadings, hub: HubName, reading: Reading): LabReadings {
	const {id, bpm, state} = reading;
	const known = readings.get(id);
	const index = reading.index ?? known?.index ?? null;
	// Both the hub's own word and that to the sender tell of a move: the second one brings nothing new.
	const isPlaced = known?.index === index && (state !== 'moved' || known?.state === 'moved');
	const before = known?.hash != null && !isPlaced ? [...known.before, known.hash] : (known?.before ?? []);
	const hash = isPlaced ? (known?.hash ?? null) : null;
	const next = new Map(readings);
	next.set(id, {id, bpm, hub, state, index, hash, before});
	if (next.size > readingsMax) next.delete(next.keys().next().value!);
	return next;
}

/** The readings after the block of one of them has come. */
export function placeReading(readings: LabReadings, id: string, hash: string): LabReadings {
	const reading = readings.get(id);
	if (!reading) return readings;
	const before = reading.hash === null ? reading.before : [...reading.before, reading.hash];
	return new Map(readings).set(id, {...reading, hash, before});
}

/**
 * The readings of a hub whose blocks have come, and the hashes of these: a hub names the block of a reading by its
 * number, also before the block itself is here, and again when it has put the reading on the chain once more.
 */
export function findPlaced(
	readings: LabReadings,
	hub: HubName,
	chain: ChainColumns,
): readonly {readonly id: string; readonly hash: string}[] {
	const open = [...readings.values()].filter(
		({hub: home, index, hash, state}) =>
			home === hub &&
			index !== null &&
			(hash === null || (state === 'moved' && chain.hashAt(index) !== hash)),
	);
	if (open.length === 0) return [];
	const taken = new Set([...readings.values()].map(({hash}) => hash));
	return open.flatMap(({id, bpm, index, before}) => {
		const hash = chain.hashAt(index!);
		if (hash === undefined || chain.bpmAt(index!) !== bpm || taken.has(hash) || before.includes(hash))
			return [];
		taken.add(hash);
		return {id, hash};
	});
}

/** The readings after one of them, in block `was` before, was put again; the same where none of them is meant. */
export function movedReading(
	readings: LabReadings,
	hub: HubName,
	{bpm, was, index, hash}: PutAgainReading,
): LabReadings {
	for (const reading of readings.values()) {
		if (reading.hub !== hub || reading.bpm !== bpm || reading.index !== was || reading.hash === hash)
			continue;
		const before = reading.hash === null ? reading.before : [...reading.before, reading.hash];
		return new Map(readings).set(reading.id, {...reading, state: 'moved', index, hash, before});
	}
	return readings;
}

/** The reading that is, or was, in the block with this hash. */
export function findReading(readings: LabReadings, hash: string): LabReading | undefined {
	for (const reading of readings.values())
		if (reading.hash === hash || reading.before.includes(hash)) return reading;
	return undefined;
}

/** How many have been taken by a hub, and so are on the chain or will be put on it again. */
export function countTaken(readings: LabReadings): number {
	let taken = 0;
	for (const {index} of readings.values()) if (index !== null) taken++;
	return taken;
}

/** How many have been taken in all: of those that are not looked after any more, each one was. */
export function countAllTaken({
	readings,
	added,
}: {
	readonly readings: LabReadings;
	readonly added: number;
}): number {
	return countTaken(readings) + Math.max(0, added - readings.size);
}

/** How many wait for a hub that is not there. */
export function countWaiting(readings: LabReadings, hub: HubName): number {
	let waiting = 0;
	for (const reading of readings.values())
		if (reading.hub === hub && (reading.state === 'waiting' || reading.state === 'sent')) waiting++;
	return waiting;
}

/**
 * Of the readings that were taken, how many stand on the chain of every hub, each in the block that it was last said
 * to be in and no two in the same one. Looks at the blocks themselves.
 */
export function confirmReadings(readings: LabReadings, chains: Chains): number {
	const indexes = new Set<number>();
	for (const {index, hash} of readings.values()) {
		if (index !== null && hash !== null && hubNames.every(hub => chains[hub].hashAt(index) === hash))
			indexes.add(index);
	}
	return indexes.size;
}
