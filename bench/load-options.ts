/** The command line of the load generator. */
import {parseArgs} from 'node:util';
import {parseAddress} from '../src/cli/address.ts';
import {type Parser, wholeNumberParser, wordParser} from '../src/cli/units.ts';
import {defaults} from '../src/core/limits.ts';

/** What is asked of a hub. */
export interface LoadOptions {
	readonly host: string;
	readonly port: number;
	/** Connections that only listen. */
	readonly connections: number;
	/** Connections that add readings. */
	readonly submitters: number;
	readonly mode: 'live' | 'plain';
	/** Unanswered readings that each submitter keeps up. */
	readonly outstanding: number;
	readonly seconds: number;
	/** Readings a second over all submitters; null: as fast as they are answered. */
	readonly perSecond: number | null;
	readonly json: boolean;
}

/** Options, or what to print instead: the help, or what is wrong in a sentence. */
export type ParsedLoad =
	| {readonly kind: 'load'; readonly options: LoadOptions}
	| {readonly kind: 'help'; readonly text: string}
	| {readonly kind: 'bad'; readonly sentence: string};

const help = `Usage: npm run bench:load -- --to HOST:PORT [OPTIONS]
  --connections N    that only listen (100)
  --submitters N     that add readings (1; 0: none)
  --mode MODE        live or plain (live)
  --outstanding N    unanswered readings that each submitter keeps up (1)
  --rate N           readings a second over all of them (as fast as they are answered)
  --seconds N        how long (10)
  --json             the result as JSON
Examples:
  npm run bench:load -- --to localhost --connections 1000 --outstanding 16
  npm run bench:load -- --to localhost:9001 --mode plain --submitters 8 --seconds 60
The readings stay in the chain. Exit code 1: something was wrong or missing, or a connection was lost.`;

const text = {type: 'string'} as const;
const flag = {type: 'boolean', default: false} as const;
const known = {
	to: text,
	connections: text,
	submitters: text,
	mode: text,
	outstanding: text,
	seconds: text,
	rate: text,
	json: flag,
	help: flag,
} as const;

/** Reads the words after the program's name. */
export function parseLoad(args: readonly string[]): ParsedLoad {
	try {
		const {values} = parseArgs({args: [...args], options: known, strict: true});
		if (values.help) return {kind: 'help', text: help};
		const address = values.to === undefined ? null : parseAddress(values.to);
		if (!address) return bad('Say which hub, as in --to localhost:9000.');
		if (!address.ok) return bad(`--to "${values.to}": ${address.reason}.`);
		const read = <T>(name: keyof typeof values, parser: Parser<T>, unlessGiven: T): T => {
			const value = values[name];
			if (typeof value !== 'string') return unlessGiven;
			const parsed = parser(value);
			if (!parsed.ok) throw new TypeError(`--${name} "${value}": ${parsed.reason}.`);
			return parsed.value;
		};
		const count = (min: number, max: number): Parser<number> => wholeNumberParser('it', {min, max});
		const options: LoadOptions = {
			host: address.value.host,
			port: address.value.port ?? defaults.port,
			connections: read('connections', count(1, 100_000), 100),
			submitters: read('submitters', count(0, 10_000), 1),
			mode: read('mode', wordParser(['live', 'plain']), 'live'),
			outstanding: read('outstanding', count(1, 1_000), 1),
			seconds: read('seconds', count(1, 86_400), 10),
			perSecond: read<number | null>('rate', count(1, 1_000_000), null),
			json: values.json,
		};
		return {kind: 'load', options};
	} catch (error) {
		if (!(error instanceof TypeError)) throw error;
		return bad(error.message);
	}
}

function bad(sentence: string): ParsedLoad {
	return {kind: 'bad', sentence: `${sentence}\nSee npm run bench:load -- --help`};
}
