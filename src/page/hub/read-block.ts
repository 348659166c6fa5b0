import type {Block} from '../../core/block.ts';

/** Longer than any field of a block may be; what is longer is not worth showing. */
const fieldCharactersMax = 128;

/**
 * A block of the hub's JSON, or null where that is no block at all. Only the types are looked at: whether its fields
 * have the form that they must have is part of judging it, so that a bad block can be shown as such.
 */
export function readBlock(value: unknown): Block | null {
	if (typeof value !== 'object' || value === null) return null;
	const {Index, Timestamp, BPM, Hash, PrevHash} = value as Readonly<Record<string, unknown>>;
	if (!Number.isSafeInteger(Index) || typeof BPM !== 'number') return null;
	if (!isField(Timestamp) || !isField(Hash) || !isField(PrevHash)) return null;
	return {index: Index as number, timestamp: Timestamp, bpm: BPM, hash: Hash, prevHash: PrevHash};
}

/** A list of blocks, at most `blocksMax`; null where anything in it is none. */
export function readBlocks(value: unknown, blocksMax: number): readonly Block[] | null {
	if (!Array.isArray(value) || value.length > blocksMax) return null;
	const blocks = value.map(readBlock);
	return blocks.every(block => block !== null) ? blocks : null;
}

function isField(value: unknown): value is string {
	return typeof value === 'string' && value.length <= fieldCharactersMax;
}
