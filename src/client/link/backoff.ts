export interface Backoff {
	/** The next delay, in milliseconds. */
	next(): number;
	reset(): void;
}

/**
 * Delays that double from `minMs` to `maxMs`, each drawn anew from zero up ("full jitter"), so that a room
 * full of clients does not come back to a restarted hub all at once.
 */
export function createBackoff(minMs: number, maxMs: number, random: () => number = Math.random): Backoff {
	let failures = 0;
	return {
		next() {
			const ceilingMs = Math.min(maxMs, minMs * 2 ** failures);
			failures++;
			return Math.round(random() * ceilingMs);
		},
		reset() {
			failures = 0;
		},
	};
}
