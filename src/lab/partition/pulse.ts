/** A heart that goes faster and slower: BPMs for readings that nobody types. */
export interface Heart {
	/** The next BPM, from 48 to 132. */
	beat(): number;
}

const bounds = {min: 48, max: 132} as const;
/** How much it changes from one reading to the next. */
const stepMax = 6;

/** A heart at rest; `random` gives numbers from 0 up to 1. */
export function createHeart(random: () => number = Math.random): Heart {
	let bpm = 60 + Math.floor(random() * 30);
	return {
		beat() {
			bpm += Math.round((random() * 2 - 1) * stepMax);
			bpm = Math.max(bounds.min, Math.min(bounds.max, bpm));
			return bpm;
		},
	};
}
