/** Data folders for hubs, filled as quickly as a ledger takes blocks. */
import {rmSync} from 'node:fs';
import {makeReadingId} from '../src/client/reading-id.ts';
import {sealBlock, sealGenesis} from '../src/core/seal.ts';
import type {Entry} from '../src/server/ledger.ts';
import {createSqliteLedger} from '../src/server/ledgers/sqlite.ts';
import {makeFolder} from '../test/support/child-env.ts';

/** A folder that is removed with everything in it at the end of its block. */
export interface Folder {
	readonly path: string;
	readonly [Symbol.dispose]: () => void;
}

const commitBlocks = 10_000;

export function makeDataFolder(): Folder {
	const path = makeFolder('data');
	return {path, [Symbol.dispose]: () => rmSync(path, {recursive: true, force: true})};
}

/** A ledger of `blocks` blocks, a second apart, each but the first with a reading that has an id, as from our client. */
export async function makeLedger(blocks: number, progress: (text: string) => void): Promise<Folder> {
	const folder = makeDataFolder();
	const ledger = createSqliteLedger({folder: folder.path});
	await ledger.open();
	const startMs = Date.now() - blocks * 1_000;
	let newest = sealGenesis(startMs);
	let entries: Entry[] = [{block: newest}];
	let stored: Promise<unknown> = Promise.resolve();
	let tip: typeof newest | null = null;
	for (let index = 1; index <= blocks; index++) {
		if (entries.length === commitBlocks || index === blocks) {
			// The next blocks are sealed while these are stored.
			await stored;
			progress(`making a ledger: ${index} of ${blocks} blocks`);
			stored = ledger.append(tip, entries);
			tip = newest;
			entries = [];
		}
		if (index === blocks) break;
		const nowMs = startMs + index * 1_000;
		newest = sealBlock(newest, 60 + (index % 40), nowMs);
		entries.push({block: newest, id: makeReadingId(nowMs)});
	}
	await stored;
	await ledger.close();
	return folder;
}
