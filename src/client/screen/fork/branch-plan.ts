import {formatCount} from '../format.ts';
import {chipText} from '../theme.ts';

/** Which columns of a block there is room for in one half of a fork, and how wide each is, in cells. */
export interface BranchPlan {
	/** Cells of the half. */
	readonly width: number;
	readonly index: number;
	readonly time: 0 | 8 | 12;
	readonly bpm: number;
	/** Width of the chip before the hash; 0: left out. */
	readonly chip: number;
	readonly digits: number;
	/** Cells between two columns. */
	readonly gap: 1 | 2;
}

/** What comes before the index: the cursor, the sign, and a space where there is room. */
export const frontCells = 2;
/** Cells for what is said after a block: `  yours`, `  ✗ hash`; in tight halves a sign. */
const noteCells = 8;
const tightNoteCells = 2;
const digitsMost = 24;
const choices = [
	{time: 12, digits: 8, gap: 2},
	{time: 8, digits: 8, gap: 2},
	{time: 0, digits: 8, gap: 2},
	{time: 0, digits: 4, gap: 1},
	{time: 0, digits: 2, gap: 1},
] as const;

/** The plan for a half of `width` cells whose largest index is `widestIndex`, with chips where they show. */
export function planBranch(width: number, widestIndex: number, chips: boolean): BranchPlan {
	const plans = choices.map(({time, digits, gap}): BranchPlan => {
		const index = gap === 2 ? formatCount(widestIndex).length : String(widestIndex).length;
		const chip = chips ? chipText.length : 0;
		return {width, index, time, bpm: gap === 2 ? 4 : 3, chip, digits, gap};
	});
	const plan = plans.find(one => hashAt(one) + one.chip + one.digits + noteOf(one) <= width) ?? plans.at(-1)!;
	const room = width - hashAt(plan) - plan.chip - noteOf(plan);
	const most =
		plan.gap === 2 ? Math.max(plan.digits, Math.min(digitsMost, room - chipSpace(plan))) : plan.digits;
	return {...plan, digits: most};
}

/** The cell in which the chip of the hash stands, or the hash where there is no chip. */
export function hashAt({index, time, bpm, gap}: BranchPlan): number {
	return frontCells + (gap === 2 ? 1 : 0) + index + (time === 0 ? 0 : gap + time) + 1 + bpm + gap;
}

/** Cells between the chip and the digits. */
export function chipSpace({chip, gap}: BranchPlan): number {
	return chip > 0 && gap === 2 ? 1 : 0;
}

function noteOf({gap}: BranchPlan): number {
	return gap === 2 ? noteCells + 1 : tightNoteCells;
}
