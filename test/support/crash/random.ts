/** Random numbers that are the same for the same seed. */
export type Random = {
	/** A whole number from 0 up to, not including, `end`. */
	readonly below: (end: number) => number;
	/** True in this share of the cases. */
	readonly chance: (share: number) => boolean;
};

/** Mulberry32: small, and good enough to choose moments by. */
export function createRandom(seed: number): Random {
	let state = seed >>> 0;
	const next = (): number => {
		state = (state + 0x6d2b79f5) >>> 0;
		let mixed = Math.imul(state ^ (state >>> 15), state | 1);
		mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
	};
	return {below: end => Math.floor(next() * end), chance: share => next() < share};
}
