import type {DatabaseSync} from 'node:sqlite';
import type {DisplacedReading, FoundEntry} from '../ledger.ts';
import type {BlockColumns} from './block-columns.ts';
import {type BlockRow, blockColumns} from './block-row.ts';
import {prepareRows, readValue} from './sqlite-database.ts';
import {readHold} from './sqlite-holds.ts';
import type {SqliteStore} from './sqlite-store.ts';
import {unlessYielded} from './sqlite-yielded.ts';

/** Why blocks were replaced whose readings can be adopted; what a person cut off may be bad. */
const whyPeer = 'peer';
/** Readings looked at in one query. */
const readingsAtOnce = 256;

/** What has changed when blocks were replaced: see `Replaced`. */
export interface Replacement {
	readonly removed: readonly BlockRow[];
	readonly displaced: readonly DisplacedReading[];
	readonly withheld: readonly DisplacedReading[];
}

type Find<T> = (key: T) => FoundEntry | undefined;

/** Finds where a reading is on the present chain, by its id and by its key. */
export function prepareFind(database: DatabaseSync): {
	readonly ofId: Find<string>;
	readonly of: Find<number>;
} {
	const [isNewest, isOlder] = ['r', 'a'].map(alias => unlessYielded(database, alias));
	// The newest attempt first; an older one counts when the chain went back to the block that holds it.
	const prepare = (column: 'id' | 'reading') =>
		prepareRows(
			database,
			`SELECT idx, hash, r.bpm FROM readings r JOIN blocks USING (idx, hash) WHERE r.${column} = ?1 ${isNewest}
			UNION ALL
			SELECT a.idx, a.hash, r.bpm FROM readings r JOIN attempts a USING (reading)
				JOIN blocks b ON b.idx = a.idx AND b.hash = a.hash WHERE r.${column} = ?1 ${isOlder}
			LIMIT 1`,
		);
	const toEntry = ([row]: readonly (readonly unknown[])[]): FoundEntry | undefined => {
		if (!row) return undefined;
		const [index, hash, bpm] = row as readonly [number, string, number];
		return {index, hash, bpm};
	};
	const [byId, byReading] = [prepare('id'), prepare('reading')];
	return {ofId: id => toEntry(byId(id)), of: reading => toEntry(byReading(reading))};
}

/**
 * Replaces the blocks from `from` on, in the transaction that is open, and finds the readings that were in them
 * and are in none of the new chain.
 */
export function replaceBlocks(
	store: SqliteStore,
	from: number,
	branch: BlockColumns,
	nowMs: number,
): Replacement {
	const {database} = store;
	const removed = prepareRows(
		database,
		`SELECT ${blockColumns} FROM blocks WHERE idx >= ? ORDER BY idx`,
	)(from);
	const find = prepareFind(database).of;
	const readings = readingsFrom(database, from, find);
	store.moveAside(from, whyPeer, nowMs);
	store.append(branch);
	const describe = prepareRows(
		database,
		'SELECT reading, id, bpm, idx, hash FROM readings WHERE reading = ?',
	);
	const lost = readings
		.filter(reading => find(reading) === undefined)
		.map(reading => toDisplaced(describe(reading)[0]!));
	const hold = readHold(database);
	return {
		removed: removed as unknown as readonly BlockRow[],
		displaced: lost.filter(({reading}) => reading > hold),
		withheld: lost.filter(({reading}) => reading <= hold),
	};
}

/** The readings that stand in the blocks from `from` on, in their order. */
function readingsFrom(database: DatabaseSync, from: number, find: Find<number>): readonly number[] {
	const indexes = new Map<number, number>();
	for (const [reading, index] of newestReadings(database, from)) indexes.set(reading, index);
	// Those that were put again stand anywhere; where they stood is looked up by place.
	for (const [reading] of prepareRows(database, 'SELECT DISTINCT reading FROM places WHERE idx >= ?')(from)) {
		const index = find(reading as number)?.index;
		if (index !== undefined && index >= from) indexes.set(reading as number, index);
	}
	return [...indexes.keys()].sort((a, b) => indexes.get(a)! - indexes.get(b)!);
}

/**
 * Readings come in the order of their blocks, because each was written together with its block, on top of all that
 * were on that chain. So the newest ones are looked at, back to the first that stands below `from`; only what was
 * put again or adopted is out of that order. It takes no index, which every append would have to write.
 */
function* newestReadings(database: DatabaseSync, from: number): Generator<readonly [number, number]> {
	const read = prepareRows(
		database,
		`SELECT reading, idx, EXISTS (SELECT 1 FROM places WHERE idx = r.idx AND reading = r.reading)
		FROM readings r JOIN blocks USING (idx, hash) WHERE reading < ? ${unlessYielded(database, 'r')}
		ORDER BY reading DESC LIMIT ${readingsAtOnce}`,
	);
	for (let before = Number.MAX_SAFE_INTEGER; ; ) {
		const rows = read(before) as readonly (readonly [number, number, number])[];
		for (const [reading, index, isOutOfOrder] of rows) {
			if (index >= from) yield [reading, index];
			else if (!isOutOfOrder) return;
			before = reading;
		}
		if (rows.length < readingsAtOnce) return;
	}
}

/** All readings that are in no block of the chain: see `Ledger.listDisplaced`. */
export function listDisplaced(database: DatabaseSync): readonly DisplacedReading[] {
	return prepareRows(
		database,
		`SELECT reading, id, bpm, idx, hash FROM readings r
		WHERE NOT EXISTS (SELECT 1 FROM blocks b WHERE b.idx = r.idx AND b.hash = r.hash ${unlessYielded(database, 'r')})
			AND NOT EXISTS (
				SELECT 1 FROM attempts a JOIN blocks USING (idx, hash)
				WHERE a.reading = r.reading ${unlessYielded(database, 'a')}
			)
		ORDER BY idx, reading`,
	)().map(toDisplaced);
}

/** A reading from a row of its key, id, BPM, index and hash. */
export function toDisplaced(row: readonly unknown[]): DisplacedReading {
	const [reading, id, bpm, index, hash] = row as readonly [number, string | null, number, number, string];
	return {reading, ...(id === null ? {} : {id}), bpm, index, hash};
}

/**
 * Makes displaced readings of what is in replaced blocks of other hubs, in the transaction that is open; each once,
 * because from then on its block holds a reading that is known here.
 */
export function adoptReplaced(database: DatabaseSync, sinceMs: number): void {
	const last = Number(readValue(database, 'SELECT coalesce(max(reading), 0) FROM readings'));
	database
		.prepare(
			`INSERT INTO readings (bpm, idx, hash)
			SELECT bpm, idx, hash FROM replaced r
			WHERE why = ? AND idx > 0 AND replaced_at >= ?
				AND NOT EXISTS (SELECT 1 FROM blocks WHERE idx = r.idx AND hash = r.hash)
				AND (idx, hash) NOT IN (
					SELECT idx, hash FROM readings o WHERE idx IN (SELECT idx FROM replaced) ${unlessYielded(database, 'o')}
					UNION
					SELECT idx, hash FROM attempts o WHERE TRUE ${unlessYielded(database, 'o')}
				)
			GROUP BY idx, hash ORDER BY min(seq), idx`,
		)
		.run(whyPeer, new Date(sinceMs).toISOString());
	database.prepare('INSERT INTO places SELECT idx, reading FROM readings WHERE reading > ?').run(last);
	database.prepare('INSERT INTO adopted SELECT reading, idx, hash FROM readings WHERE reading > ?').run(last);
}
