import type {Block} from '../../core/block.ts';
import {printable} from '../../core/printable.ts';
import {pageLimits} from '../page-limits.ts';
import {readBlock, readBlocks} from './read-block.ts';

/** `fetch`, as much of it as is used. */
export type Fetch = (path: string, init: RequestInit) => Promise<Response>;

/** Consecutive blocks, and how far the chain went when they were read. */
export interface BlockRange {
	readonly blocks: readonly Block[];
	readonly height: number;
}

/** What became of a reading that was sent. */
export type Answer =
	| {readonly kind: 'accepted'; readonly block: Block}
	/** It is not in the chain and will not be; a sentence. */
	| {readonly kind: 'refused'; readonly reason: string}
	/** Nobody knows, or the hub cannot store it now: to be sent again with the same id. */
	| {readonly kind: 'later'; readonly reason: string; readonly afterMs: number | null};

export interface Requests {
	/** At most `limit` blocks from `from` on. Rejects with a sentence where the hub does not give them. */
	readBlocks(from: number, limit: number): Promise<BlockRange>;
	/** Adds a reading; the same id never makes a second block (protocol section 5). Never rejects. */
	addReading(id: string, bpm: number): Promise<Answer>;
}

const noAnswer = 'The hub does not answer.';
/** Whoever is told to come back later says when; nobody is kept waiting longer than this. */
const retryAfterMsMax = 60_000;

/** The requests of the page to the hub that it came from (protocol section 11). */
export function createRequests(fetch: Fetch): Requests {
	return {
		readBlocks: async (from, limit) => {
			const response = await fetch(`/blocks?from=${from}&limit=${limit}`, {
				headers: {accept: 'application/json'},
				signal: AbortSignal.timeout(pageLimits.requestTimeoutMs),
			});
			const body = await readJson(response);
			if (!response.ok) throw new Error(describeError(response.status, body));
			const {blocks, height} = fieldsOf(body);
			const read = readBlocks(blocks, limit);
			if (!read || !Number.isSafeInteger(height))
				throw new Error('The hub sent blocks that are none: they do not have the agreed shape.');
			return {blocks: read, height: height as number};
		},
		addReading: async (id, bpm) => {
			try {
				const response = await fetch('/', {
					method: 'POST',
					headers: {
						accept: 'application/json',
						'content-type': 'application/json',
						'idempotency-key': id,
					},
					body: JSON.stringify({BPM: bpm}),
					signal: AbortSignal.timeout(pageLimits.requestTimeoutMs),
				});
				return readAnswer(response, await readJson(response));
			} catch {
				return {kind: 'later', reason: noAnswer, afterMs: null};
			}
		},
	};
}

function readAnswer(response: Response, body: unknown): Answer {
	const {status} = response;
	const block = response.ok ? readBlock(body) : null;
	if (block) return {kind: 'accepted', block};
	if (response.ok) return {kind: 'later', reason: 'The hub answered without a block.', afterMs: null};
	const reason = describeError(status, body);
	// What says that the request itself is wrong says so again however often it is sent.
	const isFinal = status >= 400 && status < 500 && ![408, 425, 429].includes(status);
	if (isFinal) return {kind: 'refused', reason};
	const seconds = Number(response.headers.get('retry-after') ?? Number.NaN);
	const afterMs = seconds >= 0 ? Math.min(retryAfterMsMax, seconds * 1_000) : null;
	return {kind: 'later', reason, afterMs};
}

/** What the hub says is wrong, in its own words where it has some. */
export function describeError(status: number, body: unknown): string {
	const {message} = fieldsOf(fieldsOf(body).error);
	return typeof message === 'string' && message !== '' ? printable(message) : `The hub answered ${status}.`;
}

/** The body as JSON, or null. */
export async function readJson(response: Response): Promise<unknown> {
	try {
		return await response.json();
	} catch {
		return null;
	}
}

function fieldsOf(value: unknown): Readonly<Record<string, unknown>> {
	return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : {};
}
