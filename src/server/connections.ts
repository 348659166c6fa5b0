import type {Socket} from 'node:net';
import {hubLine} from '../core/live-message.ts';
import {remoteAddress} from './listen.ts';
import type {HubLog, LeftReason} from './log.ts';
import {Session} from './session.ts';
import type {SessionContext} from './session-context.ts';

/** What the connections of a hub need besides what every session needs. */
export interface ConnectionsOptions {
	readonly context: Omit<SessionContext, 'onLeft' | 'onLive'>;
	readonly log: HubLog;
	readonly connectionsMax: number;
	readonly stallTimeoutMs: number;
	readonly statusIntervalMs: number;
}

/** A connection that did not move when it was looked at last. */
interface Stillness {
	readonly movedBytes: number;
	readonly sinceMs: number;
}

/** How long a connection beyond the limit may take to read that it was turned away. */
const turnedAwayTimeoutMs = 500;

/** All connections of a hub: takes them in, wakes the live ones, cuts off the stuck ones, says goodbye. */
export class Connections {
	readonly #options: ConnectionsOptions;
	readonly #sessions = new Set<Session>();
	readonly #live = new Set<Session>();
	readonly #still = new WeakMap<Session, Stillness>();
	/** A clock that nobody sets back. */
	readonly #startedMs = performance.now();
	readonly #timers: readonly NodeJS.Timeout[];
	#whenEmpty: (() => void) | null = null;

	constructor(options: ConnectionsOptions) {
		this.#options = options;
		this.#timers = [
			setInterval(() => this.#sendStatus(), options.statusIntervalMs),
			setInterval(() => this.#cutStuck(), Math.min(options.stallTimeoutMs / 4, 5_000)),
		];
	}

	get count(): number {
		return this.#sessions.size;
	}

	get liveCount(): number {
		return this.#live.size;
	}

	get uptimeMs(): number {
		return Math.floor(performance.now() - this.#startedMs);
	}

	/** Takes in a new connection, or tells it that the hub is full. */
	accept(socket: Socket): void {
		const {log, connectionsMax, context} = this.#options;
		socket.setNoDelay(true);
		socket.setKeepAlive(true, 30_000);
		if (this.count >= connectionsMax) {
			context.counters.turnedAway++;
			log({
				event: 'turnedAway',
				from: remoteAddress(socket),
				reason: `${connectionsMax} connections are the limit`,
			});
			socket.on('error', () => {});
			socket.end(`\nThe hub is full: it serves ${connectionsMax} connections. Try again later.`);
			socket.resume();
			// It is not one of ours: nothing else would ever close it when the other side does not.
			setTimeout(() => socket.destroy(), turnedAwayTimeoutMs).unref();
			return;
		}
		const session = new Session(socket, {
			...context,
			onLive: live => {
				this.#live.add(live);
				log({event: 'live', from: live.name});
			},
			onLeft: (left, reason) => this.#onLeft(left, reason),
		});
		this.#sessions.add(session);
		log({event: 'joined', from: session.name, connections: this.count});
	}

	/** There are new blocks for the live connections. */
	wake(): void {
		for (const session of this.#live) session.outbox.wake();
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
		this.#options.context.counters.left[reason]++;
		this.#options.log({event: 'left', from: session.name, reason, connections: this.count});
		if (this.count === 0) this.#whenEmpty?.();
	}

	#sendStatus(): void {
		const line = hubLine.status({connections: this.count, peers: [], uptimeMs: this.uptimeMs});
		for (const session of this.#live) session.outbox.status(line);
	}

	/** A connection that has something to take, takes nothing and says nothing for the stall timeout is cut. */
	#cutStuck(): void {
		const now = performance.now();
		for (const session of this.#sessions) {
			const {movedBytes} = session;
			const before = this.#still.get(session);
			if (session.outbox.isIdle || before?.movedBytes !== movedBytes) {
				this.#still.set(session, {movedBytes, sinceMs: now});
			} else if (now - before.sinceMs >= this.#options.stallTimeoutMs) {
				session.cut('stalled');
			}
		}
	}
}
