import {defaults} from '../core/limits.ts';
import type {Environment} from './environment.ts';
import {type Given, parseSourced, readValue, type Sourced, type ValueOption} from './options.ts';
import {type Parser, parseListeningPort, parsePort} from './units.ts';

/** The port of `bchain serve` and `bchain node`. */
export const portOption: ValueOption<number> = {
	kind: 'value',
	name: 'port',
	valueName: 'PORT',
	describe: 'TCP port to listen on; 0 picks a free one',
	example: '9000',
	shownDefault: String(defaults.port),
	parse: parseListeningPort,
};

/** The port to listen on: --port, BCHAIN_PORT, PORT, ADDR, `.env`, 9000. Throws OPTION_INVALID. */
export function readListeningPort(given: Given, environment: Environment): number {
	return (
		readValue(portOption, given, environment) ??
		readTutorialPort(environment, parseListeningPort) ??
		defaults.port
	);
}

/** The port of a hub on this machine for whoever names none: as above, without --port. Throws OPTION_INVALID. */
export function readLocalPort(environment: Environment): number {
	const nothing: Given = {options: new Map(), words: []};
	return (
		readValue({...portOption, parse: parsePort}, nothing, environment) ??
		readTutorialPort(environment, parsePort) ??
		defaults.port
	);
}

/** The tutorial's hub takes its port from ADDR, as the number alone, behind a colon that may be written too. */
function readTutorialPort(environment: Environment, parse: Parser<number>): number | undefined {
	const sourced = findTutorialPort(environment);
	if (!sourced) return undefined;
	return parseSourced(sourced, text => {
		const parsed = parse(text.replace(/^:/, ''));
		return parsed.ok ? parsed : {ok: false, reason: `it gives the port alone, and ${parsed.reason}`};
	});
}

/** Empty variables count as not there. */
function findTutorialPort({variables, readDotEnv}: Environment): Sourced | undefined {
	if (variables.PORT) return {text: variables.PORT, source: 'PORT'};
	if (variables.ADDR) return {text: variables.ADDR, source: 'ADDR'};
	const {PORT, ADDR} = readDotEnv();
	if (PORT) return {text: PORT, source: 'PORT in .env'};
	if (ADDR) return {text: ADDR, source: 'ADDR in .env'};
	return undefined;
}
