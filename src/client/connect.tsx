import {formatAddress, isLoopback} from '../core/address.ts';
import {BchainError} from '../core/errors.ts';
import {defaults} from '../core/limits.ts';

export interface ConnectOptions {
	readonly host: string;
	readonly port: number;
	/** Never asks for live mode. */
	readonly plain: boolean;
	/** The folder of what is remembered from one run to the next; nothing is unless given. */
	readonly stateFolder?: string | undefined;
	/** How others join; `bchain node` shows it as the first notice. */
	readonly joinHint?: string;
	/** How the program is started, as in `npx bchain`, for what names a command. */
	readonly program: string;
	readonly env: NodeJS.ProcessEnv;
}

/**
 * Runs the full-screen client on this process's terminal until the person leaves. Resolves with the exit code
 * when the terminal is as it was before and the connection is closed, after one line on standard error that
 * says what came of it. Throws `NOT_A_TERMINAL` where there is no terminal.
 */
export async function runConnect(options: ConnectOptions): Promise<number> {
	const {host, port, plain, stateFolder, joinHint, program, env} = options;
	const {stdin, stdout} = process;
	if (!stdin.isTTY || !stdout.isTTY) {
		throw new BchainError(
			'NOT_A_TERMINAL',
			`The full-screen client needs a terminal: without one, "${program} log" prints the chain and "${program} send" adds readings.`,
		);
	}
	// Ink and React are loaded only now: whoever has no terminal does not wait for them.
	const [{runTerminalSession}, {openHubLink}] = await Promise.all([
		import('./terminal-session.tsx'),
		import('./hub-link.ts'),
	]);
	const memory = stateFolder === undefined ? undefined : {stateFolder, keepsReadings: true};
	const {exitCode, summary} = await runTerminalSession({
		address: formatAddress(host, port),
		keepsReadings: memory !== undefined,
		joinHint,
		serveHint: isLoopback(host) ? serveCommand(options) : undefined,
		env,
		stdin,
		stdout,
		open: on => openHubLink({host, port, plain, memory, on}),
	});
	process.stderr.write(`${summary}\n`);
	return exitCode;
}

/** The command that starts a hub where one was looked for on this machine. */
function serveCommand({program, port}: ConnectOptions): string {
	return `${program} serve${port === defaults.port ? '' : ` --port ${port}`}`;
}
