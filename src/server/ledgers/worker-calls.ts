import type {MessagePort, Worker} from 'node:worker_threads';
import {BchainError, type ErrorCode} from '../../core/errors.ts';

/** Functions that one thread offers to another; arguments and results must survive a structured clone. */
export type Offer = Readonly<Record<string, (...values: never[]) => unknown>>;

/** An offer seen from the other thread. */
export type Calls<T extends Offer> = {
	readonly [Name in keyof T]: (
		...values: Parameters<T[Name]>
	) => Promise<Answer<Awaited<ReturnType<T[Name]>>>>;
};
type Answer<T> = T extends Handover<infer Value> ? Value : T;

/** A result whose buffers are handed over instead of copied. */
export class Handover<T> {
	readonly value: T;
	readonly buffers: readonly ArrayBuffer[];

	constructor(value: T, buffers: readonly ArrayBuffer[]) {
		this.value = value;
		this.buffers = buffers;
	}
}

interface Call {
	readonly call: number;
	readonly name: string;
	readonly values: readonly never[];
}

type Reply =
	| {readonly call: number; readonly value: unknown}
	| {readonly call: number; readonly refusal: Pick<BchainError, 'code' | 'message' | 'details'>};

interface Report {
	readonly report: unknown;
}

/**
 * Answers the calls that come to a worker by the functions of `offer`. A `BchainError`
 * is answered as such; anything else that is thrown is a fault of our own and ends the worker.
 */
export function answerCalls<T extends object>(port: MessagePort, offer: T): void {
	const functions = offer as unknown as Offer;
	port.on('message', async ({call, name, values}: Call) => {
		try {
			const value = await functions[name]!(...values);
			if (value instanceof Handover)
				port.postMessage({call, value: value.value} satisfies Reply, value.buffers);
			else port.postMessage({call, value} satisfies Reply);
		} catch (error) {
			if (!(error instanceof BchainError)) throw error;
			const {code, message, details} = error;
			port.postMessage({call, refusal: {code, message, details}} satisfies Reply);
		}
	});
}

/** Sends something that nobody asked for to the thread that started this worker. */
export function sendReport(port: MessagePort, report: unknown): void {
	port.postMessage({report} satisfies Report);
}

export interface WorkerLink<T extends Offer> {
	readonly calls: Calls<T>;
	/** Ends the thread; calls that have not been answered never are. */
	end(): Promise<void>;
}

/**
 * Calls a worker. What it reports and what it answers arrive in the order in which it sent them. A worker that
 * ends by itself has met a fault of our own: that is thrown where nobody catches it, so that the process ends.
 */
export function linkWorker<T extends Offer>(
	worker: Worker,
	onReport: (report: unknown) => void,
): WorkerLink<T> {
	const waiting = new Map<number, {resolve(value: unknown): void; reject(error: unknown): void}>();
	let count = 0;
	let ending = false;
	worker.on('message', (message: Reply | Report) => {
		if ('report' in message) {
			onReport(message.report);
			return;
		}
		const {resolve, reject} = waiting.get(message.call)!;
		waiting.delete(message.call);
		if ('refusal' in message) {
			const {code, message: text, details} = message.refusal;
			reject(new BchainError(code as ErrorCode, text, details));
		} else {
			resolve(message.value);
		}
	});
	worker.on('error', error => {
		ending = true;
		throw error;
	});
	worker.on('exit', code => {
		if (!ending) throw new Error(`a worker of the ledger ended by itself (exit code ${code})`);
	});
	const call = (name: string, values: readonly unknown[]): Promise<unknown> =>
		new Promise((resolve, reject) => {
			waiting.set(count, {resolve, reject});
			worker.postMessage({call: count++, name, values});
		});
	const calls = new Proxy({} as Calls<T>, {
		get: (_, name) => (typeof name === 'string' ? (...values: unknown[]) => call(name, values) : undefined),
	});
	return {
		calls,
		async end() {
			ending = true;
			await worker.terminate();
		},
	};
}
