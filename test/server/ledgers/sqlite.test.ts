import {existsSync, readFileSync, statSync} from 'node:fs';
import path from 'node:path';
import {DatabaseSync} from 'node:sqlite';
import {describe, expect, it, onTestFinished} from 'vitest';
import {sealBlock} from '../../../src/core/seal.ts';
import {createSqliteLedger} from '../../../src/server/ledgers/sqlite.ts';
import {startMs} from '../../support/chains.ts';
import {makeFolder} from '../../support/child-env.ts';
import {Chain, copyLedger, idOf, makeLedger, openLedger, sealAfter, textOf} from './support/ledgers.ts';

describe('a ledger in SQLite', () => {
	it('is the same after it was closed and opened again', async () => {
		const first = await openLedger();
		const chain = new Chain(first.ledger);
		await chain.add(72, [80, idOf(2)], 65);
		const {id} = first.ledger;
		await first.ledger.close();

		const {ledger, opened} = await openLedger({folder: first.folder});
		expect(ledger.id).toBe(id);
		expect(opened).toEqual({tip: chain.tip, version: 0, displaced: [], notes: []});
		expect(await ledger.readText(0, 0, 10_000)).toEqual({bytes: Buffer.from(textOf(chain.blocks)), to: 4});
		expect(await ledger.find([idOf(2)])).toEqual(
			new Map([[idOf(2), {index: 2, hash: chain.blocks[2]!.hash, bpm: 80}]]),
		);
		await new Chain(ledger, chain.blocks).add(90);
	});

	it('has everything that was acknowledged on the disk, whether it is closed or not', async () => {
		const {ledger, folder} = await openLedger();
		const chain = new Chain(ledger);
		await chain.add(72);
		await chain.add([80, idOf(2)]);
		const copy = await openLedger({folder: copyLedger(folder)});
		expect(copy.opened).toEqual({tip: chain.tip, version: 0, displaced: [], notes: []});
		expect((await copy.ledger.find([idOf(2)])).get(idOf(2))).toMatchObject(chain.tip!);
	});

	it('keeps everything to its owner', async () => {
		const {ledger, folder} = await openLedger();
		await new Chain(ledger).add(72);
		const modeOf = (file: string): number => statSync(file).mode & 0o777;
		expect(modeOf(folder)).toBe(0o700);
		for (const name of ['chain.db', 'chain.db-wal', 'chain.db-shm', 'chain.db.lock', 'chain.tip', 'hub.json'])
			expect([name, modeOf(path.join(folder, name))]).toEqual([name, 0o600]);
	});

	it('leaves one database behind when it is closed, with nothing in a log', async () => {
		const {folder} = await makeLedger(3);
		expect(existsSync(path.join(folder, 'chain.db-wal'))).toBe(false);
		expect(existsSync(path.join(folder, 'hub.json'))).toBe(false);
		const database = new DatabaseSync(path.join(folder, 'chain.db'), {readOnly: true});
		onTestFinished(() => database.close());
		expect(database.prepare('SELECT count(*) AS count FROM blocks').get()).toMatchObject({count: 4});
	});

	it('notes its tip outside the database after every commit', async () => {
		const {ledger, folder} = await openLedger();
		const chain = new Chain(ledger);
		const note = (): string => readFileSync(path.join(folder, 'chain.tip'), 'utf8');
		await chain.add(72);
		expect(note()).toBe(`${ledger.id} 0000000000000001 ${chain.tip!.hash}\n`);
		await chain.add(80, 65);
		expect(note()).toBe(`${ledger.id} 0000000000000003 ${chain.tip!.hash}\n`);
	});

	it('keeps a row for every reading accepted here, and none for other blocks', async () => {
		const {ledger, folder} = await openLedger();
		const chain = new Chain(ledger);
		await chain.add(72, [80, idOf(2)]);
		const [foreign] = chain.seal([99]);
		await ledger.append(chain.tip, [{...foreign!, foreign: true}]);
		const database = new DatabaseSync(path.join(folder, 'chain.db'), {readOnly: true});
		onTestFinished(() => database.close());
		const readings = database.prepare('SELECT id, bpm, idx, hash FROM readings ORDER BY reading').all();
		expect(readings.map(row => ({...row}))).toEqual([
			{id: null, bpm: 72, idx: 1, hash: chain.blocks[1]!.hash},
			{id: idOf(2), bpm: 80, idx: 2, hash: chain.blocks[2]!.hash},
		]);
	});

	it('keeps replaced blocks, with when and why, and the attempts of their readings', async () => {
		const {ledger, folder} = await openLedger({replaceable: true});
		const chain = new Chain(ledger);
		await chain.add(72, [80, idOf(2)], 65);
		const branch = new Chain(ledger, chain.blocks.slice(0, 2)).seal([90, 91, [80, idOf(2)]]);
		await ledger.replaceFrom(chain.tip!, 2, branch);
		const {index, hash} = branch[2]!.block;
		expect(await ledger.find([idOf(2)])).toEqual(new Map([[idOf(2), {index, hash, bpm: 80}]]));

		const database = new DatabaseSync(path.join(folder, 'chain.db'), {readOnly: true});
		onTestFinished(() => database.close());
		const replaced = database.prepare('SELECT * FROM replaced ORDER BY seq, idx').all();
		expect(replaced.map(({replaced_at: at, ...row}) => [Number.isNaN(Date.parse(String(at))), row])).toEqual(
			chain.blocks
				.slice(2)
				.map(({index: idx, timestamp, bpm, hash, prevHash: prev_hash}) => [
					false,
					{seq: 1, idx, why: 'peer', timestamp, bpm, hash, prev_hash},
				]),
		);
		const attempts = database.prepare('SELECT idx, hash FROM attempts').all();
		expect(attempts.map(row => ({...row}))).toEqual([{idx: 2, hash: chain.blocks[2]!.hash}]);
	});

	it('finds a reading in an older attempt when the chain goes back to it', async () => {
		const {ledger} = await openLedger({replaceable: true});
		const chain = new Chain(ledger);
		await chain.add(72, [80, idOf(2)]);
		const branch = new Chain(ledger, chain.blocks.slice(0, 2)).seal([90, [80, idOf(2)]]);
		await ledger.replaceFrom(chain.tip!, 2, branch);
		const tip = {index: 3, hash: branch[1]!.block.hash};
		const back = [...chain.blocks.slice(2), ...chain.seal([60, 61]).map(({block}) => block)];
		const entries = back.map(block => ({block, foreign: true}));
		await ledger.replaceFrom(tip, 2, entries);
		const {hash} = chain.blocks[2]!;
		expect(await ledger.find([idOf(2)])).toEqual(new Map([[idOf(2), {index: 2, hash, bpm: 80}]]));
	});

	it('goes on after a replacement as the version it was', async () => {
		const {ledger, folder} = await openLedger({replaceable: true});
		const chain = new Chain(ledger);
		await chain.add(72, 80);
		const branch = new Chain(ledger, chain.blocks.slice(0, 1)).seal([90, 91, 92]);
		await ledger.replaceFrom(chain.tip!, 1, branch);
		await ledger.close();
		const again = await openLedger({folder});
		expect(again.opened).toMatchObject({tip: {index: 3, hash: branch[2]!.block.hash}, version: 1, notes: []});
		expect(await again.ledger.read(0, 0, 2)).toBe('replaced');
	});

	it('takes in blocks that another program added by hand', async () => {
		const {ledger, folder, changes} = await openLedger();
		const chain = new Chain(ledger);
		await chain.add(72);
		const block = sealBlock(chain.blocks[1]!, 99, startMs + 60_000);
		const database = new DatabaseSync(path.join(folder, 'chain.db'));
		const {index, timestamp, bpm, hash, prevHash} = block;
		database.prepare('INSERT INTO blocks VALUES (?, ?, ?, ?, ?)').run(index, timestamp, bpm, hash, prevHash);
		database.close();
		const write = await ledger.append(chain.tip, chain.seal([80]));
		expect(write).toEqual({kind: 'conflict', tip: {index: 2, hash}});
		expect(changes.at(-1)).toEqual({kind: 'appended', version: 0, entries: [{block, foreign: true}]});
		await new Chain(ledger, [...chain.blocks, block]).add(80);
	});

	it('reports how far the verification is, to its end', async () => {
		const {folder} = await makeLedger(5_000);
		const ledger = createSqliteLedger({folder});
		onTestFinished(() => ledger.close());
		const seen: (readonly [number, number])[] = [];
		await ledger.open((verified, total) => seen.push([verified, total]));
		expect(seen.at(-1)).toEqual([5_001, 5_001]);
		expect(seen.map(([verified]) => verified)).toEqual(
			seen.map(([verified]) => verified).sort((a, b) => a - b),
		);
	});

	it('gives buffers that nobody else has', async () => {
		const {ledger} = await openLedger();
		await new Chain(ledger).add(72, 80);
		const ranges = await Promise.all([ledger.readText(0, 0, 10_000), ledger.readText(0, 0, 10_000)]);
		const [one, two] = ranges.map(range => (range === 'replaced' ? null : range.bytes));
		expect(one).toEqual(two);
		expect(one!.buffer).not.toBe(two!.buffer);
		expect(one!.buffer.byteLength).toBe(one!.length);
	});

	it('reads and finds while a commit waits for a slow disk, and never holds the main thread up', async () => {
		const {ledger} = await openLedger({faults: {commitDelayMs: 300}});
		const chain = new Chain(ledger);
		await chain.add(72, [80, idOf(2)]);
		let isStored = false;
		const storing = chain.add(65).then(() => {
			isStored = true;
		});
		let longestMs = 0;
		let lastMs = performance.now();
		const timer = setInterval(() => {
			longestMs = Math.max(longestMs, performance.now() - lastMs);
			lastMs = performance.now();
		}, 1);
		expect(await ledger.readText(0, 0, 1_000)).toMatchObject({to: 3});
		expect((await ledger.find([idOf(2)])).size).toBe(1);
		expect(await ledger.hashesAt([3])).toEqual(new Map());
		expect(isStored).toBe(false);
		await storing;
		clearInterval(timer);
		expect(await ledger.hashesAt([3])).toEqual(new Map([[3, chain.tip!.hash]]));
		expect(longestMs).toBeLessThan(150);
	});

	it('takes batches of any size', async () => {
		const {ledger} = await openLedger();
		const chain = new Chain(ledger);
		await chain.add();
		await chain.add(...Array.from({length: 4_096}, (_, at) => [60 + (at % 40), idOf(at)] as const));
		const ids = Array.from({length: 4_096}, (_, at) => idOf(at));
		expect((await ledger.find(ids)).size).toBe(4_096);
		const write = await ledger.append(chain.tip, chain.seal([60]));
		expect(write).toMatchObject({kind: 'stored', tip: {index: 4_097}});
	});

	it('tells of a long branch of another hub part by part, in order, before the write resolves', async () => {
		const {ledger, changes, folder} = await openLedger();
		const chain = new Chain(ledger);
		await chain.add(72);
		const branch = sealAfter(
			chain.blocks[1]!,
			Array.from({length: 10_001}, (_, at) => 60 + (at % 40)),
		);
		const entries = branch.map(block => ({block, foreign: true}));
		let told: readonly number[] = [];
		const write = ledger.append(chain.tip, entries).then(result => {
			told = changes.slice(1).map(change => (change.kind === 'appended' ? change.entries.length : -1));
			return result;
		});
		expect(await write).toMatchObject({kind: 'stored', tip: {index: 10_002, hash: branch.at(-1)!.hash}});
		expect(told).toEqual([5_001, 5_000]);
		expect(changes.slice(1).flatMap(change => (change.kind === 'appended' ? change.entries : []))).toEqual(
			entries,
		);
		await ledger.close();
		const again = await openLedger({folder});
		expect(again.opened.tip).toEqual({index: 10_002, hash: branch.at(-1)!.hash});
		const some = [2, 21, 22, 5_002, 5_003, 10_002];
		expect(await again.ledger.hashesAt(some)).toEqual(
			new Map(some.map(index => [index, branch[index - 2]!.hash])),
		);
	});

	it('stores nothing of a long branch that follows another tip', async () => {
		const {ledger, changes} = await openLedger();
		const chain = new Chain(ledger);
		await chain.add(72, 73);
		const branch = sealAfter(chain.blocks[1]!, Array(10_000).fill(80));
		const write = await ledger.append(
			chain.blocks[1]!,
			branch.map(block => ({block, foreign: true})),
		);
		expect(write).toEqual({kind: 'conflict', tip: chain.tip});
		expect(changes).toHaveLength(1);
		await chain.add(74);
	});

	it('does not take blocks that do not follow each other, nor none', async () => {
		const {ledger} = await openLedger();
		const chain = new Chain(ledger);
		await chain.add(72, 80);
		const [first, second] = chain.seal([60, 61]) as [never, never];
		await expect(ledger.append(chain.tip, [second, first])).rejects.toThrow('block 3 does not follow');
		await expect(ledger.append(chain.tip, [])).rejects.toThrow('there is nothing to store');
	});

	it('is opened once, and nothing is asked of it before', async () => {
		const ledger = createSqliteLedger({folder: makeFolder('ledger')});
		expect(() => ledger.id).toThrow('the ledger is not open');
		await expect(ledger.find([])).rejects.toThrow('the ledger is not open');
		await ledger.open();
		onTestFinished(() => ledger.close());
		await expect(ledger.open()).rejects.toThrow('a ledger is opened once');
	});
});
