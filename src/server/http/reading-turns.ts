import type {Bounds} from '../bounds.ts';
import type {Hub} from '../hub.ts';
import {TokenBucket} from '../peers/token-bucket.ts';
import type {Counters} from '../status.ts';
import type {HttpConnection} from './http-connection.ts';
import type {Problem} from './problem.ts';

/** Nobody is kept waiting for longer before his reading is taken or refused. */
const waitMsMax = 5_000;
const retryAfter = {'retry-after': String(waitMsMax / 1_000)};

const tooFast: Problem = {
	code: 'TOO_FAST',
	message: 'Too many readings a second come from your address: send them more slowly.',
	headers: retryAfter,
};
const busy: Problem = {
	code: 'FULL',
	message: 'Too many readings wait for the disk: try again later.',
	headers: retryAfter,
};

type Sender = Pick<HttpConnection, 'address' | 'isLocal'>;

/**
 * Lets readings come no faster than the hub takes them, as the intake of the TCP port does: whoever sends more waits
 * for the answer. A connection is too easily had over HTTP, so the rate is that of an address.
 */
export class ReadingTurns {
	readonly #hub: Hub;
	readonly #bounds: Bounds;
	readonly #counters: Counters;
	/** The rate of each address that has sent something lately. */
	readonly #rates = new Map<string, TokenBucket>();

	constructor({hub, bounds, counters}: {hub: Hub; bounds: Bounds; counters: Counters}) {
		this.#hub = hub;
		this.#bounds = bounds;
		this.#counters = counters;
	}

	/** Null when a reading may be taken at once; otherwise resolves when it may, or to a problem when that is too long. */
	wait(connection: Sender): Promise<Problem | null> | null {
		const rate = this.#rateOf(connection);
		return rate || this.#hub.isFull ? this.#wait(rate) : null;
	}

	async #wait(rate: TokenBucket | null): Promise<Problem | null> {
		if (rate) {
			const now = performance.now();
			rate.take(1, now);
			const waitMs = rate.owedMs(now);
			if (waitMs > waitMsMax) {
				rate.take(-1, now);
				return tooFast;
			}
			if (waitMs > 0) {
				this.#counters.heldForRate++;
				await new Promise(resolve => setTimeout(resolve, Math.ceil(waitMs)).unref());
			}
		}
		return this.#hub.isFull ? this.#waitForRoom() : null;
	}

	/** Forgets addresses that have sent nothing for a while. To be called now and then. */
	look(): void {
		const now = performance.now();
		for (const [address, rate] of this.#rates) if (rate.isFull(now)) this.#rates.delete(address);
	}

	#rateOf({address, isLocal}: Sender): TokenBucket | null {
		const perSecond = this.#bounds.readingsPerSecondMax;
		if (isLocal || perSecond === 0) return null;
		const known = this.#rates.get(address);
		if (known) return known;
		const rate = new TokenBucket(perSecond, perSecond);
		this.#rates.set(address, rate);
		return rate;
	}

	async #waitForRoom(): Promise<Problem | null> {
		this.#counters.heldForAll++;
		return new Promise(resolve => {
			const leave = this.#hub.whenRoom(() => {
				clearTimeout(timer);
				resolve(null);
			});
			const timer = setTimeout(() => {
				leave();
				resolve(busy);
			}, waitMsMax);
		});
	}
}
