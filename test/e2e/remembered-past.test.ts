/** The client's remembered past (protocol section 6), as a person and as a script meet it. */
import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {existsSync, readdirSync} from 'node:fs';
import path from 'node:path';
import {describe, expect, test} from 'vitest';
import {type Block, parseBlock} from '../../src/core/block.ts';
import {sealBlock} from '../../src/core/seal.ts';
import {acceptedLine, answerBlocks, blocksLine, parseAdd, serveChain} from '../client/support/live-visit.ts';
import {type ScriptedHub, startScriptedHub} from '../client/support/scripted-hub.ts';
import {createChildEnv, type Env, makeFolder} from '../support/child-env.ts';
import {bin, type HubProcess, startHub} from '../support/hub-process.ts';
import {connectSocket} from '../support/socket-client.ts';
import {openTerminal, type Terminal} from '../support/terminal.ts';

/** Where the programs of a test share what they remember. */
function makeHome(): Env & {readonly XDG_STATE_HOME: string} {
	const home = makeFolder('home');
	return {HOME: home, XDG_STATE_HOME: path.join(home, 'state')};
}

function openClient(address: string, env: Env, [cols, rows] = [100, 30], ...options: string[]): Terminal {
	return openTerminal(process.execPath, [bin, 'connect', address, ...options], {cols, rows, env});
}

async function runProgram(
	args: readonly string[],
	env: Env,
): Promise<{readonly code: number; readonly stdout: string; readonly stderr: string}> {
	const child = spawn(process.execPath, [bin, ...args], {
		env: createChildEnv(env),
		stdio: ['ignore', 'pipe', 'pipe'],
	});
	const texts = {stdout: '', stderr: ''};
	child.stdout.setEncoding('utf8').on('data', piece => (texts.stdout += piece));
	child.stderr.setEncoding('utf8').on('data', piece => (texts.stderr += piece));
	const [code] = await once(child, 'close');
	return {code, ...texts};
}

/** The chain of a hub, and the id of its ledger. */
async function readHub(
	hub: HubProcess,
): Promise<{readonly chain: readonly Block[]; readonly ledger: string}> {
	await using reader = await connectSocket(hub.port);
	await reader.until('Enter a new BPM:');
	reader.write('/chain\n');
	const answer = await reader.until(/\[\{.*\}\]\n/);
	reader.write('/status\n');
	const ledger = /ledger: (\S+)/.exec(await reader.until(/ledger: \S+\n/))![1]!;
	return {chain: [...answer.matchAll(/\{[^{}]*\}/g)].map(([text]) => parseBlock(text)!), ledger};
}

/** The chain with another BPM in one block, and every hash after it made anew. */
function editChain(chain: readonly Block[], at: number, bpm: number): readonly Block[] {
	const edited = chain.slice(0, at);
	for (const block of chain.slice(at)) {
		edited.push(sealBlock(edited.at(-1)!, block.index === at ? bpm : block.bpm, Date.parse(block.timestamp)));
	}
	return edited;
}

/** A hub that keeps its chain, at which a client verified a few readings; then its edited and rehashed copy. */
async function replaceHub(
	env: Env,
): Promise<{readonly copy: ScriptedHub; readonly address: string; readonly edited: readonly Block[]}> {
	const hub = await startHub({data: makeFolder('data')});
	const {address, port} = hub;
	{
		await using client = openClient(address, env);
		await client.until('● live', 10_000);
		client.write('72\r88\r65\r91\r');
		await client.until('✓ 72 88 65 91 are durable in blocks 1 to 4');
		client.write('q');
		await client.exited();
	}
	const {chain, ledger} = await readHub(hub);
	await hub.stop();
	const edited = editChain(chain, 2, 99);
	const stored = [...edited];
	const copy = await startScriptedHub(async visitor => {
		try {
			await serveChain(visitor, stored, {durable: true, ledger});
			for (;;) {
				const {id, bpm} = parseAdd(await answerBlocks(visitor, stored));
				stored.push(sealBlock(stored.at(-1)!, bpm, Date.now()));
				visitor.write(acceptedLine(stored.at(-1)!, id) + blocksLine(stored.slice(-1)));
			}
		} catch {
			// The client is gone.
		}
	}, port);
	return {copy, address, edited};
}

