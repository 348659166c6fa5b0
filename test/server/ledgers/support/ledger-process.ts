/**
 * A ledger in a process of its own, to be killed: `node ledger-process.ts MODE FOLDER [ID…]`.
 *
 * append: stores the readings with these ids that are not stored yet, then new ones for ever, one or several at a
 * time. Prints `sent ID` before and `stored ID INDEX HASH` after each is durable.
 * crash: does what only a fault of our own can do.
 */
import {randomBytes, randomInt} from 'node:crypto';
import {writeSync} from 'node:fs';
import type {Parent} from '../../../../src/core/seal.ts';
import {sealBlock, sealGenesis} from '../../../../src/core/seal.ts';
import type {Entry} from '../../../../src/server/ledger.ts';
import {createSqliteLedger} from '../../../../src/server/ledgers/sqlite.ts';

const [mode, folder, ...ids] = process.argv.slice(2);
const clock = new Int32Array(new SharedArrayBuffer(4));

/** Returns when the line is in the pipe: whatever happens to this process next, it will be read. */
function print(line: string): void {
	for (let bytes = Buffer.from(`${line}\n`); bytes.length > 0; ) {
		try {
			bytes = bytes.subarray(writeSync(1, bytes));
		} catch (error) {
			if ((error as NodeJS.ErrnoException).code !== 'EAGAIN') throw error;
			Atomics.wait(clock, 0, 0, 1);
		}
	}
}

const ledger = createSqliteLedger({folder: folder!});
const {tip, version} = await ledger.open();
await ledger.announce('127.0.0.1:9000');
print(`open ${tip?.index}`);

let parent: Parent;
if (tip) {
	const newest = await ledger.read(version, tip.index, tip.index + 1);
	if (newest === 'replaced') throw new Error('nothing was replaced');
	parent = newest[0]!.block;
} else {
	const genesis = sealGenesis(Date.now());
	await ledger.append(null, [{block: genesis}]);
	parent = genesis;
}

async function add(wanted: readonly string[]): Promise<void> {
	const stored = await ledger.find(wanted);
	for (const [id, {index, hash}] of stored) print(`stored ${id} ${index} ${hash}`);
	const before = {index: parent.index, hash: parent.hash};
	const entries: Entry[] = [];
	for (const id of wanted) {
		if (stored.has(id)) continue;
		print(`sent ${id}`);
		const block = sealBlock(parent, 60 + (parent.index % 40), Date.now());
		entries.push({block, id});
		parent = block;
	}
	if (entries.length === 0) return;
	const write = await ledger.append(before, entries);
	if (write.kind !== 'stored') throw new Error(JSON.stringify(write));
	for (const {id, block} of entries) print(`stored ${id} ${block.index} ${block.hash}`);
}

if (mode === 'crash') await add(['id-that-comes-twice', 'id-that-comes-twice']);
await add(ids);
for (;;) await add(Array.from({length: randomInt(1, 20)}, () => randomBytes(15).toString('base64url')));
