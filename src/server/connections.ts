import type {Socket} from 'node:net';
import {hubLine} from '../core/live-message.ts';
import {describeSystemReason} from '../core/system-reason.ts';
import type {MovedReading} from './hub.ts';
import {LiveNews} from './live-news.ts';
import type {HubLog, LeftReason} from './log.ts';
import type {Places} from './places.ts';
import {Session} from './session.ts';
import type {SessionContext} from './session-context.ts';
import {StallWatch} from './stall-watch.ts';
import type {TurnedAway} from './turned-away.ts';

/** What the connections of a hub need besides what every session needs. */
export interface ConnectionsOptions {
	readonly context: Omit<SessionContext, 'onLeft' | 'onLive' | 'onPeer'>;
	readonly log: HubLog;
	/** For the connections of all ports. */
	readonly places: Places;
	readonly turnedAway: TurnedAway;
	/** Our port, once there is one. */
	readonly port: () => number;
	readonly stallTimeoutMs: number;
	readonly statusIntervalMs: number;
}

/** A sign of life to ten thousand at once would keep new blocks waiting: each turn of the interval has its share. */
const statusTurns = 10;
/** Between two lists of the peers. */
const peersIntervalMs = 250;
/** Between two lines of the log about connections that the system could not give us. */
const failedLogMs = 60_000;

/** All connections of a hub: takes them in, wakes the live ones, cuts off the stuck ones, says goodbye. */
export class Connections {
	readonly #options: ConnectionsOptions;
	readonly #sessions = new Set<Session>();
	readonly #live = new Set<Session>();
	/** The same by their names, to tell one of them that its reading moved. */
	readonly #liveByName = new Map<string, Session>();
	readonly #peers = new Set<Session>();
	readonly #context: SessionContext;
	readonly #stallWatch: StallWatch<Session>;
	/** In which turn of the status interval a connection hears from us. */
	readonly #turns = new WeakMap<Session, number>();
	#turn = 0;
	#accepted = 0;
	#failedAtMs = Number.NEGATIVE_INFINITY;
	/** A clock that nobody sets back. */
	readonly #startedMs = performance.now();
	readonly #timers: readonly NodeJS.Timeout[];
	/** Tells of forks. */
	readonly news: LiveNews;
	#whenEmpty: (() => void) | null = null;

	constructor(options: ConnectionsOptions) {
		this.#options = options;
		this.#context = {
			...options.context,
			onLive: session => {
				this.#live.add(session);
				this.#liveByName.set(session.name, session);
				options.log({event: 'live', from: session.name});
			},
			onPeer: session => this.#peers.add(session),
			onLeft: (session, reason) => this.#onLeft(session, reason),
		};
		this.news = new LiveNews(this.#live, () => options.context.peers.list());
		this.#stallWatch = new StallWatch(options.stallTimeoutMs, options.port);
		const lookMs = Math.min(options.stallTimeoutMs, options.context.bounds.nonsenseTimeoutMs) / 4;
		this.#timers = [
			setInterval(() => this.#sendStatus(), options.statusIntervalMs / statusTurns),
			setInterval(() => this.#look(), Math.min(lookMs, 5_000)),
			setInterval(() => this.news.tellPeers(), peersIntervalMs),
		];
	}

	get count(): number {
		return this.#sessions.size;
	}

	get liveCount(): number {
		return this.#live.size;
	}

	/** Of all connections, those that are other hubs which dialled this one. */
	get peerCount(): number {
		return this.#peers.size;
	}

	/** What the connections there are have been sent so far. */
	get bytesOut(): number {
		let bytes = 0;
		for (const session of this.#sessions) bytes += session.sentBytes;
		return bytes;
	}

	get uptimeMs(): number {
		return Math.floor(performance.now() - this.#startedMs);
	}

	/** Takes in a new connection, or tells it why not. */
	accept(socket: Socket): void {
		const {places, turnedAway} = this.#options;
		const refusal = places.findRefusal(socket.remoteAddress ?? '');
		if (refusal) {
			turnedAway.add(socket, refusal, places.filesLeft);
			return;
		}
		const session = new Session(socket, this.#context);
		this.#sessions.add(session);
		this.#turns.set(session, this.#accepted++ % statusTurns);
		places.take(session);
		this.#options.log({event: 'joined', from: session.name, connections: this.count});
	}

	/** The system has a connection for us and cannot give it to us: out of descriptors or memory. The hub lives on. */
	acceptFailed({code = 'nothing'}: NodeJS.ErrnoException): void {
		const now = performance.now();
		if (now - this.#failedAtMs < failedLogMs) return;
		this.#failedAtMs = now;
		this.#options.log({event: 'acceptFailed', reason: describeSystemReason(code)});
	}

	/** There are new blocks for the live connections. */
	wake(): void {
		for (const session of this.#live) session.outbox.wake();
	}

	/** Shows the chain to all plain connections now, besides at their intervals. */
	broadcast(): void {
		for (const session of this.#sessions) session.broadcast();
	}

	/** Live mode can be served from now on: gives it to those who asked for it. */
	liveBegins(): void {
		for (const session of this.#sessions) session.liveBegins();
	}

	/** The block of a reading was replaced, and it is in another one now: tells whoever sent it with an id. */
	moved({id, from, index}: MovedReading): void {
		if (id === undefined || from === undefined) return;
		this.#liveByName.get(from)?.outbox.text(hubLine.moved(id, index));
	}

	/** Tells every connection that the hub stops; those not gone after `timeoutMs` are cut. */
	async stop(farewell: string, timeoutMs: number): Promise<void> {
		for (const timer of this.#timers) clearInterval(timer);
		for (const session of this.#sessions) session.leave('stopping', farewell);
		if (this.count === 0) return;
		const deadline = setTimeout(() => {
			for (const session of this.#sessions) session.cut('stopping');
		}, timeoutMs);
		await new Promise<void>(resolve => {
			this.#whenEmpty = resolve;
		});
		clearTimeout(deadline);
	}

	#onLeft(session: Session, reason: LeftReason): void {
		this.#sessions.delete(session);
		this.#live.delete(session);
		this.#peers.delete(session);
		if (this.#liveByName.get(session.name) === session) this.#liveByName.delete(session.name);
		this.#options.places.giveBack(session);
		const {counters} = this.#options.context;
		counters.left[reason]++;
		counters.bytesOutOfGone += session.sentBytes;
		this.#options.log({event: 'left', from: session.name, reason, connections: this.count});
		if (this.count === 0) this.#whenEmpty?.();
	}

	/** A sign of life to everybody who watches, beside those in turn: how the hub stands has changed. */
	tellStatus(): void {
		const line = hubLine.status(this.#options.context.signOfLife());
		for (const {outbox} of this.#live) outbox.sign('status', line);
	}

	/** A sign of life to those whose turn it is. */
	#sendStatus(): void {
		this.#turn = (this.#turn + 1) % statusTurns;
		const line = hubLine.status(this.#options.context.signOfLife());
		for (const session of this.#live)
			if (this.#turns.get(session) === this.#turn) session.outbox.sign('status', line);
	}

	#look(): void {
		const now = performance.now();
		for (const session of this.#sessions) session.look(now);
		void this.#stallWatch.look(this.#sessions, session => session.cut('stalled'));
	}
}
