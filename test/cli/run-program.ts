/** The built program as a child process without a terminal. It must have been built before. */
import {type ChildProcessWithoutNullStreams, spawn} from 'node:child_process';
import {once} from 'node:events';
import {closeSync, openSync} from 'node:fs';
import {createChildEnv, type Env, makeFolder} from '../support/child-env.ts';
import {bin} from '../support/hub-process.ts';
import {createWatch, within} from '../support/watch.ts';

export type Surroundings = {
	readonly env?: Env;
	readonly cwd?: string;
	readonly nodeArgs?: readonly string[];
	/** What stands on standard input; it is empty unless given. */
	readonly input?: string | Uint8Array;
	/** Where standard output goes, in place of `written`. */
	readonly stdout?: string;
};

/** Starts the built program without a terminal and collects what it writes. */
export function start(
	args: readonly string[],
	{env, cwd = makeFolder('cwd'), nodeArgs = [], input, stdout}: Surroundings = {},
) {
	const target = stdout === undefined ? 'pipe' : openSync(stdout, 'w');
	const child = spawn(process.execPath, [...nodeArgs, bin, ...args], {
		cwd,
		env: createChildEnv(env),
		stdio: ['pipe', target, 'pipe'],
	}) as ChildProcessWithoutNullStreams;
	if (target !== 'pipe') closeSync(target);
	// A program that has seen enough may leave before everything is written.
	child.stdin.on('error', () => {}).end(input ?? '');
	const written = {stdout: '', stderr: ''};
	const watch = createWatch(() => JSON.stringify(written));
	for (const name of ['stdout', 'stderr'] as const) {
		child[name]?.setEncoding('utf8').on('data', (text: string) => {
			written[name] += text;
			watch.changed();
		});
	}
	const end = once(child, 'close').then(([code, signal]) => ({code: code ?? signal, ...written}));
	return {
		child,
		written,
		until: watch.until,
		end: within(`the end of bchain ${args.join(' ')}`, end, 10_000),
	};
}

/** Runs the built program to its end; `code` is the exit code, or the signal that ended it. */
export async function run(args: readonly string[], surroundings?: Surroundings) {
	return start(args, surroundings).end;
}
