import {BchainError} from '../core/errors.ts';
import {hubOption, plainOption, portNote, readHub, readTimeout, timeoutOption} from './client-options.ts';
import type {Command} from './command.ts';
import {dataOption} from './data-option.ts';
import type {Environment} from './environment.ts';
import type {ExplainSource} from './explain-source.ts';
import {type FlagOption, type Given, parseSourced, readFlag, readValue, type ValueOption} from './options.ts';
import {fileParser, wholeNumberParser} from './units.ts';

const from = hubOption('from', 'The hub to read from');

const file: ValueOption<string> = {
	kind: 'value',
	name: 'file',
	valueName: 'FILE',
	describe: 'A file to read from instead, or - for standard input',
	example: 'chain.json',
	parse: fileParser,
};

const json: FlagOption = {kind: 'flag', name: 'json', describe: 'Print the explanation as one JSON object'};

const parseIndex = wholeNumberParser('the index of a block', {min: 0, max: Number.MAX_SAFE_INTEGER});

/** `bchain explain`: shows how the hash of a block comes about, and how to see it without bchain. */
export const explain: Command = {
	name: 'explain',
	takes: 'INDEX [--from HOST:PORT | --data DIR | --file FILE] [OPTIONS]',
	describe: 'Show how the hash of a block comes about',
	options: [
		from,
		{...dataOption, describe: 'A data folder to read from instead'},
		file,
		json,
		plainOption,
		timeoutOption,
	],
	wordsMax: 1,
	word: 'index',
	examples: [
		['bchain explain 1', 'block 1 of the hub on this machine'],
		['bchain explain 7 --data ~/heart', 'of a data folder, also while a hub runs on it'],
		['bchain explain 2 --file chain.json', 'of a file, which may be of any program of the tutorial'],
	],
	epilogue: `Exit code 0 means that the block holds, 1 that it does not, 2 that it cannot be read.\n\n${portNote}`,
	async run(given, environment) {
		const [text] = given.words;
		if (text === undefined)
			throw new BchainError('OPTION_INVALID', 'Which block? Give its index, as in "bchain explain 1".');
		const index = parseSourced({text, source: 'The index'}, parseIndex);
		const source = readSource(given, environment);
		const isJson = readFlag(json, given, environment);
		const {runExplain} = await import('./explain-run.ts');
		return runExplain(index, source, isJson, environment);
	},
};

/** Only what stands on the command line decides: BCHAIN_DATA is there for the hub. */
function readSource(given: Given, environment: Environment): ExplainSource {
	const named = [from, dataOption, file].filter(({name}) => given.options.has(name));
	if (named.length > 1) {
		const sentence = `${named.map(({name}) => `--${name}`).join(' and ')} were both given: give one of them.`;
		throw new BchainError('OPTION_INVALID', sentence);
	}
	const [option] = named;
	if (option === dataOption) return {kind: 'ledger', path: readValue(dataOption, given, environment)!};
	if (option === file) {
		const path = readValue(file, given, environment)!;
		return path === '-' ? {kind: 'input'} : {kind: 'file', path};
	}
	const hub = readHub(readValue(from, given, environment), environment);
	const plain = readFlag(plainOption, given, environment);
	return {kind: 'hub', ...hub, plain, ...readTimeout(given, environment)};
}
