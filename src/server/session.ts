import type {Buffer} from 'node:buffer';
import type {Socket} from 'node:net';
import type {LineEvent} from '../core/lines.ts';
import {hubLine} from '../core/live-message.ts';
import {parseRequest, type Request} from '../core/request.ts';
import {answerReading} from './answer-reading.ts';
import {Answers} from './answers.ts';
import {giveAnswer, type Query} from './commands.ts';
import {destroyLater} from './destroy-later.ts';
import {FirstLine} from './first-line.ts';
import {followFrom} from './follow-from.ts';
import {httpAnswer} from './http-answer.ts';
import {Intake, type Sender} from './intake.ts';
import type {KernelQueues} from './kernel-queue.ts';
import {isLocal, remoteAddress} from './listen.ts';
import type {LeftReason} from './log.ts';
import {Outbox} from './outbox.ts';
import type {PeerConnection} from './peers/peer-connection.ts';
import type {SessionContext} from './session-context.ts';
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
 * One connection: lines in, answers out, in plain or live mode (protocol sections 2 to 5). It decides what is
 * said; `Outbox` decides when it leaves.
 */
export class Session implements Sender {
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
		this.outbox.onDrain = () => this.#intake.pace();
		this.#broadcastTimer = setInterval(() => this.#broadcast(), context.broadcastIntervalMs);
		socket.on('end', () => this.#onEnd());
		socket.on('error', () => this.#gone('lost'));
		socket.on('close', () => this.#gone('left'));
		this.outbox.text(prompt);
	}

	get isLive(): boolean {
		return this.#state.mode === 'live';
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
		const {bye} = this.#voice;
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

	get #voice(): Voice {
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

	#broadcast(): void {
		if (this.#state.mode !== 'plain' && this.#state.mode !== 'opening') return;
		const {hub, counters, broadcastBytesMax} = this.#context;
		const sent = this.outbox.broadcast(hub.chain.snapshot(), hub.chain.newestWithin(broadcastBytesMax));
		if (sent) counters.broadcasts++;
		else counters.broadcastsSkipped++;
	}

	/** Half a reading is none: the connection may have broken off in the middle of a number. */
	#onEnd(): void {
		if (this.#intake.isUnfinished && !this.#isLeaving) {
			this.#refuse('', 'The last line has no line end and was not taken: end each line with Enter.');
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
				this.#turnAway(httpAnswer(this.#socket.localAddress!, this.#socket.localPort!));
				return false;
			}
			this.#state = {mode: 'plain'};
		}
		const {bounds, counters, range} = this.#context;
		if (event.kind === 'tooLong') {
			counters.linesTooLong++;
			this.#refuse('', `That line is longer than ${bounds.lineBytesMax} bytes and was ignored.`);
			return false;
		}
		const request = parseRequest(event.text, range);
		this.#onRequest(event.text, request);
		return request.kind !== 'bad' && request.kind !== 'empty';
	}

	onNonsense(reason: string): void {
		this.leave('nonsense', `${reason} This connection is closed: type /help after the next one opens.`);
	}

	#turnAway(answer?: string): void {
		if (answer !== undefined) this.outbox.text(answer);
		this.leave('notForUs');
	}

	#onRequest(line: string, request: Request): void {
		switch (request.kind) {
			case 'empty': {
				const {empty} = this.#voice;
				if (empty !== null) this.#answers.add(empty);
				return;
			}
			case 'reading':
				this.#submit(line, request.bpm);
				return;
			case 'add':
				this.#submit(line, request.bpm, request.id);
				return;
			case 'bad':
				this.#refuse(line, request.reason, request.id);
				return;
			case 'live':
				this.#goLive(line);
				return;
			case 'pong':
			case 'from':
				if (!this.isLive)
					this.#refuse(
						line,
						`/${request.kind} works in live mode only: type /live first. Type /help for help.`,
					);
				else if (request.kind === 'from')
					this.#answers.add(() => followFrom(request.from, this.#context, this.outbox));
				return;
			case 'peer':
				this.#goPeer(line, request.hello);
				return;
			case 'quit':
				this.leave('quit');
				return;
			default:
				this.#query(line, request);
		}
	}

	#refuse(line: string, reason: string, id?: string): void {
		this.#context.counters.refused++;
		this.#answers.add(this.#voice.refused(line, reason, id));
	}

	#submit(line: string, bpm: number, id?: string): void {
		this.#intake.spend();
		answerReading({line, bpm, id, from: this.name}, this.#context, this.#voice, this.#answers);
	}

	#query(line: string, query: Query): void {
		const voice = this.#voice;
		const {hub, status, peers} = this.#context;
		const context = {
			reader: hub.reader,
			status,
			peers,
			isLive: voice === liveVoice,
			isLocal: this.isLocal,
		};
		this.#answers.add(() => giveAnswer(query, line, context, voice, this.outbox));
	}

	/** The welcome stands after the answers to earlier lines, and tells what is so at that moment. */
	#goLive(line: string): void {
		if (this.isLive) {
			this.#refuse(line, 'This connection is in live mode already.');
			return;
		}
		this.#state = {mode: 'live'};
		clearInterval(this.#broadcastTimer);
		this.#answers.add(() => {
			const {hub, welcome} = this.#context;
			this.outbox.text(`\n${hubLine.welcome(welcome())}`);
			this.outbox.follow(hub.chain.version, hub.chain.length);
		});
		this.#context.onLive(this);
	}

	/** The link takes over the socket; what we say before that stands after everything said in plain mode. */
	#goPeer(line: string, hello: string): void {
		if (this.isLive || this.#answers.waiting > 0) {
			this.#refuse(line, '/peer is for other hubs, and comes first on a connection.');
			return;
		}
		const reception = this.#context.peers.receive(hello, this);
		if (!reception.ok) {
			this.#refuse(line, reception.reason);
			this.leave('left');
			return;
		}
		clearInterval(this.#broadcastTimer);
		this.#intake.release();
		this.outbox.text(reception.answer);
		this.#state = {mode: 'peer', connection: reception.begin(this.#socket)};
		this.#context.onPeer(this);
	}
}
