/** What is told is the mean of so many whole seconds. */
const secondsMax = 10;

/** How many of something came in a second, over the last ten whole seconds. Times are performance.now() times. */
export class RecentRate {
	readonly #startedMs: number;
	/** How many came in each second since the start, the last eleven of them: the newest is not over yet. */
	readonly #counts = new Float64Array(secondsMax + 1);
	#second = 0;

	constructor(nowMs: number) {
		this.#startedMs = nowMs;
	}

	add(count: number, nowMs: number): void {
		this.#advance(nowMs);
		this.#counts[this.#second % this.#counts.length]! += count;
	}

	/** 0 in the first second. */
	perSecond(nowMs: number): number {
		this.#advance(nowMs);
		const seconds = Math.min(this.#second, secondsMax);
		if (seconds === 0) return 0;
		const unfinished = this.#counts[this.#second % this.#counts.length]!;
		return (this.#counts.reduce((sum, count) => sum + count, 0) - unfinished) / seconds;
	}

	#advance(nowMs: number): void {
		const second = Math.floor((nowMs - this.#startedMs) / 1_000);
		// After a long silence every place is empty, and one round over them is enough.
		this.#second = Math.max(this.#second, second - this.#counts.length);
		while (this.#second < second) this.#counts[++this.#second % this.#counts.length] = 0;
	}
}
