/** How fast blocks arrive, from a few samples of the chain's length. Times are milliseconds of one clock. */
export interface Arrivals {
	readonly samples: readonly Sample[];
	/** Blocks a second over the last ten seconds, for people: it changes once a second. */
	readonly shownPerSecond: number;
	readonly shownAtMs: number;
	/** Whether blocks come so fast that a table should turn pages instead of scrolling. */
	readonly fast: boolean;
	/** Whether they rush by: nobody can read them any more. */
	readonly rushes: boolean;
}

interface Sample {
	readonly atMs: number;
	readonly length: number;
}

export const noArrivals: Arrivals = {
	samples: [],
	shownPerSecond: 0,
	shownAtMs: 0,
	fast: false,
	rushes: false,
};

const windowMs = 10_000;
const recentMs = 2_000;
const spacingMs = 250;
const shownMs = 1_000;
/** Above four a second the table turns pages; it scrolls again below three, so that it does not change its mind often. */
const fastAbove = 4;
const slowBelow = 3;
/** A few readings added at once are no stream: it is one when it has gone on for so many samples, or rushes. */
const streamSamples = 3;
const rushAbove = 40;

/**
 * Takes in that the chain has `length` blocks at `nowMs`; also to be called while nothing arrives, so that
 * the rate falls. A shorter chain, or a clock that was set back, begins anew. Returns the same object when nothing changed.
 */
export function sampleArrivals(before: Arrivals, length: number, nowMs: number): Arrivals {
	const last = before.samples.at(-1);
	if (last === undefined || length < last.length || nowMs < last.atMs)
		return {...noArrivals, samples: [{atMs: nowMs, length}]};
	const idle = before.samples.length === 1;
	if (nowMs - last.atMs < spacingMs || (idle && length === last.length)) return before;
	// After a quiet time the first blocks are measured against the last two seconds, not against the whole of it.
	const past = idle ? [{atMs: Math.max(last.atMs, nowMs - recentMs), length: last.length}] : before.samples;
	const samples = [...past, {atMs: nowMs, length}].filter(({atMs}) => atMs >= nowMs - windowMs);
	if (samples[0]!.length === length) return {...noArrivals, samples: samples.slice(-1)};
	const recent = rateSince(samples, nowMs - recentMs);
	const isShownAgain = nowMs - before.shownAtMs >= shownMs;
	return {
		rushes: recent > rushAbove,
		samples,
		shownPerSecond: isShownAgain ? Math.round(rateSince(samples, 0) * 10) / 10 : before.shownPerSecond,
		shownAtMs: isShownAgain ? nowMs : before.shownAtMs,
		fast: before.fast ? recent >= slowBelow : recent > rushAbove || (recent > fastAbove && isStream(samples)),
	};
}

function isStream(samples: readonly Sample[]): boolean {
	const last = samples.slice(-1 - streamSamples);
	return (
		last.length > streamSamples &&
		last.every((sample, at) => at === 0 || sample.length > last[at - 1]!.length)
	);
}

function rateSince(samples: readonly Sample[], fromMs: number): number {
	const to = samples.at(-1)!;
	const from = samples.find(({atMs}) => atMs >= fromMs)!;
	const ms = to.atMs - from.atMs;
	return ms < spacingMs ? 0 : ((to.length - from.length) * 1_000) / ms;
}
