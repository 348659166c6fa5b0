/**
 * The floors of a start: `node raw-start.ts FILE` prints, in milliseconds, what it takes to read every block of a
 * ledger, and to hash as many blocks as are in it, each by itself.
 */
import {hash} from 'node:crypto';
import {DatabaseSync} from 'node:sqlite';

export interface RawStart {
	readonly readMs: number;
	readonly hashMs: number;
}

const rangeBlocks = 2_000;

const database = new DatabaseSync(process.argv[2]!, {readOnly: true});
const statement = database.prepare('SELECT * FROM blocks WHERE idx >= ? ORDER BY idx LIMIT ?');
statement.setReturnArrays(true);

function read(): number {
	let next = 0;
	for (;;) {
		const rows = statement.all(next, rangeBlocks);
		next += rows.length;
		if (rows.length < rangeBlocks) return next;
	}
}

function time(task: () => void): number {
	const startedMs = performance.now();
	task();
	return performance.now() - startedMs;
}

let blocks = 0;
const readMs = time(() => {
	blocks = read();
});
const timestamp = new Date().toISOString();
let newest = hash('sha256', '');
const hashMs = time(() => {
	for (let index = 0; index < blocks; index++) newest = hash('sha256', `${index}${timestamp}72${newest}`);
});
console.log(JSON.stringify({readMs, hashMs} satisfies RawStart));
