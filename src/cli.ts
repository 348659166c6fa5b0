import {Socket} from 'node:net';
import {setImmediate as nextTurn} from 'node:timers/promises';
import {inspect} from 'node:util';
import {readEnvironment} from './cli/environment.ts';
import {runProgram} from './cli/program.ts';
import {BchainError} from './core/errors.ts';
import {printable} from './core/printable.ts';
import {findProgramName, nameCommands} from './core/program-name.ts';
import {describeSystemReason} from './core/system-reason.ts';

/** Exit code for a fault of our own (EX_SOFTWARE). */
const ourFault = 70;
/** Exit code when the reader of our output left, as the shell reports it for other programs: 128 + SIGPIPE. */
const readerLeft = 141;
const sentenceCharactersMax = 1_000;
/** How long the last output may take to leave. */
const drainTimeoutMs = 1_000;

/**
 * Runs bchain with the arguments after its name and exits the process; the only place that does. An error
 * becomes one sentence on standard error, its stack appears with BCHAIN_DEBUG=1. Exit codes: 0 done, 1 not
 * done, 2 wrong use, 70 a fault of bchain, 141 nobody reads the output any more.
 */
export async function main(argv: readonly string[]): Promise<void> {
	process.on('uncaughtException', crash);
	process.stdout.on('error', loseReader);
	process.stderr.on('error', () => {});
	let exitCode: number;
	try {
		exitCode = await runProgram(argv, readEnvironment());
	} catch (error) {
		exitCode = report(error);
	}
	await Promise.all([drain(process.stdout), drain(process.stderr)]);
	process.exit(exitCode);
}

/** An error that nobody awaited. While the full-screen client listens too, it ends itself and throws it again. */
function crash(error: unknown): void {
	if (process.listenerCount('uncaughtException') === 1) process.exit(report(error));
}

/** Whatever our output went to is gone, unless a command that listens too sees to it. */
function loseReader(error: NodeJS.ErrnoException): void {
	if (process.stdout.listenerCount('error') > 1) return;
	process.exit(error.code === 'EPIPE' ? readerLeft : report(error));
}

/** Says what went wrong and gives the exit code for it. */
function report(error: unknown): number {
	const debug = process.env.BCHAIN_DEBUG === '1';
	const known = error instanceof BchainError ? error : explainOutput(error);
	const sentence = known
		? printable(nameCommands(known.message, findProgramName(process.env)), sentenceCharactersMax)
		: describeFault(error);
	process.stderr.write(`${debug ? inspect(error) : sentence}\n`);
	return known?.exitCode ?? ourFault;
}

/** A write that failed and was not explained where it happened: it was to standard output. */
function explainOutput(error: unknown): BchainError | null {
	const {code, syscall} = (error ?? {}) as NodeJS.ErrnoException;
	if (code === undefined || syscall !== 'write') return null;
	const reason = describeSystemReason(code);
	return new BchainError(
		'FILE_UNAVAILABLE',
		`Standard output cannot be written: ${reason}.`,
		{reason},
		error,
	);
}

function describeFault(error: unknown): string {
	const what = printable(error instanceof Error ? `${error.name}: ${error.message}` : String(error));
	return `bchain ${__VERSION__} stopped because of a fault of its own (${what}): please report it, with what BCHAIN_DEBUG=1 prints.`;
}

/**
 * Resolves when what was written has left, or cannot leave. A file took it at once, or says on the next turn that
 * it did not; to write nothing to one on a full disk would be one more failure.
 */
async function drain(stream: NodeJS.WriteStream): Promise<void> {
	if (!(stream instanceof Socket)) return nextTurn();
	return new Promise(resolve => {
		setTimeout(resolve, drainTimeoutMs);
		stream.write('', () => resolve());
	});
}
