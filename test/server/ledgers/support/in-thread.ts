/** What the threads of a ledger do, done in this one: hundreds of ledgers are opened in the time of ten. */
import {MessageChannel} from 'node:worker_threads';
import type {Block} from '../../../../src/core/block.ts';
import type {FoundEntry, OpenedLedger} from '../../../../src/server/ledger.ts';
import {toBlock} from '../../../../src/server/ledgers/block-row.ts';
import {SqliteReader} from '../../../../src/server/ledgers/sqlite-reader.ts';
import {SqliteWriter} from '../../../../src/server/ledgers/sqlite-writer.ts';

export interface LedgerContent {
	readonly id: string;
	readonly opened: OpenedLedger;
	readonly blocks: readonly Block[];
	readonly found: ReadonlyMap<string, FoundEntry>;
}

/** The threads of the ledger in a folder, which have opened nothing yet. */
function makeThreads(folder: string) {
	const {port1, port2} = new MessageChannel();
	const setup = {folder, faults: {}};
	const writer = new SqliteWriter({...setup, role: 'writer', peer: port1}, () => {});
	const reader = new SqliteReader({...setup, role: 'reader', peer: port2}, () => {});
	const close = async (): Promise<void> => {
		reader.close();
		await writer.close();
		port1.close();
	};
	return {writer, reader, close};
}

/** Opens the ledger in a folder to write to it where a fault of our own is an error like others. */
export function openInThread(folder: string): {writer: SqliteWriter; close: () => Promise<void>} {
	const {writer, close} = makeThreads(folder);
	writer.prepare();
	writer.start([]);
	return {writer, close};
}

/** Opens the ledger in a folder as a hub does at its start, reads all of it, and closes it again. */
export async function readLedger(folder: string, ids: readonly string[] = []): Promise<LedgerContent> {
	const {writer, reader, close} = makeThreads(folder);
	try {
		const id = writer.prepare();
		writer.verify();
		const opened = writer.start(await reader.checkReadings());
		const rows = await reader.read(opened.version, 0, (opened.tip?.index ?? -1) + 1);
		if (rows === 'replaced') throw new Error('the version that was just opened is not there');
		return {id, opened, blocks: rows.map(toBlock), found: await reader.find(ids)};
	} finally {
		await close();
	}
}
