import type {IncomingMessage} from 'node:http';
import type {Socket} from 'node:net';
import {isLoopback} from '../../core/address.ts';
import {printable} from '../../core/printable.ts';
import type {Problem} from './problem.ts';

/** A host and its port, or nothing, as `Host` has them. */
const hostPattern = /^(\[[0-9a-fA-F:.]+\]|[^:/?#@\\\s]+)(?::\d{1,5})?$/;
/** As a request for a proxy begins; the host in it outweighs `Host`. */
const askedPattern = /^[a-z][a-z0-9+.-]*:\/\/([^/?#]*)/i;
const shownCharactersMax = 60;

/** The name in a `Host` header, without port, brackets and the dot at its end, in lower case; null for what is none. */
export function hostName(header: string): string | null {
	const [, host] = hostPattern.exec(header) ?? [];
	return host === undefined ? null : host.toLowerCase().replace(/^\[|\]$|\.$/g, '');
}

/**
 * Keeps requests out that a page of somebody else makes in the browser of somebody here (protocol section 11): a name
 * of its own that points to this hub, or a form or a script that sends a reading.
 */
export class Gate {
	readonly #names: ReadonlySet<string>;
	/** The header that was known last, whichever way its connection came: most requests have the same one. */
	#knownHeader: string | null = null;

	/** `names`: hosts that the hub is reached by besides those of this machine and the address that a connection came to. */
	constructor(names: readonly string[]) {
		this.#names = new Set(names.map(name => hostName(name) ?? name.toLowerCase()));
	}

	/** What is wrong with a request; null: it may come in. */
	findProblem({headers, rawHeaders, method, url = '', socket}: IncomingMessage): Problem | null {
		if (countHosts(rawHeaders) > 1) return severalHosts;
		if (!this.#isKnown(headers.host, socket)) return unknownHost(headers.host);
		const asked = url.startsWith('/') ? undefined : askedPattern.exec(url)?.[1];
		if (asked !== undefined && !this.#isKnown(asked, socket)) return unknownHost(asked);
		if (method === 'GET' || method === 'HEAD') return null;
		return isForeign(headers) ? foreignOrigin : null;
	}

	#isKnown(header: string | undefined, socket: Socket): boolean {
		if (header === this.#knownHeader) return true;
		const name = header === undefined ? null : hostName(header);
		if (name === null) return false;
		if (isLoopback(name) || this.#names.has(name)) {
			this.#knownHeader = header ?? null;
			return true;
		}
		return name === socket.localAddress?.replace(/^::ffff:/i, '');
	}
}

/** Node tells of the first alone; somebody before us may have gone by another. */
function countHosts(rawHeaders: readonly string[]): number {
	let count = 0;
	for (let i = 0; i < rawHeaders.length; i += 2) {
		const name = rawHeaders[i]!;
		if (name.length === 4 && name.toLowerCase() === 'host') count++;
	}
	return count;
}

/** Whether a browser says that a page of another origin is behind it. */
function isForeign(headers: IncomingMessage['headers']): boolean {
	const {origin, host = '', 'sec-fetch-site': site = 'none'} = headers;
	if (site !== 'none' && site !== 'same-origin') return true;
	return origin !== undefined && !isOriginOf(origin, host);
}

/** The hub may stand behind something that speaks TLS, so the scheme does not count. */
function isOriginOf(origin: string, host: string): boolean {
	return origin.toLowerCase().replace(/^https?:\/\//, '') === host.toLowerCase();
}

const severalHosts: Problem = {code: 'REQUEST_INVALID', message: 'The request has more than one Host.'};
const foreignOrigin: Problem = {
	code: 'ORIGIN_FOREIGN',
	message:
		'A page of another site may not add readings: add them on the page of this hub, or by a program that sends no Origin.',
};

function unknownHost(header = ''): Problem {
	const name = printable(hostName(header) ?? header, shownCharactersMax);
	return {
		code: 'HOST_UNKNOWN',
		message: `"${name}" is no name that this hub is known by: use its address, or start it with --http-allow-host ${name === '' ? 'NAME' : name}.`,
	};
}
