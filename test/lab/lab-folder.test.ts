import {spawnSync} from 'node:child_process';
import {existsSync, mkdirSync, readdirSync, statSync, symlinkSync, writeFileSync} from 'node:fs';
import {hostname} from 'node:os';
import path from 'node:path';
import {expect, test} from 'vitest';
import {makeLabFolder, removeLabFolder} from '../../src/lab/lab-folder.ts';
import {makeFolder} from '../support/child-env.ts';

/** A process that is certainly gone. */
const gonePid = spawnSync(process.execPath, ['-e', '']).pid;

function leave(parent: string, name: string, owner: unknown): string {
	const folder = path.join(parent, name);
	mkdirSync(path.join(folder, 'A'), {recursive: true});
	writeFileSync(path.join(folder, 'owner.json'), JSON.stringify(owner));
	return folder;
}

test('is private, and removed with everything in it', () => {
	const parent = makeFolder('labs');
	const folder = makeLabFolder(parent);
	expect(statSync(folder).mode & 0o777).toBe(0o700);
	mkdirSync(path.join(folder, 'A'));
	writeFileSync(path.join(folder, 'A', 'chain.db'), 'x');
	removeLabFolder(folder);
	expect(readdirSync(parent)).toEqual([]);
});

test('what a lab left behind that was killed is removed by the next one, and nothing else', () => {
	const parent = makeFolder('labs');
	const left = leave(parent, 'bchain-lab-left01', {pid: gonePid, host: hostname()});
	const running = leave(parent, 'bchain-lab-runs01', {pid: process.pid, host: hostname()});
	const elsewhere = leave(parent, 'bchain-lab-else01', {pid: gonePid, host: `not-${hostname()}`});
	const foreign = leave(parent, 'bchain-lab-what01', 'nobody');
	const other = leave(parent, 'somebody-else', {pid: gonePid, host: hostname()});
	const target = leave(makeFolder('target'), 'kept', {pid: gonePid, host: hostname()});
	symlinkSync(target, path.join(parent, 'bchain-lab-link01'));
	const folder = makeLabFolder(parent);
	expect(existsSync(left)).toBe(false);
	for (const kept of [running, elsewhere, foreign, other, target, folder])
		expect(existsSync(kept)).toBe(true);
});

test('where there can be none, a sentence says why', () => {
	const parent = path.join(makeFolder('labs'), 'not-there');
	expect(() => makeLabFolder(parent)).toThrow(`The lab needs a temporary folder in ${parent}: `);
});
