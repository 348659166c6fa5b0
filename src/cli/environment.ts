import {closeSync, constants, fstatSync, openSync, readSync} from 'node:fs';
import {isatty} from 'node:tty';
import {parseEnv} from 'node:util';
import {findProgramName} from '../core/program-name.ts';

/** What surrounds a run of the program, handed in so that tests can make their own. */
export interface Environment {
	readonly variables: Readonly<Record<string, string | undefined>>;
	/** How this program is started, as in `npx bchain`, for sentences that name a command. */
	readonly program: string;
	/** Whether standard input and standard output are a terminal. */
	readonly stdinIsTerminal: boolean;
	readonly stdoutIsTerminal: boolean;
	/** PORT and ADDR of the `.env` file in the working directory; read when it is first asked for. */
	readonly readDotEnv: () => DotEnv;
	/** Says a sentence to the person, on standard error. */
	readonly hint: (sentence: string) => void;
}

/** What a `.env` file may give: a folder that somebody cloned must not be able to set anything else. */
export interface DotEnv {
	readonly PORT?: string;
	readonly ADDR?: string;
}

/** A `.env` file that is longer than this is not read. */
export const dotEnvBytesMax = 65_536;

/** The surroundings of this process. */
export function readEnvironment(): Environment {
	const hint = (sentence: string) => void process.stderr.write(`${sentence}\n`);
	let dotEnv: DotEnv | undefined;
	return {
		variables: process.env,
		program: findProgramName(process.env),
		stdinIsTerminal: isatty(0),
		stdoutIsTerminal: isatty(1),
		readDotEnv() {
			dotEnv ??= readDotEnv('.env', hint);
			return dotEnv;
		},
		hint,
	};
}

/**
 * PORT and ADDR of a file of variables. No such file is no variables; a file that cannot be used (a folder, no
 * permission, over 64 KiB) is no variables and a hint.
 */
export function readDotEnv(path: string, hint: (sentence: string) => void): DotEnv {
	try {
		const {PORT, ADDR} = parseEnv(readBounded(path, dotEnvBytesMax));
		return {...(PORT !== undefined && {PORT}), ...(ADDR !== undefined && {ADDR})};
	} catch (error) {
		const {code, message} = error as NodeJS.ErrnoException;
		if (code !== 'ENOENT')
			hint(`Ignored .env in this folder: ${code === undefined ? message : `it cannot be read (${code})`}.`);
		return {};
	}
}

/** Whether output is coloured: FORCE_COLOR decides where it is set, then NO_COLOR, then the terminal. */
export function wantsColor(variables: Environment['variables'], isTerminal: boolean): boolean {
	const {FORCE_COLOR, NO_COLOR, TERM} = variables;
	if (FORCE_COLOR !== undefined) return FORCE_COLOR !== '0' && FORCE_COLOR !== 'false';
	return isTerminal && !NO_COLOR && TERM !== 'dumb';
}

/**
 * Reads a regular file of at most so many bytes; opening a pipe does not wait for somebody to write into it. Throws
 * what the system says, or an error without a code whose message says what is wrong.
 */
export function readBounded(path: string, bytesMax: number): string {
	const file = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
	try {
		if (!fstatSync(file).isFile()) throw new Error('it is not a file');
		const buffer = Buffer.alloc(bytesMax + 1);
		let length = 0;
		for (let read = -1; read !== 0 && length < buffer.length; length += read)
			read = readSync(file, buffer, length, buffer.length - length, null);
		if (length > bytesMax) throw new Error(`it is longer than ${bytesMax} bytes`);
		return buffer.toString('utf8', 0, length);
	} finally {
		closeSync(file);
	}
}
