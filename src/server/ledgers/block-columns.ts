import type {Tip} from '../../core/block.ts';
import type {Entry} from '../ledger.ts';

/** Characters of a timestamp and of a hash: in a column they stand one after the other. */
const timestampCharacters = 24;
const hashCharacters = 64;

/**
 * What becomes of a block's reading: its id, null when it came without one, the key of one that is put again, false
 * when there is none (the genesis block, and blocks sealed elsewhere).
 */
export type ReadingMark = string | null | number | false;

/**
 * Consecutive, linked blocks as columns: a few long texts cross to another thread in a fraction of the time
 * of as many objects. The link of every block but the first follows from the hashes.
 */
export interface BlockColumns {
	readonly first: number;
	readonly count: number;
	readonly prevHash: string;
	readonly timestamps: string;
	readonly bpms: Int32Array;
	readonly hashes: string;
	readonly readings: readonly ReadingMark[];
}

/** Puts entries into columns. Throws when they do not follow each other: that is a fault of our own. */
export function toColumns(entries: readonly Entry[]): BlockColumns {
	const [first] = entries;
	if (!first) throw new Error('there is nothing to store');
	let {prevHash} = first.block;
	const bpms = new Int32Array(entries.length);
	for (const [at, {block}] of entries.entries()) {
		if (block.index !== first.block.index + at || block.prevHash !== prevHash)
			throw new Error(`block ${block.index} does not follow the one before`);
		bpms[at] = block.bpm;
		prevHash = block.hash;
	}
	return {
		first: first.block.index,
		count: entries.length,
		prevHash: first.block.prevHash,
		timestamps: entries.map(({block}) => block.timestamp).join(''),
		bpms,
		hashes: entries.map(({block}) => block.hash).join(''),
		readings: entries.map(({block, id, foreign, reading}) =>
			block.index === 0 || foreign ? false : (reading ?? id ?? null),
		),
	};
}

/** The last of the blocks. */
export function tipOf({first, count, hashes}: BlockColumns): Tip {
	return {index: first + count - 1, hash: hashes.slice(-hashCharacters)};
}

export interface ColumnBlock {
	readonly index: number;
	readonly timestamp: string;
	readonly bpm: number;
	readonly hash: string;
	readonly prevHash: string;
	readonly reading: ReadingMark;
}

/** The blocks of the columns, in order. */
export function* fromColumns(columns: BlockColumns): Generator<ColumnBlock> {
	const {first, count, timestamps, bpms, hashes, readings} = columns;
	let {prevHash} = columns;
	for (let at = 0; at < count; at++) {
		const hash = hashes.slice(at * hashCharacters, (at + 1) * hashCharacters);
		const timestamp = timestamps.slice(at * timestampCharacters, (at + 1) * timestampCharacters);
		yield {index: first + at, timestamp, bpm: bpms[at]!, hash, prevHash, reading: readings[at]!};
		prevHash = hash;
	}
}
