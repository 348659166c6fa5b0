import {formatCount} from './format.ts';

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
	/** Tight rows have no spaces around the hashes, so neither brackets nor `you`. */
	readonly tight: boolean;
}

type Choice = Pick<ColumnPlan, 'time' | 'bar' | 'digits' | 'tight'>;

/** From the richest to the poorest; the first that fits is taken. */
const choices: readonly Choice[] = [
	{time: 23, bar: 32, digits: 64, tight: false},
	{time: 23, bar: 40, digits: 40, tight: false},
	{time: 23, bar: 32, digits: 32, tight: false},
	{time: 23, bar: 24, digits: 24, tight: false},
	{time: 12, bar: 24, digits: 20, tight: false},
	{time: 12, bar: 16, digits: 16, tight: false},
	{time: 12, bar: 0, digits: 16, tight: false},
	{time: 12, bar: 0, digits: 12, tight: false},
	{time: 12, bar: 0, digits: 8, tight: false},
	{time: 8, bar: 0, digits: 8, tight: false},
	{time: 8, bar: 0, digits: 6, tight: false},
	{time: 8, bar: 0, digits: 4, tight: true},
	{time: 0, bar: 0, digits: 4, tight: true},
	{time: 0, bar: 0, digits: 2, tight: true},
];

/** Cells that the richer plans leave free, so that what is said after a row has room. */
const roomForNotes = 8;
const roomFromDigits = 12;

/** The plan for a table of `width` cells whose largest index is `widestIndex`. */
export function planColumns(width: number, widestIndex: number): ColumnPlan {
	const plans = choices.map(choice => complete(choice, widestIndex));
	const fits = (plan: ColumnPlan): boolean =>
		planWidth(plan) + (plan.digits < roomFromDigits ? 0 : roomForNotes) <= width;
	return plans.find(fits) ?? plans.at(-1)!;
}

function complete(choice: Choice, widestIndex: number): ColumnPlan {
	const {tight} = choice;
	const widest = tight ? String(widestIndex) : formatCount(widestIndex);
	return {...choice, grouped: !tight, index: Math.max(tight ? 5 : 7, widest.length + 1), bpm: tight ? 3 : 4};
}

/** Cells of a row of this plan, without what is said after it. */
export function planWidth({index, time, bpm, bar, digits, tight}: ColumnPlan): number {
	if (tight) return 1 + index + (time === 0 ? 0 : 1 + time) + 1 + bpm + 1 + 2 * (2 + digits) + 1 + 2;
	const hash = 2 + 1 + digits + 1;
	return 2 + index + 2 + time + 1 + bpm + (bar === 0 ? 0 : 1 + bar) + 2 + hash + 2 + hash + 2 + 4;
}
