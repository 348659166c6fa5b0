import type {DatabaseSync} from 'node:sqlite';
import {readValue} from './sqlite-database.ts';

/**
 * The condition that an attempt counts, to be added to one that joins `alias`, with the columns reading, idx and
 * hash, to its block: a block that was yielded holds the reading of another hub.
 */
export function unlessYielded(database: DatabaseSync, alias: string): string {
	// A ledger of an older bchain that is only looked at has none.
	if (readValue(database, "SELECT 1 FROM sqlite_schema WHERE name = 'yielded'") === undefined) return '';
	return `AND NOT EXISTS (
		SELECT 1 FROM yielded y WHERE y.reading = ${alias}.reading AND y.idx = ${alias}.idx AND y.hash = ${alias}.hash
	)`;
}
