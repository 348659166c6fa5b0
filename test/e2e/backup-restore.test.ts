/** What an operator does: look at a running hub, back it up, lose it, and start again from the backup. */
import {copyFileSync, mkdirSync, readFileSync} from 'node:fs';
import path from 'node:path';
import {expect, it} from 'vitest';
import {run} from '../cli/run-program.ts';
import {makeFolder} from '../support/child-env.ts';
import {startHub} from '../support/hub-process.ts';

it('a running hub is exported, verified and backed up, and a new hub starts from the backup', async () => {
	const data = path.join(makeFolder(), 'data');
	const backup = path.join(makeFolder(), 'heart.db');
	const restored = path.join(makeFolder(), 'restored');
	await using hub = await startHub({data});
	await run(['send', '72', '80', '99', '--to', hub.address]);

	const exported = await run(['export', '--data', data]);
	expect((await run(['log', '--json', '--from', hub.address])).stdout).toBe(exported.stdout);
	for (const what of [data, hub.address]) expect(await run(['verify', what])).toMatchObject({code: 0});
	expect(await run(['backup', backup, '--data', data])).toMatchObject({code: 0});
	await run(['send', '111', '--to', hub.address]);
	await hub.kill();
	// What was killed is verified as it lies there, and loses nothing by that.
	const after = await run(['verify', data, '--json']);
	expect(JSON.parse(after.stdout)).toMatchObject({ok: true, blocks: 5});

	mkdirSync(restored, {mode: 0o700});
	copyFileSync(backup, path.join(restored, 'chain.db'));
	await using again = await startHub({data: restored});
	expect(await run(['export', '--data', restored])).toEqual(exported);
	expect(await run(['send', '60', '--to', again.address])).toMatchObject({code: 0});
	expect(await run(['verify', again.address])).toMatchObject({code: 0});
});

it('what one hub exported another one serves, byte for byte', async () => {
	const [first, second] = [path.join(makeFolder(), 'data'), path.join(makeFolder(), 'data')];
	const file = path.join(makeFolder(), 'chain.json');
	await using hub = await startHub({data: first});
	await run(['send', '72', '80', '--to', hub.address]);
	expect(await run(['export', '--data', first, '--format', 'json', '-o', file])).toMatchObject({code: 0});
	expect(await run(['import', file, '--data', second])).toMatchObject({code: 0});
	await using other = await startHub({data: second});
	const {stdout} = await run(['log', '--json', '--from', other.address]);
	expect(`[${stdout.trim().replaceAll('\n', ',')}]`).toBe(readFileSync(file, 'utf8'));
	const refused = await run(['import', file, '--data', second]);
	expect(refused.code).toBe(1);
	expect(refused.stderr).toContain(`(process ${other.pid}, started `);
	expect(refused.stderr).toContain(`on ${other.address}`);
});
