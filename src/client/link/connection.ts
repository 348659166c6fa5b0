import {Buffer} from 'node:buffer';
import {connect, type Socket} from 'node:net';
import {formatAddress} from '../../core/address.ts';
import {describeSocketError} from '../../core/socket-error.ts';
import {type LinkTiming, linkLimits} from './link-limits.ts';

export interface ConnectionHandlers {
	/** The connection stands; `connectMs` is how long that took. */
	readonly connected: (connectMs: number) => void;
	/** The memory of `chunk` is used again afterwards. */
	readonly bytes: (chunk: Uint8Array) => void;
	/** The hub closed its side; `closed` follows. */
	readonly ended: () => void;
	/** The connection is over or was never made: why, as a short sentence without an end. Comes once, last. */
	readonly closed: (reason: string) => void;
}

/** As much as Node reads at a time by itself. */
const readBytesMax = 65_536;

/** One TCP connection to a hub. After `destroy` or `close` no handler is called any more. */
export interface Connection {
	/** Whether so much waits to be sent that only what matters should be added. */
	readonly congested: boolean;
	/** Writes of one turn of the event loop leave together. */
	write(text: string): void;
	destroy(): void;
	/** Sends `goodbye` and ends; resolves when the socket is gone, at the latest after `closeTimeoutMs`. */
	close(goodbye: string): Promise<void>;
}

/** Connects to `host:port`. Nothing is called before this function has returned. */
export function openConnection(
	host: string,
	port: number,
	timing: LinkTiming,
	handlers: ConnectionHandlers,
): Connection {
	const startedMs = performance.now();
	const takeBytes = (length: number, buffer: Uint8Array): boolean => {
		if (!deaf) slice(() => handlers.bytes(buffer.subarray(0, length)));
		return true;
	};
	const socket = connect({
		host,
		port,
		noDelay: true,
		keepAlive: true,
		keepAliveInitialDelay: linkLimits.keepAliveMs,
		// One piece of memory for all that comes: a million blocks would leave 200 MB of them to be collected.
		onread: {buffer: Buffer.allocUnsafeSlow(readBytesMax), callback: takeBytes},
	});
	let deaf = false;
	let failure: string | null = null;

	const connectTimer = setTimeout(() => {
		failure = `${formatAddress(host, port)} does not answer`;
		socket.destroy();
	}, timing.connectTimeoutMs);
	socket.once('connect', () => {
		clearTimeout(connectTimer);
		if (!deaf) handlers.connected(performance.now() - startedMs);
	});
	const slice = createSlicer(socket);
	socket.on('end', () => {
		if (!deaf) handlers.ended();
	});
	socket.on('error', error => {
		failure ??= describeSocketError(error, host, port);
	});
	socket.once('close', () => {
		clearTimeout(connectTimer);
		if (!deaf) handlers.closed(failure ?? 'the hub closed the connection');
		deaf = true;
	});

	return {
		get congested() {
			return socket.writableLength > linkLimits.congestedBytes;
		},
		write(text) {
			if (socket.writableCorked === 0) {
				socket.cork();
				process.nextTick(() => socket.uncork());
			}
			socket.write(text);
		},
		destroy() {
			deaf = true;
			socket.destroy();
		},
		close(goodbye) {
			deaf = true;
			return closeSocket(socket, goodbye, timing.closeTimeoutMs);
		},
	};
}

/**
 * Lets a busy socket rest: it is read many times before the event loop turns, so after `sliceMs` of work on
 * what it brought it is paused until the next turn. A long catch-up then never holds up keys and timers.
 */
function createSlicer(socket: Socket): (work: () => void) => void {
	let workedMs = 0;
	return work => {
		const startedMs = performance.now();
		work();
		workedMs += performance.now() - startedMs;
		if (workedMs < linkLimits.sliceMs || socket.destroyed) return;
		workedMs = 0;
		socket.pause();
		setImmediate(() => socket.resume());
	};
}

async function closeSocket(socket: Socket, goodbye: string, closeTimeoutMs: number): Promise<void> {
	if (socket.destroyed) return;
	const gone = new Promise<void>(resolve => socket.once('close', () => resolve()));
	if (socket.connecting) socket.destroy();
	else socket.end(goodbye);
	const timer = setTimeout(() => socket.destroy(), closeTimeoutMs);
	await gone;
	clearTimeout(timer);
}
