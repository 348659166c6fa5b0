import type {Buffer} from 'node:buffer';
import type {Socket} from 'node:net';
import type {LineEvent} from '../core/lines.ts';
import {parseRequest} from '../core/request.ts';
import {Answers} from './answers.ts';
import {destroyLater} from './destroy-later.ts';
import {FirstLine} from './first-line.ts';
import {httpAnswer} from './http-answer.ts';
import {Intake, type Sender} from './intake.ts';
import type {KernelQueues} from './kernel-queue.ts';
import {isLocal, remoteAddress} from './listen.ts';
import type {LeftReason} from './log.ts';
import {Outbox} from './outbox.ts';
import type {PeerConnection} from './peers/peer-connection.ts';
import type {Reception} from './peers/peers-contract.ts';
import type {SessionContext} from './session-context.ts';
import {type Asker, SessionRequests} from './session-requests.ts';
import {liveVoice, plainVoice, prompt, type Voice} from './voice.ts';

/** Answers may wait for a connection up to this size before its socket is no longer read. */
const waitingBytesMax = 64 * 1024;
/** How long the other side may keep a connection half open after our last words have left. */
const closeTimeoutMs = 500;
/** How long one that does not speak this protocol may take to read that. */
const farewellTimeoutMs = 2_000;
/** What a connection is to us: always one of these. */
type State =
	/** Its first line has not come; it may still be something that does not belong here. */
	| {readonly mode: 'opening'; readonly firstLine: FirstLine}
	| {readonly mode: 'plain'}
	| {readonly mode: 'live'}
	/** Another hub: what comes and goes is the link's. */
	| {readonly mode: 'peer'; readonly connection: PeerConnection}
	/** Its lines are no longer taken; it closes when everything queued has left. */
	| {readonly mode: 'leaving'; readonly reason: LeftReason};

/**
 * One connection from its greeting to its end: lines in, answers out, in plain or live mode (protocol sections 2 to 5).
 * `Intake` brings the lines, `SessionRequests` decides what is said, `Outbox` when it leaves.
 */
export class Session implements Sender, Asker {
	/** Remote address and port. */
	readonly name: string;
	/** Remote address alone. */
	readonly address: string;
	readonly outbox: Outbox;
	readonly isLocal: boolean;
	readonly #socket: Socket;
	readonly #context: SessionContext;
	readonly #answers = new Answers(text => this.outbox.text(text));
	readonly #intake: Intake;
	readonly #requests: SessionRequests;
	#state: State = {mode: 'opening', firstLine: new FirstLine()};
	#broadcastTimer: NodeJS.Timeout | undefined;
	#left = false;

