import {networkInterfaces} from 'node:os';
import {formatAddress} from '../core/address.ts';
import {BchainError} from '../core/errors.ts';
import type {Command} from './command.ts';
import type {Environment} from './environment.ts';
import {type HubSettings, hubOptions, readHubSettings} from './hub-options.ts';
import {isHub} from './hub-probe.ts';
import {sourcesNote} from './serve.ts';

/** `bchain node`: a hub and the full-screen client in one terminal. */
export const node: Command = {
	name: 'node',
	takes: '[OPTIONS]',
	describe: 'Run a hub and its full-screen client in one terminal',
	options: hubOptions,
	wordsMax: 0,
	examples: [
		['bchain node', 'a hub on port 9000 of this machine, and its client'],
		['bchain node --port 0', 'on any free port'],
		['bchain node --host 0.0.0.0', 'a hub that a room full of laptops can join'],
	],
	epilogue: sourcesNote,
	async run(given, environment) {
		const settings = readHubSettings(given, environment);
		if (environment.stdinIsTerminal && environment.stdoutIsTerminal) return runBoth(settings, environment);
		environment.hint('No terminal for the full-screen client here: serving without it.');
		const {runServe} = await import('../server/serve.ts');
		await runServe(settings);
		return 0;
	},
};

/** The client talks to its own hub as any other does, so what it shows is verified all the same. */
async function runBoth(settings: HubSettings, environment: Environment): Promise<number> {
	const [{startHub}, {runConnect}] = await Promise.all([
		import('../server/serve.ts'),
		import('../client/connect.tsx'),
	]);
	const hub = await startHub(settings).catch(error => explainTakenPort(error, settings));
	try {
		const joinHint = describeJoining(joinable(hub.host), hub.port);
		const host = reachable(hub.host);
		return await runConnect({host, port: hub.port, plain: false, joinHint, env: environment.variables});
	} finally {
		await hub.stop('the client left');
	}
}

/** The address through which a program on this machine reaches a hub that listens on `host`. */
export function reachable(host: string): string {
	if (host === '0.0.0.0') return '127.0.0.1';
	return host === '::' ? '::1' : host;
}

/** The address to give to others: where the hub listens on all, the first one that is not this machine's own. */
function joinable(host: string): string {
	if (host !== '0.0.0.0' && host !== '::') return host;
	const addresses = Object.values(networkInterfaces()).flatMap(each => each ?? []);
	const open = addresses.find(({family, internal}) => family === 'IPv4' && !internal);
	return open?.address ?? reachable(host);
}

function describeJoining(host: string, port: number): string {
	return `Join with "nc ${host} ${port}" or "bchain connect ${formatAddress(host, port)}".`;
}

/** A port in use is most often a hub that was started before: then joining it is what was meant. */
async function explainTakenPort(error: unknown, {host, port}: HubSettings): Promise<never> {
	if (!(error instanceof BchainError) || error.code !== 'PORT_IN_USE') throw error;
	if (!(await isHub(reachable(host), port))) throw error;
	const address = formatAddress(reachable(host), port);
	throw new BchainError(
		'PORT_IN_USE',
		`A hub already serves ${address}: join it with "bchain connect ${address}", or choose another port with --port.`,
		error.details,
		error,
	);
}
