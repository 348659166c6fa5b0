/** The data folder of a hub, as other programs see it: through SQLite, and not through ours. */
import path from 'node:path';
import {DatabaseSync} from 'node:sqlite';
import type {Block} from '../../src/core/block.ts';

/** Opens the database of a data folder to write to it, as the `sqlite3` shell does. */
export function openDatabase(folder: string): DatabaseSync {
	return new DatabaseSync(path.join(folder, 'chain.db'));
}

/** The blocks from `from` on. A hub may run on the folder, or have been killed. */
export function readBlocks(folder: string, from = 0): readonly Block[] {
	const database = new DatabaseSync(path.join(folder, 'chain.db'), {readOnly: true});
	try {
		const columns = 'idx AS "index", timestamp, bpm, hash, prev_hash AS prevHash';
		const query = `SELECT ${columns} FROM blocks WHERE idx >= ? ORDER BY idx`;
		return database.prepare(query).all(from) as unknown as readonly Block[];
	} finally {
		database.close();
	}
}

/** Changes a data folder that no hub runs on, as somebody does who knows SQL. */
export function edit(folder: string, sql: string): void {
	const database = openDatabase(folder);
	try {
		database.exec(sql);
	} finally {
		database.close();
	}
}
