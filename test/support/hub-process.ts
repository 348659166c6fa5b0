/** The built hub as a process of its own, for tests and scripts. It must have been built before. */
import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {fileURLToPath} from 'node:url';
import {createChildEnv, type Env, makeFolder} from './child-env.ts';
import {createWatch, within} from './watch.ts';

/** The built program, to be run by Node (`process.execPath`). */
export const bin = fileURLToPath(new URL('../../dist/bchain.js', import.meta.url));

/** One line of the hub's JSON log. */
export type LogEvent = {readonly event?: string; readonly [name: string]: unknown};

export type HubOptions = {
	/** Options of `bchain serve`, besides the host, the port, the log format and where the chain is kept. */
	readonly args?: readonly string[];
	/** The folder in which the chain is kept; without one it lives in memory. */
	readonly data?: string;
	/** 0, the default, lets the system choose. Give the port of a stopped hub to start another in its place. */
	readonly port?: number;
	readonly env?: Env;
	readonly cwd?: string;
	/** How many files it may open, connections included; needs `sh`. Node would raise a soft limit by itself. */
	readonly filesMax?: number;
	/** Which lines of its output are kept: all, unless told otherwise. A hub that is flooded logs gigabytes. */
	readonly keeps?: (line: string) => boolean;
};

export type HubEnd = {readonly code: number | null; readonly signal: NodeJS.Signals | null};

export type HubProcess = {
	readonly host: string;
	readonly port: number;
	/** HOST:PORT, as clients take it. */
	readonly address: string;
	readonly pid: number;
	/** The log so far. */
	readonly events: () => readonly LogEvent[];
	/** Waits for a line of the log, also one that has come already. */
	readonly until: (isIt: (event: LogEvent) => boolean, deadlineMs?: number) => Promise<LogEvent>;
	/** Everything written to standard output and to standard error, in the order it came. */
	readonly output: () => string;
	/** Asks the hub to stop (SIGTERM), and waits for it. */
	readonly stop: (signal?: NodeJS.Signals, deadlineMs?: number) => Promise<HubEnd>;
	/** Ends it without a chance to say goodbye (SIGKILL), as a power cut would. */
	readonly kill: () => Promise<HubEnd>;
	readonly exit: Promise<HubEnd>;
	readonly [Symbol.asyncDispose]: () => Promise<void>;
};

/** Starts a hub on the loopback interface, and does not wait for it: whoever does this also ends it. */
export function spawnHub({args = [], data, port = 0, env, cwd, filesMax}: HubOptions = {}) {
	const store = data === undefined ? ['--ephemeral'] : ['--data', data];
	const options = ['--host', '127.0.0.1', '--port', String(port), '--log-format', 'json', ...store];
	const command = [process.execPath, bin, 'serve', ...options, ...args];
	const limited = ['sh', '-c', `ulimit -n ${filesMax} && exec "$0" "$@"`, ...command];
	const [file, ...rest] = filesMax === undefined ? command : limited;
	return spawn(file!, rest, {
		cwd: cwd ?? makeFolder('cwd'),
		env: createChildEnv(env),
		stdio: ['ignore', 'pipe', 'pipe'],
	});
}

/** Starts a hub, and waits until it listens. Rejects with its output when it ends first. */
export async function startHub(hubOptions: HubOptions = {}): Promise<HubProcess> {
	const child = spawnHub(hubOptions);
	const {keeps = () => true} = hubOptions;
	const kept: string[] = [];
	const events: LogEvent[] = [];
	const output = () => kept.join('');
	const watch = createWatch(() => `output of the hub:\n${output().slice(-4_000)}`);
	for (const stream of [child.stdout, child.stderr]) {
		const collect = collectLines(line => {
			if (!keeps(line)) return;
			kept.push(line);
			// What is no JSON object is part of the output only.
			if (line.startsWith('{')) events.push(JSON.parse(line));
		});
		stream.setEncoding('utf8').on('data', (piece: string) => {
			collect(piece);
			watch.changed();
		});
	}
	const exit = once(child, 'close').then(([code, signal]): HubEnd => {
		watch.end(`the hub has ended (code ${code}, signal ${signal})`);
		return {code, signal};
	});
	const until = (isIt: (event: LogEvent) => boolean, deadlineMs?: number) =>
		watch.until('a line of the log', () => events.find(isIt), deadlineMs);
	const stop = (signal: NodeJS.Signals = 'SIGTERM', deadlineMs?: number) => {
		child.kill(signal);
		return within(`the hub ends after ${signal}`, exit, deadlineMs);
	};
	try {
		const listening = await until(({event}) => event === 'listening', 10_000);
		const host = String(listening.host);
		const actualPort = Number(listening.port);
		return {
			host,
			port: actualPort,
			address: `${host}:${actualPort}`,
			pid: child.pid as number,
			events: () => events,
			until,
			output,
			stop,
			kill: () => stop('SIGKILL'),
			exit,
			[Symbol.asyncDispose]: async () => void (await stop('SIGKILL')),
		};
	} catch (error) {
		await stop('SIGKILL');
		throw error;
	}
}

/** Cuts a stream into lines, each with its line end. */
function collectLines(take: (line: string) => void): (piece: string) => void {
	let partial = '';
	return piece => {
		const lines = (partial + piece).split('\n');
		partial = lines.pop() ?? '';
		for (const line of lines) take(`${line}\n`);
	};
}
