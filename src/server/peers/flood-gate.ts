import {TokenBucket} from './token-bucket.ts';

/** Small messages: each costs microseconds, and is the answer to a commit, of which there are thousands a second in memory. */
const messagesAtOnceMax = 20_000;
const messagesPerSecondMax = 20_000;
/** Blocks of the peer that came to nothing: rolled back, or sent while nobody waited for them. */
const wastedBlocksAtOnceMax = 100_000;
const wastedBlocksPerSecondMax = 10_000;

/** Claims come with every line of blocks, however few are in it. */
const claimsAtOnceMax = 100_000;
const claimsPerSecondMax = 50_000;
/** Blocks of ours that the peer claims for others, and we yield: it is rare that two hubs seal the same. */
const yieldedBlocksAtOnceMax = 1_000;
const yieldedBlocksPerSecondMax = 100;

/** How much of what costs work and brings nothing a peer may send. */
export class FloodGate {
	readonly #now: () => number;
	readonly #messages = new TokenBucket(messagesAtOnceMax, messagesPerSecondMax);
	readonly #wasted = new TokenBucket(wastedBlocksAtOnceMax, wastedBlocksPerSecondMax);
	readonly #claims = new TokenBucket(claimsAtOnceMax, claimsPerSecondMax);
	readonly #yielded = new TokenBucket(yieldedBlocksAtOnceMax, yieldedBlocksPerSecondMax);

	constructor(now: () => number) {
		this.#now = now;
	}

	/** A message came that has neither blocks nor claims. False: they are too many. */
	passesMessage(): boolean {
		return this.#messages.take(1, this.#now());
	}

	/** A message came with so many claims. False: they are too many. */
	passesClaims(runs: number): boolean {
		return this.#claims.take(Math.max(1, runs), this.#now());
	}

	/** So many blocks of ours are another hub's by what it claims. False: they are too many. */
	passesYield(blocks: number): boolean {
		return this.#yielded.take(blocks, this.#now());
	}

	/** So many blocks came to nothing. False: they are too many. */
	passesWaste(blocks: number): boolean {
		return this.#wasted.take(Math.max(0, blocks), this.#now());
	}
}
