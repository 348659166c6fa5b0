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
	/** One for each block; none at all when no block has a reading of ours. */
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
	const readings = entries.map(markOf);
	return {
		first: first.block.index,
		count: entries.length,
		prevHash: first.block.prevHash,
		timestamps: entries.map(({block}) => block.timestamp).join(''),
		bpms,
		hashes: entries.map(({block}) => block.hash).join(''),
		readings: readings.some(mark => mark !== false) ? readings : [],
	};
}

function markOf({block, id, foreign, reading}: Entry): ReadingMark {
	return block.index === 0 || foreign ? false : (reading ?? id ?? null);
}

/** The last of the blocks. */
export function tipOf({first, count, hashes}: BlockColumns): Tip {
	return {index: first + count - 1, hash: hashes.slice(-hashCharacters)};
}

/** The hash of the block at a place of the columns. */
export function hashAt({hashes}: BlockColumns, at: number): string {
	return hashes.slice(at * hashCharacters, (at + 1) * hashCharacters);
}

/** The blocks at the places from `from` up to, not including, `to`, as rows of their table: one value after the other. */
export function toRows(columns: BlockColumns, from: number, to: number): readonly (string | number)[] {
	const {first, timestamps, bpms} = columns;
	const values: (string | number)[] = [];
	let prevHash = from === 0 ? columns.prevHash : hashAt(columns, from - 1);
	for (let at = from; at < to; at++) {
		const hash = hashAt(columns, at);
		const timestamp = timestamps.slice(at * timestampCharacters, (at + 1) * timestampCharacters);
		values.push(first + at, timestamp, bpms[at]!, hash, prevHash);
		prevHash = hash;
	}
	return values;
}
