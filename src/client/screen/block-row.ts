import type {AnyBlock} from '../../core/block.ts';
import {printable} from '../../core/printable.ts';
import type {FaultReason} from '../../core/verify.ts';
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
	/** Whether somebody marked it to come back to it. */
	readonly marked: boolean;
	/** Whether it is what is looked for. */
	readonly matched: boolean;
	/** What is wrong with a block that did not verify and is there only to be looked at; null: all is well. */
	readonly refused: FaultReason | null;
}

/** The titles of the columns; where there is room, with how a hash comes about. */
export function titleRow(plan: ColumnPlan, width: number): Row {
	const {tight, digits, chip, brackets} = plan;
	const hash = chip + digits + brackets;
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
	const titles = [...front, ...cells].map(run => ({...run, tone: 'muted' as const}));
	const used = titles.reduce((sum, {text}) => sum + textWidth(text), 0);
	return !tight && used + formula.length <= width ? [...titles, {text: formula, tone: 'muted'}] : titles;
}

/** How a hash comes about, from the columns before it. */
export const formula = '  = sha256(# time BPM prev)';

const genesisNotes = ['  genesis: none before it', '  genesis'];
/** Cells between a note and what may stand beside the table. */
const noteMargin = 1;

/** The row of a block. Everything in it that came from outside is safe to show and cut to its column. */
export function blockRow(block: AnyBlock, plan: ColumnPlan, marks: BlockMarks, width: number): Row {
	const {date, time} = readMoment(block);
	const note = block.index === 0 ? genesisNote(plan, width, marks.own) : '';
	const moment = plan.time === 23 ? `${date === '' ? '' : `${date} `}${time}` : time;
	const {selected, own, marked, matched, refused} = marks;
	const row: Run[] = [
		...frontCells(plan, selected, block.index, marked ? "'" : matched ? '/' : ' '),
		...timeCell(plan, moment),
		{text: ` ${fitTextRight(String(block.bpm), plan.bpm)}`, tone: selected ? 'strong' : 'text'},
		{text: barCell(plan, Number(block.bpm)), tone: 'muted'},
		refused === 'link' ? unlike(plan, ' ≠') : {text: plan.tight ? ' ' : '  '},
		...hashCell(plan, block.prevHash, blankOf(plan, block.index, note), marks.prevLinked),
		refused === 'hash' ? unlike(plan, '≠ ') : {text: plan.tight ? '→' : '→ ', tone: 'muted'},
		...hashCell(plan, block.hash, '(empty)', marks.hashLinked),
	];
	if (refused !== null) return [...row, {text: plan.tight ? ' ✗' : ` ✗ ${refused}`, tone: 'bad'}];
	row.push({text: ' '}, {text: '✓', tone: 'ok'});
	if (plan.tight) return own ? [...row, {text: '•', tone: 'own'}] : row;
	if (own) row.push({text: ' you', tone: 'own'});
	if (note !== '') row.push({text: note, tone: 'muted'});
	return row;
}

/** What is said after the first block, as far as there is room beside its check mark. */
function genesisNote(plan: ColumnPlan, width: number, own: boolean): string {
	const left = width - planWidth(plan) + (own ? 0 : 4) - noteMargin;
	return genesisNotes.find(text => text.length <= left) ?? '';
}

/** What stands for a PrevHash that is empty; where it has room nowhere else, the name of the first block. */
function blankOf({tight}: ColumnPlan, index: number, note: string): string {
	if (index > 0) return '(empty)';
	return tight || note !== '' ? '(none)' : 'genesis';
}

/** Where two hashes should be the same, or one come out of the other, and do not. */
function unlike({tight}: ColumnPlan, text: string): Run {
	return {text: tight ? '≠' : text, tone: 'bad'};
}

/** The row that stands for everything after a block that did not verify. */
export function uncountedRow(index: number, plan: ColumnPlan): Row {
	const text = plan.tight ? 'not counted' : 'not counted, nor what comes after it';
	return [...frontCells(plan, false, index), {text: `  ${text}`, tone: 'bad'}];
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
			// What is typed may take the cell between as well, before it is cut.
			text: draft === '' ? ` ${fitTextRight('???', plan.bpm)}` : fitTextRight(draft, plan.bpm + 1),
			tone: draft === '' ? 'muted' : 'accent',
		},
		{text: barCell(plan, null)},
		{text: plan.tight ? ' ' : '  '},
		...hashCell(plan, prevHash, '(empty)', prevLinked),
		{text: plan.tight ? '→ ?' : '→ ?', tone: 'muted'},
	];
	if (plan.tight) return row;
	const used = row.reduce((sum, {text}) => sum + textWidth(text), 0);
	const hints = draft === '' ? ['type a BPM to make it', 'type a BPM'] : ['Enter makes it'];
	const hint = hints.find(hint => used + 2 + hint.length <= width);
	if (hint === undefined) return row;
	const gap = used + 3 + hint.length <= width ? '   ' : '  ';
	return [...row, {text: gap + hint, tone: 'muted'}];
}

/** `mark` is the key that goes to it: `'` from mark to mark, `/` for what is looked for. */
function frontCells(plan: ColumnPlan, selected: boolean, index: number, mark = ' '): Run[] {
	const cursor = selected ? '▸' : ' ';
	const tone: Tone = selected ? 'strong' : 'muted';
	const number = (cells: number): string =>
		fitTextRight(plan.grouped ? formatCount(index) : String(index), cells);
	if (!plan.tight)
		return [
			{text: mark + cursor, tone: 'accent'},
			{text: number(plan.index), tone},
		];
	// The first cell of the index is always free.
	return [
		{text: cursor, tone: 'accent'},
		{text: mark, tone: 'accent'},
		{text: number(plan.index - 1), tone},
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

/** What stands in the place of a hash that is empty, whole where that is possible. */
function chooseBlank(texts: readonly string[], cells: number): string {
	return texts.find(text => text !== '' && text.length <= cells) ?? texts[0]!;
}

function hashCell(plan: ColumnPlan, hash: string, blank: string, linked: boolean): Run[] {
	const blanks = plan.tight ? [blank, blank === '(none)' ? 'none' : '', '-'] : [blank];
	const text = hash === '' ? chooseBlank(blanks, plan.digits) : printable(hash);
	const shown = hash.length === 64 ? text.slice(0, plan.digits) : text;
	const chip: Run[] = plan.chip > 0 ? [{text: chipText, hash}] : [];
	const tone: Tone = linked ? 'accent' : 'text';
	if (plan.brackets === 0) return [...chip, {text: fitText(shown, plan.digits), tone}];
	if (hash === '') return [{text: fitText(` ${shown}`, plan.chip + plan.digits + 2), tone: 'muted'}];
	return [...chip, {text: `${linked ? '[' : ' '}${fitText(shown, plan.digits)}${linked ? ']' : ' '}`, tone}];
}
