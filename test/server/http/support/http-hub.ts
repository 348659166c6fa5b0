/** A hub with an HTTP port, inside the test's own process, and ways to talk to it. */
import {request as httpRequest, type IncomingHttpHeaders} from 'node:http';
import {defaults} from '../../../../src/core/limits.ts';
import type {HttpOptions} from '../../../../src/server/http/http-options.ts';
import type {HubOptions} from '../../../../src/server/hub-server.ts';
import type {Ledger} from '../../../../src/server/ledger.ts';
import {makeFolder} from '../../../support/child-env.ts';
import {connectSocket, type SocketClient} from '../../../support/socket-client.ts';
import {type OpenHub, openHub} from '../../support/hub.ts';

export interface HttpHub extends OpenHub {
	readonly httpPort: number;
	/** Asks as a program does, with any method and any headers. */
	readonly ask: (path: string, request?: Asked) => Promise<Answer>;
	/** A connection to the HTTP port. */
	readonly open: () => Promise<SocketClient>;
}

export interface Asked {
	readonly method?: string;
	readonly headers?: Readonly<Record<string, string>>;
	readonly body?: string | Buffer;
}

export interface Answer {
	readonly status: number;
	readonly headers: IncomingHttpHeaders;
	readonly text: string;
	/** The text, read as JSON. */
	readonly json: () => unknown;
}

export async function openHttpHub(
	options: Partial<HubOptions> & {readonly web?: Partial<HttpOptions>} = {},
	ledger?: Ledger,
): Promise<HttpHub> {
	const {web, ...rest} = options;
	const http: HttpOptions = {
		host: '127.0.0.1',
		port: 0,
		allowHosts: [],
		streamsMax: defaults.eventStreamsMax,
		// Whatever is built lies elsewhere.
		pageFolder: makeFolder('page'),
		...web,
	};
	const hub = await openHub({...rest, http}, ledger);
	const {port: httpPort} = await hub.until('http');
	return {
		...hub,
		httpPort,
		ask: (path, asked) => ask(httpPort, path, asked),
		open: () => connectSocket(httpPort),
	};
}

/** On a connection of its own; unlike `fetch`, it sends nothing that it was not told to. */
async function ask(
	port: number,
	path: string,
	{method = 'GET', headers = {}, body}: Asked = {},
): Promise<Answer> {
	return new Promise((resolve, reject) => {
		const request = httpRequest({host: '127.0.0.1', port, path, method, headers, agent: false}, response => {
			const chunks: Buffer[] = [];
			response.on('data', chunk => chunks.push(chunk as Buffer));
			response.on('error', reject);
			response.on('end', () => {
				const text = Buffer.concat(chunks).toString();
				resolve({
					status: response.statusCode!,
					headers: response.headers,
					text,
					json: () => JSON.parse(text) as unknown,
				});
			});
		});
		request.on('error', reject);
		request.end(body);
	});
}

/** Posts a reading as the tutorial does. */
export function post(
	hub: HttpHub,
	body: string,
	headers: Readonly<Record<string, string>> = {},
): Promise<Answer> {
	return hub.ask('/', {method: 'POST', body, headers});
}

/** What an answer says was wrong. */
export function problemOf({json}: Answer): {readonly code: string; readonly message: string} {
	return (json() as {readonly error: {readonly code: string; readonly message: string}}).error;
}
