/** `bchain serve` as a process of its own: signals, exit codes, standard output, memory. */
import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {readFileSync} from 'node:fs';
import {describe, expect, it} from 'vitest';
import {createChildEnv} from '../support/child-env.ts';
import {bin, type HubProcess, startHub} from '../support/hub-process.ts';
import {connectSocket, type SocketClient} from '../support/socket-client.ts';
import {openTerminal} from '../support/terminal.ts';
import {within} from '../support/watch.ts';
import {prompt} from './support/hub.ts';

const added = `\n${prompt}`;

describe('a signal', () => {
	it.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)('%s stops the hub cleanly', async signal => {
		await using hub = await startHub();
		await using client = await connectSocket(hub.port);
		client.write('72\n');
		await client.until(`${prompt}${added}`);
		const startMs = performance.now();
		hub.stop(signal);
		expect(await client.closed()).toBe('\nThe hub is shutting down.');
		expect(await hub.exit).toEqual({code: 0, signal: null});
		expect(performance.now() - startMs).toBeLessThan(5_000);
		expect(hub.events().map(({event}) => event)).toEqual([
			'listening',
			'block',
			'joined',
			'block',
			'stopping',
			'left',
			'stopped',
		]);
		expect(hub.events().find(({event}) => event === 'stopping')).toMatchObject({
			reason: `${signal} received`,
		});
		// Nothing but one JSON object a line, on either output.
		expect(hub.output().trimEnd().split('\n')).toHaveLength(7);
	});

	it('a second time ends it without waiting for anybody', async () => {
		await using hub = await startHub();
		await using stuck = await connectSocket(hub.port);
		await fill(stuck, 3_000);
		stuck.socket.pause();
		stuck.write('/chain\n'.repeat(60));
		await using other = await connectSocket(hub.port);
		await other.until(prompt);
		const startMs = performance.now();
		hub.stop('SIGINT');
		expect(await other.closed()).toBe('\nThe hub is shutting down.');
		expect(await hub.stop('SIGINT')).toEqual({code: 0, signal: null});
		expect(performance.now() - startMs).toBeLessThan(1_900);
	});
});

describe('standard output', () => {
	it('that nobody reads neither stops the hub nor keeps it from ending', async () => {
		const args = ['serve', '--port', '0', '--ephemeral', '--log-format', 'json'];
		const child = spawn(process.execPath, [bin, ...args], {
			env: createChildEnv(),
			stdio: ['ignore', 'pipe', 'inherit'],
		});
		const exit = once(child, 'exit');
		const [first] = (await once(child.stdout, 'data')) as [Buffer];
		child.stdout.pause();
		const {port} = JSON.parse(first.toString().split('\n')[0]!) as {port: number};
		await using client = await connectSocket(port);
		// A line of the log for every reading: far more than the pipe takes.
		await fill(client, 20_000);
		client.end();
		child.kill('SIGTERM');
		expect(await within('the hub ends', exit)).toEqual([0, null]);
	});

	it('of a slow terminal gets everything that it takes in time, and last that the hub stopped', async () => {
		await using terminal = openTerminal(process.execPath, [bin, 'serve', '--port', '0', '--ephemeral']);
		const screen = await terminal.until('Ctrl+C stops it');
		const port = Number(/nc 127\.0\.0\.1 (\d+)/.exec(screen)![1]);
		await using client = await connectSocket(port);
		// So few at once that the log lists each.
		await fill(client, 20_000, 60);
		client.end();
		// Not Ctrl+C: for that the system itself throws away what is on its way to a terminal.
		terminal.kill('SIGINT');
		await terminal.until(/stopping: SIGINT received.*\n.*stopped at block 20000\n*$/s);
		expect(await terminal.exited()).toMatchObject({exitCode: 0});
		const blocks = terminal.raw().match(/→/g)!.length;
		const dropped = Number(/… (\d+) lines of the log were dropped/.exec(terminal.raw())?.[1] ?? 0);
		expect(blocks + dropped).toBeGreaterThanOrEqual(20_001);
	});

	it('of a paused terminal neither stops the hub nor keeps it from ending', async () => {
		await using terminal = openTerminal(process.execPath, [bin, 'serve', '--port', '0', '--ephemeral']);
		const screen = await terminal.until('Ctrl+C stops it');
		const port = Number(/nc 127\.0\.0\.1 (\d+)/.exec(screen)![1]);
		await using client = await connectSocket(port);
		// Ctrl+S: the system takes no more output until Ctrl+Q.
		terminal.write('\x13');
		await fill(client, 5_000, 60);
		client.end();
		terminal.kill('SIGTERM');
		expect(await terminal.exited()).toMatchObject({exitCode: 0});
		expect(terminal.screen()).not.toContain('stopped at block');
	});

	it('that was closed does not stop the hub', async () => {
		const args = ['serve', '--port', '0', '--ephemeral'];
		const child = spawn(process.execPath, [bin, ...args], {
			env: createChildEnv(),
			stdio: ['ignore', 'pipe', 'inherit'],
		});
		const exit = once(child, 'exit');
		const [first] = (await once(child.stdout, 'data')) as [Buffer];
		const port = Number(/"port":(\d+)/.exec(first.toString())![1]);
		child.stdout.destroy();
		await using client = await connectSocket(port);
		await fill(client, 5_000);
		client.end();
		child.kill('SIGTERM');
		// As every command whose output nobody takes any more (128 + SIGPIPE).
		expect(await within('the hub ends', exit)).toEqual([141, null]);
	});
});

