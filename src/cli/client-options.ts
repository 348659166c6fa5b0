import {isLoopback} from '../core/address.ts';
import {BchainError} from '../core/errors.ts';
import {defaults} from '../core/limits.ts';
import {type Address, parseAddress} from './address.ts';
import type {Environment} from './environment.ts';
import {
	type FlagOption,
	formatOption,
	type Given,
	hubValueName,
	parseSourced,
	quote,
	readFlag,
	readValue,
	type ValueOption,
} from './options.ts';
import {readLocalPort} from './ports.ts';
import {durationParser} from './units.ts';

/** What the help of commands that talk to a hub says about the port that nobody named. */
export const portNote =
	'Without a port, a hub on this machine is looked for where "bchain serve" would listen: ' +
	'at BCHAIN_PORT, PORT or ADDR, also from a .env file in this folder, or at 9000.';

/** Never asks for live mode. */
export const plainOption: FlagOption = {
	kind: 'flag',
	name: 'plain',
	describe: "Speak plain mode only, as with the tutorial's hub",
};

/** Meets the hub as if for the first time, and leaves no trace of it. */
export const noPinOption: FlagOption = {
	kind: 'flag',
	name: 'no-pin',
	describe: 'Neither read nor write what is remembered of the hub',
};

/** The folder of what is remembered, in a shape to spread into the options of a client; none with --no-pin. */
export async function readStateFolder(
	given: Given,
	environment: Environment,
): Promise<{readonly stateFolder?: string}> {
	if (readFlag(noPinOption, given, environment)) return {};
	const [{homedir}, {findStateFolder}] = await Promise.all([
		import('node:os'),
		import('../client/memory/state-folder.ts'),
	]);
	const {variables} = environment;
	const home = variables.HOME || homedir();
	return {stateFolder: findStateFolder({variables, platform: process.platform, home})};
}

/** How long a hub may bring nothing; the default depends on the mode that it speaks. */
export const timeoutOption: ValueOption<number> = {
	kind: 'value',
	name: 'timeout',
	valueName: 'TIME',
	describe: 'How long to wait without any progress',
	example: '5s',
	shownDefault: '10s, in plain mode 35s',
	parse: durationParser({min: 100, max: 24 * 3_600_000}),
};

/** --timeout, in a shape to spread into the options of a client. Throws OPTION_INVALID. */
export function readTimeout(given: Given, environment: Environment): {readonly timeoutMs?: number} {
	const timeoutMs = readValue(timeoutOption, given, environment);
	return timeoutMs === undefined ? {} : {timeoutMs};
}

/** An option that names a hub: `--to`, `--from` and `--hub`. */
export function hubOption(name: 'to' | 'from' | 'hub', describe: string): ValueOption<Address> {
	return {
		kind: 'value',
		name,
		valueName: hubValueName,
		describe,
		example: 'localhost:9000',
		shownDefault: `localhost:${defaults.port}`,
		parse: parseAddress,
	};
}

/** The option of commands that ask a hub how it stands. */
export const askedHubOption: ValueOption<Address> = {
	...hubOption('hub', 'The hub to ask'),
	shownDefault: 'the one on this machine',
};

/**
 * The hub that a command asks, named by its `option` or by a `word` in its place, or the one on this machine. Throws
 * OPTION_INVALID, also where it was named in both ways.
 */
export function readNamedHub(
	option: ValueOption<Address>,
	word: string | undefined,
	given: Given,
	environment: Environment,
): ReturnType<typeof readHub> {
	if (word === undefined) return readHub(readValue(option, given, environment), environment);
	if (given.options.has(option.name)) {
		const sentence = `${quote(word)} and ${formatOption(option.name)} both name a hub: give one of them.`;
		throw new BchainError('OPTION_INVALID', sentence, {value: word});
	}
	return readHub(parseSourced({text: word, source: 'The address'}, parseAddress), environment);
}

/**
 * The hub that somebody named, or the one on this machine. Where no port is named, it is 9000; for a hub on
 * this machine it is the port that `bchain serve` would take from the same surroundings. Throws OPTION_INVALID.
 */
export function readHub(
	address: Address | undefined,
	environment: Environment,
): {readonly host: string; readonly port: number} {
	const {host, port} = address ?? {host: 'localhost', port: undefined};
	return {host, port: port ?? (isLoopback(host) ? readLocalPort(environment) : defaults.port)};
}
