import type {Hub} from '../hub.ts';
import {HoldBudget} from './hold-budget.ts';

/** How long the first readings wait for peers that do not answer; and for handshakes, which may be anybody's. */
export const beginningHoldMs = 3_000;
/** Of each second, in the long run. */
const beginningHoldShare = 0.25;

/** Time, as a beginning needs it. */
export interface Clock {
	/** Milliseconds; it never runs backwards. */
	readonly now: () => number;
	/** Calls `go` after so many milliseconds. */
	readonly after: (delayMs: number, go: () => void) => void;
}

const systemClock: Clock = {
	now: () => performance.now(),
	after: (delayMs, go) => void setTimeout(go, delayMs).unref(),
};

/**
 * A hub that has only its genesis block takes another one for it, but only as long as no reading stands on it: two hubs
 * that both seal one before they have met never become one network. So its first readings wait until it has met the
 * peers that it dials, and while somebody is about to meet it, in either case for a few seconds at most. From the
 * handshake on the link sees to it (`PeerSync`).
 */
export class Beginning {
	readonly #hub: Pick<Hub, 'tip' | 'hold'>;
	readonly #clock: Clock;
	/** Peers that are dialled and have not been met. */
	readonly #expected = new Set<string>();
	/** Handshakes under way. */
	readonly #meetings = new Set<object>();
	readonly #budget = new HoldBudget(beginningHoldMs, beginningHoldShare);
	readonly #unfollow: () => void;
	#isWatched = false;

	constructor(hub: Pick<Hub, 'tip' | 'hold' | 'follow'>, clock: Clock = systemClock) {
		this.#hub = hub;
		this.#clock = clock;
		this.#unfollow = hub.follow(() => this.#look());
	}

	/** These peers are about to be dialled for the first time. */
	expect(peers: readonly string[]): void {
		for (const peer of peers) this.#expected.add(peer);
		this.#look();
	}

	/** A peer that is dialled has been met, or the handshake has told why it will not be. */
	met(peer: string): void {
		this.#expected.delete(peer);
		this.#look();
	}

	/** A handshake with somebody is under way, or over. */
	meets(who: object, isUnderWay: boolean): void {
		if (isUnderWay) this.#meetings.add(who);
		else this.#meetings.delete(who);
		this.#look();
	}

	/** Nobody is waited for any more. */
	end(): void {
		this.#expected.clear();
		this.#meetings.clear();
		this.#look();
	}

	#look(): void {
		const isFresh = this.#hub.tip.index <= 0;
		// It is never so again.
		if (!isFresh) this.#unfollow();
		const wants = isFresh && this.#expected.size + this.#meetings.size > 0;
		const holds = this.#budget.grants(wants, this.#clock.now());
		this.#hub.hold(this, holds);
		// Whoever has not come by then is not waited for again.
		if (wants && !holds) this.#expected.clear();
		if (!holds || this.#isWatched) return;
		this.#isWatched = true;
		this.#clock.after(this.#budget.leftMs, () => {
			this.#isWatched = false;
			this.#look();
		});
	}
}
