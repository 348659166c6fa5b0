import {once} from 'node:events';
import {type AddressInfo, createServer, type Socket} from 'node:net';
import {expect, it, onTestFinished} from 'vitest';
import {connectSocket} from './socket-client.ts';

/** A server for one connection; gives the port and that connection. */
async function listen() {
	const server = createServer();
	server.listen(0, '127.0.0.1');
	await once(server, 'listening');
	onTestFinished(() => void server.close());
	const accepted = once(server, 'connection').then(([socket]): Socket => socket);
	return {port: (server.address() as AddressInfo).port, accepted};
}

it('reads on up to text, a pattern, or a number of bytes, whatever the pieces in which they come', async () => {
	const {port, accepted} = await listen();
	await using client = await connectSocket(port);
	const hub = await accepted;
	hub.write('Enter a new B');
	const greeting = client.until('BPM:');
	hub.write('PM:\nEnter a new BPM:é12345rest');

	expect(await greeting).toBe('Enter a new BPM:');
	expect(await client.until('BPM:é')).toBe('\nEnter a new BPM:é');
	expect(await client.until(/\d{2}/)).toBe('12');
	expect(await client.until(3)).toBe('345');
	await client.until(4);
	expect(client.unread()).toBe('');
	expect(client.received().toString()).toBe('Enter a new BPM:\nEnter a new BPM:é12345rest');
});

it('sends exactly the bytes that it is given', async () => {
	const {port, accepted} = await listen();
	await using client = await connectSocket(port);
	const hub = await accepted;
	client.write(Uint8Array.of(0x37, 0x32, 0x0d, 0x0a));

	expect((await once(hub, 'data'))[0]).toEqual(Buffer.from('72\r\n'));
});

it('fails with what is unread when the deadline passes, or when the hub closes first', async () => {
	const {port, accepted} = await listen();
	await using client = await connectSocket(port);
	const hub = await accepted;
	hub.write('half a li');
	await client.until('half');

	await expect(client.until('line', 50)).rejects.toThrow('not within 50 ms: line\nunread: " a li"');
	const line = client.until('line');
	hub.end();
	await expect(line).rejects.toThrow('the connection is closed: line\nunread: " a li"');
	expect(await client.closed()).toBe(' a li');
});

it('refuses to wait for a hub that is not there', async () => {
	const {port, accepted} = await listen();
	await using client = await connectSocket(port);
	(await accepted).destroy();
	await client.closed();

	await expect(connectSocket(1)).rejects.toThrow('ECONNREFUSED');
});
