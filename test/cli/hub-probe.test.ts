import {once} from 'node:events';
import {type AddressInfo, createServer, type Socket} from 'node:net';
import {expect, it} from 'vitest';
import {isHub} from '../../src/cli/hub-probe.ts';

/** Asks a program that treats its first connection like this. */
async function probe(onConnection: (socket: Socket) => void): Promise<boolean> {
	const sockets: Socket[] = [];
	const server = createServer(socket => {
		sockets.push(socket.on('error', () => {}));
		onConnection(socket);
	});
	await once(server.listen(0, '127.0.0.1'), 'listening');
	const answer = await isHub('127.0.0.1', (server.address() as AddressInfo).port);
	for (const socket of sockets) socket.destroy();
	server.close();
	return answer;
}

it('knows a hub by its greeting, in one piece or in many', async () => {
	expect(await probe(socket => socket.write('Enter a new BPM:'))).toBe(true);
	expect(await probe(socket => socket.write('Enter a new BPM:[{"Index":0}]'))).toBe(true);
	expect(
		await probe(socket => {
			socket.setNoDelay();
			const pieces = [...'Enter a new BPM:'];
			const write = () => {
				const piece = pieces.shift();
				if (piece !== undefined) socket.write(piece, () => setImmediate(write));
			};
			write();
		}),
	).toBe(true);
});

it('takes nothing else for a hub', async () => {
	expect(await probe(socket => socket.write('220 mail.example ESMTP\r\n'))).toBe(false);
	expect(await probe(socket => socket.write('enter a new bpm: please'))).toBe(false);
	expect(await probe(socket => socket.end('Enter a new'))).toBe(false);
	expect(await probe(socket => socket.resetAndDestroy())).toBe(false);
});

it('does not wait long for a program that says nothing', async () => {
	const started = performance.now();

	expect(await probe(() => {})).toBe(false);
	expect(performance.now() - started).toBeLessThan(3_000);
});

it('finds nothing where nobody listens', async () => {
	const server = createServer();
	await once(server.listen(0, '127.0.0.1'), 'listening');
	const {port} = server.address() as AddressInfo;
	server.close();
	await once(server, 'close');

	expect(await isHub('127.0.0.1', port)).toBe(false);
});
