import {formatCount} from './format.ts';
import {chipText} from './theme.ts';

/**
 * Which columns of the chain table there is room for, and how wide each is, in cells. The order is that of
 * the text that is hashed: index, time, BPM, PrevHash, and what comes out of it: Hash.
 */
export interface ColumnPlan {
	/** Width of the index, right-aligned. */
	readonly index: number;
	/** Whether thousands of the index are separated. */
	readonly grouped: boolean;
	/** Width of the time: 0 (left out), 8 `14:05:38`, 12 `14:05:38.898` or 23 with the date before it. */
	readonly time: 0 | 8 | 12 | 23;
	/** Width of the BPM, right-aligned. */
	readonly bpm: number;
	/** Width of the bar that draws the BPM; 0: left out. */
	readonly bar: number;
	/** Digits of each hash. */
	readonly digits: number;
	/** Width of the chip before each hash; 0: left out. */
	readonly chip: number;
	/** Tight rows have no spaces between their cells, so there is no `you`. */
	readonly tight: boolean;
	/** Cells around a hash for the brackets of a link; in tight rows they take the place of the chip, or there are none. */
	readonly brackets: 0 | 2;
}

type Choice = Pick<ColumnPlan, 'time' | 'bar' | 'digits' | 'tight'>;

const hashDigits = 64;
const richDigitsMin = 12;

/**
 * From the richest to the poorest; the first that fits is taken. What a wider screen has more goes to the hashes,
 * until they are whole.
 */
const choices: readonly Choice[] = [
	...Array.from({length: (hashDigits - richDigitsMin) / 2 + 1}, (_, at) => richChoice(hashDigits - 2 * at)),
	{time: 12, bar: 0, digits: 8, tight: false},
	{time: 8, bar: 0, digits: 8, tight: false},
	{time: 8, bar: 0, digits: 6, tight: false},
	{time: 8, bar: 0, digits: 4, tight: true},
	{time: 0, bar: 0, digits: 4, tight: true},
	{time: 0, bar: 0, digits: 2, tight: true},
];

function richChoice(digits: number): Choice {
	return {time: digits < 40 ? 12 : 23, bar: digits < 20 ? 0 : 12, digits, tight: false};
}

/** Cells that the richer plans leave free, so that what is said after a row has room; whole hashes need none. */
const roomForNotes = 8;

/** The plan for a table of `width` cells whose largest index is `widestIndex`, with chips where they show. */
export function planColumns(width: number, widestIndex: number, chips = true): ColumnPlan {
	const fits = (plan: ColumnPlan): boolean => planWidth(plan) + roomAfter(plan) <= width;
	for (const choice of choices) {
		const plan = complete(choice, widestIndex, chips);
		if (fits(plan)) return plan;
	}
	return complete(choices.at(-1)!, widestIndex, chips);
}

function roomAfter({digits}: ColumnPlan): number {
	return digits < richDigitsMin || digits === hashDigits ? 0 : roomForNotes;
}

function complete(choice: Choice, widestIndex: number, chips: boolean): ColumnPlan {
	const {tight} = choice;
	const widest = tight ? String(widestIndex) : formatCount(widestIndex);
	const index = Math.max(tight ? 5 : 7, widest.length + 1);
	const brackets = tight && chips ? 0 : 2;
	return {...choice, grouped: !tight, index, bpm: tight ? 3 : 4, chip: chips ? chipText.length : 0, brackets};
}

/** Cells of a row of this plan, without what is said after it. */
export function planWidth({index, time, bpm, bar, digits, chip, tight, brackets}: ColumnPlan): number {
	const hash = chip + digits + brackets;
	if (tight) return 1 + index + (time === 0 ? 0 : 1 + time) + 1 + bpm + 1 + 2 * hash + 1 + 3;
	return 2 + index + 2 + time + 1 + bpm + (bar === 0 ? 0 : 1 + bar) + 2 + hash + 2 + hash + 2 + 4;
}
