import {createServer, type IncomingMessage, type Server, type ServerResponse} from 'node:http';
import type {Socket} from 'node:net';
import type {Bounds} from '../bounds.ts';
import type {HubLog, LeftReason} from '../log.ts';
import type {Places} from '../places.ts';
import {StallWatch} from '../stall-watch.ts';
import type {Counters} from '../status.ts';
import {type TurnedAway, tryLater} from '../turned-away.ts';
import type {Gate} from './gate.ts';
import {HttpConnection} from './http-connection.ts';
import {answerProblem, formatProblem, type Problem, type ProblemCode, statusOf} from './problem.ts';

/** What a client may take its time for. */
const timing = {
	headersTimeout: 10_000,
	/** With the body. */
	requestTimeout: 20_000,
	/** For the next request on the same connection. */
	keepAliveTimeout: 30_000,
	/** How often the first two are looked at. */
	connectionsCheckingInterval: 1_000,
	maxHeaderSize: 8_192,
	/** What is wrong with `Host` the gate says. */
	requireHostHeader: false,
} as const;
/** A connection that is gone without a word is noticed after some minutes of silence. */
const socketOptions = {noDelay: true, keepAlive: true, keepAliveInitialDelay: 30_000} as const;
/** Between two lines of the log about requests that were kept out for the same reason. */
const logIntervalMs = 60_000;

const full = {code: 'FULL', headers: {'retry-after': '5'}} as const;
const stopping: Problem = {
	code: 'STOPPING',
	message: 'The hub is shutting down: try again when it is back.',
	headers: {'retry-after': '5', connection: 'close'},
};
const tooMany: Problem = {...full, message: 'Too many requests are under way on this connection.'};
const notHttp: Problem = {
	code: 'REQUEST_INVALID',
	message: 'That is no HTTP request that can be understood.',
};
const tooSlow: Problem = {
	code: 'TOO_SLOW',
	message: 'The request did not come within its time: send it at once.',
};
/** By the codes of Node and of its parser. */
const clientProblems: Readonly<Record<string, Problem>> = {
	ERR_HTTP_REQUEST_TIMEOUT: tooSlow,
	HPE_HEADER_OVERFLOW: {
		code: 'HEADER_TOO_LARGE',
		message: `The header of the request is longer than ${timing.maxHeaderSize} bytes.`,
	},
};

export interface HttpConnectionsOptions {
	readonly bounds: Bounds;
	readonly counters: Counters;
	readonly log: HubLog;
	readonly places: Places;
	readonly turnedAway: TurnedAway;
	readonly gate: Gate;
	readonly stallTimeoutMs: number;
	/** Our port, once there is one. */
	readonly port: () => number;
	/** An event stream has ended. */
	readonly onStreamClosed: (connection: HttpConnection) => void;
}

export type Handle = (request: IncomingMessage, response: ServerResponse) => void;

/** All connections to the HTTP port: takes them in, keeps out what may not come in, cuts off the stuck ones. */
export class HttpConnections {
	/** To be listened with; requests that may come in go to `handle`. */
	readonly server: Server;
	readonly #options: HttpConnectionsOptions;
	readonly #handle: Handle;
	readonly #connections = new Map<Socket, HttpConnection>();
	readonly #stallWatch: StallWatch<HttpConnection>;
	readonly #timer: NodeJS.Timeout;
	/** When the log was last told of what the gate keeps out. */
	readonly #toldMs = new Map<ProblemCode, number>();
	#stopping = false;
	#whenEmpty: (() => void) | null = null;

