import {findCommand, readArguments} from './arguments.ts';
import {backup} from './backup.ts';
import type {Command} from './command.ts';
import {completion} from './completion.ts';
import {connect} from './connect.ts';
import type {Environment} from './environment.ts';
import {explain} from './explain.ts';
import {exportCommand} from './export.ts';
import {importCommand} from './import.ts';
import {lab} from './lab.ts';
import {log} from './log.ts';
import {node} from './node.ts';
import {peers} from './peers.ts';
import {send} from './send.ts';
import {serve} from './serve.ts';
import {status} from './status.ts';
import {verify} from './verify.ts';

/** Every command, in the order of the help. */
export const commands: readonly Command[] = [
	serve,
	connect,
	node,
	send,
	log,
	status,
	peers,
	lab,
	verify,
	explain,
	exportCommand,
	importCommand,
	backup,
	completion,
];

/** What the completion script calls the program with, followed by the words so far. */
const completionFlag = '--get-yargs-completions';

/** Exit code for wrong use, as everywhere in the system. */
const wrongUse = 2;

/**
 * Runs the program with the arguments after its name and resolves to its exit code. Throws BchainError; prints
 * only help, the version and completions itself.
 */
export async function runProgram(args: readonly string[], environment: Environment): Promise<number> {
	const [first, ...rest] = args;
	switch (first) {
		case undefined:
			environment.hint(await readHelp());
			return wrongUse;
		case '--help':
		case '-h':
			return print(await readHelp());
		case 'help':
			return rest[0] === undefined
				? print(await readHelp())
				: print(await readHelp(findCommand(commands, rest[0])));
		case '--version':
			return print(__VERSION__);
		case completionFlag:
			return complete(args);
		default:
			return runCommand(findCommand(commands, first), rest, environment);
	}
}

async function runCommand(
	command: Command,
	args: readonly string[],
	environment: Environment,
): Promise<number> {
	const given = readArguments(command, args);
	if (given.options.has('help')) return print(await readHelp(command));
	if (given.options.has('version')) return print(__VERSION__);
	return command.run(given, environment);
}

async function readHelp(command?: Command): Promise<string> {
	const {formatHelp} = await import('./help.ts');
	return formatHelp(commands, command, process.stdout.columns);
}

async function complete(args: readonly string[]): Promise<number> {
	const {printCompletions} = await import('./shell-completion.ts');
	await printCompletions(commands, args);
	return 0;
}

function print(text: string): number {
	process.stdout.write(`${text}\n`);
	return 0;
}
