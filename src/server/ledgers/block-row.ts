import type {Block} from '../../core/block.ts';

/** The columns of a stored block, for a query. */
export const blockColumns = 'idx, timestamp, bpm, hash, prev_hash';

/** The canonical text of a stored block (`formatBlock`), for a query: put together there it costs half. */
export const blockText =
	`'{"Index":' || idx || ',"Timestamp":"' || timestamp || '","BPM":' || bpm` +
	` || ',"Hash":"' || hash || '","PrevHash":"' || prev_hash || '"}'`;

/** A block as the database gives it, in the order of `blockColumns`: of any type where the file was damaged. */
export type BlockRow = readonly [
	index: unknown,
	timestamp: unknown,
	bpm: unknown,
	hash: unknown,
	prevHash: unknown,
];

/** The block of a row that has been verified. */
export function toBlock(row: BlockRow): Block {
	const [index, timestamp, bpm, hash, prevHash] = row as readonly [number, string, number, string, string];
	return {index, timestamp, bpm, hash, prevHash};
}
