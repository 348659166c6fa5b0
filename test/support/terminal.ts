/** A program in a real pseudo-terminal, and the screen that a person would see. Only for tests and scripts. */
import {type IPty, spawn} from '@lydell/node-pty';
import xterm from '@xterm/headless';
import {createChildEnv, type Env, makeFolder} from './child-env.ts';
import {createWatch, type Expected, matches, within} from './watch.ts';

export type TerminalOptions = {
	readonly cols?: number;
	readonly rows?: number;
	/** Added to a clean environment (see child-env.ts), or to `cleanEnv` where several programs share one. */
	readonly env?: Env;
	/** The working directory; a new, empty one unless given. */
	readonly cwd?: string;
};

export type Exit = {readonly exitCode: number; readonly signal?: number | undefined};

export type Terminal = {
	/** The emulator, for its cells and cursor. */
	readonly emulator: xterm.Terminal;
	/** The rows of the screen, without the spaces at their ends. */
	readonly lines: () => readonly string[];
	readonly screen: () => string;
	/** Where the cursor stands, counted from 0; undefined while the program hides it. */
	readonly cursor: () => {readonly column: number; readonly row: number} | undefined;
	/** Waits until the screen holds `expected`, and gives the screen. The message of a failure shows the screen. */
	readonly until: (expected: Expected, deadlineMs?: number) => Promise<string>;
	/** Every byte that the program has written, escape sequences and all, as text. */
	readonly raw: () => string;
	readonly bytes: () => number;
	/** Sends keys, exactly as they are given, in one piece. */
	readonly write: (keys: string) => void;
	readonly resize: (cols: number, rows: number) => void;
	readonly kill: (signal?: NodeJS.Signals) => void;
	readonly pid: number;
	readonly exit: Promise<Exit>;
	/** Waits for the end of the program; rejects with the screen when it does not come in time. */
	readonly exited: (deadlineMs?: number) => Promise<Exit>;
	/** Kills the program if it still runs, and waits for its end. */
	readonly [Symbol.asyncDispose]: () => Promise<void>;
};

/** Starts `file` in a terminal of 100 columns by 30 rows, unless told otherwise. */
export function openTerminal(
	file: string,
	args: readonly string[] = [],
	{cols = 100, rows = 30, env, cwd = makeFolder('cwd')}: TerminalOptions = {},
): Terminal {
	const emulator = new xterm.Terminal({cols, rows, allowProposedApi: true, scrollback: 1_000});
	const name = 'xterm-256color';
	const childEnv = createChildEnv({TERM: name, COLORTERM: 'truecolor', ...env});
	const pty = spawn(file, [...args], {name, cols, rows, cwd, env: childEnv, encoding: null});
	const chunks: Buffer[] = [];
	const raw = () => Buffer.concat(chunks).toString('utf8');
	const lines = () => readLines(emulator);
	const screen = () => lines().join('\n');
	const describe = () => `${screen()}\n${JSON.stringify(raw().slice(-300))}`;
	const watch = createWatch(describe);
	const exit = new Promise<Exit>(resolve => pty.onExit(resolve));
	let running = true;

	// What was written just before the end is still on its way through the emulator.
	const drawn = exit.then(async end => {
		running = false;
		await new Promise<void>(resolve => emulator.write('', resolve));
		watch.end(`the program has ended (code ${end.exitCode}, signal ${end.signal ?? 0})`);
		return end;
	});
	listen(pty, data => {
		chunks.push(data);
		emulator.write(data, watch.changed);
	});
	emulator.onData(reply => running && pty.write(reply));

	const exited = (deadlineMs?: number) =>
		within('the end of the program', drawn, deadlineMs).catch((error: Error) => {
			throw new Error(`${error.message}\n${describe()}`);
		});
	const kill = (signal: NodeJS.Signals = 'SIGTERM') => running && pty.kill(signal);
	return {
		emulator,
		lines,
		screen,
		cursor: watchCursor(emulator),
		until: async (expected, deadlineMs) => {
			await watch.until(`${expected} on the screen`, () => matches(expected, screen()), deadlineMs);
			return screen();
		},
		raw,
		bytes: () => chunks.reduce((sum, chunk) => sum + chunk.length, 0),
		write: keys => pty.write(keys),
		resize: (newCols, newRows) => {
			emulator.resize(newCols, newRows);
			pty.resize(newCols, newRows);
		},
		kill,
		pid: pty.pid,
		exit,
		exited,
		[Symbol.asyncDispose]: async () => {
			kill('SIGKILL');
			await exit;
		},
	};
}

/** With `encoding: null` the data are Buffers, which the types of node-pty do not say. */
function listen(pty: IPty, onData: (data: Buffer) => void): void {
	pty.onData(data => onData(data as unknown as Buffer));
}

/** The emulator does not say whether the cursor shows, so listen to what the program asks for (DECTCEM). */
function watchCursor(emulator: xterm.Terminal): Terminal['cursor'] {
	let visible = true;
	for (const final of ['h', 'l']) {
		emulator.parser.registerCsiHandler({prefix: '?', final}, parameters => {
			if (parameters.includes(25)) visible = final === 'h';
			return false;
		});
	}
	return () => {
		const {cursorX, cursorY} = emulator.buffer.active;
		return visible ? {column: cursorX, row: cursorY} : undefined;
	};
}

function readLines(emulator: xterm.Terminal): readonly string[] {
	const {active} = emulator.buffer;
	return Array.from({length: emulator.rows}, (_, row) => {
		return active.getLine(active.viewportY + row)?.translateToString(true) ?? '';
	});
}
