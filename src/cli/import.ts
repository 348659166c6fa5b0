import {BchainError} from '../core/errors.ts';
import type {Command} from './command.ts';
import {dataOption, readDataFolder} from './data-option.ts';

/** `bchain import`: verifies a chain and adds it to a ledger. */
export const importCommand: Command = {
	name: 'import',
	takes: 'FILE [OPTIONS]',
	describe: 'Verify the chain in a file and add it to a data folder',
	options: [dataOption],
	wordsMax: 1,
	word: 'file',
	examples: [
		['bchain import chain.ndjson --data ~/heart', 'into a new or empty folder: the whole chain'],
		['bchain import chain.json', 'into the data folder of this user: what it lacks'],
	],
	epilogue:
		'The file is what "bchain export" writes: one block a line, an array, or CSV. All of it is verified first, ' +
		'strictly: chains of the tutorial are refused. A ledger that has blocks must be the beginning of the chain in ' +
		'the file. Everything is added, or nothing. No hub may run on the folder meanwhile.\n\n' +
		'Exit code 0 means that the ledger holds the chain of the file now, 1 that nothing was added, 2 that the file ' +
		'cannot be read, or wrong use.',
	async run(given, environment) {
		const [file] = given.words;
		if (file === undefined)
			throw new BchainError(
				'OPTION_INVALID',
				'There is nothing to import: name a file, as in "bchain import chain.ndjson".',
			);
		const folder = await readDataFolder(given, environment);
		const {runImport} = await import('./import-run.ts');
		return runImport(file, folder, environment);
	},
};
