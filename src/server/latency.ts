import {createHistogram, type Histogram, monitorEventLoopDelay} from 'node:perf_hooks';

/** After so long a histogram gives way to the next: what is told covers the last 30 to 60 seconds. */
const turnMs = 30_000;
/** How often the event loop is looked at; what it was late by then is its delay. */
const loopSampleMs = 20;
/** A commit that takes longer, as on a disk that hangs, counts as this long. */
const commitMsMax = 3_600_000;
const usPerMs = 1_000;
const nsPerMs = 1_000_000;

/**
 * How long commits take and how late the event loop is, lately: a bad minute an hour ago is not told any more.
 * To record costs some 50 ns; `stop` when it is not needed any more.
 */
export class Latency {
	/** In microseconds. */
	readonly #commits = new Turns(() =>
		createHistogram({lowest: 1, highest: commitMsMax * usPerMs, figures: 2}),
	);
	/** In nanoseconds, with the time between two looks. */
	readonly #loop = new Turns(() => {
		const monitor = monitorEventLoopDelay({resolution: loopSampleMs});
		monitor.enable();
		return monitor;
	});
	readonly #timer = setInterval(() => {
		this.#commits.turn();
		this.#loop.turn();
	}, turnMs);

	/** A commit took so many milliseconds. */
	recordCommit(ms: number): void {
		const us = Math.min(Math.max(1, Math.round(ms * usPerMs)), commitMsMax * usPerMs);
		for (const histogram of this.#commits.both) histogram.record(us);
	}

	/** The time in milliseconds within which so many percent of the latest commits were done; null without any. */
	commitMs(percent: number): number | null {
		const us = this.#commits.percentile(percent);
		return us && us / usPerMs;
	}

	/** The same for how late the event loop was; a millisecond or two is the clock's own. */
	loopDelayMs(percent: number): number | null {
		const ns = this.#loop.percentile(percent);
		return ns && Math.max(0, ns / nsPerMs - loopSampleMs);
	}

	stop(): void {
		clearInterval(this.#timer);
		for (const monitor of this.#loop.both) monitor.disable();
	}
}

/** Two of a kind that count the same and take turns at starting anew, so that the older is never empty by that. */
class Turns<Kind extends Histogram> {
	#older: Kind;
	#newer: Kind;

	constructor(make: () => Kind) {
		this.#older = make();
		this.#newer = make();
	}

	get both(): readonly [Kind, Kind] {
		return [this.#older, this.#newer];
	}

	turn(): void {
		this.#older.reset();
		[this.#older, this.#newer] = [this.#newer, this.#older];
	}

	percentile(percent: number): number | null {
		return this.#older.count === 0 ? null : this.#older.percentile(percent);
	}
}
