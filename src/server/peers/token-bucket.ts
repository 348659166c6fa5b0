/** How much of something may come: `capacity` at once, and `perSecond` on average. */
export class TokenBucket {
	readonly #capacity: number;
	readonly #perSecond: number;
	#tokens: number;
	#filledMs: number | null = null;

	constructor(capacity: number, perSecond: number) {
		this.#capacity = capacity;
		this.#perSecond = perSecond;
		this.#tokens = capacity;
	}

	/** Until what was taken too much has come in again, in milliseconds; 0 where nothing was. */
	owedMs(nowMs: number): number {
		this.take(0, nowMs);
		return Math.max(0, (-this.#tokens * 1_000) / this.#perSecond);
	}

	/** Whether as much may come at once as ever may. */
	isFull(nowMs: number): boolean {
		this.take(0, nowMs);
		return this.#tokens === this.#capacity;
	}

	/** Takes so many at `nowMs`; false when that is more than may come. */
	take(count: number, nowMs: number): boolean {
		const sinceMs = nowMs - (this.#filledMs ?? nowMs);
		this.#filledMs = nowMs;
		this.#tokens = Math.min(this.#capacity, this.#tokens + (sinceMs * this.#perSecond) / 1_000) - count;
		return this.#tokens >= 0;
	}
}
