import {formatAddress, reachable} from '../core/address.ts';
import {BchainError} from '../core/errors.ts';
import {isHub} from './hub-probe.ts';

/**
 * Rethrows what kept a hub from starting. Where another hub has the port, the sentence says how to join that one.
 */
export async function explainTakenPort(
	error: unknown,
	{host, port, program}: {readonly host: string; readonly port: number; readonly program: string},
): Promise<never> {
	if (!(error instanceof BchainError) || error.code !== 'PORT_IN_USE' || error.details.port !== port)
		throw error;
	if (!(await isHub(reachable(host), port))) throw error;
	const address = formatAddress(reachable(host), port);
	throw new BchainError(
		'PORT_IN_USE',
		`A hub already serves ${address}: join it with "${program} connect ${address}", or choose another port with --port.`,
		error.details,
		error,
	);
}
