import {
	hubOption,
	noPinOption,
	plainOption,
	portNote,
	readNamedHub,
	readStateFolder,
	readTimeout,
	timeoutOption,
} from './client-options.ts';
import type {Command} from './command.ts';
import {wantsColor} from './environment.ts';
import {type FlagOption, readFlag, readValue, type ValueOption} from './options.ts';
import {wholeNumberParser} from './units.ts';

const from = hubOption('from', 'The hub to read from');

const newest: ValueOption<number> = {
	kind: 'value',
	name: 'n',
	valueName: 'N',
	describe: 'Only the newest N blocks',
	example: '20',
	parse: wholeNumberParser('a number of blocks', {min: 0, max: 1_000_000_000}),
};

const follow: FlagOption = {kind: 'flag', name: 'f', describe: 'Go on with new blocks as they come'};

const json: FlagOption = {
	kind: 'flag',
	name: 'json',
	describe: 'Print each block as JSON on a line of its own',
};

/** `bchain log`: prints the verified chain, and follows it with -f. */
export const log: Command = {
	name: 'log',
	takes: '[HOST[:PORT]] [OPTIONS]',
	describe: 'Verify a chain and print it',
	options: [from, newest, follow, json, plainOption, noPinOption, timeoutOption],
	wordsMax: 1,
	examples: [
		['bchain log -n 20', 'the newest 20 blocks of the hub on this machine'],
		['bchain log -f 192.168.1.20', 'everything, then new blocks as they come'],
		['bchain log --json | jq .BPM', 'for other programs'],
	],
	epilogue: portNote,
	async run(given, environment) {
		const hub = readNamedHub(from, given.words[0], given, environment);
		const settings = {
			count: readValue(newest, given, environment) ?? ('all' as const),
			follow: readFlag(follow, given, environment),
			json: readFlag(json, given, environment),
			plain: readFlag(plainOption, given, environment),
			...(await readStateFolder(given, environment)),
			...readTimeout(given, environment),
			color: wantsColor(environment.variables, environment.stdoutIsTerminal),
		};
		const {runLog} = await import('../client/headless/log.ts');
		const {program} = environment;
		return runLog({...hub, ...settings, program, ...(settings.follow && {signal: stopSignal()})});
	},
};

/** Aborted by Ctrl+C and its like, which is how following ends. A second time they end the process. */
function stopSignal(): AbortSignal {
	const controller = new AbortController();
	for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(name, () => controller.abort());
	return controller.signal;
}
