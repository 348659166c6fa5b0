import fastify, {type FastifyInstance} from 'fastify';
import {httpAddressOptions, type ListenAddress, listen} from '../listen.ts';
import type {HubLog} from '../log.ts';
import type {Places} from '../places.ts';
import type {TurnedAway} from '../turned-away.ts';
import type {HttpContext} from './context.ts';
import {createEventLines} from './event-lines.ts';
import {EventStreams} from './event-streams.ts';
import {Gate} from './gate.ts';
import {HttpConnections, type HttpConnectionsOptions} from './http-connections.ts';
import type {HttpOptions} from './http-options.ts';
import {readPage} from './page-files.ts';
import {findNothing} from './paths.ts';
import {answerProblem, commonHeaders} from './problem.ts';
import {ReadingTurns} from './reading-turns.ts';
import {addRoutes} from './routes.ts';

/** How often addresses that send nothing any more are forgotten. */
const lookMs = 10_000;

/** What the HTTP port needs besides what its answers are made of. */
export interface HttpServiceOptions {
	readonly context: HttpContext;
	readonly log: HubLog;
	readonly places: Places;
	readonly turnedAway: TurnedAway;
	readonly stallTimeoutMs: number;
	/** The system has a connection for us and cannot give it to us. */
	readonly acceptFailed: (error: NodeJS.ErrnoException) => void;
	/** Default: that of live mode. */
	readonly statusIntervalMs: number | undefined;
}

/** What a hub serves over HTTP. */
export interface HttpService {
	/** Where. */
	readonly address: ListenAddress;
	/** Connections, those with event streams included. */
	readonly count: number;
	readonly streamCount: number;
	/** What the connections there are have been sent so far. */
	readonly bytesOut: number;
	/** There are new blocks. */
	wake(): void;
	/** Takes no more requests, ends the streams with `farewell`, and cuts what is left after `timeoutMs`. */
	stop(farewell: string, timeoutMs: number): Promise<void>;
}

/** Serves a hub over HTTP (protocol section 11); port 0 takes a free one. Throws a `BchainError` when it cannot listen. */
export async function serveHttp(options: HttpOptions, service: HttpServiceOptions): Promise<HttpService> {
	const {log, places, turnedAway, stallTimeoutMs, statusIntervalMs} = service;
	const {reader, bounds, counters} = service.context;
	const context = {...service.context, lines: createEventLines(reader)};
	const streams = new EventStreams({context, log, streamsMax: options.streamsMax, statusIntervalMs});
	const turns = new ReadingTurns(context);
	let {port} = options;
	const {app, connections} = createApp({
		...{bounds, counters, log, places, turnedAway, stallTimeoutMs},
		gate: new Gate([options.host, ...options.allowHosts]),
		port: () => port,
		onStreamClosed: connection => streams.closed(connection),
	});
	addRoutes(app, {context, connections, streams, turns, page: readPage(options.pageFolder)});
	await app.ready();
	const address = await listen(connections.server, options.host, port, httpAddressOptions);
	port = address.port;
	connections.server.on('error', service.acceptFailed);
	const timer = setInterval(() => turns.look(), lookMs);
	return {
		address,
		get count() {
			return connections.count;
		},
		get streamCount() {
			return streams.count;
		},
		get bytesOut() {
			return connections.bytesOut;
		},
		wake: () => streams.wake(),
		async stop(farewell, timeoutMs) {
			clearInterval(timer);
			streams.stop(farewell);
			await connections.stop(timeoutMs);
			await app.close();
		},
	};
}

/** Fastify, behind our connections. */
function createApp(options: HttpConnectionsOptions): {
	readonly app: FastifyInstance;
	readonly connections: HttpConnections;
} {
	let connections!: HttpConnections;
	const app = fastify({
		logger: false,
		exposeHeadRoutes: false,
		// A method that nothing takes must not depend on what Fastify knows of methods.
		serverFactory: handle => {
			connections = new HttpConnections(options, (request, response) => {
				const {method = '', url = ''} = request;
				if (method !== 'GET' && method !== 'HEAD' && method !== 'POST') {
					answerProblem(request, response, findNothing(method, url));
					return;
				}
				// Whatever a body says that it is, it is read as JSON.
				if (method === 'POST') delete request.headers['content-type'];
				handle(request, response);
			});
			return connections.server;
		},
		clientErrorHandler: (error, socket) => connections.clientFailed(error, socket),
		frameworkErrors: (error, request, reply) => {
			reply.hijack();
			answerProblem(request.raw, reply.raw, {code: 'REQUEST_INVALID', message: `${error.message}.`});
		},
	});
	// The handler reads the body, up to its own limit.
	app.addContentTypeParser('*', (_request, _payload, done) => done(null));
	app.addHook('onRequest', (_request, reply, done) => {
		reply.headers(commonHeaders);
		done();
	});
	app.setErrorHandler((error: Error, request, reply) => {
		options.log({event: 'httpFailed', reason: error.message});
		reply.hijack();
		const message = 'The hub made a mistake, and its log says which.';
		answerProblem(request.raw, reply.raw, {code: 'FAILED', message});
	});
	return {app, connections};
}
