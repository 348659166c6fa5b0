import {appendFileSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import {afterEach, expect, it} from 'vitest';
import {Journal} from '../../src/relay/journal.ts';
import {makeFolder} from '../support/child-env.ts';
import {mountSmallDisk} from '../support/small-disk.ts';

const open: Journal[] = [];

afterEach(async () => {
	for (const journal of open.splice(0)) await journal.close();
});

/** A journal that is closed when the test is over, and not before: closing it writes it anew. */
async function openJournal(file: string, present: () => readonly object[]) {
	const opened = await Journal.open(file, present);
	open.push(opened.journal);
	return opened;
}

/** A journal in a new folder, in which these records were written one after the other; it is left open. */
async function writeJournal(...records: readonly object[]): Promise<string> {
	const file = path.join(makeFolder('journal'), 'queue.journal');
	const {journal} = await openJournal(file, () => []);
	for (const record of records) await journal.append(record);
	return file;
}

async function read(file: string) {
	const {records, damaged} = await openJournal(file, () => []);
	return {records, damaged};
}

it('gives back what was appended, in its order', async () => {
	const file = await writeJournal({a: 1}, {b: 'é "quoted"\n🫀'}, {a: 2});

	expect(await read(file)).toEqual({records: [{a: 1}, {b: 'é "quoted"\n🫀'}, {a: 2}], damaged: 0});
	expect(readFileSync(file, 'latin1').split('\n')[0]).toBe('561bacaf {"a":1}');
});

it('is for its owner alone', async () => {
	const file = await writeJournal({a: 1});

	expect(statSync(file).mode & 0o777).toBe(0o600);
});

it('shares one sync between the records of one turn', async () => {
	const file = path.join(makeFolder('journal'), 'queue.journal');
	const {journal} = await openJournal(file, () => []);
	await Promise.all(Array.from({length: 1_000}, (_, i) => journal.append({i})));

	expect((await read(file)).records).toHaveLength(1_000);
});

it('leaves out a line that broke off when the machine stopped: nobody was told of it', async () => {
	const file = await writeJournal({a: 1});
	appendFileSync(file, '12345678 {"b"');

	expect(await read(file)).toEqual({records: [{a: 1}], damaged: 0});
});

it.each([...Array(16).keys()])('notices a changed byte, at %i, and keeps the file as it was', async at => {
	const file = await writeJournal({a: 1}, {b: 2});
	const bytes = readFileSync(file);
	bytes[at]! ^= 1;
	writeFileSync(file, bytes);

	expect(await read(file)).toEqual({records: [{b: 2}], damaged: 1});
	expect(readFileSync(`${file}.damaged`)).toEqual(bytes);
});

it('is written anew with what counts when most of it does not any more', async () => {
	const file = path.join(makeFolder('journal'), 'queue.journal');
	const {journal} = await openJournal(file, () => [{present: true}]);
	for (let turn = 0; turn < 3; turn++)
		await Promise.all(Array.from({length: 6_000}, (_, i) => journal.append({turn, i})));

	const {records} = await read(file);
	expect(records[0]).toEqual({present: true});
	expect(records).toHaveLength(1 + 6_000);
});

it('says that a record is not kept where there is no place for it, and goes on when there is again', async () => {
	const folder = makeFolder('journal');
	const file = path.join(folder, 'queue.journal');
	const {journal} = await openJournal(file, () => [{present: true}]);
	rmSync(folder, {recursive: true});
	await expect(journal.append({a: 1})).rejects.toThrow('ENOENT');
	mkdirSync(folder);
	await journal.append({a: 2});

	expect((await read(file)).records).toEqual([{present: true}, {a: 2}]);
});

it('holds what is present and nothing else when it was closed', async () => {
	const file = path.join(makeFolder('journal'), 'queue.journal');
	const {journal} = await openJournal(file, () => [{present: true}]);
	await journal.append({a: 1});
	await journal.close();

	expect((await read(file)).records).toEqual([{present: true}]);
});

it('on a disk that becomes full holds exactly what it said that it keeps, and takes no more room', async context => {
	using disk = mountSmallDisk(262_144, context);
	const file = path.join(disk.folder, 'queue.journal');
	const kept: object[] = [];
	const {journal} = await openJournal(file, () => kept);
	let refused = 0;
	for (let turn = 0; refused === 0; turn++) {
		const records = Array.from({length: 200}, (_, i) => ({turn, i}));
		const append = async (record: object) => {
			await journal.append(record).then(
				() => kept.push(record),
				() => refused++,
			);
		};
		await Promise.all(records.map(append));
	}

	expect(refused).toBe(200);
	expect(await read(file)).toEqual({records: kept, damaged: 0});
	expect(readdirSync(disk.folder)).toEqual(['queue.journal']);
});
