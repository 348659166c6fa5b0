import {spawnSync} from 'node:child_process';
import {expect, it} from 'vitest';
import {createChildEnv} from './support/child-env.ts';
import {bin} from './support/hub-process.ts';

/** Runs the built bin under a Node that says that it is of this version. */
function run(version: string, args: readonly string[], env = {}) {
	const pretend = `Object.defineProperty(process, 'versions', {value: {...process.versions, node: '${version}'}})`;
	const options = ['--import', `data:text/javascript,${encodeURIComponent(pretend)}`];
	return spawnSync(process.execPath, [...options, bin, ...args], {
		encoding: 'utf8',
		env: createChildEnv(env),
	});
}

it.each(['14.21.3', '20.20.2', '22.12.0'])('says in one sentence what is needed when Node is %s', version => {
	const {status, stdout, stderr} = run(version, ['serve']);

	expect(stderr).toBe(
		`bchain needs Node 22.13 or newer, and this is Node ${version}: install a newer Node ` +
			'(https://nodejs.org), or inside a checkout of bchain run it as "npx bchain" (run "npm ci" there first).\n',
	);
	expect({status, stdout}).toEqual({status: 1, stdout: ''});
});

it.each(['22.13.0', '24.0.0', '26.1.0'])('runs when Node is %s', version => {
	const {status, stdout} = run(version, ['--version']);

	expect({status, stdout}).toEqual({status: 0, stdout: `${__VERSION__}\n`});
});
