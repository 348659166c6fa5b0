/** A line between two hubs that a test cuts and mends. */
import {once} from 'node:events';
import {type AddressInfo, connect, createServer, type Socket} from 'node:net';

export type CuttableLine = {
	readonly port: number;
	/** Breaks what goes over it, and lets nothing through until it is mended. */
	readonly cut: () => void;
	readonly mend: () => void;
	readonly [Symbol.asyncDispose]: () => Promise<void>;
};

/** Forwards connections to a port of this machine. */
export async function openLine(port: () => number): Promise<CuttableLine> {
	const sockets = new Set<Socket>();
	let isCut = false;
	const server = createServer({noDelay: true}, socket => {
		if (isCut) {
			socket.resetAndDestroy();
			return;
		}
		const onward = connect({port: port(), host: '127.0.0.1', noDelay: true});
		for (const [from, to] of [
			[socket, onward],
			[onward, socket],
		] as const) {
			sockets.add(from);
			from.pipe(to);
			from
				.on('error', () => {})
				.on('close', () => {
					sockets.delete(from);
					to.destroy();
				});
		}
	});
	server.listen(0, '127.0.0.1');
	await once(server, 'listening');
	const cut = () => {
		isCut = true;
		for (const socket of sockets) socket.resetAndDestroy();
	};
	return {
		port: (server.address() as AddressInfo).port,
		cut,
		mend: () => {
			isCut = false;
		},
		[Symbol.asyncDispose]: async () => {
			cut();
			server.close();
			await once(server, 'close');
		},
	};
}
