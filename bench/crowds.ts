/** Crowds of connections, each in a process of its own. */
import {fork} from 'node:child_process';
import {once} from 'node:events';
import type {CrowdOptions, Expected, Look, Submission} from './load/crowd-options.ts';
import type {Order} from './load/crowd-process.ts';
import {askWelcome, fromNow} from './load/probe.ts';
import type {Moments} from './load/spread.ts';
import {loadScript} from './processes.ts';

const connectTimeoutMs = 60_000;
const answerTimeoutMs = 10_000;
const leaveTimeoutMs = 10_000;
/** An answer may come so much later than what it waits for. */
const slackMs = 60_000;

/** A crowd in another process; see `Crowd` for what the methods do. */
export interface CrowdProcess {
	readonly pid: number;
	/** Resolves to the milliseconds that it took. */
	readonly connect: (deadlineMs?: number) => Promise<number>;
	readonly submit: () => Promise<void>;
	readonly stopSubmitting: (deadlineMs?: number) => Promise<void>;
	readonly settle: (expected: Expected, deadlineMs?: number) => Promise<void>;
	readonly look: () => Promise<Look>;
	readonly leave: () => Promise<void>;
	readonly [Symbol.asyncDispose]: () => Promise<void>;
}

/** Starts the process of a crowd, which does nothing yet. Its methods reject when it ends before it answers. */
export function openCrowd(options: CrowdOptions): CrowdProcess {
	const child = fork(loadScript('crowd-process.ts'), [JSON.stringify(options)], {serialization: 'advanced'});
	const exit = once(child, 'exit');

	async function tell<Answer>(order: Order, timeoutMs: number): Promise<Answer> {
		const deadline = new AbortController();
		const signal = AbortSignal.any([deadline.signal, AbortSignal.timeout(timeoutMs + slackMs)]);
		const answered = once(child, 'message', {signal}) as Promise<[{answer: Answer}]>;
		const ended = exit.then(([code]) => {
			throw new Error(`a crowd ended with exit code ${code}`);
		});
		child.send(order);
		try {
			const [{answer}] = await Promise.race([answered, ended]);
			return answer;
		} finally {
			answered.catch(() => {});
			ended.catch(() => {});
			deadline.abort();
		}
	}

	return {
		pid: child.pid!,
		connect: (deadlineMs = connectTimeoutMs) => tell({do: 'connect', deadlineMs}, deadlineMs),
		submit: () => tell({do: 'submit'}, answerTimeoutMs),
		stopSubmitting: (deadlineMs = answerTimeoutMs) => tell({do: 'stopSubmitting', deadlineMs}, deadlineMs),
		settle: (expected, deadlineMs = answerTimeoutMs) =>
			tell({do: 'settle', expected, deadlineMs}, 2 * deadlineMs),
		look: () => tell({do: 'look'}, answerTimeoutMs),
		leave: () => tell({do: 'leave', deadlineMs: leaveTimeoutMs}, leaveTimeoutMs),
		[Symbol.asyncDispose]: async () => {
			if (child.exitCode !== null || child.signalCode !== null) return;
			child.kill('SIGKILL');
			await exit;
		},
	};
}

/** So many connections in plain mode that only listen. */
export function plainCrowd(port: number, connections: number): CrowdOptions {
	return {host: '127.0.0.1', port, connections, live: null, reads: true, submit: null};
}

/** The same in live mode, from now on. */
export async function liveCrowd(port: number, connections: number): Promise<CrowdOptions> {
	return {...plainCrowd(port, connections), live: fromNow(await askWelcome(port))};
}

/** One live connection that sends. */
export async function submitterOf(port: number, submit: Submission): Promise<CrowdOptions> {
	return {...(await liveCrowd(port, 1)), submit};
}

/** Throws when a crowd lost connections or found faults: what was measured then means nothing. */
export function checkCrowd({open, lost, findings, refusal}: Look, connections: number): void {
	const faults = findings.map(({what, count}) => `${count} × ${what}`);
	const losses = Object.entries(lost).map(([reason, count]) => `${count} × ${reason}`);
	if (refusal !== null) faults.push(`refused: ${refusal}`);
	if (open === connections && faults.length === 0) return;
	throw new Error(`${open} of ${connections} connections are left; ${[...losses, ...faults].join('; ')}`);
}

/** Milliseconds from when a block's reading was sent to when everybody had the block, for the blocks in both. */
export function joinMoments(sent: Moments, complete: Moments): readonly number[] {
	const sentAt = new Map<number, number>();
	sent.indexes.forEach((index, i) => {
		sentAt.set(index, sent.atMs[i]!);
	});
	const delays: number[] = [];
	complete.indexes.forEach((index, i) => {
		const sentMs = sentAt.get(index);
		if (sentMs !== undefined) delays.push(complete.atMs[i]! - sentMs);
	});
	return delays;
}

/** The sample below which that share of the samples is; NaN when there are none. */
export function percentile(samples: readonly number[], share: number): number {
	const sorted = Float64Array.from(samples).sort();
	return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}
