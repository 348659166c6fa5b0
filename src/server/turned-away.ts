import type {Socket} from 'node:net';
import {destroyLater} from './destroy-later.ts';
import {remoteAddress} from './listen.ts';
import type {HubLog} from './log.ts';
import type {Counters, TurnedAwayReason} from './status.ts';

/** Between two lines of the log about connections turned away for the same reason. */
const logIntervalMs = 60_000;
/** How long one that was turned away may take to read why. */
const farewellTimeoutMs = 500;

export const tryLater = 'Try again later.';

/** Why a connection is not taken in. */
export interface Refusal {
	readonly reason: TurnedAwayReason;
	/** What it is told, a sentence. */
	readonly told: string;
	/** What the log is told. */
	readonly logged: string;
}

/** Tells the connections that are not taken in why, closes and counts them; the log hears of it once a minute. */
export class TurnedAway {
	readonly #counters: Pick<Counters, 'turnedAway'>;
	readonly #log: HubLog;
	/** For each reason, when it was told last, and how many had been turned away until then. */
	readonly #told = new Map<TurnedAwayReason, {readonly atMs: number; readonly count: number}>();
	/** Those who still read why. */
	#lingering = 0;

	constructor(counters: Pick<Counters, 'turnedAway'>, log: HubLog) {
		this.#counters = counters;
		this.#log = log;
	}

	/**
	 * Turns a connection away, with `text` as the last words. `places` are the descriptors that are left for those who
	 * read them.
	 */
	add(socket: Socket, refusal: Refusal, places: number, text = `\n${refusal.told} ${tryLater}`): void {
		this.#tell(refusal, remoteAddress(socket));
		socket.on('error', () => {});
		if (this.#lingering >= places) {
			// What the system takes at once it still delivers; the descriptor is free before the next is accepted.
			socket.write(text);
			socket.destroy();
			return;
		}
		this.#lingering++;
		socket.once('close', () => this.#lingering--);
		socket.end(text);
		socket.resume();
		// It is not one of ours: nothing else would ever close it when the other side does not.
		destroyLater(socket, farewellTimeoutMs);
	}

	#tell({reason, logged}: Refusal, from: string): void {
		const count = ++this.#counters.turnedAway[reason];
		const told = this.#told.get(reason);
		const now = performance.now();
		if (told && now - told.atMs < logIntervalMs) return;
		this.#told.set(reason, {atMs: now, count});
		this.#log({event: 'turnedAway', from, reason: logged, count: count - (told?.count ?? 0)});
	}
}
