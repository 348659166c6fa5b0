import {execFileSync} from 'node:child_process';
import {describe, expect, it} from 'vitest';
import {readFileLimit} from '../../src/server/file-limit.ts';

const script = `
	import {readFileLimit} from '${new URL('../../src/server/file-limit.ts', import.meta.url)}';
	console.log(JSON.stringify(readFileLimit()));
`;

/** What a process sees whose limit is `files`. */
function readUnder(files: number): unknown {
	const run = `ulimit -n ${files}; exec "$0" --input-type=module-typescript -e "$1"`;
	return JSON.parse(execFileSync('sh', ['-c', run, process.execPath, script], {encoding: 'utf8'}));
}

describe.skipIf(process.platform === 'win32')('the limit of open files', () => {
	it('leaves room for what is open already and what will be', () => {
		const {files, connections} = readUnder(256) as {files: number; connections: number};
		expect(files).toBe(256);
		expect(connections).toBeGreaterThan(120);
		expect(connections).toBeLessThan(256 - 64);
	});

	it('leaves room for one connection at least', () => {
		expect(readUnder(72)).toMatchObject({files: 72, connections: 1});
	});

	it('is that of this process', () => {
		const limit = readFileLimit();
		expect(limit!.connections).toBeLessThan(limit!.files);
	});
});
