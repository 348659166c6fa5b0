import yargs, {type Argv} from 'yargs';
import {commonOptions} from './arguments.ts';
import type {Command} from './command.ts';
import type {Option} from './options.ts';

/**
 * Completion in a shell, made by yargs. It is loaded only for that: its way to measure text costs as much time as
 * everything else that happens before a command runs.
 */

/** Prints the completion script for the shell in $SHELL on standard output. */
export function printCompletionScript(): void {
	yargs([]).scriptName('bchain').showCompletionScript();
}

/** Prints what may stand in the place of the last word, one a line; `args` are those of the completion script. */
export async function printCompletions(commands: readonly Command[], args: readonly string[]): Promise<void> {
	const parser = yargs(args)
		.scriptName('bchain')
		.detectLocale(false)
		.exitProcess(false)
		.fail(false)
		.help(false)
		.version(false);
	describeOptions(parser, commonOptions);
	for (const {name, describe, options} of commands)
		parser.command(name, describe, inner => describeOptions(inner, options));
	await parser.parseAsync();
}

function describeOptions(parser: Argv, options: readonly Option[]): Argv {
	for (const option of options) {
		const {name, letter, describe} = option;
		if (letter !== undefined) parser.alias(name, letter);
		if (option.kind === 'flag') parser.option(name, {type: 'boolean', describe});
		else parser.option(name, {type: 'string', describe, ...(option.words && {choices: option.words})});
	}
	return parser;
}
