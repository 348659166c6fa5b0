import {formatAddress} from '../core/address.ts';
import {BchainError} from '../core/errors.ts';
import {isHub} from './hub-probe.ts';

/** The address through which a program on this machine reaches a hub that listens on `host`. */
export function reachable(host: string): string {
	if (host === '0.0.0.0') return '127.0.0.1';
	return host === '::' ? '::1' : host;
}

/**
 * Rethrows what kept a hub from starting. Where another hub has the port, the sentence says how to join that one.
 */
export async function explainTakenPort(
	error: unknown,
	{host, port, program}: {readonly host: string; readonly port: number; readonly program: string},
): Promise<never> {
	if (!(error instanceof BchainError) || error.code !== 'PORT_IN_USE') throw error;
	if (!(await isHub(reachable(host), port))) throw error;
	const address = formatAddress(reachable(host), port);
	throw new BchainError(
		'PORT_IN_USE',
		`A hub already serves ${address}: join it with "${program} connect ${address}", or choose another port with --port.`,
		error.details,
		error,
	);
}
