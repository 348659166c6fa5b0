/**
 * Loaded into every thread of a hub before it begins (`node --import`), to see what cannot be seen from outside:
 * how many commits there were, and how long the main thread was not there. BENCH_COMMIT_DELAY_MS makes every
 * commit take that much longer, as on a slower disk. On SIGUSR2 the hub writes what it has seen since the last
 * time as one JSON value to the file BENCH_WATCH_FILE.
 */
import {openSync, statSync, writeFileSync, writeSync} from 'node:fs';
import {monitorEventLoopDelay} from 'node:perf_hooks';
import {DatabaseSync, type StatementSync} from 'node:sqlite';
import {isMainThread} from 'node:worker_threads';

export interface HubWatch {
	/** Since the hub was started. */
	readonly commits: number;
	readonly stallMsMax: number;
	readonly stallMsP99: number;
}

const {BENCH_WATCH_FILE: file = ''} = process.env;
const delayMs = Number(process.env.BENCH_COMMIT_DELAY_MS ?? 0);
/** A byte for each commit. */
const commitsFile = `${file}.commits`;

function watchStalls(): void {
	const delays = monitorEventLoopDelay({resolution: 1});
	delays.enable();
	process.on('SIGUSR2', () => {
		const commits = statSync(commitsFile).size;
		const [max, p99] = [delays.max, delays.percentile(99)].map(ns => ns / 1_000_000);
		delays.reset();
		writeFileSync(file, JSON.stringify({commits, stallMsMax: max!, stallMsP99: p99!} satisfies HubWatch));
	});
}

/** A connection that prepares BEGIN IMMEDIATE is the one that writes: those that read end with a COMMIT as well. */
function watchCommits(): void {
	const clock = new Int32Array(new SharedArrayBuffer(4));
	const descriptor = openSync(commitsFile, 'a+');
	const writing = new WeakSet<DatabaseSync>();
	const {prepare} = DatabaseSync.prototype;
	DatabaseSync.prototype.prepare = function (this: DatabaseSync, sql: string): StatementSync {
		const statement = prepare.call(this, sql);
		if (sql === 'BEGIN IMMEDIATE') writing.add(this);
		if (sql !== 'COMMIT' || !writing.has(this)) return statement;
		const run = statement.run.bind(statement);
		statement.run = () => {
			if (delayMs > 0) Atomics.wait(clock, 0, 0, delayMs);
			writeSync(descriptor, '.');
			return run();
		};
		return statement;
	};
}

if (isMainThread) watchStalls();
else watchCommits();
