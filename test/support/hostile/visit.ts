/** What hostile clients have in common: connections, what they do with them, and what became of it. */
import {connect, type Socket} from 'node:net';
import {setTimeout as sleep} from 'node:timers/promises';

/** What a kind of client counts over all its connections. */
export type Tally = {
	connections: number;
	/** Readings handed to the system: the hub may have taken all of them, or fewer. */
	sent: number;
	/** Of them, those whose acknowledgement was read. */
	acknowledged: number;
};

/** One connection of a hostile client. */
export type Visit = {
	readonly socket: Socket;
	readonly tally: Tally;
	/** The stall timeout of the hub. */
	readonly stallMs: number;
	/** Resolves when the hub has closed the connection, or the time is up. A socket that is not read does not tell. */
	readonly over: Promise<void>;
	readonly isOver: () => boolean;
	/** Waits, but not longer than the connection is there. */
	readonly pause: (ms: number) => Promise<void>;
	/** Writes `bytes` again and again, as fast as they are taken, until the connection is over. */
	readonly flood: (bytes: Uint8Array, onWrite?: () => void) => Promise<void>;
};

/** What a kind of client does with a connection; when this resolves, it leaves. */
export type Conduct = (visit: Visit) => Promise<void>;

export type Haunt = {
	readonly port: number;
	readonly stallMs: number;
	/** How long it stays away when a connection has ended. */
	readonly restMs: number;
	readonly conduct: Conduct;
	readonly tally: Tally;
	/** Says that the time is up. */
	readonly signal: AbortSignal;
};

/** Comes to the hub again and again until the time is up. */
export async function haunt(options: Haunt): Promise<void> {
	const {restMs, signal} = options;
	while (!signal.aborted) {
		await visitOnce(options);
		await sleep(restMs, undefined, {signal}).catch(() => {});
	}
}

async function visitOnce({port, stallMs, conduct, tally, signal}: Haunt): Promise<void> {
	const socket = connect({port, host: '127.0.0.1', allowHalfOpen: true, noDelay: true});
	// Being reset is what most of them ask for.
	socket.on('error', () => {});
	const over = new Promise<void>(resolve => socket.once('close', resolve).once('end', resolve));
	const stop = (): void => void socket.destroy();
	signal.addEventListener('abort', stop, {once: true});
	const connected = new Promise<boolean>(resolve => socket.once('connect', () => resolve(true)));
	if (await Promise.race([connected, over])) {
		tally.connections++;
		await conduct(makeVisit(socket, over, tally, stallMs));
	}
	signal.removeEventListener('abort', stop);
	socket.destroy();
}

function makeVisit(socket: Socket, over: Promise<void>, tally: Tally, stallMs: number): Visit {
	let isOver = false;
	// One listener for all writes: a promise that is raced again and again would keep every one of them.
	let onDrained = (): void => {};
	socket.on('drain', () => onDrained());
	void over.then(() => {
		isOver = true;
		onDrained();
	});
	return {
		socket,
		tally,
		stallMs,
		over,
		isOver: () => isOver,
		async pause(ms) {
			const timer = new AbortController();
			await Promise.race([over, sleep(ms, undefined, {signal: timer.signal}).catch(() => {})]);
			timer.abort();
		},
		async flood(bytes, onWrite = () => {}) {
			while (!isOver) {
				onWrite();
				// Others have their turn between two writes, also where the hub takes everything at once.
				if (socket.write(bytes)) await new Promise(setImmediate);
				else await new Promise<void>(resolve => (onDrained = resolve));
			}
		},
	};
}
