import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {
	existsSync,
	mkdirSync,
	readdirSync,
	readFileSync,
	statSync,
	symlinkSync,
	writeFileSync,
} from 'node:fs';
import path from 'node:path';
import {fileURLToPath} from 'node:url';
import {describe, expect, it} from 'vitest';
import {beginFile} from '../../src/server/new-file.ts';
import {makeFolder} from '../support/child-env.ts';
import {refusal} from '../support/refusal.ts';
import {within} from '../support/watch.ts';

const options = {force: false, mode: 0o600};

describe('a file that is written', () => {
	it('has its name only when it is finished, and its rights from the start', () => {
		const folder = makeFolder();
		const target = path.join(folder, 'a');
		const file = beginFile(target, options);
		expect(existsSync(target)).toBe(false);
		expect(statSync(file.temporary).mode & 0o777).toBe(0o600);
		writeFileSync(file.temporary, 'text');
		file.finish();
		expect(readFileSync(target, 'utf8')).toBe('text');
		expect(readdirSync(folder)).toEqual(['a']);
		file.discard();
		expect(readdirSync(folder)).toEqual(['a']);
	});

	it('leaves nothing behind when it is discarded', () => {
		const folder = makeFolder();
		beginFile(path.join(folder, 'a'), options).discard();
		expect(readdirSync(folder)).toEqual([]);
	});

	it('leaves nothing behind when a signal ends the program', async () => {
		const folder = makeFolder();
		const module = fileURLToPath(new URL('../../src/server/new-file.ts', import.meta.url));
		const script = `import {beginFile} from ${JSON.stringify(module)};
			beginFile(${JSON.stringify(path.join(folder, 'a'))}, {force: false, mode: 0o600});
			setInterval(() => {}, 1000); console.log('begun');`;
		const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
			stdio: ['ignore', 'pipe', 'inherit'],
		});
		await within('the file is begun', once(child.stdout, 'data'));
		expect(readdirSync(folder)).toHaveLength(1);
		child.kill('SIGTERM');
		expect(await within('the end', once(child, 'close'))).toEqual([null, 'SIGTERM']);
		expect(readdirSync(folder)).toEqual([]);
	});
});

describe('a file that is there already', () => {
	it('is not replaced, also when it appeared meanwhile', () => {
		const target = path.join(makeFolder(), 'a');
		const file = beginFile(target, options);
		writeFileSync(target, 'other');
		const exists = {
			code: 'FILE_EXISTS',
			message: `${target} is there already: give another name, or --force to replace it.`,
		};
		expect(refusal(() => file.finish())).toEqual(exists);
		file.discard();
		expect(refusal(() => beginFile(target, options))).toEqual(exists);
		expect(readFileSync(target, 'utf8')).toBe('other');
	});

	it('is replaced with force, as a whole', () => {
		const target = path.join(makeFolder(), 'a');
		writeFileSync(target, 'a longer text');
		const file = beginFile(target, {...options, force: true});
		writeFileSync(file.temporary, 'text');
		expect(readFileSync(target, 'utf8')).toBe('a longer text');
		file.finish();
		expect(readFileSync(target, 'utf8')).toBe('text');
	});

	it('is never replaced when it is a folder, a link or a device', () => {
		const folder = makeFolder();
		mkdirSync(path.join(folder, 'inner'));
		writeFileSync(path.join(folder, 'file'), '');
		symlinkSync(path.join(folder, 'file'), path.join(folder, 'link'));
		for (const target of [path.join(folder, 'inner'), path.join(folder, 'link'), '/dev/null'])
			expect(refusal(() => beginFile(target, {...options, force: true}))).toEqual({
				code: 'FILE_EXISTS',
				message: `${target} is there already, and is no file: give another name.`,
			});
	});
});

it('a folder that is not there is named', () => {
	const target = path.join(makeFolder(), 'nowhere', 'a');
	expect(refusal(() => beginFile(target, options))).toEqual({
		code: 'FILE_UNAVAILABLE',
		message: `${target} cannot be written: there is no such file or folder.`,
	});
});
