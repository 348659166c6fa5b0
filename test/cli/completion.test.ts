import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {writeFileSync} from 'node:fs';
import path from 'node:path';
import {describe, expect, it} from 'vitest';
import {createChildEnv, makeFolder} from '../support/child-env.ts';
import {bin} from '../support/hub-process.ts';
import {requireProgram} from '../support/needs.ts';
import {within} from '../support/watch.ts';
import {run} from './run-program.ts';

describe('completion', () => {
	const folder = makeFolder('bin');
	writeFileSync(path.join(folder, 'bchain'), `#!/bin/sh\nexec '${process.execPath}' '${bin}' "$@"\n`, {
		mode: 0o755,
	});
	const PATH = `${folder}:${process.env.PATH}`;

	it('completes commands, options and values in a real bash', async context => {
		requireProgram('bash', context);
		const script = [
			'eval "$(bchain completion)"',
			`try() { COMP_WORDS=(bchain "$@"); COMP_CWORD=$#; _bchain_yargs_completions; echo "\${COMPREPLY[*]}"; }`,
			'try s',
			'try serve --b',
			'try serve --log-format ""',
			'try log -',
			'complete -p bchain',
		].join('\n');
		const bash = spawn('bash', ['--norc', '-c', script], {env: createChildEnv({PATH, SHELL: '/bin/bash'})});
		let output = '';
		for (const stream of [bash.stdout, bash.stderr])
			stream.setEncoding('utf8').on('data', text => (output += text));
		await within('the end of bash', once(bash, 'close'), 10_000);

		expect(output.split('\n')).toEqual([
			'serve send status',
			'--broadcast-interval --broadcast-limit --bpm-range',
			'pretty json',
			'--help --version --from -n -f --json --plain --no-pin --timeout',
			'complete -o bashdefault -o default -F _bchain_yargs_completions bchain',
			'',
		]);
	});

	it('gives zsh a script of its own', async () => {
		const {code, stdout, stderr} = await run(['completion'], {env: {SHELL: '/usr/bin/zsh'}});

		expect({code, stderr}).toEqual({code: 0, stderr: ''});
		expect(stdout).toMatch(
			/^#compdef bchain\n.* bchain --get-yargs-completions .*compdef _bchain_yargs_completions bchain\n/s,
		);
	});

	it('describes what it offers to zsh', async () => {
		const {stdout} = await run(['--get-yargs-completions', 'bchain', 's'], {env: {SHELL: '/usr/bin/zsh'}});

		expect(stdout).toContain('serve:Run a hub that terminals, programs and nc share a chain through\n');
	});
});