describe('an edited and rehashed copy of the chain at the same address', () => {
	test('raises the alarm in connect, log and send, until a person accepts it', async () => {
		const env = makeHome();
		const {copy, address, edited} = await replaceHub(env);
		await using _copy = copy;

		const log = await runProgram(['log', '--from', address], env);
		expect(log).toMatchObject({code: 1, stdout: ''});
		expect(log.stderr).toContain(`The hub at ${address} does not have the past it had: its block 4 is`);
		expect(log.stderr).toMatch(/# 2 +[0-9a-f]{12} {2}BPM 88 +≠ [0-9a-f]{12} {2}BPM 99 +first difference/);
		expect(log.stderr).toContain('Someone rebuilt 3 blocks');
		expect(log.stderr).toContain(`"bchain connect ${address}" and type accept`);
		const send = await runProgram(['send', '60', '--to', address], env);
		expect(send).toMatchObject({code: 1, stdout: ''});
		expect(send.stderr).toContain('first difference');

		await using client = openClient(address, env, [80, 24]);
		await client.until('!! NOT THE SAME CHAIN', 10_000);
		await client.until(/# 2 +▐▌ [0-9a-f]{8} {2}BPM 88 +≠ +▐▌ [0-9a-f]{8} {2}BPM 99 +first difference/);
		client.write('77\r');
		await client.until('1 reading waiting: nothing is sent to this hub until you choose');
		client.write('\r');
		await client.until('Enter alone does nothing here');
		client.write('l');
		await client.until(/▸ +2 +88 .* ≠ +99 /);
		client.write('l');
		client.write('accept');
		await client.until('press Enter: accept▏');
		client.write('\r');
		// What waited was meant for the other chain: it is asked about once more.
		await client.until('77: meant for the chain before. Add to this one?', 10_000);
		client.write('s');
		await client.until('✓ 77 is durable in block 5', 10_000);
		await client.until(/ 2 {2}\d\d:\d\d:\d\d\.\d{3} +99 /);
		client.write('q');
		expect((await client.exited()).exitCode).toBe(0);

		const after = await runProgram(['log', '--from', address, '--json'], env);
		expect(after.code).toBe(0);
		expect(
			after.stdout
				.split('\n')
				.slice(0, 5)
				.map(line => parseBlock(line)?.hash),
		).toEqual(edited.map(({hash}) => hash));
	});

	test('leaves the pin alone when the person leaves, or looks without it', async () => {
		const env = makeHome();
		const {copy, address} = await replaceHub(env);
		await using _copy = copy;
		const client = openClient(address, env);
		await client.until('!! NOT THE SAME CHAIN', 10_000);
		client.write('q');
		expect((await client.exited()).exitCode).toBe(0);
		expect(client.screen()).toContain(
			`${address} does not have the past it had, and is not trusted · 0 readings added`,
		);
		expect((await runProgram(['log', '--from', address, '--no-pin'], env)).code).toBe(0);
		expect((await runProgram(['log', '--from', address], env)).code).toBe(1);
	});
});

test('A hub that is killed and comes back with its data raises nothing, and the readings are all there', async () => {
	const env = makeHome();
	const data = makeFolder('data');
	const first = await startHub({data});
	await using client = openClient(first.address, env);
	await client.until('● live', 10_000);
	client.write('72\r88\r');
	await client.until('✓ 72 88 are durable in blocks 1 and 2');
	await first.kill();
	await client.until('○ reconnecting', 10_000);
	await using _hub = await startHub({data, port: first.port});
	client.write('99\r');
	await client.until(/✓ .*99 .*durable in blocks? .*3 /, 12_000);
	client.write('q');
	await client.exited();
	const log = await runProgram(['log', '--from', first.address], env);
	expect(log.code).toBe(0);
	expect(log.stderr).not.toContain('past');
	expect(log.stdout.trim().split('\n')).toHaveLength(4);
});

describe('undelivered readings', () => {
	test('are offered after a crash of the client, and delivered once', async () => {
		const env = makeHome();
		const spare = await startScriptedHub();
		const {port} = spare;
		const address = `127.0.0.1:${port}`;
		await spare[Symbol.asyncDispose]();
		const crashed = openClient(address, env);
		await crashed.until('○', 10_000);
		crashed.write('72\r88\r');
		await crashed.until('… 72 88 waiting for the connection');
		const folder = path.join(env.XDG_STATE_HOME, 'bchain', 'hubs', `127.0.0.1_${port}`);
		await expect
			.poll(() => existsSync(folder) && readdirSync(folder).some(name => name.startsWith('readings.')))
			.toBe(true);
		crashed.kill('SIGKILL');
		await crashed.exit;

		await using hub = await startHub({data: makeFolder('data'), port});
		const client = openClient(address, env);
		await client.until('2 readings from last time: 72 88 — s sends, Del withdraws', 10_000);
		client.write('s');
		await client.until('✓ 72 88 are durable in blocks 1 and 2');
		client.write('q');
		await client.exited();
		await using again = openClient(address, env);
		await again.until('✓ all 3 verified', 10_000);
		expect(again.screen()).not.toContain('from last time');
		expect((await readHub(hub)).chain.map(({bpm}) => bpm)).toEqual([0, 72, 88]);
	});

	test('are kept when the person leaves, and can be dropped', async () => {
		const env = makeHome();
		const client = openClient('127.0.0.1:1', env);
		await client.until('○', 10_000);
		client.write('72\r');
		await client.until('… 72 waiting');
		client.write('qq');
		await client.exited();
		expect(client.screen()).toContain('not delivered: 72, kept for the next time');
		const next = openClient('127.0.0.1:1', env);
		await next.until('1 reading from last time: 72', 10_000);
		next.write('\x1b[3~');
		await next.until('72 withdrawn');
		next.write('q');
		await next.exited();
		const last = openClient('127.0.0.1:1', env);
		await last.until('○', 10_000);
		expect(last.screen()).not.toContain('last time');
		last.write('q');
		await last.exited();
	});
});

test('With --no-pin nothing is written, whatever the command', async () => {
	const env = makeHome();
	await using hub = await startHub();
	expect((await runProgram(['send', '72', '--to', hub.address, '--no-pin'], env)).code).toBe(0);
	expect((await runProgram(['log', '--from', hub.address, '--no-pin'], env)).code).toBe(0);
	await using client = openClient(hub.address, env, [100, 30], '--no-pin');
	await client.until('● live', 10_000);
	client.write('88\r');
	await client.until('✓ 88 is in block 2');
	client.write('q');
	await client.exited();
	expect(readdirSync(env.HOME!)).toEqual([]);
	expect(
		(await runProgram(['log', '--from', hub.address], {...env, BCHAIN_STATE: path.join(env.HOME!, 'here')}))
			.code,
	).toBe(0);
	expect(readdirSync(path.join(env.HOME!, 'here', 'hubs'))).toEqual([`127.0.0.1_${hub.port}`]);
});
