import {writeFileSync} from 'node:fs';
import path from 'node:path';
import {expect, it} from 'vitest';
import {startHubChild} from '../../src/lab/hub-child.ts';
import {makeFolder} from '../support/child-env.ts';

/** A program in the place of the hub. */
function start(program: string) {
	const cwd = makeFolder('hub-child');
	const bin = path.join(cwd, 'hub.cjs');
	writeFileSync(bin, program);
	return startHubChild({bin, data: path.join(cwd, 'data'), port: 0, cwd, args: []});
}

it.each([
	[
		'process.stderr.write("The disk is full\\x1b[2J: make room.\\n"); process.exit(1)',
		'The disk is full?[2J: make room',
	],
	['process.exit(1)', 'it ended at once'],
])('a hub that does not start says why, as a phrase: %j', async (program, reason) => {
	const child = start(program);
	expect(await child.listening).toEqual({ok: false, reason});
	await child.ended;
});

it('a hub that listens names its port, whatever else it writes', async () => {
	const lines = [
		'no JSON',
		'{"event":"listening"}',
		'{"event":"opened"}',
		'{"event":"listening","port":4711}',
	];
	const child = start(
		`process.stdout.write(${JSON.stringify(`${lines.join('\n')}\n`)}); setInterval(() => {}, 1e6)`,
	);
	expect(await child.listening).toEqual({ok: true, port: 4711});
	child.kill();
	await child.ended;
});
