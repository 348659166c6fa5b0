import type {Environment} from './environment.ts';
import {type Given, readValue, type ValueOption} from './options.ts';
import {fileParser} from './units.ts';

/** The folder of a ledger; BCHAIN_DATA sets it too. */
export const dataOption: ValueOption<string> = {
	kind: 'value',
	name: 'data',
	valueName: 'FOLDER',
	describe: 'The data folder: where the hub keeps its chain',
	example: '~/heart',
	shownDefault: "this user's folder for data",
	parse: fileParser,
};

/** --data, or BCHAIN_DATA, or the platform's folder for the data of programs. Throws OPTION_INVALID. */
export async function readDataFolder(given: Given, environment: Environment): Promise<string> {
	const folder = readValue(dataOption, given, environment);
	if (folder !== undefined) return folder;
	const [{homedir}, {findDataFolder}] = await Promise.all([
		import('node:os'),
		import('../server/data-folder.ts'),
	]);
	const {variables} = environment;
	return findDataFolder({variables, platform: process.platform, home: homedir()});
}
