import {TokenBucket} from './token-bucket.ts';

/** Small messages: each costs microseconds, and a peer that commits a thousand times a second sends as many. */
const messagesAtOnceMax = 10_000;
const messagesPerSecondMax = 5_000;
/** Blocks of the peer that came to nothing: rolled back, or sent while nobody waited for them. */
const wastedBlocksAtOnceMax = 100_000;
const wastedBlocksPerSecondMax = 10_000;

/** How much of what costs work and brings nothing a peer may send. */
export class FloodGate {
	readonly #now: () => number;
	readonly #messages = new TokenBucket(messagesAtOnceMax, messagesPerSecondMax);
	readonly #wasted = new TokenBucket(wastedBlocksAtOnceMax, wastedBlocksPerSecondMax);

	constructor(now: () => number) {
		this.#now = now;
	}

	/** A message came that is no line of blocks. False: they are too many. */
	passesMessage(): boolean {
		return this.#messages.take(1, this.#now());
	}

	/** So many blocks came to nothing. False: they are too many. */
	passesWaste(blocks: number): boolean {
		return this.#wasted.take(Math.max(0, blocks), this.#now());
	}
}