	constructor(options: HttpConnectionsOptions, handle: Handle) {
		this.#options = options;
		this.#handle = handle;
		this.server = createServer({...timing, ...socketOptions}, (request, response) =>
			this.#onRequest(request, response),
		);
		// Whoever has sent all that he has to say, and says so (nc -N), waits for the answer.
		Object.assign(this.server, {httpAllowHalfOpen: true});
		// Whether a body shall come is said when it is known that it may; what else is expected is of no interest.
		for (const expects of ['checkContinue', 'checkExpectation'] as const)
			this.server.on(expects, (request: IncomingMessage, response: ServerResponse) =>
				this.#onRequest(request, response),
			);
		// Node would close it without a word, and leaves it without anybody who hears of its errors.
		this.server.on('connect', (_request, socket: Socket) =>
			this.clientFailed(
				{},
				socket.on('error', () => {}),
			),
		);
		const [serve] = this.server.listeners('connection');
		this.server.removeAllListeners('connection').on('connection', (socket: Socket) => {
			if (this.#accept(socket)) serve!.call(this.server, socket);
		});
		this.#stallWatch = new StallWatch(options.stallTimeoutMs, options.port);
		this.#timer = setInterval(() => this.#look(), Math.min(options.stallTimeoutMs / 4, 5_000));
	}

	get count(): number {
		return this.#connections.size;
	}

	/** What the connections there are have been sent so far. */
	get bytesOut(): number {
		let bytes = 0;
		for (const connection of this.#connections.values()) bytes += connection.sentBytes;
		return bytes;
	}

	/** The connection of a request; undefined when it has closed. */
	of({socket}: IncomingMessage): HttpConnection | undefined {
		return this.#connections.get(socket);
	}

	/** Takes no more requests, lets those under way be answered, and cuts what is left after `timeoutMs`. */
	async stop(timeoutMs: number): Promise<void> {
		this.#stopping = true;
		clearInterval(this.#timer);
		this.server.close();
		for (const connection of this.#connections.values()) connection.close('stopping');
		if (this.count === 0) return;
		const deadline = setTimeout(() => {
			for (const connection of this.#connections.values()) connection.cut('stopping');
		}, timeoutMs);
		await new Promise<void>(resolve => {
			this.#whenEmpty = resolve;
		});
		clearTimeout(deadline);
	}

	#accept(socket: Socket): boolean {
		const {places, turnedAway} = this.#options;
		const refusal = places.findRefusal(socket.remoteAddress ?? '');
		if (refusal) {
			const message = `${refusal.told} ${tryLater}`;
			turnedAway.add(socket, refusal, places.filesLeft, formatProblem({...full, message}));
			return false;
		}
		const connection = new HttpConnection(socket, {
			onAnswered: status => this.#count(status),
			onClosed: gone => this.#onClosed(socket, gone),
		});
		places.take(connection);
		this.#connections.set(socket, connection);
		return true;
	}

	#onRequest(request: IncomingMessage, response: ServerResponse): void {
		const connection = this.of(request);
		if (!connection) return;
		// Nothing can be answered behind a stream: it ends with its connection.
		if (connection.isStreaming) {
			connection.cut('nonsense');
			return;
		}
		connection.begin(request, response);
		const problem = this.#findProblem(request, connection);
		if (!problem) {
			connection.inTurn(request, response, () => this.#handle(request, response));
			return;
		}
		if (problem.code === 'HOST_UNKNOWN' || problem.code === 'ORIGIN_FOREIGN')
			this.#tell(connection.name, problem);
		answerProblem(request, response, problem);
	}

	/** Why a request is not looked at; null: it is. */
	#findProblem(request: IncomingMessage, {outstanding}: HttpConnection): Problem | null {
		if (this.#stopping) return stopping;
		// When such answers wait, too, Node reads no more of them.
		if (outstanding > this.#options.bounds.waitingReadingsMax) return tooMany;
		return this.#options.gate.findProblem(request);
	}

	/** A page that tries again and again must not fill the log. */
	#tell(from: string, {code, message: reason}: Problem): void {
		const now = performance.now();
		if (now - (this.#toldMs.get(code) ?? Number.NEGATIVE_INFINITY) < logIntervalMs) return;
		this.#toldMs.set(code, now);
		this.#options.log({event: 'httpRefused', from, reason});
	}

	/** What came is no HTTP, or came too slowly. */
	clientFailed({code = ''}: {readonly code?: string | undefined}, socket: Socket): void {
		const connection = this.#connections.get(socket);
		if (!connection || connection.isStreaming || !socket.writable || code === 'ECONNRESET') {
			socket.destroy();
			return;
		}
		const problem = clientProblems[code] ?? notHttp;
		this.#count(statusOf(problem));
		// It would be taken for the answer to another request.
		if (!connection.mayFail) {
			connection.cut('nonsense');
			return;
		}
		socket.write(formatProblem(problem));
		socket.destroySoon();
	}

	#count(status: number): void {
		const {http} = this.#options.counters;
		if (status < 400) http.answered++;
		else if (status < 500) http.refused++;
		else http.failed++;
	}

	#onClosed(socket: Socket, connection: HttpConnection): void {
		this.#connections.delete(socket);
		const {places, counters, onStreamClosed} = this.#options;
		places.giveBack(connection);
		counters.bytesOutOfGone += connection.sentBytes;
		if (connection.isStreaming || connection.reason === 'stalled') this.#countLeft(connection.reason);
		if (connection.isStreaming) onStreamClosed(connection);
		if (this.count === 0) this.#whenEmpty?.();
	}

	#countLeft(reason: LeftReason): void {
		this.#options.counters.left[reason]++;
	}

	#look(): void {
		void this.#stallWatch.look(this.#connections.values(), connection => connection.cut('stalled'));
	}
}