	constructor(socket: Socket, context: SessionContext) {
		this.#socket = socket;
		this.#context = context;
		this.name = remoteAddress(socket);
		this.address = socket.remoteAddress ?? '';
		this.isLocal = isLocal(socket);
		this.outbox = new Outbox(socket, context);
		this.#intake = new Intake(socket, context, this);
		this.#requests = new SessionRequests(this, context, this.#answers);
		this.outbox.onDrain = () => this.#intake.pace();
		this.#broadcastTimer = setInterval(() => this.broadcast(), context.broadcastIntervalMs);
		socket.on('end', () => this.#onEnd());
		socket.on('error', () => this.#gone('lost'));
		socket.on('close', () => this.#gone('left'));
		this.outbox.text(prompt);
	}

	/** Bytes that have left for the other side. */
	get sentBytes(): number {
		return this.#socket.bytesWritten - this.#socket.writableLength;
	}

	/** Bytes that the other side has sent or taken, as far as we can see: while it grows, the connection is alive. */
	get movedBytes(): number {
		// Of a connection that is closing nothing is taken in any more, whatever it still sends.
		return this.sentBytes + (this.#isLeaving ? 0 : this.#socket.bytesRead);
	}

	/** What the system holds for the other side, of all that `readKernelQueues` knows. */
	queuedIn(queues: KernelQueues): number | undefined {
		return queues.of(this.#socket);
	}

	/** To be called now and then, with performance.now() time. */
	look(nowMs: number): void {
		this.#intake.look(nowMs);
	}

	/** Says why, answers what was taken, and closes when everything has left. */
	leave(reason: LeftReason, farewell?: string): void {
		if (this.#state.mode === 'leaving') return;
		if (this.#state.mode === 'peer') {
			this.#state.connection.end(farewell ?? 'The connection is closed.');
			this.#state = {mode: 'leaving', reason};
			return;
		}
		const {bye} = this.voice;
		this.#state = {mode: 'leaving', reason};
		clearInterval(this.#broadcastTimer);
		this.#answers.add(() => {
			if (farewell !== undefined) this.outbox.text(bye(farewell));
			this.outbox.end(reason !== 'stopping');
		});
		this.#intake.close();
		// Whoever does not speak this protocol may not read either: it gets a moment for our last words.
		if (reason === 'nonsense' || reason === 'notForUs') destroyLater(this.#socket, farewellTimeoutMs);
		this.#socket.once('finish', () => destroyLater(this.#socket, closeTimeoutMs));
	}

	/** Closes without another word: it takes nothing, or time is up. */
	cut(reason: LeftReason): void {
		this.#gone(reason);
		// What it does not take the system would otherwise go on keeping for it, megabytes for minutes.
		if (reason === 'stalled') this.#socket.resetAndDestroy();
		else this.#socket.destroy();
	}

	get #isLeaving(): boolean {
		return this.#state.mode === 'leaving';
	}

	get voice(): Voice {
		return this.#state.mode === 'live' ? liveVoice : plainVoice;
	}

	#gone(reason: LeftReason): void {
		if (this.#left) return;
		this.#left = true;
		clearInterval(this.#broadcastTimer);
		// Nobody reads them, and the ledger may be closed before their turn comes.
		this.#answers.drop();
		const why = this.#state.mode === 'leaving' ? this.#state.reason : reason;
		this.#state = {mode: 'leaving', reason: why};
		this.#context.onLeft(this, why);
	}

	/** Shows the chain to a plain connection, as it does at every interval. */
	broadcast(): void {
		if (this.#state.mode !== 'plain' && this.#state.mode !== 'opening') return;
		const {self, counters, broadcastBytesMax} = this.#context;
		const {chain} = self.hub;
		if (chain.length === 0) return;
		const sent = this.outbox.broadcast(chain.snapshot(), chain.newestWithin(broadcastBytesMax));
		if (sent) counters.broadcasts++;
		else counters.broadcastsSkipped++;
	}

	/** Half a reading is none: the connection may have broken off in the middle of a number. */
	#onEnd(): void {
		if (this.#intake.isUnfinished && !this.#isLeaving) {
			this.#requests.refuse('', 'The last line has no line end and was not taken: end each line with Enter.');
		}
		this.leave('left');
	}

	isFull(): boolean {
		const {waitingReadingsMax} = this.#context.bounds;
		return this.outbox.waitingBytes > waitingBytesMax || this.#answers.waiting > waitingReadingsMax;
	}

	onBytes(bytes: Buffer): boolean {
		if (this.#state.mode !== 'opening' || !this.#state.firstLine.isForeign(bytes)) return true;
		this.#turnAway();
		return false;
	}

	onLine(event: LineEvent): boolean {
		if (this.#state.mode === 'opening') {
			if (this.#state.firstLine.isHttp(event)) {
				this.#turnAway(httpAnswer(this.#socket.localAddress!, this.#socket.localPort!, this.#context.web()));
				return false;
			}
			this.#state = {mode: 'plain'};
		}
		const {bounds, counters, self} = this.#context;
		if (event.kind === 'tooLong') {
			counters.linesTooLong++;
			this.#requests.refuse('', `That line is longer than ${bounds.lineBytesMax} bytes and was ignored.`);
			return false;
		}
		const request = parseRequest(event.text, self.range);
		this.#requests.take(event.text, request);
		return request.kind !== 'bad' && request.kind !== 'empty';
	}

	onNonsense(reason: string): void {
		this.leave('nonsense', `${reason} This connection is closed: type /help after the next one opens.`);
	}

	#turnAway(answer?: string): void {
		if (answer !== undefined) this.outbox.text(answer);
		this.leave('notForUs');
	}

	/** Live mode can be served from now on: whoever asked for it before gets it. */
	liveBegins(): void {
		if (this.#state.mode === 'plain') this.#requests.liveBegins();
	}

	becomeLive(): void {
		this.#state = {mode: 'live'};
		clearInterval(this.#broadcastTimer);
		this.#context.onLive(this);
	}

	becomePeer({answer, begin}: Reception & {readonly ok: true}): void {
		clearInterval(this.#broadcastTimer);
		this.#intake.release();
		this.outbox.text(answer);
		this.#state = {mode: 'peer', connection: begin(this.#socket)};
		this.#context.onPeer(this);
	}

	spend(): void {
		this.#intake.spend();
	}
}
