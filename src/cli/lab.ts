import {BchainError} from '../core/errors.ts';
import type {Lab} from '../lab/labs.ts';
import type {Command} from './command.ts';
import {type FlagOption, quote, readFlag} from './options.ts';
import {lookOptions, readLook} from './screen-options.ts';
import {findSuggestion} from './suggestion.ts';

const demoOption: FlagOption = {
	kind: 'flag',
	name: 'demo',
	describe: 'Play by itself until you press a key',
};

/** `bchain lab`: things to try and to watch in one terminal. */
export const lab: Command = {
	name: 'lab',
	takes: '[NAME] [OPTIONS]',
	describe: 'Try what a network does: cut links between hubs and watch forks heal',
	options: [demoOption, ...lookOptions],
	wordsMax: 1,
	word: 'lab',
	examples: [
		['bchain lab', 'list the labs'],
		['bchain lab partition', 'three hubs: cut and heal their links, and watch'],
		['bchain lab partition --demo', 'watch a fork and how it is settled'],
	],
	epilogue:
		'A lab needs nothing that runs already and leaves nothing behind: its hubs are on free ports of this machine, ' +
		'with their chains in a temporary folder, and end with it. It reads none of the options that you have set for ' +
		'hubs. ? shows the keys, docs/keys.md lists them.',
	async run(given, environment) {
		const [name] = given.words;
		const {program, variables} = environment;
		const {labs, runLab} = await import('../lab/labs.ts');
		if (name === undefined) return list(labs, program);
		const found = labs.find(each => each.name === name);
		if (!found) throw unknownLab(labs, name);
		return runLab(found, {
			bin: process.argv[1]!,
			program,
			env: variables,
			isDemo: readFlag(demoOption, given, environment),
			...readLook(given, environment),
		});
	},
};

function list(labs: readonly Lab[], program: string): number {
	const lines = labs.map(({name, describe}) => `  ${program} lab ${name}\n      ${describe}`);
	process.stdout.write(`Labs, to try and to watch in one terminal:\n\n${lines.join('\n')}\n`);
	return 0;
}

function unknownLab(labs: readonly Lab[], name: string): BchainError {
	const suggestion = findSuggestion(
		name,
		labs.map(each => each.name),
	);
	const hint = suggestion === undefined ? ': "bchain lab" lists them.' : `; did you mean "${suggestion}"?`;
	return new BchainError('OPTION_INVALID', `${quote(name)} is no lab${hint}`, {value: name});
}
