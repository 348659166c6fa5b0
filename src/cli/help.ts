import yargs, {type Argv} from 'yargs';
import {commonOptions} from './arguments.ts';
import type {Command} from './command.ts';
import type {Option, ValueOption} from './options.ts';

/**
 * Help and completion, written by yargs. It is loaded only for them: its way to measure text costs as much time
 * as everything else that happens before a command runs.
 */

/** The help of a command, or of the program; without a line end. */
export async function formatHelp(commands: readonly Command[], command?: Command): Promise<string> {
	const parser = describeProgram(command ? [command.name] : [], commands, false);
	return (await parser.getHelp()).trimEnd();
}

/** Prints the completion script for the shell in $SHELL on standard output. */
export function printCompletionScript(): void {
	yargs([]).scriptName('bchain').showCompletionScript();
}

/** Prints what may stand in the place of the last word, one a line; `args` are those of the completion script. */
export async function printCompletions(commands: readonly Command[], args: readonly string[]): Promise<void> {
	await describeProgram(args, commands, true).parseAsync();
}

function describeProgram(args: readonly string[], commands: readonly Command[], completing: boolean): Argv {
	const parser = hideTypes(yargs(args))
		.scriptName('bchain')
		.usage('A shared, verified, hash-chained log of heart-rate readings.\n\nUsage: bchain COMMAND [OPTIONS]')
		.detectLocale(false)
		.exitProcess(false)
		.fail(false)
		.help(false)
		.version(false)
		.epilogue('"bchain COMMAND --help" shows the options and examples of a command.');
	describeOptions(parser, commonOptions, completing);
	for (const command of commands)
		parser.command(command.name, command.describe, inner => describeCommand(inner, command, completing));
	return parser;
}

function describeCommand(parser: Argv, command: Command, completing: boolean): Argv {
	parser
		.usage(`${command.describe}.\n\nUsage: ${`bchain ${command.name} ${command.takes}`.trim()}`)
		.example(command.examples.map(([line, meaning]) => [line, meaning]));
	if (command.epilogue) parser.epilogue(command.epilogue);
	return describeOptions(parser, command.options, completing);
}

function describeOptions(parser: Argv, options: readonly Option[], completing: boolean): Argv {
	for (const option of options) {
		if (option.letter !== undefined) parser.alias(option.name, option.letter);
		if (option.kind === 'flag') parser.option(option.name, {type: 'boolean', describe: option.describe});
		else
			parser.option(option.name, {
				type: 'string',
				describe: withDefault(option),
				...(completing && option.words && {choices: option.words}),
			});
	}
	return parser;
}

/** yargs would hide the default together with the types. */
function withDefault({describe, shownDefault}: ValueOption<unknown>): string {
	return shownDefault === undefined ? describe : `${describe} (${shownDefault})`;
}

/** Leaves "[string]" out of the help. The setting is missing in the types of yargs. */
function hideTypes(parser: Argv): Argv {
	return (parser as unknown as {usageConfiguration(settings: object): Argv}).usageConfiguration({
		'hide-types': true,
	});
}
