/** A hub that does exactly what a test says: each connection of a client is a visitor that the test serves. */
import {once} from 'node:events';
import {type AddressInfo, createServer, type Socket} from 'node:net';
import {createWatch, deadlineMsDefault} from '../../support/watch.ts';

export type Visitor = {
	readonly socket: Socket;
	readonly write: (data: string | Uint8Array) => void;
	/** The next line that the client sent; rejects after the deadline or when the client closed first. */
	readonly line: (deadlineMs?: number) => Promise<string>;
	/** Lines that came and were not asked for yet. */
	readonly unread: () => readonly string[];
	/** Resolves when the client's side is gone. */
	readonly closed: Promise<void>;
	/** Closes this side after what was written. */
	readonly end: () => void;
	readonly destroy: () => void;
};

export type ScriptedHub = {
	readonly port: number;
	/** The next client that connects, in the order in which they came. */
	readonly next: (deadlineMs?: number) => Promise<Visitor>;
	/** How many clients ever came. */
	readonly visits: () => number;
	/** Breaks every connection. */
	readonly disconnect: () => void;
	readonly [Symbol.asyncDispose]: () => Promise<void>;
};

/** Listens on a free port of the loopback interface, or on `port`. `serve` is called for each client at once. */
export async function startScriptedHub(
	serve: (visitor: Visitor) => void = () => {},
	port = 0,
): Promise<ScriptedHub> {
	const visitors: Visitor[] = [];
	let asked = 0;
	const watch = createWatch(() => `visits: ${visitors.length}`);
	const disconnect = () => {
		for (const {destroy} of visitors) destroy();
	};
	const server = createServer({noDelay: true}, socket => {
		const visitor = createVisitor(socket);
		visitors.push(visitor);
		serve(visitor);
		watch.changed();
	});
	server.listen(port, '127.0.0.1');
	await once(server, 'listening');
	return {
		port: (server.address() as AddressInfo).port,
		next: (deadlineMs = deadlineMsDefault) => {
			const at = asked++;
			return watch.until('a client connects', () => visitors[at], deadlineMs);
		},
		visits: () => visitors.length,
		disconnect,
		[Symbol.asyncDispose]: async () => {
			disconnect();
			if (!server.listening) return;
			server.close();
			await once(server, 'close');
		},
	};
}

function createVisitor(socket: Socket): Visitor {
	const lines: string[] = [];
	let rest = '';
	let read = 0;
	const watch = createWatch(() => `unread: ${JSON.stringify(lines.slice(read).slice(-20))} then ${rest}`);
	socket.on('data', chunk => {
		const parts = (rest + chunk.toString('utf8')).split('\n');
		rest = parts.pop()!;
		lines.push(...parts);
		watch.changed();
	});
	socket.on('error', () => {});
	const closed = new Promise<void>(resolve => socket.on('close', () => resolve()));
	closed.then(() => watch.end('the client is gone'));
	return {
		socket,
		write: data => void socket.write(data),
		line: async (deadlineMs = deadlineMsDefault) => {
			const at = read++;
			return watch.until('a line from the client', () => lines[at], deadlineMs);
		},
		unread: () => lines.slice(read),
		closed,
		end: () => void socket.end(),
		destroy: () => void socket.destroy(),
	};
}
