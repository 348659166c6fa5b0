import {formatAddress} from '../core/address.ts';
import {BchainError} from '../core/errors.ts';
import {defaults} from '../core/limits.ts';
import type {HttpOptions} from '../server/http/http-options.ts';
import type {ListenAddress} from '../server/listen.ts';
import {parseHost} from './address.ts';
import type {Environment} from './environment.ts';
import {type Given, type Option, readValue, type ValueOption} from './options.ts';
import {type Parser, parseListeningPort, wholeNumberParser} from './units.ts';

/** More names than that are a mistake. */
const allowedHostsMax = 64;

/** Where a hub serves HTTP, if at all. */
export const httpPort: ValueOption<number> = {
	kind: 'value',
	name: 'http-port',
	valueName: 'PORT',
	describe: 'Serve the page for browsers and REST on this port; 0 picks a free one',
	example: '8080',
	shownDefault: 'no HTTP',
	parse: parseListeningPort,
};

const host: ValueOption<string> = {
	kind: 'value',
	name: 'http-host',
	valueName: 'HOST',
	describe: 'Address to serve HTTP on; 0.0.0.0 opens it to the network',
	example: '0.0.0.0',
	shownDefault: defaults.host,
	parse: parseHost,
};

/** Names with commas between them, as a variable holds them, and as an option given several times is read. */
const parseHosts: Parser<readonly string[]> = text => {
	const hosts: string[] = [];
	for (const each of text.split(',').map(part => part.trim())) {
		if (each === '') continue;
		const parsed = parseHost(each);
		if (!parsed.ok) return parsed;
		hosts.push(parsed.value);
	}
	return hosts.length <= allowedHostsMax
		? {ok: true, value: hosts}
		: {ok: false, reason: `at most ${allowedHostsMax} names can be allowed`};
};

const allowHost: ValueOption<readonly string[]> = {
	kind: 'value',
	name: 'http-allow-host',
	valueName: 'NAME',
	describe: 'A name by which browsers reach the hub; may be given several times',
	example: 'lab.example',
	shownDefault: 'this machine and --http-host',
	repeatable: true,
	parse: parseHosts,
};

const maxStreams: ValueOption<number> = {
	kind: 'value',
	name: 'http-max-streams',
	valueName: 'N',
	describe: 'Browsers and programs that follow the chain over HTTP at the same time',
	example: '100',
	shownDefault: String(defaults.eventStreamsMax),
	parse: wholeNumberParser('a number of streams', {min: 1, max: 1_000_000}),
};

/** What a hub serves over HTTP, in the order of the help. */
export const httpOptions: readonly Option[] = [httpPort, host, allowHost, maxStreams];

/**
 * What to serve over HTTP, in a shape to spread into the settings of a hub that listens at `others`, too; empty when
 * nobody asked for it. Throws OPTION_INVALID, also where one of them would be in the way.
 */
export function readHttp(
	given: Given,
	environment: Environment,
	others: readonly (ListenAddress | undefined)[],
): {readonly http?: HttpOptions} {
	const read = <T>(option: ValueOption<T>) => readValue(option, given, environment);
	const chosen = {host: read(host) ?? defaults.host, port: read(httpPort)};
	const rest = {allowHosts: read(allowHost) ?? [], streamsMax: read(maxStreams) ?? defaults.eventStreamsMax};
	if (chosen.port === undefined) {
		const alone = [host, allowHost, maxStreams].find(({name}) => given.options.has(name));
		if (!alone) return {};
		throw new BchainError('OPTION_INVALID', `--${alone.name} is of use only beside --http-port: add that.`);
	}
	const taken = others.find(other => other?.port === chosen.port && other?.host === chosen.host);
	if (taken && chosen.port !== 0) {
		throw new BchainError(
			'OPTION_INVALID',
			`Something else of the hub listens on ${formatAddress(taken.host, taken.port)}: choose another port with --http-port.`,
			{source: '--http-port', value: String(chosen.port)},
		);
	}
	return {http: {host: chosen.host, port: chosen.port, ...rest}};
}
