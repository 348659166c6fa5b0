import {formatAddress, isLoopback} from '../core/address.ts';
import {BchainError} from '../core/errors.ts';
import {defaults} from '../core/limits.ts';
import type {ThemeName} from './screen/themes.ts';
import type {SessionEnd} from './session-end.ts';
import {askBackground} from './terminal-query.ts';
import type {TerminalSessionOptions} from './terminal-session.tsx';

export interface ConnectOptions {
	readonly host: string;
	readonly port: number;
	/** Never asks for live mode. */
	readonly plain: boolean;
	/** The folder of what is remembered from one run to the next; nothing is unless given. */
	readonly stateFolder?: string | undefined;
	/** The colours; by the terminal's background unless given. */
	readonly theme?: ThemeName;
	/** Shows nothing but ASCII. */
	readonly ascii: boolean;
	/** Tells a line an event instead of drawing a screen. */
	readonly screenReader: boolean;
	/** How others join; `bchain node` shows it as the first notice. */
	readonly joinHint?: string;
	/** How the program is started, as in `npx bchain`, for what names a command. */
	readonly program: string;
	readonly env: NodeJS.ProcessEnv;
}

/**
 * Runs the client on this process's terminal until the person leaves. Resolves with the exit code
 * when the terminal is as it was before and the connection is closed, after one line on standard error that
 * says what came of it. Throws `NOT_A_TERMINAL` where there is no terminal; the screen-reader mode needs none.
 */
export async function runConnect(options: ConnectOptions): Promise<number> {
	const {host, port, plain, stateFolder, theme, ascii, joinHint, program, env} = options;
	const {stdin, stdout} = process;
	if (!options.screenReader && (!stdin.isTTY || !stdout.isTTY)) {
		throw new BchainError(
			'NOT_A_TERMINAL',
			`The full-screen client needs a terminal: without one, "${program} log" prints the chain and "${program} send" adds readings.`,
		);
	}
	// The terminal answers while the rest is being loaded.
	const query = options.screenReader ? undefined : askBackground({env, stdin, stdout});
	try {
		const [runSession, {openHubLink}] = await Promise.all([loadSession(options), import('./hub-link.ts')]);
		const memory = stateFolder === undefined ? undefined : {stateFolder, keepsReadings: true};
		const {exitCode, summary} = await runSession({
			address: formatAddress(host, port),
			keepsReadings: memory !== undefined,
			serveHint: isLoopback(host) ? serveCommand(options) : undefined,
			...{theme, ascii, joinHint, query, env, stdin, stdout},
			open: on => openHubLink({host, port, plain, memory, wantsForks: true, on}),
		});
		process.stderr.write(`${summary}\n`);
		return exitCode;
	} finally {
		if (stdin.isRaw) stdin.setRawMode(false);
	}
}

/** Ink and React are loaded only where they are needed: whoever has no screen does not wait for them. */
async function loadSession({
	screenReader,
}: ConnectOptions): Promise<(options: TerminalSessionOptions) => Promise<SessionEnd>> {
	if (screenReader) return (await import('./reader/reader-session.ts')).runReaderSession;
	return (await import('./terminal-session.tsx')).runTerminalSession;
}

/** The command that starts a hub where one was looked for on this machine. */
function serveCommand({program, port}: ConnectOptions): string {
	return `${program} serve${port === defaults.port ? '' : ` --port ${port}`}`;
}
