/**
 * The floor of a durable reading: what `node:sqlite` in a thread of its own does with rows of the same size, and
 * nothing else. `node raw-commits.ts '<RawCommits as JSON>'` prints the rows a second that were durable before the
 * next commit was asked for.
 */
import path from 'node:path';
import {DatabaseSync} from 'node:sqlite';
import {isMainThread, parentPort, Worker, workerData} from 'node:worker_threads';

export interface RawCommits {
	readonly folder: string;
	/** Rows in each commit. */
	readonly batch: number;
	/** Rows in all. */
	readonly count: number;
}

const hash = 'a'.repeat(64);
const timestamp = new Date().toISOString();

function commitAsAsked(): void {
	const database = new DatabaseSync(path.join(workerData as string, 'raw.db'));
	database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL');
	database.exec(
		'CREATE TABLE blocks (idx INTEGER PRIMARY KEY, timestamp TEXT, bpm INTEGER, hash TEXT, prev TEXT)',
	);
	const [begin, commit] = ['BEGIN IMMEDIATE', 'COMMIT'].map(sql => database.prepare(sql));
	const insert = database.prepare('INSERT INTO blocks VALUES (?, ?, ?, ?, ?)');
	let index = 0;
	parentPort!.on('message', (batch: number) => {
		begin!.run();
		for (let row = 0; row < batch; row++) insert.run(index++, timestamp, 72, hash, hash);
		commit!.run();
		parentPort!.postMessage(index);
	});
}

function ask({folder, batch, count}: RawCommits): void {
	const worker = new Worker(import.meta.filename, {workerData: folder});
	const warmUp = count / 10;
	let startedMs = 0;
	let startedAt = 0;
	worker.on('message', (stored: number) => {
		if (startedMs === 0 && stored >= warmUp) {
			startedMs = performance.now();
			startedAt = stored;
		}
		if (stored < warmUp + count) {
			worker.postMessage(batch);
			return;
		}
		console.log(Math.round(((stored - startedAt) * 1_000) / (performance.now() - startedMs)));
		void worker.terminate();
	});
	worker.postMessage(batch);
}

if (isMainThread) ask(JSON.parse(process.argv[2]!) as RawCommits);
else commitAsAsked();
