import {once} from 'node:events';
import {createServer} from 'node:net';
import {describe, expect, it} from 'vitest';
import {reachable} from '../../src/core/address.ts';
import {bin, startHub} from '../support/hub-process.ts';
import {connectSocket} from '../support/socket-client.ts';
import {openTerminal, type Terminal} from '../support/terminal.ts';
import {start} from './run-program.ts';

describe('node', () => {
	it('serves without the client where there is no terminal, and says so', async () => {
		const hub = start(['node', '--port', '0']);

		await hub.until('the hub listens', () => hub.written.stdout.includes('"listening"'));
		hub.child.kill('SIGINT');

		expect(await hub.end).toMatchObject({
			code: 0,
			stderr: 'No terminal for the full-screen client here: serving without it.\n',
		});
	});

	it('points to the hub that already has the port', async () => {
		await using hub = await startHub();
		await using terminal = openTerminal(process.execPath, [bin, 'node', '--port', String(hub.port)], {
			cols: 160,
		});

		await terminal.until(
			`A hub already serves ${hub.address}: join it with "bchain connect ${hub.address}", or choose another port with --port.`,
		);
		expect(await terminal.exited()).toMatchObject({exitCode: 1});
	});

	it('does not take any other program on the port for a hub', async () => {
		const server = createServer(socket => socket.on('error', () => {}).write('220 mail.example ESMTP\r\n'));
		await once(server.listen(0, '127.0.0.1'), 'listening');
		const {port} = server.address() as {port: number};
		await using terminal = openTerminal(process.execPath, [bin, 'node', '--port', String(port)], {cols: 160});

		await terminal.until(`Port ${port} on 127.0.0.1 is in use by another program`);
		expect(await terminal.exited()).toMatchObject({exitCode: 1});
		server.close();
	});

	it('shows the client of its own hub, which others join, and stops the hub when the client leaves', async () => {
		await using terminal = openTerminal(process.execPath, [bin, 'node', '--port', '0']);
		const port = await findPort(terminal);
		await using client = await connectSocket(port);
		await client.until('Enter a new BPM:');
		client.write('123\n');
		await terminal.until(/\b123\b.*→/);
		terminal.write('\x03');

		expect(await terminal.exited()).toMatchObject({exitCode: 0});
		expect(await client.closed()).toMatch(/\nThe hub is shutting down\.$/);
	});

	it('stops the hub also when a signal ends the client', async () => {
		await using terminal = openTerminal(process.execPath, [bin, 'node', '--port', '0']);
		await using client = await connectSocket(await findPort(terminal));
		await client.until('Enter a new BPM:');
		terminal.kill('SIGTERM');

		expect(await terminal.exited()).toMatchObject({exitCode: 143});
		expect(await client.closed()).toBe('\nThe hub is shutting down.');
	});

	it('gives the terminal back before it says that it has a fault', async () => {
		const code = "process.stdin.on('data', keys => { if (keys.includes('!')) throw new TypeError('boom'); })";
		const inject = ['--import', `data:text/javascript,${encodeURIComponent(code)}`];
		await using terminal = openTerminal(process.execPath, [...inject, bin, 'node', '--port', '0'], {
			cols: 160,
		});
		await findPort(terminal);
		terminal.write('!');

		await terminal.until(/^bchain \S+ stopped because of a fault of its own \(TypeError: boom\)/m);
		expect(terminal.emulator.buffer.active.type).toBe('normal');
		expect(await terminal.exited()).toMatchObject({exitCode: 70});
	});
});

/** The port that the client shows for others to join. */
async function findPort(terminal: Terminal): Promise<number> {
	const screen = await terminal.until(/Join with "nc 127\.0\.0\.1 \d+"/);
	return Number(/"nc 127\.0\.0\.1 (\d+)"/.exec(screen)?.[1]);
}

it.each([
	['127.0.0.1', '127.0.0.1'],
	['192.168.1.20', '192.168.1.20'],
	['::1', '::1'],
	['0.0.0.0', '127.0.0.1'],
	['::', '::1'],
])('a hub that listens on %s is reached from this machine at %s', (host, address) => {
	expect(reachable(host)).toBe(address);
});
