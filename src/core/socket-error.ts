import {formatAddress} from './address.ts';
import {printable} from './printable.ts';

/** Why a connection could not be made or broke off, as a short sentence without an end; `error` is of `node:net`. */
export function describeSocketError(error: unknown, host: string, port: number): string {
	const address = formatAddress(host, port);
	switch (errorCode(error)) {
		case 'ECONNREFUSED':
			return `nothing listens at ${address}`;
		case 'ENOTFOUND':
			return `host name ${printable(host)} has no address`;
		case 'EAI_AGAIN':
			return `host name ${printable(host)} cannot be looked up now`;
		case 'ETIMEDOUT':
			return `${address} does not answer`;
		case 'EHOSTUNREACH':
		case 'ENETUNREACH':
		case 'EADDRNOTAVAIL':
			return `there is no route to ${address}`;
		case 'EACCES':
		case 'EPERM':
			return `the system does not allow a connection to ${address}`;
		case 'ECONNRESET':
		case 'EPIPE':
			return 'the connection broke off';
		default:
			return `the connection failed: ${printable(error instanceof Error ? error.message : String(error))}`;
	}
}

/** The first code of an error; a host with several addresses gives one error for each. */
function errorCode(error: unknown): string | undefined {
	const {code, errors} = error as {readonly code?: string; readonly errors?: readonly {code?: string}[]};
	return code ?? errors?.[0]?.code;
}
