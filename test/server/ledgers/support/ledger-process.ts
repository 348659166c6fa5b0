/**
 * A ledger in a process of its own, to be killed: `node ledger-process.ts MODE FOLDER [ID… | BPM]`.
 *
 * append: stores the readings with these ids that are not stored yet, then new ones for ever, one or several at a
 * time. Prints `sent ID` before and `stored ID INDEX HASH` after each is durable.
 * replace: appends as well, and now and then replaces some of the newest blocks; what that displaces is put again
 * before anything else. Prints `accepted BPM`, a different one each time, when a reading is durable.
 * crash: does what only a fault of our own can do.
 */
import {randomBytes, randomInt} from 'node:crypto';
import {writeSync} from 'node:fs';
import type {Block, Tip} from '../../../../src/core/block.ts';
import type {Parent} from '../../../../src/core/seal.ts';
import {sealBlock, sealGenesis} from '../../../../src/core/seal.ts';
import type {DisplacedReading, Entry} from '../../../../src/server/ledger.ts';
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

const ledger = createSqliteLedger({folder: folder!, replaceable: mode === 'replace'});
const {tip, version, displaced: found} = await ledger.open();
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

/** Goes on for ever from the displaced readings that the start found; every number is the BPM of one reading. */
async function replaceForEver(): Promise<never> {
	let waiting: readonly DisplacedReading[] = found;
	ledger.watch(change => {
		if (change.kind === 'replaced') waiting = [...waiting, ...change.displaced];
	});
	const blocks: Block[] = ((await ledger.read(version, 0, parent.index + 1)) as readonly Entry[]).map(
		({block}) => block,
	);
	const seal = (after: Parent, bpms: readonly number[]): Block[] => {
		const sealed: Block[] = [];
		for (const bpm of bpms) sealed.push(sealBlock(sealed.at(-1) ?? after, bpm, Date.now()));
		return sealed;
	};
	const tipNow = (): Tip => ({index: blocks.at(-1)!.index, hash: blocks.at(-1)!.hash});
	let next = Number(ids[0]);
	for (;;) {
		const again = waiting;
		const fresh = Array.from({length: randomInt(1, 5)}, () => next++);
		const sealed = seal(blocks.at(-1)!, [...again.map(({bpm}) => bpm), ...fresh]);
		const entries = sealed.map((block, at) => (again[at] ? {block, reading: again[at].reading} : {block}));
		waiting = [];
		if ((await ledger.append(tipNow(), entries)).kind !== 'stored') throw new Error('not stored');
		blocks.push(...sealed);
		for (const bpm of fresh) print(`accepted ${bpm}`);
		const depth = randomInt(1, 8);
		if (depth >= blocks.length) continue;
		const shared = blocks.length - 1 - depth;
		// What another hub took in has no number of ours.
		const branch = seal(blocks[shared]!, new Array<number>(depth + 1).fill(-1));
		const theirs = branch.map(block => ({block, foreign: true}));
		if ((await ledger.replaceFrom(tipNow(), shared + 1, theirs)).kind !== 'stored')
			throw new Error('not stored');
		blocks.splice(shared + 1, Number.POSITIVE_INFINITY, ...branch);
	}
}

if (mode === 'replace') await replaceForEver();
if (mode === 'crash') await add(['id-that-comes-twice', 'id-that-comes-twice']);
await add(ids);
for (;;) await add(Array.from({length: randomInt(1, 20)}, () => randomBytes(15).toString('base64url')));
