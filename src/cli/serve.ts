import type {Command} from './command.ts';
import {hubOptions, readHubSettings} from './hub-options.ts';

/** What the help of `serve` and `node` says about the sources of options. */
export const sourcesNote =
	'Every option can also be set by a variable, such as BCHAIN_BROADCAST_INTERVAL=1s. ' +
	'The port is also taken from PORT or ADDR, in the environment or in a .env file in this folder.';

/** `bchain serve`: a hub without a screen, until it is stopped. */
export const serve: Command = {
	name: 'serve',
	takes: '[OPTIONS]',
	describe: 'Run a hub that terminals, programs and nc share a chain through',
	options: hubOptions,
	wordsMax: 0,
	examples: [
		['bchain serve', 'serve this machine on port 9000'],
		['bchain serve --host 0.0.0.0 --port 9100', 'serve the network'],
		['bchain serve --broadcast-interval 1s', 'show nc the chain every second'],
		['bchain serve --log-format json | tee hub.log', 'one JSON object a line'],
	],
	epilogue: sourcesNote,
	async run(given, environment) {
		const settings = readHubSettings(given, environment);
		const {runServe} = await import('../server/serve.ts');
		await runServe(settings);
		return 0;
	},
};
