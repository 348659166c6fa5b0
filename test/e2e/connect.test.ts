import {spawnSync} from 'node:child_process';
import {describe, expect, test} from 'vitest';
import {startTutorialHub} from '../client/support/tutorial-hub.ts';
import {createChildEnv, type Env} from '../support/child-env.ts';
import {bin, type HubProcess, startHub} from '../support/hub-process.ts';
import {connectSocket} from '../support/socket-client.ts';
import {openTerminal, type Terminal} from '../support/terminal.ts';

type Size = {readonly cols?: number; readonly rows?: number; readonly env?: Env};

function openClient(
	address: string,
	{cols = 100, rows = 30, env = {}}: Size = {},
	...options: string[]
): Terminal {
	return openTerminal(process.execPath, [bin, 'connect', address, ...options], {cols, rows, env});
}

async function openLive(hub: HubProcess, size?: Size): Promise<Terminal> {
	const client = openClient(hub.address, size);
	await client.until('● live', 10_000);
	return client;
}

describe('a live hub', () => {
	test('shows what this client and others add, verified, at once', async () => {
		await using hub = await startHub();
		await using client = await openLive(hub);
		client.write('72\r88\r99\r');
		await client.until('✓ 72 88 99 are in blocks 1 to 3');
		await client.until(/ ▸ +3 .* 99 .* ✓ you/);
		await client.until('✓ all 4 verified');
		await using other = await connectSocket(hub.port);
		await other.until('Enter a new BPM:');
		other.write('64\n');
		await client.until(/ ▸ +4 {2}\d\d:\d\d:\d\d\.\d{3} +64 .* ✓ *(?:│.*)?$/m);
	});

	test('keeps the page where the person looks, and counts what is below', async () => {
		await using hub = await startHub();
		await using client = await openLive(hub, {rows: 16});
		client.write('1\r2\r3\r4\r5\r6\r7\r8\r9\r10\r11\r12\r13\r14\r15\r');
		await client.until('15 readings are in blocks 1 to 15');
		client.write('\x1b[5~');
		await client.until('looking at 6 · 9 below');
		await using other = await connectSocket(hub.port);
		other.write('99\n');
		await client.until('looking at 6 · 10 below');
		client.write('\x1b[F');
		await client.until(/chain · following.* ▸ +16 .* 99 /s);
	});

	test('that is restarted gets what was typed meanwhile, each reading once', async () => {
		const first = await startHub();
		await using client = await openLive(first);
		client.write('72\r');
		await client.until('✓ 72 is in block 1');
		await first.kill();
		await client.until('○ reconnecting', 10_000);
		client.write('88\r99\r');
		await client.until('… 88 99 waiting for the connection');
		await using hub = await startHub({port: first.port});
		client.write('r');
		await client.until('✓ 88 99 are in blocks 1 and 2', 20_000);
		await client.until('✓ all 3 verified');
		await client.until('New chain');
		const readings = await readChain(hub);
		expect(readings).toEqual([0, 88, 99]);
	});
});

/** The BPMs of the hub's chain, the genesis block first. */
async function readChain(hub: HubProcess): Promise<readonly number[]> {
	await using reader = await connectSocket(hub.port);
	await reader.until('Enter a new BPM:');
	reader.write('/chain\n');
	const answer = await reader.until(/\[\{.*\}\]\n/);
	return [...answer.matchAll(/"BPM":(\d+)/g)].map(match => Number(match[1]));
}

describe('a hub of the tutorial', () => {
	test('is named as one; a reading that it loses is said to be uncertain', async () => {
		await using hub = await startTutorialHub({intervalMs: 700, loses: bpm => bpm === 88n});
		await using client = openClient(`127.0.0.1:${hub.port}`, {cols: 120});
		await client.until('◐ tutorial hub · refreshes at each broadcast', 10_000);
		client.write('72\r88\r');
		await client.until('? 88 may be lost', 10_000);
		await client.until('✓ 72 is in block 1');
		await client.until("valid by the tutorial's rule (rune)");
		await client.until(/ ▸ +1 {2}\d\d:\d\d:\d\d\.\d{3} +72 .*\(empty\).* ✓ you/);
	});
});

describe('leaving', () => {
	test('with q gives the terminal back and says how far the chain is', async () => {
		await using hub = await startHub();
		await using client = await openLive(hub);
		client.write('72\r');
		await client.until('✓ 72 is in block 1');
		client.write('q');
		expect((await client.exited()).exitCode).toBe(0);
		expect(client.screen().trim()).toBe(`127.0.0.1:${hub.port} is at height 1 · 1 reading added`);
		expect(client.cursor()).toBeDefined();
		expect(client.emulator.buffer.active.type).toBe('normal');
		expect(client.emulator.modes.bracketedPasteMode).toBe(false);
	});

	for (const [signal, exitCode] of [
		['SIGTERM', 143],
		['SIGHUP', 129],
		['SIGINT', 130],
	] as const) {
		test(`on ${signal} gives the terminal back`, async () => {
			await using hub = await startHub();
			await using client = await openLive(hub);
			process.kill(client.pid, signal);
			expect((await client.exited()).exitCode).toBe(exitCode);
			expect(client.emulator.buffer.active.type).toBe('normal');
			expect(client.cursor()).toBeDefined();
		});
	}
});

describe('a terminal', () => {
	test('of any size shows a whole screen, and one that is too small says what it needs', async () => {
		await using hub = await startHub();
		await using client = await openLive(hub, {cols: 80, rows: 24});
		client.write('72\r');
		await client.until('✓ 72 is in block 1');
		for (const [cols, rows] of [
			[40, 10],
			[200, 50],
			[41, 30],
			[120, 12],
			[80, 24],
		] as const) {
			client.resize(cols, rows);
			await client.until(screen => {
				const lines = screen.split('\n');
				return (
					lines[0]!.includes('● live') && lines[rows - 1]!.includes('? help  q') && /^ ?▸ +1 /m.test(screen)
				);
			});
		}
		client.resize(30, 8);
		await client.until('least 40x10, this is 30x8.');
		client.resize(2, 2);
		client.resize(100, 30);
		await client.until(/● live.*✓ all 2 verified.*q quit/s);
	});

	test('gets no colours under NO_COLOR, and only ASCII in a locale that has no more', async () => {
		await using hub = await startHub();
		await using plain = await openLive(hub, {env: {NO_COLOR: '1'}});
		plain.write('72\r');
		await plain.until('✓ 72 is in block 1');
		// To begin in the terminal's own style is no colour.
		expect(plain.raw()).not.toMatch(/\x1b\[\d[\d;]*m/);
		await using ascii = openClient(hub.address, {env: {LANG: 'C', NO_COLOR: '1'}});
		await ascii.until('ok all 2 verified', 10_000);
		expect(ascii.screen()).toMatch(/^[\x20-\x7e\n]*$/);
	});

	test('whose output is not written by a person makes no difference: CI changes nothing', async () => {
		await using hub = await startHub();
		await using client = await openLive(hub, {env: {CI: '1'}});
		client.write('72\r');
		await client.until('✓ 72 is in block 1');
	});
});

test('Without a terminal one sentence says what to use instead', () => {
	const {status, stdout, stderr} = spawnSync(process.execPath, [bin, 'connect'], {
		env: createChildEnv(),
		input: '',
		encoding: 'utf8',
	});
	expect(status).toBe(1);
	expect(stdout).toBe('');
	expect(stderr).toContain('"bchain log" prints the chain and "bchain send" adds readings');
	expect(stderr.trim().split('\n')).toHaveLength(1);
});
