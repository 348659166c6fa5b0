import {keyList} from '../keys/key-label.ts';
import {commandTable, type Group} from '../keys/keymap.ts';
import type {State} from '../state/state.ts';
import {legendRows} from './legend.ts';
import {joinRows} from './segments.ts';
import {fitText, textWidth, wrapText} from './text-width.ts';
import {fitRow, type Row} from './theme.ts';

/** Where the help stands on the screen, in cells, and how many of its lines it shows at a time. */
export interface HelpFrame {
	readonly left: number;
	readonly top: number;
	readonly width: number;
	readonly lines: number;
}

type Size = Pick<State, 'columns' | 'rows'> & {readonly chips?: boolean};

const widthMax = 116;
/** From this inner width on the groups stand in two columns. */
const twoColumns = 100;
/** Cells for the keys before what they do. */
const keyWidth = 17;

const titles: Readonly<Record<Exclude<Group, 'help'>, string>> = {
	add: 'ADD',
	look: 'LOOK',
	connection: 'HUB AND SCREEN',
	leave: 'HELP AND LEAVING',
	answer: 'ANSWER A QUESTION',
	alarm: 'ANOTHER PAST: THE ALARM',
};

/** The help's place on a screen of this size: in the middle, as high as it needs to be and as there is room. */
export function helpFrame({columns, rows, chips}: Size): HelpFrame {
	const width = Math.max(0, Math.min(widthMax, columns - 2));
	const lines = Math.max(1, Math.min(helpLines(width - 4, chips).length, rows - 4));
	return {
		width,
		lines,
		left: Math.max(0, Math.floor((columns - width) / 2)),
		top: Math.max(0, Math.floor((rows - lines - 2) / 2)),
	};
}

/** The last line at which the help can begin, so that its end is on the screen. */
export function helpTopMax(size: Size): number {
	const {width, lines} = helpFrame(size);
	return Math.max(0, helpLines(width - 4, size.chips).length - lines);
}

/** The help as it stands on the screen, border and all, from its line `top` on. */
export function helpRows(size: Size, top: number): readonly Row[] {
	const {width, lines} = helpFrame(size);
	const inner = width - 4;
	const all = helpLines(inner, size.chips);
	const from = Math.min(top, helpTopMax(size));
	return [
		border('╭', ' keys ', '╮', width, 'start'),
		...all
			.slice(from, from + lines)
			.map((row): Row => [{text: '│ ', tone: 'muted'}, ...fitRow(row, inner), {text: ' │', tone: 'muted'}]),
		bottom(from, from + lines, all.length, width),
	];
}

/** The lower border: which lines these are, and how to get to the others. */
function bottom(from: number, to: number, total: number, width: number): Row {
	if (to - from >= total) return border('╰', ' Esc close ', '╯', width, 'end');
	const where = `${from + 1}-${to} of ${total}`;
	const turn = to < total ? 'Space: next page' : 'PgUp: back';
	const text = [` lines ${where} · ${turn} · ↑↓ scroll · Esc close `, ` ${where} · ${turn} `].find(
		title => textWidth(title) <= width - 4,
	);
	return border('╰', text ?? ` ${where} `, '╯', width, 'end').map(run => ({...run, tone: 'wait'}));
}

function border(left: string, title: string, right: string, width: number, side: 'start' | 'end'): Row {
	const rule = '─'.repeat(Math.max(0, width - title.length - 4));
	const text = side === 'start' ? `${left}──${title}${rule}${right}` : `${left}${rule}${title}──${right}`;
	return [{text: fitText(text, width), tone: 'muted'}];
}

/** Every group of the command table, in one column or in two of about the same height. */
function helpLines(width: number, chips = true): readonly Row[] {
	const isWide = width >= twoColumns;
	const column = isWide ? Math.floor((width - 2) / 2) : width;
	const groups = Object.entries(titles).map(([group, title]) => groupRows(group as Group, title, column));
	const legend: readonly Row[] = [[{text: 'SIGNS', tone: 'strong'}], ...legendRows(column, keyWidth, chips)];
	const blocks = [...groups, legend];
	if (!isWide) return stack(blocks);
	// Each goes to the side that is shorter by then.
	const sides: [(readonly Row[])[], (readonly Row[])[]] = [[], []];
	for (const block of blocks) {
		const [first, second] = sides;
		(stack(first).length <= stack(second).length ? first : second).push(block);
	}
	const [left, right] = [stack(sides[0]), stack(sides[1])];
	return Array.from({length: Math.max(left.length, right.length)}, (_, at) =>
		joinRows([fitRow(left[at] ?? [], column), fitRow(right[at] ?? [], column)], 2),
	);
}

/** Blocks one below the other, an empty line between them. */
function stack(blocks: readonly (readonly Row[])[]): readonly Row[] {
	return blocks.flatMap((rows, at) => (at === 0 ? rows : [[], ...rows]));
}

function groupRows(group: Group, title: string, width: number): readonly Row[] {
	const commands = commandTable.filter(command => command.group === group);
	const rows: Row[] = [[{text: title, tone: 'strong'}]];
	let keys: readonly string[] = [];
	for (const [at, command] of commands.entries()) {
		keys = [...keys, keyList(command.keys)];
		if (commands[at + 1]?.help === command.help) continue;
		rows.push(...entryRows(`  ${keys.join(' ')}`, command.help, width));
		keys = [];
	}
	return rows;
}

/** The keys and what they do, side by side; one below the other where that is too wide. */
function entryRows(keys: string, help: string, width: number): readonly Row[] {
	if (textWidth(keys) >= keyWidth || keyWidth + textWidth(help) > width) {
		const lines = wrapText(help, width - 6, 3).map((text): Row => [{text: `      ${text}`}]);
		return [[{text: keys, tone: 'accent'}], ...lines];
	}
	return [[{text: fitText(keys, keyWidth), tone: 'accent'}, {text: help}]];
}
