import {type Block, formatBlock, isHash, isTimestamp, parseBlock} from './block.ts';
import {type Fields, isFields, isIndex} from './json-value.ts';
import {limits} from './limits.ts';
import {printable} from './printable.ts';

/** Whose branch became a part of the chain: that of the hub that tells, or that of its peer. */
export type ForkWinner = 'ours' | 'theirs';

/** Why it won (protocol section 9): it is longer; equally long with the lower tip hash; a person has accepted it. */
export type ForkReason = 'longer' | 'lowerHash' | 'accepted';

/** One side of a fork: the blocks after the newest one that both sides have. */
export interface ForkBranch {
	/** How many blocks. */
	readonly count: number;
	/** Hash of the newest. */
	readonly tip: string;
	/** The first of them, at most 8, as far as the hub has them. From outside they are not verified. */
	readonly blocks: readonly Block[];
}

/** A fork that was settled (protocol section 4), as one hub tells it. Texts are safe to show. */
export interface Fork {
	/** Counts the forks of this hub since it started, from 1 up. */
	readonly id: number;
	/** When it was settled: a timestamp as in blocks. */
	readonly at: string;
	/** With whom: an address as in a peer report. */
	readonly peer: string;
	/** Index of the newest block that both sides have. */
	readonly shared: number;
	readonly winner: ForkWinner;
	readonly why: ForkReason;
	readonly ours: ForkBranch;
	readonly theirs: ForkBranch;
	/** Readings accepted at this hub that stood in blocks which were replaced, and are put on the chain again. */
	readonly displaced: number;
}

/** A reading that was put on the chain again after a fork. */
export interface PutAgainReading {
	readonly bpm: number;
	/** Index of its block that was replaced. */
	readonly was: number;
	/** Its block now. */
	readonly index: number;
	readonly hash: string;
}

/** Readings of the hub that were put on the chain again after a fork (protocol section 4). */
export interface PutAgain {
	/** The id of the fork. */
	readonly fork: number;
	/** The latest of them; of one fork 64 are listed in all, the others are only counted. */
	readonly readings: readonly PutAgainReading[];
	/** How many of this fork have been put again so far. */
	readonly count: number;
}

/** A fork with what became of the readings in replaced blocks, as `/forks` tells it. */
export interface ForkReport extends Fork {
	/** The first of the readings that were put again, at most 64. */
	readonly putAgain: readonly PutAgainReading[];
	/** How many were. */
	readonly putAgainCount: number;
}

/** The fork in a value of JSON, or null where it does not have the agreed shape. */
export function readFork(value: unknown): Fork | null {
	if (!isFields(value)) return null;
	const {id, at, peer, shared, winner, why, displaced} = value;
	if (!isIndex(id) || !isIndex(shared) || !isIndex(displaced)) return null;
	if (typeof at !== 'string' || !isTimestamp(at) || typeof peer !== 'string') return null;
	if ((winner !== 'ours' && winner !== 'theirs') || !isForkReason(why)) return null;
	const ours = readBranch(value.ours, shared);
	const theirs = readBranch(value.theirs, shared);
	if (!ours || !theirs) return null;
	const name = printable(peer, limits.addressCharactersMax);
	return {id, at, peer: name, shared, winner, why, ours, theirs, displaced};
}

/** What was put again in a value of JSON, or null where it does not have the agreed shape. */
export function readPutAgain(value: unknown): PutAgain | null {
	if (!isFields(value)) return null;
	const {fork, count} = value;
	const readings = readPutAgainReadings(value.readings);
	return isIndex(fork) && isIndex(count) && readings ? {fork, readings, count} : null;
}

/** The forks in a list from outside, at most 8; what has another shape is left out. Null when it is no list. */
export function readForkReports(list: unknown): readonly ForkReport[] | null {
	if (!Array.isArray(list) || list.length > limits.forksMax) return null;
	return list.flatMap(each => readForkReport(each) ?? []);
}

function readForkReport(value: unknown): ForkReport | null {
	const fork = readFork(value);
	if (!fork) return null;
	const {putAgain, putAgainCount} = value as Fields;
	const readings = readPutAgainReadings(putAgain);
	return readings && isIndex(putAgainCount) ? {...fork, putAgain: readings, putAgainCount} : null;
}

function readBranch(value: unknown, shared: number): ForkBranch | null {
	if (!isFields(value)) return null;
	const {count, tip, blocks} = value;
	if (!isIndex(count) || count === 0 || typeof tip !== 'string' || !isHash(tip)) return null;
	if (!Array.isArray(blocks) || blocks.length > Math.min(count, limits.forkBlocksMax)) return null;
	const read: Block[] = [];
	for (const each of blocks as unknown[]) {
		const block = parseBlock(JSON.stringify(each));
		if (block?.index !== shared + 1 + read.length) return null;
		read.push(block);
	}
	return {count, tip, blocks: read};
}

function readPutAgainReadings(list: unknown): readonly PutAgainReading[] | null {
	if (!Array.isArray(list) || list.length > limits.putAgainMax) return null;
	const readings: PutAgainReading[] = [];
	for (const value of list as unknown[]) {
		if (!isFields(value)) return null;
		const {bpm, was, index, hash} = value;
		const isReading =
			Number.isInteger(bpm) && (bpm as number) >= limits.bpmMin && (bpm as number) <= limits.bpmMax;
		if (!isReading || !isIndex(was) || !isIndex(index) || typeof hash !== 'string' || !isHash(hash))
			return null;
		readings.push({bpm: bpm as number, was, index, hash});
	}
	return readings;
}

function isForkReason(value: unknown): value is ForkReason {
	return value === 'longer' || value === 'lowerHash' || value === 'accepted';
}

/** A fork, or the report of one, as a value of JSON: the keys of its blocks are capitalised as everywhere. */
export function toForkValue(fork: Fork | ForkReport): Fields {
	return {...fork, ours: toBranchValue(fork.ours), theirs: toBranchValue(fork.theirs)};
}

function toBranchValue({count, tip, blocks}: ForkBranch): Fields {
	return {count, tip, blocks: blocks.map(block => JSON.parse(formatBlock(block)) as unknown)};
}
