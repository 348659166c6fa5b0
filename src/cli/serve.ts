import {BchainError} from '../core/errors.ts';
import type {OpenFront} from '../server/front.ts';
import type {Command} from './command.ts';
import type {Environment} from './environment.ts';
import {
	type HubSettings,
	hubOptions,
	readHubSettings,
	readLedgerFolder,
	truncateAtOption,
} from './hub-options.ts';
import {type Given, readValue} from './options.ts';
import {explainTakenPort} from './taken-port.ts';

/** What the help of `serve` and `node` says about the sources of options. */
export const sourcesNote =
	'Every option can also be set by a variable, such as BCHAIN_BROADCAST_INTERVAL=1s. ' +
	'The port is also taken from PORT or ADDR, in the environment or in a .env file in this folder.';

/** `bchain serve`: a hub without a screen, until it is stopped. */
export const serve: Command = {
	name: 'serve',
	takes: '[OPTIONS]',
	describe: 'Run a hub that terminals, programs and nc share a chain through',
	options: [...hubOptions, truncateAtOption],
	wordsMax: 0,
	examples: [
		['bchain serve', 'serve this machine on port 9000'],
		['bchain serve --host 0.0.0.0 --port 9100', 'serve the network'],
		['bchain serve --http-port 8080', 'and show the chain in browsers'],
		['bchain serve --data ~/heart', 'keep the chain in this folder'],
		['bchain serve --broadcast-interval 1s', 'show nc the chain every second'],
		['bchain serve --port 9100 --upstream lab-hub:9000', 'a front for the hub there'],
		['bchain serve --log-format json | tee hub.log', 'one JSON object a line'],
	],
	epilogue: sourcesNote,
	async run(given, environment) {
		const settings = readHubSettings(given, environment);
		const data = await readLedgerFolder(given, environment, settings.upstream);
		await truncate(data, given, environment);
		const {runServe} = await import('../server/serve.ts');
		const options = {...settings, data, program: environment.program};
		await runServe(options, await openFront(settings, data)).catch(error => explainTakenPort(error, options));
		return 0;
	},
};

/** What makes the hub a front, if it is to be one. */
export async function openFront(
	{upstream}: Pick<HubSettings, 'upstream'>,
	data: string | null,
): Promise<OpenFront | undefined> {
	if (!upstream) return undefined;
	const {prepareFront} = await import('../relay/open-front.ts');
	return prepareFront({...upstream, data});
}

/** Cuts a ledger that does not start, if that was asked for. */
async function truncate(data: string | null, given: Given, environment: Environment): Promise<void> {
	const from = readValue(truncateAtOption, given, environment);
	if (from === undefined) return;
	if (data === null) {
		throw new BchainError('OPTION_INVALID', '--truncate-at is for a chain on disk: leave --ephemeral out.');
	}
	const {truncateAt} = await import('../server/ledgers/sqlite-truncate.ts');
	const {moved} = truncateAt(data, from, 'bchain serve --truncate-at');
	environment.hint(
		`Moved aside, not deleted: ${moved === 1 ? '1 block' : `${moved} blocks`} from block ${from} on.`,
	);
}
