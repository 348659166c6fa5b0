/** A connection together with the socket that the hub, in the same process, has for it. */
import {subscribe, unsubscribe} from 'node:diagnostics_channel';
import type {Socket} from 'node:net';
import type {SocketClient} from '../../support/socket-client.ts';
import type {OpenHub} from './hub.ts';

export interface BothSides {
	readonly client: SocketClient;
	/** The hub's side of it. */
	readonly socket: Socket;
}

export async function connectBothSides(hub: OpenHub): Promise<BothSides> {
	const accepted: Socket[] = [];
	const onSocket = (message: unknown): void =>
		void accepted.push((message as {readonly socket: Socket}).socket);
	subscribe('net.server.socket', onSocket);
	const client = await hub.connect();
	unsubscribe('net.server.socket', onSocket);
	const socket = accepted.find(each => each.remotePort === client.socket.localPort);
	return {client, socket: socket!};
}

/** Bytes that have left the hub. */
export function movedBytes(socket: Socket): number {
	return socket.bytesWritten - socket.writableLength;
}

/** Waits until the hub has not moved a byte of this connection, in or out, for fifty turns of the event loop. */
export async function untilStill(socket: Socket): Promise<void> {
	for (let still = 0, before = -1; still < 50; still++) {
		await new Promise(setImmediate);
		const now = movedBytes(socket) + socket.bytesRead;
		if (now !== before) still = 0;
		before = now;
	}
}
