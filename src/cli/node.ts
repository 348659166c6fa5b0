import {networkInterfaces} from 'node:os';
import {formatAddress, reachable} from '../core/address.ts';
import type {HubServer} from '../server/hub-server.ts';
import {readStateFolder} from './client-options.ts';
import type {Command} from './command.ts';
import type {Environment} from './environment.ts';
import {type HubSettings, hubOptions, readHubSettings, readLedgerFolder} from './hub-options.ts';
import type {Given} from './options.ts';
import {readScreenSettings, screenOptions} from './screen-options.ts';
import {openFront, sourcesNote} from './serve.ts';
import {explainTakenPort} from './taken-port.ts';

/** `bchain node`: a hub and the full-screen client in one terminal. */
export const node: Command = {
	name: 'node',
	takes: '[OPTIONS]',
	describe: 'Run a hub and its full-screen client in one terminal',
	options: [...hubOptions, ...screenOptions],
	wordsMax: 0,
	examples: [
		['bchain node', 'a hub on port 9000 of this machine, and its client'],
		['bchain node --port 0', 'on any free port'],
		['bchain node --host 0.0.0.0', 'a hub that a room full of laptops can join'],
	],
	epilogue: sourcesNote,
	async run(given, environment) {
		const read = readHubSettings(given, environment);
		const data = await readLedgerFolder(given, environment, read.upstream);
		const settings = {...read, program: environment.program, data};
		if (environment.stdinIsTerminal && environment.stdoutIsTerminal)
			return runBoth(settings, given, environment);
		environment.hint('No terminal for the full-screen client here: serving without it.');
		const {runServe} = await import('../server/serve.ts');
		await runServe(settings, await openFront(settings, data)).catch(error =>
			explainTakenPort(error, settings),
		);
		return 0;
	},
};

type StoredSettings = HubSettings & {readonly data: string | null; readonly program: string};

/** The client talks to its own hub as any other does, so what it shows is verified all the same. */
async function runBoth(settings: StoredSettings, given: Given, environment: Environment): Promise<number> {
	const [{startHub}, {runConnect}] = await Promise.all([
		import('../server/serve.ts'),
		import('../client/connect.tsx'),
	]);
	const screen = readScreenSettings(given, environment);
	const hub = await startHub(settings, await openFront(settings, settings.data)).catch(error =>
		explainTakenPort(error, settings),
	);
	try {
		const joinHint = describeJoining(hub, environment.program);
		const host = reachable(hub.host);
		// A port that the system chose stands for another hub the next time.
		const state = settings.port === 0 ? {} : await readStateFolder(given, environment);
		const {variables: env, program} = environment;
		return await runConnect({
			...{host, port: hub.port, plain: false},
			...screen,
			...state,
			...{joinHint, program, env},
		});
	} finally {
		await hub.stop('the client left');
	}
}

/** The address to give to others: where the hub listens on all, the first one that is not this machine's own. */
function joinable(host: string): string {
	if (host !== '0.0.0.0' && host !== '::') return host;
	const addresses = Object.values(networkInterfaces()).flatMap(each => each ?? []);
	const open = addresses.find(({family, internal}) => family === 'IPv4' && !internal);
	return open?.address ?? reachable(host);
}

function describeJoining({host, port, httpAddress}: HubServer, program: string): string {
	const join = joinable(host);
	const page =
		httpAddress && `, or open http://${formatAddress(joinable(httpAddress.host), httpAddress.port)}/`;
	return `Join with "nc ${join} ${port}" or "${program} connect ${formatAddress(join, port)}"${page ?? ''}.`;
}
