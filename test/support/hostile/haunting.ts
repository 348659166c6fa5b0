/** The hostile clients, in a process of their own: what they cost must not be felt by whoever measures. */
import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {fileURLToPath} from 'node:url';
import {within} from '../watch.ts';
import type {HostileName} from './kinds.ts';
import type {Tally} from './visit.ts';

const script = fileURLToPath(new URL('haunt.ts', import.meta.url));

export type Haunting = {
	/** Calls all of them off, and gives what became of them, by kind. Rejects when they have failed. */
	readonly stop: () => Promise<Readonly<Record<HostileName, Tally>>>;
	readonly [Symbol.asyncDispose]: () => Promise<void>;
};

/** Lets all kinds of hostile clients loose on the hub at these ports, whose stall timeout is `stallMs`. */
export function startHaunting(port: number, httpPort: number, stallMs: number): Haunting {
	const child = spawn(process.execPath, [script, ...[port, httpPort, stallMs].map(String)], {
		stdio: ['pipe', 'pipe', 'inherit'],
	});
	const end = once(child, 'close');
	let output = '';
	child.stdout.setEncoding('utf8').on('data', piece => {
		output += piece;
	});
	return {
		async stop() {
			child.stdin.end();
			const [code, signal] = await within('the hostile clients leave', end, 10_000);
			if (code !== 0) throw new Error(`the hostile clients have failed (code ${code}, signal ${signal})`);
			return JSON.parse(output);
		},
		async [Symbol.asyncDispose]() {
			child.kill('SIGKILL');
			await end;
		},
	};
}
