import type {IncomingMessage, ServerResponse} from 'node:http';
import type {Socket} from 'node:net';
import {destroyLater} from '../destroy-later.ts';
import type {KernelQueues} from '../kernel-queue.ts';
import {isLocal, remoteAddress} from '../listen.ts';
import type {LeftReason} from '../log.ts';
import {Outbox, type OutboxContext} from '../outbox.ts';
import type {Watched} from '../stall-watch.ts';

/** How long the other side may keep a connection half open after our last words have left. */
const closeTimeoutMs = 500;

/** What a connection is told of its requests. */
export interface HttpConnectionEvents {
	/** A request was answered with this status, as far as its client took it. */
	readonly onAnswered: (status: number) => void;
	readonly onClosed: (connection: HttpConnection) => void;
}

/** A request that waits until those before it are answered. */
interface Turn {
	readonly go: () => void;
	/** Whether it may be under way together with others of which that holds. */
	readonly together: boolean;
}

/** One connection to the HTTP port: its requests, one after the other, and what may become of it, an event stream. */
export class HttpConnection implements Watched {
	/** Remote address and port. */
	readonly name: string;
	/** Remote address alone. */
	readonly address: string;
	readonly isLocal: boolean;
	readonly #socket: Socket;
	readonly #events: HttpConnectionEvents;
	/** Requests that have come, and whose answers have not left. */
	#outstanding = 0;
	/** The one that came last. */
	#latest: {readonly request: IncomingMessage; readonly response: ServerResponse} | null = null;
	/** Of those that may come in, how many are being answered, and whether together. */
	#underWay = 0;
	#together = false;
	readonly #turns: Turn[] = [];
	#stream: Outbox | null = null;
	#closing = false;
	#reason: LeftReason = 'left';

	constructor(socket: Socket, events: HttpConnectionEvents) {
		this.#socket = socket;
		this.#events = events;
		this.name = remoteAddress(socket);
		this.address = socket.remoteAddress ?? '';
		this.isLocal = isLocal(socket);
		// Node would destroy it with half a request unread, and the reset for that takes our answer along.
		socket.destroySoon = () => {
			socket.end();
			destroyLater(socket, closeTimeoutMs);
		};
		socket.on('close', () => events.onClosed(this));
	}

	/** What leaves for the other side: the stream, or the answer under way. */
	get outbox(): {readonly isIdle: boolean} {
		return this.#stream ?? {isIdle: this.#socket.writableLength === 0};
	}

	get isStreaming(): boolean {
		return this.#stream !== null;
	}

	get sentBytes(): number {
		return this.#socket.bytesWritten - this.#socket.writableLength;
	}

	get movedBytes(): number {
		return this.sentBytes + this.#socket.bytesRead;
	}

	/** Requests whose answers have not left, the latest included. */
	get outstanding(): number {
		return this.#outstanding;
	}

	/** Why it ended, once it has. */
	get reason(): LeftReason {
		return this.#reason;
	}

	queuedIn(queues: KernelQueues): number | undefined {
		return queues.of(this.#socket);
	}

	/** Whether a problem may be written at once for what did not come as it should: nothing else is owed before it. */
	get mayFail(): boolean {
		if (this.#outstanding === 0) return true;
		const {request, response} = this.#latest!;
		return this.#outstanding === 1 && !request.complete && !response.headersSent;
	}

	/** A request has come. */
	begin(request: IncomingMessage, response: ServerResponse<IncomingMessage>): void {
		this.#outstanding++;
		this.#latest = {request, response};
		response.on('close', () => {
			this.#outstanding--;
			if (response.headersSent) this.#events.onAnswered(response.statusCode);
			if (this.#closing && this.#outstanding === 0) this.#socket.destroySoon();
		});
	}

	/**
	 * Answers a request by `go` when those before it are answered. Or somebody who asks a thousand times at once, and
	 * reads nothing, has a thousand answers made that wait in memory. Readings are short, and share a commit.
	 */
	inTurn({method}: IncomingMessage, response: ServerResponse<IncomingMessage>, go: () => void): void {
		response.on('close', () => {
			this.#underWay--;
			this.#goOn();
		});
		this.#turns.push({go, together: method === 'POST'});
		this.#goOn();
	}

	#goOn(): void {
		for (let next = this.#turns[0]; next && !this.#socket.destroyed; next = this.#turns[0]) {
			if (this.#underWay > 0 && !(this.#together && next.together)) return;
			this.#turns.shift();
			this.#underWay++;
			this.#together = next.together;
			next.go();
		}
	}

	/** Whether the other side has closed it, or its half of it: nobody would end a stream. */
	get isOver(): boolean {
		return this.#socket.destroyed || this.#socket.readableEnded;
	}

	/**
	 * From now on the answer to the only request there is is a stream that ends with the connection, written by an
	 * outbox.
	 */
	stream(response: ServerResponse<IncomingMessage>, head: string, context: OutboxContext): Outbox {
		this.#stream = new Outbox(this.#socket, context);
		this.#socket.on('end', () => this.cut(this.#reason));
		this.#stream.text(head);
		this.#events.onAnswered(response.statusCode);
		return this.#stream;
	}

	/** No more requests: closes when those under way are answered. A stream is told to end by whoever feeds it. */
	close(reason: LeftReason): void {
		this.#reason = reason;
		this.#closing = true;
		if (this.#stream) this.#socket.once('finish', () => destroyLater(this.#socket, closeTimeoutMs));
		else if (this.#outstanding === 0) this.#socket.destroySoon();
	}

	/** Closes without another word. */
	cut(reason: LeftReason): void {
		this.#reason = reason;
		// What it does not take the system would otherwise go on keeping for it, megabytes for minutes.
		if (reason === 'stalled') this.#socket.resetAndDestroy();
		else this.#socket.destroy();
	}
}
