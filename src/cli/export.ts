import {type ChainFormat, chainFormats} from '../core/chain-format.ts';
import type {Command} from './command.ts';
import {dataOption, readDataFolder} from './data-option.ts';
import {type FlagOption, readFlag, readValue, type ValueOption} from './options.ts';
import {fileParser, wordParser} from './units.ts';

const format: ValueOption<ChainFormat> = {
	kind: 'value',
	name: 'format',
	valueName: 'FORMAT',
	describe: 'How it is written: ndjson (one block a line), json (as a hub broadcasts it) or csv',
	example: 'json',
	shownDefault: 'ndjson',
	words: chainFormats,
	parse: wordParser(chainFormats),
};

const output: ValueOption<string> = {
	kind: 'value',
	name: 'output',
	valueName: 'FILE',
	letter: 'o',
	describe: 'A file to write to',
	example: 'chain.ndjson',
	shownDefault: 'standard output',
	parse: fileParser,
};

/** Also of `bchain backup`. */
export const forceOption: FlagOption = {
	kind: 'flag',
	name: 'force',
	describe: 'Replace a file that is there already',
};

/** `bchain export`: writes the chain of a data folder, every block verified, also while a hub runs on it. */
export const exportCommand: Command = {
	name: 'export',
	takes: '[OPTIONS]',
	describe: 'Write the chain of a data folder as text',
	options: [dataOption, format, output, forceOption],
	wordsMax: 0,
	examples: [
		['bchain export > chain.ndjson', 'one block a line'],
		['bchain export --format json -o chain.json', 'the array that a hub broadcasts, byte for byte'],
		['bchain export --data ~/heart --format csv -o chain.csv', 'for a spreadsheet'],
	],
	epilogue:
		'Every block is verified before it is written. A hub may run on the folder meanwhile: what is newest at the ' +
		'start is the end of the export. Exit code 0 means that all of it was written, 1 that it was not, 2 wrong use.',
	async run(given, environment) {
		const settings = {
			format: readValue(format, given, environment) ?? ('ndjson' as const),
			target: readValue(output, given, environment),
			force: readFlag(forceOption, given, environment),
		};
		const folder = await readDataFolder(given, environment);
		const {runExport} = await import('./export-run.ts');
		await runExport({folder, ...settings}, environment);
		return 0;
	},
};