describe('memory', () => {
	it('is not taken by a line of 100 MB, and the connection answers afterwards', async () => {
		await using hub = await startHub({args: ['--nonsense-limit', '1GiB']});
		await using client = await connectSocket(hub.port);
		await client.until(prompt);
		const piece = Buffer.alloc(1_000_000, 'x');
		const before = residentBytes(hub);
		let most = 0;
		for (let i = 0; i < 100; i++) {
			if (!client.socket.write(piece)) await once(client.socket, 'drain');
			most = Math.max(most, residentBytes(hub));
		}
		client.write('\n72\n');
		const refused = `\nThat line is longer than 8192 bytes and was ignored.\n${prompt}`;
		expect(await client.until(refused.length + added.length)).toBe(refused + added);
		expect(most - before).toBeLessThan(50_000_000);
	});

	it('is not taken by readers that are stuck, whatever they ask for', async () => {
		await using hub = await startHub({args: ['--broadcast-interval', '100ms']});
		await using first = await connectSocket(hub.port);
		await fill(first, 5_000);
		await using _more = await stuckReaders(hub, 0, 5);
		const before = residentBytes(hub);
		await using _many = await stuckReaders(hub, 5, 60);
		await untilSkipped(first, 200);
		// What they have asked for is 6 GB.
		expect(residentBytes(hub) - before).toBeLessThan(60_000_000);
		first.write('72\n');
		await first.until(added);
	});
});

/** The first thing that is said on this connection: so many readings, `atOnce` a packet. Waits for all receipts. */
async function fill(client: SocketClient, count: number, atOnce = count): Promise<void> {
	let left = prompt.length - client.received().length;
	for (let sent = 0; sent < count; sent += atOnce) {
		client.write('72\n'.repeat(Math.min(atOnce, count - sent)));
		left += Math.min(atOnce, count - sent) * added.length;
		while (left > 0) left -= ((await once(client.socket, 'data')) as [Buffer])[0].length;
	}
}

/** Connections that ask for a hundred chains each and for a lot of help, and read nothing of it. */
async function stuckReaders(hub: HubProcess, from: number, to: number): Promise<AsyncDisposable> {
	const clients: SocketClient[] = [];
	for (let i = from; i < to; i++) {
		const client = await connectSocket(hub.port);
		await client.until(prompt);
		client.socket.pause();
		client.write(`${'/chain\n'.repeat(100)}${'/help\n'.repeat(10_000)}`);
		clients.push(client);
	}
	await hub.until(({connections}) => connections === to + 1);
	return {
		async [Symbol.asyncDispose]() {
			for (const client of clients) client.socket.destroy();
		},
	};
}

/** Waits until the hub has left out so many broadcasts: then it has met every one of the stuck readers. */
async function untilSkipped(client: SocketClient, count: number): Promise<void> {
	for (let skipped = 0; skipped < count; ) {
		client.write('/status\n');
		skipped = Number(/broadcastsSkipped: (\d+)\n/.exec(await client.until(/broadcastsSkipped: \d+\n/))![1]);
	}
}

/** What the hub's process has in memory. */
function residentBytes({pid}: HubProcess): number {
	const status = readFileSync(`/proc/${pid}/status`, 'utf8');
	return 1_024 * Number(/VmRSS:\s+(\d+) kB/.exec(status)![1]);
}
