import {formatAddress} from '../core/address.ts';
import {BchainError} from '../core/errors.ts';

export interface ConnectOptions {
	readonly host: string;
	readonly port: number;
	/** Never asks for live mode. */
	readonly plain: boolean;
	/** How others join; `bchain node` shows it as the first notice. */
	readonly joinHint?: string;
	readonly env: NodeJS.ProcessEnv;
}

/**
 * Runs the full-screen client on this process's terminal until the person leaves. Resolves with the exit code
 * when the terminal is as it was before and the connection is closed, after one line on standard error that
 * says what came of it. Throws `NOT_A_TERMINAL` where there is no terminal.
 */
export async function runConnect({host, port, plain, joinHint, env}: ConnectOptions): Promise<number> {
	const {stdin, stdout} = process;
	if (!stdin.isTTY || !stdout.isTTY) {
		throw new BchainError(
			'NOT_A_TERMINAL',
			'The full-screen client needs a terminal: without one, "bchain log" prints the chain and "bchain send" adds readings.',
		);
	}
	// Ink and React are loaded only now: whoever has no terminal does not wait for them.
	const [{runTerminalSession}, {openHubLink}] = await Promise.all([
		import('./terminal-session.tsx'),
		import('./hub-link.ts'),
	]);
	const {exitCode, summary} = await runTerminalSession({
		address: formatAddress(host, port),
		joinHint,
		env,
		stdin,
		stdout,
		open: on => openHubLink({host, port, plain, on}),
	});
	process.stderr.write(`${summary}\n`);
	return exitCode;
}
