/** Disks that fail, fill up, go away and come back, and other programs that hold the database. */
import {spawnSync} from 'node:child_process';
import {renameSync, rmSync, statfsSync, statSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import {DatabaseSync} from 'node:sqlite';
import {describe, expect, it, onTestFinished} from 'vitest';
import type {Tip} from '../../../src/core/block.ts';
import type {Entry} from '../../../src/server/ledger.ts';
import {makeFolder} from '../../support/child-env.ts';
import {requireProgram, type Skippable} from '../../support/needs.ts';
import {readLedger} from './support/in-thread.ts';
import {Chain, copyLedger, idOf, makeLedger, openLedger, refusalOf, textOf} from './support/ledgers.ts';

/** SQLITE_IOERR_FSYNC and SQLITE_FULL. */
const fsyncFailed = 1_034;
const diskFull = 13;
const inputOutput = 'the disk reports an input/output error';

/** A small disk of its own, or a test that is visibly skipped where mounting is not allowed. */
function mountDisk(size: string, {skip}: Skippable): string {
	const disk = makeFolder('disk');
	const {status, error, stderr} = spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${size}`, 'tmpfs', disk]);
	if (status !== 0) skip(`no disk can be mounted here (${error?.message ?? stderr.toString().trim()})`);
	onTestFinished(() => void spawnSync('umount', ['-l', disk]));
	return disk;
}

describe('a commit that reports an error', () => {
	it('is answered as stored when it is on the disk', async () => {
		const faults = {failures: [{commit: 3, stored: true, errcode: fsyncFailed}]};
		const {ledger, folder, changes} = await openLedger({faults});
		const chain = new Chain(ledger);
		await chain.add(72);
		await chain.add(80);
		const entries = chain.seal([[65, idOf(3)]]);
		const tip = {index: 3, hash: entries[0]!.block.hash};
		expect(await ledger.append(chain.tip, entries)).toEqual({kind: 'stored', tip});
		expect(changes.slice(2)).toEqual([
			{kind: 'health', ok: false, reason: inputOutput},
			{kind: 'health', ok: true, reason: 'the ledger works again'},
			{kind: 'appended', version: 0, entries},
		]);
		expect((await ledger.find([idOf(3)])).get(idOf(3))).toMatchObject(tip);
		expect((await readLedger(copyLedger(folder))).opened).toEqual({
			tip,
			version: 0,
			displaced: [],
			notes: [],
		});
		await new Chain(ledger, [...chain.blocks, entries[0]!.block]).add(66);
	});

	it.each([
		['not', fsyncFailed, inputOutput],
		['for want of room not', diskFull, 'the disk is full'],
	])('is answered as not stored when it is %s on the disk, which is final', async (_how, errcode, reason) => {
		const faults = {failures: [{commit: 2, stored: false, errcode}]};
		const {ledger, folder, changes, untilHealth} = await openLedger({faults});
		const chain = new Chain(ledger);
		await chain.add(72);
		expect(await ledger.append(chain.tip, chain.seal([[80, idOf(2)]]))).toEqual({kind: 'notStored', reason});
		// Whatever the commit left in the log is gone from it: no later start can find it there.
		expect(statSync(path.join(folder, 'chain.db-wal')).size).toBe(0);
		expect(changes.slice(1)).toEqual([{kind: 'health', ok: false, reason}]);
		expect(await ledger.find([idOf(2)])).toEqual(new Map());
		expect((await readLedger(copyLedger(folder))).opened.tip).toEqual(chain.tip);
		await untilHealth(({ok}) => ok);
		await chain.add([90, idOf(2)]);
		expect((await ledger.find([idOf(2)])).get(idOf(2))).toMatchObject({index: 2, bpm: 90});
	});

	it('of a replacement is answered by what is there, too', async () => {
		const failures = [
			{commit: 2, stored: false, errcode: fsyncFailed},
			{commit: 3, stored: true, errcode: fsyncFailed},
		];
		const {ledger} = await openLedger({replaceable: true, faults: {failures}});
		const chain = new Chain(ledger);
		await chain.add(72, 80);
		const branch = new Chain(ledger, chain.blocks.slice(0, 1)).seal([90, 91, 92]);
		const answer = {kind: 'notStored', reason: inputOutput};
		expect(await ledger.replaceFrom(chain.tip!, 1, branch)).toEqual(answer);
		expect(await ledger.readText(0, 0, 10_000)).toMatchObject({bytes: Buffer.from(textOf(chain.blocks))});
		expect(await ledger.replaceFrom(chain.tip!, 1, branch)).toMatchObject({kind: 'stored', tip: {index: 3}});
		expect(await ledger.read(1, 1, 4)).toEqual(branch);
	});

	it('never comes back after it was answered as not stored, though the log held all of it', async ({
		skip,
	}) => {
		requireProgram('dd', {skip});
		const faults = {failures: [{commit: 3, stored: false, errcode: fsyncFailed}]};
		const {ledger, folder} = await openLedger({faults});
		const chain = new Chain(ledger);
		await chain.add(72);
		expect(await ledger.find([idOf(2)])).toEqual(new Map());
		const entries = chain.seal([[80, idOf(2)]]);
		// After a failed fsync the log holds the transaction, and what SQLite keeps in memory of the log does not:
		// put together here by taking the latter back. By another process, as SQLite's locks are this one's.
		const copy = (from: string, to: string): void => {
			expect(spawnSync('dd', [`if=${from}`, `of=${to}`, 'conv=notrunc']).status).toBe(0);
		};
		const memory = path.join(folder, 'chain.db-shm');
		copy(memory, `${folder}-memory`);
		expect(await ledger.append(chain.tip, entries)).toMatchObject({kind: 'stored'});
		copy(`${folder}-memory`, memory);
		expect(await ledger.find([idOf(2)])).toEqual(new Map());
		const tipAfterPowerCut = async (): Promise<Tip | null> => {
			const left = copyLedger(folder);
			rmSync(path.join(left, 'chain.tip'));
			return (await readLedger(left)).opened.tip;
		};
		expect(await tipAfterPowerCut()).toMatchObject({index: 2});

		const answer = {kind: 'notStored', reason: inputOutput};
		expect(await ledger.append(chain.tip, entries)).toEqual(answer);
		expect(await tipAfterPowerCut()).toEqual(chain.tip);
	});

	it('is answered by nobody until the disk is back, and then by what is there', async () => {
		const faults = {failures: [{commit: 2, stored: true, errcode: fsyncFailed}]};
		const {ledger, folder, untilHealth} = await openLedger({faults});
		const chain = new Chain(ledger);
		await chain.add(72);
		const entries = chain.seal([80]);
		let isAnswered = false;
		renameSync(folder, `${folder}-away`);
		const answer = ledger.append(chain.tip, entries).finally(() => {
			isAnswered = true;
		});
		const reading = ledger.readText(0, 0, 10_000);
		await untilHealth(({reason}) => reason === 'the database cannot be opened');
		expect(isAnswered).toBe(false);
		renameSync(`${folder}-away`, folder);
		expect(await answer).toEqual({kind: 'stored', tip: {index: 2, hash: entries[0]!.block.hash}});
		await untilHealth(({ok}) => ok);
		expect(await reading).toMatchObject({to: expect.any(Number)});
		expect(await ledger.hashesAt([2])).toEqual(new Map([[2, entries[0]!.block.hash]]));
	});

	it('is answered by nobody while another program keeps the answer from being final', async () => {
		const faults = {failures: [{commit: 2, stored: false, errcode: fsyncFailed}]};
		const {ledger, folder, untilHealth} = await openLedger({faults});
		const chain = new Chain(ledger);
		await chain.add(72);
		const shell = new DatabaseSync(path.join(folder, 'chain.db'), {readOnly: true});
		onTestFinished(() => shell.close());
		shell.exec('BEGIN; SELECT count(*) FROM blocks');
		let isAnswered = false;
		const answer = ledger.append(chain.tip, chain.seal([80])).finally(() => {
			isAnswered = true;
		});
		await untilHealth(({reason}) => reason === 'the database is locked by another program');
		expect(isAnswered).toBe(false);
		shell.exec('COMMIT');
		expect(await answer).toEqual({kind: 'notStored', reason: inputOutput});
		await untilHealth(({ok}) => ok);
		await chain.add(80);
	});

	it('never takes another database for its own', async () => {
		const faults = {failures: [{commit: 2, stored: false, errcode: fsyncFailed}]};
		const {ledger, folder, untilHealth} = await openLedger({faults});
		const other = await makeLedger(3);
		const chain = new Chain(ledger);
		await chain.add(72);
		renameSync(folder, `${folder}-away`);
		renameSync(other.folder, folder);
		const answer = ledger.append(chain.tip, chain.seal([80]));
		await untilHealth(({reason}) => reason === 'the database is damaged');
		renameSync(folder, other.folder);
		renameSync(`${folder}-away`, folder);
		expect(await answer).toEqual({kind: 'notStored', reason: inputOutput});
		expect((await readLedger(other.folder)).opened.tip).toEqual(other.chain.tip);
	});
});

describe('a database that another program has locked', () => {
	it('stores nothing for as long, serves readers, and says when it works again', async () => {
		const {ledger, folder, untilHealth} = await openLedger();
		const chain = new Chain(ledger);
		await chain.add(72);
		const shell = new DatabaseSync(path.join(folder, 'chain.db'));
		onTestFinished(() => shell.close());
		shell.exec('BEGIN IMMEDIATE');
		const reason = 'the database is locked by another program';
		const writing = ledger.append(chain.tip, chain.seal([80]));
		expect(await ledger.readText(0, 0, 10_000)).toMatchObject({to: 2});
		expect(await writing).toEqual({kind: 'notStored', reason});
		await untilHealth(health => !health.ok && health.reason === reason);
		expect(await ledger.hashesAt([1, 2])).toEqual(new Map([[1, chain.tip!.hash]]));
		shell.exec('ROLLBACK');
		await untilHealth(({ok}) => ok);
		await chain.add(80);
	});

	it('is waited for, for a moment', async () => {
		const {ledger, folder, changes} = await openLedger();
		const chain = new Chain(ledger);
		await chain.add(72);
		const shell = new DatabaseSync(path.join(folder, 'chain.db'));
		onTestFinished(() => shell.close());
		shell.exec('BEGIN IMMEDIATE');
		const writing = chain.add(80);
		expect(await ledger.readText(0, 0, 10_000)).toMatchObject({to: 2});
		shell.exec('ROLLBACK');
		await writing;
		expect(changes.map(({kind}) => kind)).toEqual(['appended', 'appended']);
	});
});

describe('a disk that is full', () => {
	it('refuses what it cannot store, serves what it has, and works again when there is room', async ({
		skip,
	}) => {
		const disk = mountDisk('1m', {skip});
		const filler = path.join(disk, 'filler');
		writeFileSync(filler, Buffer.alloc(300 * 1024));
		const {ledger, folder, untilHealth} = await openLedger({folder: path.join(disk, 'data')});
		const chain = new Chain(ledger);
		await chain.add();
		const refused: Entry[] = [];
		let number = 0;
		for (let attempt = 0; attempt < 200 && refused.length < 3; attempt++) {
			const entries = chain.seal(
				Array.from({length: 10}, () => [60 + (number % 40), idOf(number++)] as const),
			);
			const write = await ledger.append(chain.tip, entries);
			if (write.kind === 'stored') chain.blocks.push(...entries.map(({block}) => block));
			else {
				expect(write).toEqual({kind: 'notStored', reason: 'the disk is full'});
				refused.push(...entries.slice(0, 1));
			}
		}
		expect(refused.length).toBe(3);
		expect(chain.blocks.length).toBeGreaterThan(10);
		await untilHealth(health => !health.ok && health.reason === 'the disk is full');
		const range = await ledger.readText(0, 0, 10_000_000);
		expect(range).toEqual({bytes: Buffer.from(textOf(chain.blocks)), to: chain.blocks.length});
		expect(await ledger.find(refused.map(({id}) => id!))).toEqual(new Map());

		rmSync(filler);
		await untilHealth(({ok}) => ok);
		await chain.add([72, idOf(1_000_000)]);
		await ledger.close();
		const {opened, blocks} = await readLedger(folder);
		expect(opened).toEqual({tip: chain.tip, version: 0, displaced: [], notes: []});
		expect(blocks).toEqual(chain.blocks);
	});

	it('is named at the start', async ({skip}) => {
		const disk = mountDisk('64k', {skip});
		writeFileSync(path.join(disk, 'filler'), Buffer.alloc(60 * 1024));
		const refusal = await refusalOf(path.join(disk, 'data'));
		expect(refusal.code).toBe('LEDGER_UNAVAILABLE');
		expect(refusal.message).toContain('the disk is full');
	});

	it('is named, too, where a ledger is there and SQLite has no room to open it', async ({skip}) => {
		const disk = mountDisk('256k', {skip});
		const folder = path.join(disk, 'data');
		const {ledger} = await openLedger({folder});
		await new Chain(ledger).add(72);
		await ledger.close();
		const {bavail, bsize} = statfsSync(disk);
		writeFileSync(path.join(disk, 'filler'), Buffer.alloc((bavail - 3) * bsize));
		expect((await refusalOf(folder)).message).toBe(
			`The ledger cannot be opened: ${folder}/chain.db: the disk is full: a hub needs some room to start.`,
		);
	});
});

it('a disk that is read-only is named at the start', async ({skip}) => {
	const disk = mountDisk('2m', {skip});
	const folder = path.join(disk, 'data');
	const {ledger} = await openLedger({folder});
	await new Chain(ledger).add(72);
	await ledger.close();
	expect(spawnSync('mount', ['-o', 'remount,ro', disk]).status).toBe(0);
	const refusal = await refusalOf(folder);
	expect(refusal.code).toBe('LEDGER_UNAVAILABLE');
	expect(refusal.message).toBe(
		`The ledger cannot be opened: ${folder}/chain.db.lock: the disk is read-only.`,
	);
	const isNew = path.join(disk, 'new', 'one');
	expect((await refusalOf(isNew)).message).toBe(
		`The ledger cannot be opened: ${isNew}: the disk is read-only.`,
	);
});
