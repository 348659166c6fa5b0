import {execFile} from 'node:child_process';
import path from 'node:path';
import {promisify} from 'node:util';
import {build} from 'esbuild';
import {expect, it} from 'vitest';
import {programOptions, root, workerOptions} from '../../../scripts/build-options.mjs';
import {makeFolder} from '../../support/child-env.ts';

it('the threads of the ledger start in the built program, too', async () => {
	const outdir = makeFolder('dist');
	const program = `
		const {createSqliteLedger} = await import('./src/server/ledgers/sqlite.ts');
		const ledger = createSqliteLedger({folder: process.argv[2]});
		const {tip} = await ledger.open();
		await ledger.close();
		console.log(JSON.stringify(tip));
	`;
	const {entryPoints, ...options} = programOptions;
	expect(entryPoints).toEqual(['src/cli.ts']);
	await build({...workerOptions, outdir});
	await build({...options, outdir, stdin: {contents: program, resolveDir: root, loader: 'ts'}});
	const {stdout} = await promisify(execFile)(process.execPath, [
		path.join(outdir, 'stdin.js'),
		makeFolder('ledger'),
	]);
	expect(stdout).toBe('null\n');
});
