/** The built program with an HTTP port, as the tutorial's first part uses it. */
import {execFile} from 'node:child_process';
import {promisify} from 'node:util';
import {expect, it} from 'vitest';
import {makeFolder} from '../support/child-env.ts';
import {startHub} from '../support/hub-process.ts';
import {requireProgram} from '../support/needs.ts';
import {connectSocket} from '../support/socket-client.ts';

const run = promisify(execFile);

async function curl(...args: readonly string[]): Promise<string> {
	const {stdout} = await run('curl', ['--silent', '--show-error', '--max-time', '10', ...args]);
	return stdout;
}

async function startHttpHub(data: string, ...args: readonly string[]) {
	const hub = await startHub({args: ['--http-port', '0', ...args], data});
	const {port} = await hub.until(({event}) => event === 'http');
	return {hub, at: `localhost:${String(port)}`};
}

it('a reading posted with curl is the new block, shown in nc, and there after a restart', async ({skip}) => {
	requireProgram('curl', {skip});
	const data = makeFolder('data');
	const {hub, at} = await startHttpHub(data, '--broadcast-interval', '100ms');
	await using client = await connectSocket(hub.port);
	const answer = await curl('--include', '-X', 'POST', '-d', '{"BPM":50}', at);
	expect(answer).toMatch(/^HTTP\/1\.1 201 Created\r\n/);
	expect(answer).toMatch(/\r\ncontent-type: application\/json/i);
	const text = answer.slice(answer.indexOf('\r\n\r\n') + 4);
	const block = JSON.parse(text) as {readonly Index: number; readonly BPM: number};
	expect(text).toBe(JSON.stringify(block, null, 2));
	expect(block).toMatchObject({Index: 1, BPM: 50});
	await client.until(JSON.stringify(block));
	expect(await hub.stop()).toEqual({code: 0, signal: null});
	const again = await startHttpHub(data);
	const chain = JSON.parse(await curl(again.at)) as readonly unknown[];
	expect(chain[1]).toEqual(block);
	expect(await again.hub.stop()).toEqual({code: 0, signal: null});
});

it('a stream of events ends when the hub is stopped', async ({skip}) => {
	requireProgram('curl', {skip});
	const {hub, at} = await startHttpHub(makeFolder('data'));
	const streaming = curl('--no-buffer', `${at}/events?from=0`);
	await hub.until(({event}) => event === 'streamOpened');
	await curl('-d', '{"BPM":51}', at);
	expect(await hub.stop()).toEqual({code: 0, signal: null});
	const text = await streaming;
	expect(text).toMatch(/^retry: 1000\nevent: hello\ndata: /);
	expect(text).toContain('"BPM":51');
	expect(text).toContain('event: bye\ndata: {"reason":"The hub is shutting down."}\n\n');
});
