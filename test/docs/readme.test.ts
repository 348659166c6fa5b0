import {execFile} from 'node:child_process';
import {existsSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import {promisify} from 'node:util';
import {expect, test} from 'vitest';
import {createChildEnv, makeFolder} from '../support/child-env.ts';
import {bin, startHub} from '../support/hub-process.ts';
import {readBlocks, readExchanges, toPattern} from '../support/transcripts.ts';

const readme = new URL('../../README.md', import.meta.url);
const run = promisify(execFile);

for (const {line, text} of readBlocks(readme, 'console')) {
	// Those are run against a hub with an HTTP port (http-examples.test.ts).
	if (text.startsWith('$ curl ')) continue;
	test(`the commands at line ${line} of the README print what it shows`, async () => {
		const folders = createChildEnv();
		await using hub = await startHub({env: folders, data: join(folders.XDG_DATA_HOME!, 'bchain')});
		const cwd = makeFolder('readme');
		const env = {...folders, PORT: String(hub.port)};
		// Whoever gets here in the README has added a reading before.
		await run(process.execPath, [bin, 'send', '72'], {cwd, env, timeout: 15_000});
		const [, ...exchanges] = readExchanges(text, '$ ');
		expect(exchanges.length).toBeGreaterThan(0);
		for (const {typed, expected} of exchanges) {
			const command = typed!.replaceAll('npx bchain', `"${process.execPath}" "${bin}"`);
			const {stdout} = await run('bash', ['-o', 'pipefail', '-c', command], {cwd, env, timeout: 15_000});
			expect(stdout).toMatch(toPattern(expected.map(each => `${each}\n`).join('')));
		}
	});
}

test('every file that the README links to exists', () => {
	const links = [...readFileSync(readme, 'utf8').matchAll(/\]\(([^)#]+)\)/g)].map(match => match[1]!);
	const local = links.filter(link => !/^https?:/.test(link));
	expect(local.length).toBeGreaterThan(5);
	expect(local.filter(link => !existsSync(new URL(link, readme)))).toEqual([]);
});
