/** The entry of both threads of a durable ledger: see sqlite.ts. */
import {parentPort, workerData} from 'node:worker_threads';
import type {LedgerReport, WorkerSetup} from './sqlite-messages.ts';
import {SqliteReader} from './sqlite-reader.ts';
import {SqliteWriter} from './sqlite-writer.ts';
import {answerCalls, sendReport} from './worker-calls.ts';

const setup = workerData as WorkerSetup;
const port = parentPort!;
const report = (each: LedgerReport): void => sendReport(port, each);
answerCalls(
	port,
	setup.role === 'writer' ? new SqliteWriter(setup, report) : new SqliteReader(setup, report),
);
