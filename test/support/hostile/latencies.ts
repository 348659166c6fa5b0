/** How long an honest client had to wait, each time. */
export class Latencies {
	readonly #ms: number[] = [];

	/** Waits for `work` and notes how long that took. */
	async measure<Result>(work: () => Promise<Result>): Promise<Result> {
		const startedMs = performance.now();
		const result = await work();
		this.#ms.push(performance.now() - startedMs);
		return result;
	}

	get count(): number {
		return this.#ms.length;
	}

	/** For people: the middle, 99 of 100, and the longest. */
	describe(): string {
		const sorted = this.#ms.toSorted((a, b) => a - b);
		const share = (part: number): string => (sorted[Math.ceil(part * sorted.length) - 1] ?? 0).toFixed(1);
		return `${sorted.length} times, p50 ${share(0.5)} ms, p99 ${share(0.99)} ms, longest ${share(1)} ms`;
	}
}
