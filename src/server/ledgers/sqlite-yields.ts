import type {DatabaseSync} from 'node:sqlite';
import type {Tip} from '../../core/block.ts';
import type {DisplacedReading} from '../ledger.ts';
import {prepareRows} from './sqlite-database.ts';
import {prepareFind, toDisplaced} from './sqlite-displaced.ts';
import {readHold} from './sqlite-holds.ts';
import {unlessYielded} from './sqlite-yielded.ts';

/** What was taken over from a hub that is gone was not sealed here. */
const unlessAdopted = 'AND (reading, idx, hash) NOT IN (SELECT reading, idx, hash FROM adopted)';

/** A yield in the transaction that is open. */
export interface Yielding {
	/** Readings that stood in these blocks, stand nowhere now and are to be put again. */
	readonly displaced: readonly DisplacedReading[];
	/** The keys of all readings that were put into these blocks. */
	readonly readings: readonly number[];
}

/** Gives up attempts: see `Ledger.yieldBlocks`. */
export function yieldBlocks(database: DatabaseSync, blocks: readonly Tip[]): Yielding {
	const find = prepareFind(database).of;
	const attemptAt = prepareRows(
		database,
		`SELECT reading FROM places JOIN attempts USING (reading, idx) WHERE idx = ? AND hash = ? ${unlessAdopted}`,
	);
	// Without an index, but from the newest on: what is claimed by two hubs was sealed lately.
	const newestAt = prepareRows(
		database,
		`SELECT reading FROM readings WHERE idx = ? AND hash = ? ${unlessAdopted} ORDER BY reading DESC LIMIT 1`,
	);
	const insert = database.prepare('INSERT INTO yielded VALUES (?, ?, ?) ON CONFLICT DO NOTHING');
	const stood: number[] = [];
	const readings: number[] = [];
	for (const {index, hash} of blocks) {
		const [row] = [...attemptAt(index, hash), ...newestAt(index, hash)];
		if (!row) continue;
		const reading = row[0] as number;
		if (find(reading) !== undefined) stood.push(reading);
		insert.run(reading, index, hash);
		readings.push(reading);
	}
	const hold = readHold(database);
	const lost = stood.filter(reading => reading > hold && find(reading) === undefined);
	const describe = prepareRows(
		database,
		'SELECT reading, id, bpm, idx, hash FROM readings WHERE reading = ?',
	);
	return {displaced: lost.map(reading => toDisplaced(describe(reading)[0]!)), readings};
}

/** Whether a yield with these readings and blocks is stored. */
export function isYielded(
	database: DatabaseSync,
	readings: readonly number[],
	blocks: readonly Tip[],
): boolean {
	const count = prepareRows(database, 'SELECT count(*) FROM yielded WHERE reading = ? AND hash = ?');
	return readings.every(reading => blocks.some(({hash}) => count(reading, hash)[0]![0] === 1));
}

/** The newest blocks that were sealed here for readings and not yielded: see `Ledger.listSealed`. */
export function listSealed(database: DatabaseSync, countMax: number): readonly Tip[] {
	const rows = prepareRows(
		database,
		`SELECT idx, hash FROM (
			SELECT * FROM (SELECT reading, idx, hash FROM readings ORDER BY reading DESC LIMIT ?1)
			UNION ALL
			SELECT * FROM (SELECT reading, idx, hash FROM attempts ORDER BY reading DESC LIMIT ?1)
		) s WHERE TRUE ${unlessAdopted} ${unlessYielded(database, 's')}
		ORDER BY reading DESC, idx DESC LIMIT ?1`,
	)(countMax);
	return rows.map(row => ({index: row[0] as number, hash: row[1] as string})).reverse();
}
