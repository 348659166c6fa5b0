/** The programs that a benchmark starts, and what they cost. */
import {type ChildProcess, execFile, spawn} from 'node:child_process';
import {once} from 'node:events';
import {closeSync, openSync, readFileSync} from 'node:fs';
import {type AddressInfo, connect, createServer} from 'node:net';
import path from 'node:path';
import {setTimeout as sleep} from 'node:timers/promises';
import {promisify} from 'node:util';
import {createChildEnv, type Env, makeFolder} from '../test/support/child-env.ts';
import {within} from '../test/support/watch.ts';
import type {BareHub} from './load/bare-hub.ts';

const startTimeoutMs = 60_000;
/** What /proc counts CPU time in: a hundredth of a second on every Linux that Node runs on. */
const tickMs = 10;

/** A server as a process of its own, on the loopback interface. */
export interface ServerProcess {
	readonly port: number;
	readonly pid: number;
	/** `performance.now()` at the moment when it was found to listen: at most ten milliseconds late. */
	readonly listeningMs: number;
	readonly [Symbol.asyncDispose]: () => Promise<void>;
}

/** The script `name` of bench/load/. */
export function loadScript(name: string): string {
	return path.join(import.meta.dirname, 'load', name);
}

export interface HubSetting {
	/** The folder of its chain; without one the chain is in memory. */
	readonly data?: string;
	/** Its log is silent, or is written as JSON to /dev/null. Default: silent. */
	readonly log?: 'silent' | 'json';
	/** More options of `bchain serve`. */
	readonly args?: readonly string[];
	/** A script of bench/load/ that all its threads run first, and what that finds in its environment. */
	readonly preload?: string;
	readonly env?: Env;
}

/** The hub of `bin`, listening. */
export async function startHub(bin: string, setting: HubSetting = {}): Promise<ServerProcess> {
	const {data, log = 'silent', args = [], preload, env} = setting;
	const port = await findFreePort();
	const options = [
		...(data === undefined ? ['--ephemeral'] : ['--data', data]),
		...(log === 'json' ? ['--log-format', 'json'] : ['--log-level', 'silent']),
		...args,
	];
	const preloads = preload === undefined ? [] : ['--import', loadScript(preload)];
	const sink = openSync('/dev/null', 'w');
	const child = spawn(process.execPath, [...preloads, bin, 'serve', '--port', String(port), ...options], {
		cwd: makeFolder('cwd'),
		env: createChildEnv(env),
		stdio: ['ignore', sink, 'inherit'],
	});
	closeSync(sink);
	await within('the hub listens', untilListening(port, child), startTimeoutMs);
	return asServer(child, port);
}

/** A script of bench/load/ that prints the port it listens on. */
export async function startScript(name: string, ...args: readonly string[]): Promise<ServerProcess> {
	const child = spawn(process.execPath, [loadScript(name), ...args], {stdio: ['ignore', 'pipe', 'inherit']});
	const [line] = await within(`${name} listens`, once(child.stdout, 'data'), startTimeoutMs);
	return asServer(child, Number(line));
}

/** The floor of fan-out and catch-up: see load/bare-hub.ts. */
export function startBareHub(setting: BareHub): Promise<ServerProcess> {
	return startScript('bare-hub.ts', JSON.stringify(setting));
}

/** Runs a script of bench/load/ to its end; gives what it prints, a JSON value. */
export async function runScript(name: string, argument: object): Promise<unknown> {
	return runScriptOn(name, JSON.stringify(argument));
}

/** The same for a script that takes a word. */
export async function runScriptOn(name: string, word: string): Promise<unknown> {
	const {stdout} = await promisify(execFile)(process.execPath, [loadScript(name), word]);
	return JSON.parse(stdout);
}

/** CPU time that a process and its threads have used so far; NaN where the system has no /proc. */
export function readCpuMs(pid: number): number {
	if (process.platform !== 'linux') return Number.NaN;
	// The name of the program, in brackets, may hold spaces.
	const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)!.split(' ');
	return (Number(fields[11]) + Number(fields[12])) * tickMs;
}

/** Memory of a process that is in RAM, in MB; NaN where the system has no /proc. */
export function readMegabytes(pid: number): number {
	if (process.platform !== 'linux') return Number.NaN;
	const [, kilobytes] = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))!;
	return (Number(kilobytes) * 1_024) / 1_000_000;
}

/** The time from just before a program is started until it has ended. Throws when it fails. */
export async function timeToEnd(args: readonly string[], env: Env = createChildEnv()): Promise<number> {
	const started = performance.now();
	const child = spawn(process.execPath, args, {stdio: 'ignore', env: {...env}});
	const [code] = await once(child, 'exit');
	if (code !== 0) throw new Error(`node ${args.join(' ')} ended with exit code ${code}`);
	return performance.now() - started;
}

function asServer(child: ChildProcess, port: number): ServerProcess {
	return {
		port,
		pid: child.pid!,
		listeningMs: performance.now(),
		[Symbol.asyncDispose]: async () => {
			if (child.exitCode !== null || child.signalCode !== null) return;
			const exit = once(child, 'exit');
			child.kill('SIGKILL');
			await exit;
		},
	};
}

/** A port that nobody listens on at the moment. */
export async function findFreePort(): Promise<number> {
	const server = createServer().listen(0, '127.0.0.1');
	await once(server, 'listening');
	const {port} = server.address() as AddressInfo;
	server.close();
	await once(server, 'close');
	return port;
}

async function untilListening(port: number, child: ChildProcess): Promise<void> {
	for (;;) {
		if (child.exitCode !== null) throw new Error(`the hub ended with exit code ${child.exitCode}`);
		const socket = connect(port, '127.0.0.1');
		try {
			// A hub that only looks whether its port is free takes a connection for a moment, and does not greet.
			const closed = once(socket, 'close').then(() => Promise.reject(new Error('closed')));
			await Promise.race([once(socket, 'data'), closed]);
			return;
		} catch {
			await sleep(10);
		} finally {
			socket.destroy();
		}
	}
}
