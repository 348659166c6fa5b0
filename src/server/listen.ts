import {once} from 'node:events';
import {type AddressInfo, createServer, type Server, type Socket} from 'node:net';
import {formatAddress, isLoopback} from '../core/address.ts';
import {BchainError} from '../core/errors.ts';

/** Connections that may wait to be accepted. */
const backlog = 4_096;

export interface ListenAddress {
	readonly host: string;
	readonly port: number;
}

/** The options that an address came from, for the sentence about one that cannot be used. */
export interface AddressOptions {
	readonly host: string;
	readonly port: string;
}

const hubAddressOptions: AddressOptions = {host: '--host', port: '--port'};
export const httpAddressOptions: AddressOptions = {host: '--http-host', port: '--http-port'};
export const metricsAddressOptions: AddressOptions = {host: '--metrics-host', port: '--metrics-port'};

/** HOST:PORT of the other side, as the log names a connection. */
export function remoteAddress({remoteAddress: host = 'unknown', remotePort: port = 0}: Socket): string {
	return formatAddress(host, port);
}

/** Whether the other side is on this machine. */
export function isLocal({remoteAddress: host = ''}: Socket): boolean {
	// A port that listens on both kinds of addresses shows those of IPv4 in their longer form.
	return isLoopback(host.replace(/^::ffff:/i, ''));
}

/**
 * Starts to listen and gives the address and port in use (port 0 takes a free one). Throws a `BchainError`
 * that says what was wrong and what to do.
 */
export async function listen(
	server: Server,
	host: string,
	port: number,
	options = hubAddressOptions,
): Promise<ListenAddress> {
	try {
		server.listen({host, port, backlog});
		await once(server, 'listening');
	} catch (error) {
		throw explain(error as NodeJS.ErrnoException, {host, port}, options);
	}
	const address = server.address() as AddressInfo;
	return {host: address.address, port: address.port};
}

/**
 * Listens for a moment, to hear of a port or address that cannot be used before anything else is done. Throws
 * as `listen` does.
 */
export async function tryToListen(host: string, port: number, options = hubAddressOptions): Promise<void> {
	const server = createServer(socket => socket.destroy());
	await listen(server, host, port, options);
	server.close();
	await once(server, 'close');
}

function explain(error: NodeJS.ErrnoException, address: ListenAddress, options: AddressOptions): Error {
	const {host, port} = address;
	const details = {host, port};
	switch (error.code) {
		case 'EADDRINUSE':
			return new BchainError(
				'PORT_IN_USE',
				`Port ${port} on ${host} is in use by another program: stop it, or choose another port with ${options.port} (0 takes a free one).`,
				details,
				error,
			);
		case 'EACCES':
			return new BchainError(
				'PORT_FORBIDDEN',
				`The system does not let you listen on port ${port}: choose one above 1023 with ${options.port}.`,
				details,
				error,
			);
		case 'ENOTFOUND':
		case 'EAI_AGAIN':
			return new BchainError(
				'ADDRESS_UNRESOLVED',
				`The host name ${host} has no address: check ${options.host}, or leave it out to serve this machine only.`,
				details,
				error,
			);
		case 'EADDRNOTAVAIL':
		case 'EINVAL':
			return new BchainError(
				'ADDRESS_UNAVAILABLE',
				`${host} is not an address of this machine: check ${options.host}; 0.0.0.0 stands for all of them.`,
				details,
				error,
			);
		default:
			return error;
	}
}
