import type {Socket} from 'node:net';

/** Destroys a connection after `ms` milliseconds, unless it has closed by then. */
export function destroyLater(socket: Socket, ms: number): void {
	const timer = setTimeout(() => socket.destroy(), ms).unref();
	// Or thousands that came and went would stay in memory until then.
	socket.once('close', () => clearTimeout(timer));
}
