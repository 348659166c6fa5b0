import {spawnSync} from 'node:child_process';
import {existsSync, readdirSync, utimesSync, writeFileSync} from 'node:fs';
import {hostname} from 'node:os';
import path from 'node:path';
import {describe, expect, it} from 'vitest';
import {
	formatReadings,
	type KeptReading,
	parseReadings,
	ReadingFile,
} from '../../../src/client/memory/reading-file.ts';
import {makeFolder} from '../../support/child-env.ts';

const readings: readonly KeptReading[] = [
	{id: 'NwqLk3-aaaaaaaaaaaaaaaa', bpm: 72, ledger: 'one', bare: false},
	{id: 'NwqLk3-bbbbbbbbbbbbbbbb', bpm: -5, ledger: null, bare: true},
];
const name = 'readings.0123456789abcdef.json';

/** The number of a process that has ended. */
function findDeadPid(): number {
	return spawnSync(process.execPath, ['-e', '']).pid;
}

function leave(owner: Parameters<typeof formatReadings>[0]): string {
	const folder = makeFolder('hub');
	writeFileSync(path.join(folder, name), formatReadings(owner, readings));
	return folder;
}

describe('readings that a run left behind', () => {
	it.each([
		['said goodbye', null],
		['crashed', {host: hostname(), pid: findDeadPid()}],
		['crashed and had the number of this one', {host: hostname(), pid: process.pid}],
	])('are taken over from one that %s', async (_, owner) => {
		const folder = leave(owner);
		const file = new ReadingFile(folder);
		const found = await file.find();
		expect(found).toEqual({readings, files: [path.join(folder, name)], damaged: []});
		expect(existsSync(path.join(folder, name))).toBe(true);
		file.adopt(found.files);
		await file.write(readings, true);
		expect(readdirSync(folder)).toHaveLength(1);
		expect((await new ReadingFile(folder).find()).readings).toEqual(readings);
	});

	it.each([
		['runs', {host: hostname(), pid: process.ppid}],
		['may run on another machine', {host: `not-${hostname()}`, pid: 1}],
	])('stay with one that %s, until it has been silent for long', async (_, owner) => {
		const folder = leave(owner);
		expect((await new ReadingFile(folder).find()).readings).toEqual([]);
		const longAgo = new Date(Date.now() - 120_000);
		utimesSync(path.join(folder, name), longAgo, longAgo);
		expect((await new ReadingFile(folder).find()).readings).toEqual(readings);
	});

	it('are none where there is no folder, and nothing is made then', async () => {
		const folder = path.join(makeFolder('hub'), 'none');
		const file = new ReadingFile(folder);
		expect((await file.find()).readings).toEqual([]);
		await file.write([], true);
		expect(existsSync(folder)).toBe(false);
	});

	it('are taken over as far as one run can have them; the rest waits for the next one', async () => {
		const folder = makeFolder('hub');
		const many = (mark: string) =>
			Array.from({length: 6_000}, (_, at) => ({
				...readings[0]!,
				id: `NwqLk3-${mark}${String(at).padStart(15, '0')}`,
			}));
		for (const mark of ['a', 'b']) {
			const text = formatReadings(null, many(mark));
			writeFileSync(path.join(folder, name.replace('0', mark)), text);
		}
		const file = new ReadingFile(folder);
		const found = await file.find();
		expect(found.readings).toHaveLength(6_000);
		file.adopt(found.files);
		await file.write([], true);
		const rest = await new ReadingFile(folder).find();
		const ids = [...found.readings, ...rest.readings].map(({id}) => id).sort();
		expect(ids).toEqual([...many('a'), ...many('b')].map(({id}) => id));
	});

	it('are set aside when their file is damaged', async () => {
		const folder = makeFolder('hub');
		writeFileSync(path.join(folder, name), '{"version":1,"owner":null,"readings":[');
		const aside = path.join(folder, `${name}.damaged`);
		expect(await new ReadingFile(folder).find()).toEqual({readings: [], files: [], damaged: [aside]});
		expect(readdirSync(folder)).toEqual([`${name}.damaged`]);
	});
});

describe('the file of readings', () => {
	it('holds what is kept', () => {
		const owner = {host: 'lab', pid: 7};
		expect(parseReadings(formatReadings(owner, readings))).toEqual({owner, readings});
		expect(parseReadings(formatReadings(null, []))).toEqual({owner: null, readings: []});
	});

	it('is taken for none when anything in it is wrong', () => {
		const text = formatReadings({host: 'lab', pid: 7}, readings);
		for (const [from, to] of [
			['"version":1', '"version":2'],
			['"bpm":72', '"bpm":72.5'],
			['"bpm":72', '"bpm":4294967296'],
			['"bpm":72', '"bpm":"72"'],
			['"ledger":"one"', '"ledger":"\u001b"'],
			['"bare":true', '"bare":1'],
			['aaaaaaaaaaaaaaaa', ''],
			['aaaaaaaaaaaaaaaa', 'aaaa aaaa'],
			['"pid":7', '"pid":0'],
			['"pid":7', '"pid":-7'],
			['"host":"lab"', '"host":7'],
			['[{', '{'],
		] as const) {
			expect(text).toContain(from);
			expect(parseReadings(text.replace(from, to)), to).toBeNull();
		}
		const many = formatReadings(null, Array<KeptReading>(20_001).fill(readings[0]!));
		expect(parseReadings(many)).toBeNull();
	});
});
