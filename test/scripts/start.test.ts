import {spawnSync} from 'node:child_process';
import {copyFileSync, mkdirSync} from 'node:fs';
import path from 'node:path';
import {expect, it} from 'vitest';
import {root} from '../../scripts/build-options.mjs';
import {createChildEnv, makeFolder} from '../support/child-env.ts';

function start(script: string, args: readonly string[]) {
	const {status, stdout, stderr} = spawnSync(process.execPath, [script, ...args], {
		encoding: 'utf8',
		env: createChildEnv(),
	});
	return {status, stdout, stderr};
}

it('says in one sentence what is missing where nothing was built', () => {
	const folder = makeFolder('clone');
	mkdirSync(path.join(folder, 'scripts'));
	const script = path.join(folder, 'scripts/start.mjs');
	copyFileSync(`${root}scripts/start.mjs`, script);

	expect(start(script, [])).toEqual({
		status: 1,
		stdout: '',
		stderr: 'bchain is not built here yet: run "npm ci" first.\n',
	});
});

it('is "bchain node" with the arguments that follow', () => {
	expect(start(`${root}scripts/start.mjs`, ['--port', 'x'])).toEqual({
		status: 2,
		stdout: '',
		stderr: '--port is "x": a port is a whole number from 1 to 65535, or 0 for any free one.\n',
	});
});
