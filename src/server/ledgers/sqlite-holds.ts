import type {DatabaseSync} from 'node:sqlite';
import type {DisplacedReading} from '../ledger.ts';
import {prepareRows, readValue} from './sqlite-database.ts';

/** Readings that a note names; the others are counted. */
const namedMax = 10;

/**
 * The key of the newest reading that is withheld: up to it none is put again by itself, because another hub, or this
 * one before a backup was restored, may have done so. 0: all are put again.
 */
export function readHold(database: DatabaseSync): number {
	// A ledger of an older bchain that is only looked at has none.
	if (readValue(database, "SELECT 1 FROM sqlite_schema WHERE name = 'holds'") === undefined) return 0;
	return Number(readValue(database, 'SELECT reading FROM holds ORDER BY seq DESC LIMIT 1') ?? 0);
}

/** Withholds all readings that there are, with `why`, in the transaction that is open, if there is one. */
export function hold(database: DatabaseSync, why: string, nowMs: number): void {
	const last = Number(readValue(database, 'SELECT coalesce(max(reading), 0) FROM readings'));
	if (last > readHold(database)) note(database, why, last, nowMs);
}

/** Withholds none any more. Gives the number of this decision, in the transaction that is open. */
export function release(database: DatabaseSync, nowMs: number): number {
	return note(database, 'adopted', 0, nowMs);
}

/** Whether the decision with this number is stored. */
export function isDecided(database: DatabaseSync, seq: number): boolean {
	return prepareRows(database, 'SELECT 1 FROM holds WHERE seq = ?')(seq).length > 0;
}

function note(database: DatabaseSync, why: string, reading: number, nowMs: number): number {
	const insert = database.prepare('INSERT INTO holds (decided_at, why, reading) VALUES (?, ?, ?)');
	return Number(insert.run(new Date(nowMs).toISOString(), why, reading).lastInsertRowid);
}

/** What a person should know of the readings that are withheld; no sentence when there is none. */
export function describeWithheld(withheld: readonly DisplacedReading[]): readonly string[] {
	if (withheld.length === 0) return [];
	const [count, what] =
		withheld.length === 1
			? ['1 reading', 'was accepted here and is']
			: [`${withheld.length} readings`, 'were accepted here and are'];
	const named = withheld.slice(0, namedMax).map(({bpm, index}) => `${bpm} (from block ${index})`);
	const rest = withheld.length > namedMax ? ` and ${withheld.length - namedMax} more` : '';
	return [
		`${count} ${what} in no block of this chain: ${named.join(', ')}${rest}. ` +
			'The ledger was restored or cut, so other hubs may know better, and nothing is put again by itself: "bchain peers adopt-readings" does it.',
	];
}
