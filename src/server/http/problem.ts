import type {IncomingMessage, ServerResponse} from 'node:http';

/**
 * Every code of an answer over HTTP that is none of what was asked for: its status, and what it means. The list is
 * part of the documentation (protocol section 11) and stable: scripts may rely on it.
 */
export const problemCodes = {
	REQUEST_INVALID: [400, 'What came is no HTTP request that can be understood.'],
	BODY_INVALID: [400, 'The body of a POST is not an object with a whole number as its BPM.'],
	BPM_OUT_OF_RANGE: [400, 'The BPM is not one that this hub accepts.'],
	KEY_INVALID: [400, 'The Idempotency-Key cannot be an id of a reading.'],
	QUERY_INVALID: [400, 'A parameter of the address cannot be used.'],
	ORIGIN_FOREIGN: [403, 'The page that sent the request is not of this hub.'],
	NOT_FOUND: [404, 'There is nothing at this path.'],
	BLOCK_NOT_FOUND: [404, 'The chain has no block of that index.'],
	METHOD_NOT_ALLOWED: [405, 'The path does not take this method; `Allow` has those that it takes.'],
	TOO_SLOW: [408, 'The request did not come within its time.'],
	BODY_TOO_LARGE: [413, 'The body is longer than 8,192 bytes.'],
	HOST_UNKNOWN: [421, 'The `Host` is no name of this hub.'],
	KEY_USED: [422, 'The Idempotency-Key is that of another reading.'],
	TOO_FAST: [429, 'More readings a second came from this address than the hub takes.'],
	HEADER_TOO_LARGE: [431, 'The header of the request is longer than 8,192 bytes.'],
	FAILED: [500, 'The hub made a mistake.'],
	NOT_STORED: [503, 'The reading was not stored; `Retry-After` says when to try again.'],
	FULL: [503, 'The hub has no room for it at present; `Retry-After` says when to try again.'],
	STOPPING: [503, 'The hub is shutting down.'],
} as const satisfies Readonly<Record<string, readonly [status: number, meaning: string]>>;

export type ProblemCode = keyof typeof problemCodes;

/** Why a request does not get what it asked for. */
export interface Problem {
	readonly code: ProblemCode;
	/** A sentence that says what was wrong and what to do. */
	readonly message: string;
	/** To be sent besides the usual headers. */
	readonly headers?: Readonly<Record<string, string>>;
}

/** What every answer says, so that no browser takes it for something else or gives it to another page. */
export const commonHeaders: Readonly<Record<string, string>> = {
	'x-content-type-options': 'nosniff',
	'cross-origin-resource-policy': 'same-origin',
};

export const jsonType = 'application/json; charset=utf-8';
const strictPolicy = "default-src 'none'; frame-ancestors 'none'";

export function statusOf({code}: Problem): number {
	return problemCodes[code][0];
}

/** `{"error":{"code","message"}}` and its headers, the common ones included. */
export function describeProblem({code, message, headers}: Problem): {
	readonly body: string;
	readonly headers: Readonly<Record<string, string>>;
} {
	const body = `${JSON.stringify({error: {code, message}})}\n`;
	const own = {
		'content-type': jsonType,
		'cache-control': 'no-store',
		'content-security-policy': strictPolicy,
		'content-length': String(Buffer.byteLength(body)),
	};
	return {body, headers: {...commonHeaders, ...own, ...headers}};
}

/** Whether a body comes that nobody has read: whoever answers now has to close the connection. */
function hasUnreadBody({complete, headers}: IncomingMessage): boolean {
	if (complete) return false;
	const {'content-length': length = '0', 'transfer-encoding': encoding} = headers;
	return length !== '0' || encoding !== undefined;
}

/** Answers a request by what is wrong with it. */
export function answerProblem(request: IncomingMessage, response: ServerResponse, problem: Problem): void {
	const {body, headers} = describeProblem(problem);
	const unread = hasUnreadBody(request);
	// It would be that of what was asked for.
	response.removeHeader('etag');
	response.writeHead(statusOf(problem), {...headers, ...(unread && {connection: 'close'})});
	response.end(request.method === 'HEAD' ? undefined : body);
	// What still comes of it is thrown away, or the other side could not read the answer.
	if (unread) request.resume();
}

/** The same for a connection whose request was not understood, or not even read. */
export function formatProblem(problem: Problem): string {
	const {body, headers} = describeProblem(problem);
	const status = statusOf(problem);
	const lines = Object.entries({...headers, connection: 'close'}).map(([name, value]) => `${name}: ${value}`);
	return `HTTP/1.1 ${status} ${problem.code}\r\n${lines.join('\r\n')}\r\n\r\n${body}`;
}
