import type {AnyBlock} from '../../../core/block.ts';
import type {JudgedBlock} from '../../fork-facts.ts';
import {formatCount, readMoment} from '../format.ts';
import {fitTextRight} from '../text-width.ts';
import {chipText, type Row, type Run, type Tone} from '../theme.ts';
import {type BranchPlan, chipSpace} from './branch-plan.ts';

/** How a block of a branch is shown, besides what it holds. */
export interface BranchMarks {
	readonly chosen: boolean;
	/** Whether its branch became part of the chain. */
	readonly won: boolean;
	/** Whether its reading is one of ours. */
	readonly own: boolean;
}

/** A block of a branch in one half of the fork; what does not hold says so. */
export function branchCell({block, fault}: JudgedBlock, plan: BranchPlan, marks: BranchMarks): Row {
	const {chosen, won, own} = marks;
	const sign: Run = fault
		? {text: '✗', tone: 'bad'}
		: won
			? {text: '✓', tone: 'ok'}
			: {text: '╌', tone: 'moved'};
	const tone: Tone = fault ? 'bad' : won ? 'text' : 'moved';
	const row = [{text: chosen ? '▸' : ' ', tone: 'accent' as const}, sign, ...blockRuns(block, plan, tone)];
	if (fault) return [...row, {text: plan.gap === 2 ? `  ✗ ${fault.reason}` : '✗', tone: 'bad'}];
	if (!own) return row;
	return [...row, {text: plan.gap === 2 ? '  yours' : '•', tone: 'own'}];
}

/** The block after which the branches part, in the columns of the left half. */
export function sharedCell(block: AnyBlock, plan: BranchPlan): Row {
	return [{text: '  '}, ...blockRuns(block, plan, 'text')];
}

function blockRuns(block: AnyBlock, plan: BranchPlan, tone: Tone): readonly Run[] {
	const {index, time, bpm, chip, digits, gap} = plan;
	const between = ' '.repeat(gap);
	const number = gap === 2 ? formatCount(block.index) : String(block.index);
	const clock = time === 0 ? '' : between + readMoment(block).time.slice(0, time).padEnd(time);
	return [
		{text: `${gap === 2 ? ' ' : ''}${fitTextRight(number, index)}${clock}`, tone},
		{text: ` ${fitTextRight(String(block.bpm), bpm)}${between}`, tone},
		...(chip > 0 ? [{text: chipText, hash: block.hash}, {text: ' '.repeat(chipSpace(plan))}] : []),
		{text: block.hash.slice(0, digits), tone},
	];
}
