import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {mkdirSync, readdirSync, readFileSync, statSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import {fileURLToPath} from 'node:url';
import {describe, expect, it} from 'vitest';
import {PinFile} from '../../../src/client/memory/pin-file.ts';
import {formatPin} from '../../../src/client/memory/pin-format.ts';
import {createChildEnv, makeFolder} from '../../support/child-env.ts';
import {mountSmallDisk} from '../../support/small-disk.ts';
import {makePin} from '../support/pins.ts';

const address = 'lab-hub:9000';

function openFile(): {readonly folder: string; readonly file: PinFile} {
	const folder = path.join(makeFolder('state'), 'bchain', 'hubs', 'lab-hub_9000');
	return {folder, file: new PinFile(folder, address)};
}

describe('the pin of an address', () => {
	it('is none before it was saved, and stays what it was', async () => {
		const {folder, file} = openFile();
		expect(await file.read()).toEqual({pin: null, damaged: []});
		await file.save(makePin(3));
		await file.save(makePin(9));
		await file.save(makePin(5));
		expect((await new PinFile(folder, address).read()).pin).toEqual(makePin(9));
		expect(readdirSync(folder)).toEqual(['pin.2.json']);
	});

	it.skipIf(process.platform === 'win32')('is for its owner alone', async () => {
		const {folder, file} = openFile();
		await file.save(makePin(3));
		expect(statSync(folder).mode & 0o777).toBe(0o700);
		expect(statSync(path.dirname(folder)).mode & 0o777).toBe(0o700);
		expect(statSync(path.join(folder, 'pin.1.json')).mode & 0o777).toBe(0o600);
	});

	it.each([
		['cut short', formatPin(address, makePin(9)).slice(0, 100)],
		['empty', ''],
		['of another address', formatPin('other:9000', makePin(9))],
		['too long', `${' '.repeat(300_000)}${formatPin(address, makePin(9))}`],
	])('that is %s is set aside; an older one that is whole counts, else none', async (_, text) => {
		const {folder, file} = openFile();
		await file.save(makePin(3));
		writeFileSync(path.join(folder, 'pin.2.json'), text);
		const aside = path.join(folder, 'pin.2.json.damaged');
		expect(await file.read()).toEqual({pin: makePin(3), damaged: [aside]});
		expect(readFileSync(aside, 'utf8')).toBe(text);
		await file.save(makePin(4));
		expect((await file.read()).pin).toEqual(makePin(4));
	});

	it('leaves alone what is not its own', async () => {
		const {folder, file} = openFile();
		await file.save(makePin(3));
		for (const name of ['pin.json', 'pin.01.json', 'pin.9.json.damaged', 'readings.x.json']) {
			writeFileSync(path.join(folder, name), 'x');
		}
		await file.save(makePin(4));
		expect((await file.read()).pin).toEqual(makePin(4));
		expect(readdirSync(folder)).toHaveLength(5);
	});

	it('throws what the system says', async () => {
		const folder = makeFolder('state');
		writeFileSync(path.join(folder, 'hub'), 'a file where a folder should be');
		await expect(new PinFile(path.join(folder, 'hub'), address).save(makePin(3))).rejects.toThrow('ENOTDIR');
		mkdirSync(path.join(folder, 'hub2', 'pin.1.json'), {recursive: true});
		await expect(new PinFile(path.join(folder, 'hub2'), address).read()).rejects.toThrow('EISDIR');
	});

	it('leaves no half-written files on a full disk, and stays what it was', async context => {
		using disk = mountSmallDisk(65_536, context);
		const folder = path.join(disk.folder, 'hub');
		const file = new PinFile(folder, address);
		await file.save(makePin(1));
		const ballast = path.join(disk.folder, 'ballast');
		expect(() => writeFileSync(ballast, Buffer.alloc(100_000))).toThrow('ENOSPC');
		for (const height of [2, 3, 4]) await expect(file.save(makePin(height))).rejects.toThrow('ENOSPC');
		expect(readdirSync(folder)).toEqual(['pin.1.json']);
		expect((await file.read()).pin).toEqual(makePin(1));
	});

	it('of clients that save at the same time is the longest, and never steps back', async () => {
		const {folder, file} = openFile();
		const writer = fileURLToPath(new URL('../support/pin-writer.ts', import.meta.url));
		const run = (first: number) =>
			spawn(process.execPath, [writer, folder, String(first), '3', '100'], {
				env: createChildEnv(),
				stdio: 'inherit',
			});
		const children = [run(1), run(2), run(3)];
		let running = true;
		const done = Promise.all(children.map(child => once(child, 'close'))).finally(() => {
			running = false;
		});
		let highest = 0;
		while (running) {
			const height = (await file.read()).pin?.blocks[0]?.index ?? 0;
			expect(height).toBeGreaterThanOrEqual(highest);
			highest = height;
		}
		expect((await done).map(([code]) => code)).toEqual([0, 0, 0]);
		expect(await file.read()).toEqual({pin: makePin(300), damaged: []});
		expect(readdirSync(folder)).toHaveLength(1);
	});
});
