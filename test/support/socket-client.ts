/** A raw TCP client for tests: collects bytes, and waits for text, patterns and counts with deadlines. */
import {once} from 'node:events';
import {connect, type Socket} from 'node:net';
import {createWatch, within} from './watch.ts';

export type SocketClient = {
	readonly socket: Socket;
	/** Sends exactly these bytes. */
	readonly write: (data: string | Uint8Array) => void;
	/**
	 * Reads on up to and including `expected`: a piece of text, a pattern (of ASCII), or that many bytes. Gives what was
	 * read, from where the last `until` stopped. Rejects when the deadline passes or the hub closes first.
	 */
	readonly until: (expected: string | RegExp | number, deadlineMs?: number) => Promise<string>;
	/** What came and was not yet read by `until`. */
	readonly unread: () => string;
	/** Everything that ever came. */
	readonly received: () => Buffer;
	/** Waits for the other side to close, and gives what was unread. */
	readonly closed: (deadlineMs?: number) => Promise<string>;
	/** Says that nothing more will be sent (FIN), as `nc -N` does at the end of its input. */
	readonly end: () => void;
	readonly [Symbol.asyncDispose]: () => Promise<void>;
};

/** Connects to a hub; rejects when nobody listens there. Stop it from reading with `client.socket.pause()`. */
export async function connectSocket(port: number, host = '127.0.0.1'): Promise<SocketClient> {
	const socket = connect({port, host, noDelay: true});
	const chunks: Buffer[] = [];
	// One character a byte, so that offsets count bytes; decoded on the way out.
	let bytes = '';
	let read = 0;
	const unread = () => decode(bytes.slice(read));
	const watch = createWatch(() => `unread: ${JSON.stringify(unread().slice(-2_000))}`);
	let reason = 'the connection is closed';
	socket.on('data', chunk => {
		chunks.push(chunk);
		bytes += chunk.toString('latin1');
		watch.changed();
	});
	socket.on('error', error => {
		reason = `the connection is closed (${error.message})`;
	});
	const closed = new Promise<void>(resolve => {
		socket.on('end', resolve).on('close', resolve);
	});
	closed.then(() => watch.end(reason));
	await within(`a connection to ${host}:${port}`, once(socket, 'connect'));

	return {
		socket,
		write: data => void socket.write(data),
		until: async (expected, deadlineMs) => {
			const find = () => findEnd(bytes.slice(read), expected);
			const length = await watch.until(String(expected), find, deadlineMs);
			const found = bytes.slice(read, read + length);
			read += length;
			return decode(found);
		},
		unread,
		received: () => Buffer.concat(chunks),
		closed: async deadlineMs => {
			await within('the other side closes the connection', closed, deadlineMs);
			return unread();
		},
		end: () => void socket.end(),
		[Symbol.asyncDispose]: async () => {
			if (socket.closed) return;
			socket.destroy();
			await once(socket, 'close');
		},
	};
}

/** Where `expected` ends in these bytes, or undefined where it is not (yet) there. */
function findEnd(bytes: string, expected: string | RegExp | number): number | undefined {
	if (typeof expected === 'number') return bytes.length >= expected ? expected : undefined;
	if (expected instanceof RegExp) {
		const match = expected.exec(bytes);
		return match ? match.index + match[0].length : undefined;
	}
	const encoded = Buffer.from(expected).toString('latin1');
	const start = bytes.indexOf(encoded);
	return start < 0 ? undefined : start + encoded.length;
}

function decode(bytes: string): string {
	return Buffer.from(bytes, 'latin1').toString('utf8');
}
