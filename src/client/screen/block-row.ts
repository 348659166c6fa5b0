import type {AnyBlock} from '../../core/block.ts';
import {printable} from '../../core/printable.ts';
import {type ColumnPlan, planWidth} from './columns.ts';
import {formatCount, readMoment} from './format.ts';
import {fitText, fitTextRight, textWidth} from './text-width.ts';
import {chipText, type Row, type Run, type Tone} from './theme.ts';

/** How a block is shown in the table, besides what it holds. */
export interface BlockMarks {
	readonly selected: boolean;
	/** Whether its PrevHash, its Hash is one of the links of the selected block: then it stands in brackets. */
	readonly prevLinked: boolean;
	readonly hashLinked: boolean;
	/** Whether its reading is one of ours. */
	readonly own: boolean;
}

/** The titles of the columns; where there is room, with how a hash comes about. */
export function titleRow(plan: ColumnPlan, width: number): Row {
	const {tight, digits, chip} = plan;
	const hash = chip + digits + (tight ? 0 : 2);
	// A title says of a hash that is cut how much of it there is, as far as there is room.
	const cut = !tight && digits >= 20 && digits < 64 ? ` (${digits} of 64)` : '';
	const indent = tight ? '' : ' ';
	const front: Run[] = [
		{text: ' '.repeat(tight ? 1 : 2)},
		{text: fitTextRight('#', plan.index)},
		...timeCell(plan, plan.time === 23 ? 'date       time' : 'time'),
		{text: `${' '}${fitTextRight('BPM', plan.bpm)}${barCell(plan, null)}`},
	];
	const cells = tight
		? [{text: ` ${fitTextRight('prev', hash)}→${fitTextRight('hash', hash)}`}]
		: [{text: `  ${fitText(`${indent}PrevHash${cut}`, hash)}  ${indent}Hash${cut}`}];
	const legend = '  = sha256(# time BPM prev)';
	const titles = [...front, ...cells].map(run => ({...run, tone: 'muted' as const}));
	const used = titles.reduce((sum, {text}) => sum + textWidth(text), 0);
	return !tight && used + legend.length <= width ? [...titles, {text: legend, tone: 'muted'}] : titles;
}

const genesisNotes = ['  genesis: none before it', '  genesis'];

/** The row of a block. Everything in it that came from outside is safe to show and cut to its column. */
export function blockRow(block: AnyBlock, plan: ColumnPlan, marks: BlockMarks, width: number): Row {
	const {date, time} = readMoment(block);
	const moment = plan.time === 23 ? `${date === '' ? '' : `${date} `}${time}` : time;
	const {selected, own} = marks;
	const row: Run[] = [
		...frontCells(plan, selected, block.index),
		...timeCell(plan, moment),
		{text: ` ${fitTextRight(String(block.bpm), plan.bpm)}`, tone: selected ? 'strong' : 'text'},
		{text: barCell(plan, Number(block.bpm)), tone: 'muted'},
		{text: plan.tight ? ' ' : '  '},
		...hashCell(plan, block.prevHash, block.index === 0 ? '(none)' : '(empty)', marks.prevLinked),
		{text: plan.tight ? '→' : '→ ', tone: 'muted'},
		...hashCell(plan, block.hash, '(empty)', marks.hashLinked),
	];
	row.push({text: ' '}, {text: '✓', tone: 'ok'});
	if (plan.tight) return own ? [...row, {text: '•', tone: 'own'}] : row;
	if (own) row.push({text: ' you', tone: 'own'});
	const left = width - planWidth(plan) + (own ? 0 : 4);
	const note = block.index === 0 ? genesisNotes.find(text => text.length <= left) : undefined;
	if (note !== undefined) row.push({text: note, tone: 'muted'});
	return row;
}

/** What the row after the tip says about the block that will be there. */
export interface NextBlock {
	readonly index: number;
	/** The hash of the tip, which will be its PrevHash. */
	readonly prevHash: string;
	readonly prevLinked: boolean;
	/** What is typed in the box at the moment. */
	readonly draft: string;
}

/** The row of the block that does not exist yet: everything but the reading is known. */
export function nextRow(
	{index, prevHash, prevLinked, draft}: NextBlock,
	plan: ColumnPlan,
	width: number,
): Row {
	const row: Run[] = [
		...frontCells(plan, false, index),
		...timeCell(plan, 'next'),
		{
			text: ` ${fitTextRight(draft === '' ? '???' : draft, plan.bpm)}`,
			tone: draft === '' ? 'muted' : 'accent',
		},
		{text: barCell(plan, null)},
		{text: plan.tight ? ' ' : '  '},
		...hashCell(plan, prevHash, '(empty)', prevLinked),
		{text: plan.tight ? '→ ?' : '→ ?', tone: 'muted'},
	];
	if (plan.tight) return row;
	const hint = draft === '' ? 'type a BPM to make it' : 'Enter makes it';
	const used = row.reduce((sum, {text}) => sum + textWidth(text), 0);
	const gap = used + 3 + hint.length <= width ? '   ' : '  ';
	return used + gap.length + hint.length <= width ? [...row, {text: gap + hint, tone: 'muted'}] : row;
}

function frontCells(plan: ColumnPlan, selected: boolean, index: number): Run[] {
	const text = fitTextRight(plan.grouped ? formatCount(index) : String(index), plan.index);
	return [
		{text: `${plan.tight ? '' : ' '}${selected ? '▸' : ' '}`, tone: 'accent'},
		{text, tone: selected ? 'strong' : 'muted'},
	];
}

function timeCell(plan: ColumnPlan, text: string): Run[] {
	if (plan.time === 0) return [];
	// A short column shows the beginning of the time; anything else that does not fit is marked as cut.
	const shown = /^\d\d:\d\d:\d\d\.\d{3}$/.test(text) ? text.slice(0, plan.time) : text;
	return [{text: (plan.tight ? ' ' : '  ') + fitText(shown, plan.time)}];
}

/**
 * A BPM as a bar between fixed ends, so that bars of different screens compare: 40 is nothing, 180 is full.
 * Empty for the next block.
 */
function barCell({bar}: ColumnPlan, bpm: number | null): string {
	if (bar === 0) return '';
	const share = bpm === null ? 0 : Math.min(1, Math.max(0, (bpm - 40) / 140));
	return ` ${'▉'.repeat(Math.round(share * bar)).padEnd(bar)}`;
}

function hashCell(plan: ColumnPlan, hash: string, blank: string, linked: boolean): Run[] {
	const text = hash === '' ? blank : printable(hash);
	const shown = hash.length === 64 ? text.slice(0, plan.digits) : text;
	const chip: Run[] = plan.chip > 0 ? [{text: chipText, hash}] : [];
	if (plan.tight) return [...chip, {text: fitText(shown, plan.digits)}];
	const tone: Tone = linked ? 'accent' : 'text';
	if (hash === '') return [{text: fitText(` ${shown}`, plan.chip + plan.digits + 2), tone: 'muted'}];
	return [...chip, {text: `${linked ? '[' : ' '}${fitText(shown, plan.digits)}${linked ? ']' : ' '}`, tone}];
}
