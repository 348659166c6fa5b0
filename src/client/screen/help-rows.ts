import type {State} from '../state/state.ts';
import {type HelpEntry, type HelpGroup, helpGroups} from './help-entries.ts';
import {layoutOf} from './layout.ts';
import {joinRows} from './segments.ts';
import {cutText, textWidth, wrapText} from './text-width.ts';
import {fitRow, type Row, type Run, rowWidth} from './theme.ts';

/** Where the help stands on the screen, in cells, and how many lines of its list it shows at a time. */
export interface HelpFrame {
	readonly left: number;
	readonly top: number;
	readonly width: number;
	readonly lines: number;
}

const widthMax = 116;
/** From this inner width on the groups stand in two columns. */
const twoColumns = 100;
const columnGap = 2;
/** Cells for the cursor before an entry, and for the keys before what they do. */
const cursorCells = 2;
const keyCells = 15;
/** Two borders, and the line of the filter. */
const frameRows = 3;
const entryLinesMax = 4;
/** Before what keys do, where they stand above it. */
const indent = '    ';
/** A word beside what is muted. */
const notNow = ' (not now)';

/** A line of the list without the cursor before it; `entry` is what it belongs to. */
interface ListLine {
	readonly row: Row;
	readonly entry: HelpEntry | null;
}

/** The list in one column or in two. */
type List = readonly (readonly ListLine[])[];

/**
 * The help's place on the screen: above the box, as high as the whole list needs and as there is room. Where the
 * messages have a line of their own, the header stays too.
 */
export function helpFrame(state: State): HelpFrame {
	const {columns} = state;
	const {boxTop, messageLine} = layoutOf(state);
	const least = messageLine ? 1 : 0;
	const width = Math.max(0, Math.min(widthMax, columns - 2));
	const needed = heightOf(layList(state, '', width - 4));
	const lines = Math.max(1, Math.min(needed, boxTop - least - frameRows));
	return {
		width,
		lines,
		left: Math.max(0, Math.floor((columns - width) / 2)),
		top: Math.max(least, Math.floor((boxTop - lines - frameRows) / 2)),
	};
}

/** What the help lists with its present filter, in the order of the arrow keys. */
export function listHelp(state: State): readonly HelpEntry[] {
	return entriesOf(layList(state, state.help?.filter ?? '', helpFrame(state).width - 4));
}

/** Which of the `entries` of `listHelp` is the chosen one, from 0, wherever it stands by now. */
export function chosenOf({help}: State, entries: readonly HelpEntry[]): number {
	const at = entries.findIndex(({text}) => text === help?.text);
	return at < 0 ? (help?.chosen ?? 0) : at;
}

/** What is chosen in the help; undefined where nothing is listed. */
export function chosenEntry(state: State): HelpEntry | undefined {
	const entries = listHelp(state);
	return entries[chosenOf(state, entries)];
}

/** The rows above the box with the help over them. It takes whole rows: what is beside it would be half a sentence. */
export function layHelp(state: State, rows: readonly Row[]): readonly Row[] {
	const {left, top} = helpFrame(state);
	const help = helpRows(state).map((row): Row => [{text: ' '.repeat(left)}, ...row]);
	return rows.toSpliced(top, help.length, ...help);
}

/** The help as it stands on the screen, border and all: the list around the entry that is chosen. */
export function helpRows(state: State): readonly Row[] {
	const {filter = ''} = state.help ?? {};
	const {width, lines} = helpFrame(state);
	const inner = width - 4;
	const bare = layList(state, filter, inner);
	const entries = entriesOf(bare);
	const chosen = chosenOf(state, entries);
	const entry = entries[chosen] ?? null;
	const list = bare.map(column => withReason(column, entry, inner));
	const height = heightOf(list);
	const from = Math.max(0, Math.min(height - lines, firstLine(list, entry, lines)));
	const body = Array.from({length: lines}, (_, line) => listRow(list, from + line, entry, inner));
	if (entries.length === 0) body[0] = [{text: 'Nothing here has that in it.', tone: 'wait'}];
	const more = {above: from > 0, below: from + lines < height};
	return [
		border('╭', [{text: ' keys for this screen ', tone: 'muted'}], '╮', width, 'start'),
		...[filterRow(filter, chosen, entries.length, inner), ...body].map(
			(row): Row => [{text: '│ ', tone: 'muted'}, ...fitRow(row, inner), {text: ' │', tone: 'muted'}],
		),
		border('╰', bottomTitle(entry, more, filter !== '', width - 4), '╯', width, 'end'),
	];
}

/** The line to begin with: the chosen entry in the middle, and all of it where that is possible, at least its beginning. */
function firstLine(list: List, chosen: HelpEntry | null, lines: number): number {
	const at = Math.max(...list.map(column => column.findIndex(({entry}) => entry === chosen)));
	const end = Math.max(...list.map(column => column.findLastIndex(({entry}) => entry === chosen)));
	return Math.min(at, Math.max(at - Math.floor(lines / 2), end + 1 - lines));
}

/** Line `at` of the list, with the cursor before the entry that is chosen. */
function listRow(list: List, at: number, chosen: HelpEntry | null, width: number): Row {
	const rows = list.map(column => {
		const {row, entry} = column[at] ?? {row: [], entry: null};
		if (entry === null) return row;
		const isChosen = entry === chosen;
		const isFirst = column[at - 1]?.entry !== entry;
		const cursor: Run = {text: isChosen && isFirst ? '▸ ' : '  ', tone: 'accent'};
		return [cursor, ...(isChosen ? row.map(strengthen) : row)];
	});
	return rows.length === 1 ? rows[0]! : joinRows([fitRow(rows[0]!, columnWidth(width)), rows[1]!], columnGap);
}

function strengthen(run: Run): Run {
	return run.tone === 'text' ? {...run, tone: 'strong'} : run;
}

function filterRow(filter: string, chosen: number, count: number, width: number): Row {
	const label = 'type to filter: ';
	const place = count === 0 ? '' : `${chosen + 1} of ${count}`;
	const room = Math.max(0, width - label.length - place.length - 2);
	const left: Row = [
		{text: label, tone: 'muted'},
		{text: cutText(filter, room)},
		{text: '▏', tone: 'accent'},
	];
	return [...fitRow(left, width - place.length), {text: place, tone: 'muted'}];
}

/** Why the chosen command cannot be done now, or what the keys of the help do. */
function bottomTitle(
	entry: HelpEntry | null,
	more: {readonly above: boolean; readonly below: boolean},
	isFiltered: boolean,
	width: number,
): Row {
	const reason = reasonOf(entry);
	if (reason !== '') return [{text: fitsBorder(reason, width) ? ` ${reason} ` : ' not now ', tone: 'wait'}];
	const scroll = more.above && more.below ? '↑↓ more' : more.below ? '↓ more' : more.above ? '↑ more' : '';
	const run = entry?.kind === 'command' ? 'Enter run it' : '';
	const variants = [
		[scroll || '↑↓ choose', run, isFiltered ? 'Esc whole list' : 'Esc close'],
		[scroll, run, 'Esc'],
		['', '', 'Esc'],
	].map(parts => ` ${parts.filter(part => part !== '').join('  ')} `);
	const text = variants.find(variant => textWidth(variant) <= width) ?? '';
	return [{text, tone: more.below ? 'wait' : 'muted'}];
}

function reasonOf(entry: HelpEntry | null): string {
	return entry?.kind === 'command' && entry.reason !== null ? `not now: ${entry.reason}` : '';
}

function fitsBorder(text: string, width: number): boolean {
	return textWidth(text) + 2 <= width;
}

/** A reason that is too wide for the border stands below what is chosen. */
function withReason(
	column: readonly ListLine[],
	chosen: HelpEntry | null,
	width: number,
): readonly ListLine[] {
	const reason = reasonOf(chosen);
	const at = column.findLastIndex(({entry}) => entry === chosen);
	if (at < 0 || chosen === null || fitsBorder(reason, width)) return column;
	const lines = wrapText(reason, Math.max(1, width - cursorCells - indent.length), entryLinesMax);
	const rows = lines.map((text): ListLine => ({row: [{text: indent}, {text, tone: 'wait'}], entry: chosen}));
	return column.toSpliced(at + 1, 0, ...rows);
}

function border(left: string, title: Row, right: string, width: number, side: 'start' | 'end'): Row {
	const rule: Run = {text: '─'.repeat(Math.max(0, width - rowWidth(title) - 4)), tone: 'muted'};
	const [first, last]: [Run, Run] = [
		{text: side === 'start' ? `${left}──` : left, tone: 'muted'},
		{text: side === 'start' ? right : `──${right}`, tone: 'muted'},
	];
	return fitRow(side === 'start' ? [first, ...title, rule, last] : [first, rule, ...title, last], width);
}

/** Every group, in one column or in two of about the same height. */
function layList(state: State, filter: string, width: number): List {
	const isWide = width >= twoColumns;
	const column = isWide ? columnWidth(width) : width;
	const columns: ListLine[][] = isWide ? [[], []] : [[]];
	for (const group of helpGroups(state, filter)) {
		// Each goes to the side that is shorter by then.
		const side = columns.reduce((best, each) => (each.length < best.length ? each : best));
		if (side.length > 0) side.push({row: [], entry: null});
		side.push(...groupLines(group, column));
	}
	return columns;
}

function entriesOf(list: List): readonly HelpEntry[] {
	return [...new Set(list.flatMap(column => column.flatMap(({entry}) => entry ?? [])))];
}

function columnWidth(width: number): number {
	return Math.floor((width - columnGap) / 2);
}

function heightOf(list: List): number {
	return Math.max(...list.map(column => column.length));
}

function groupLines({title, entries}: HelpGroup, width: number): readonly ListLine[] {
	const lines = entries.flatMap(entry =>
		entryRows(entry, width - cursorCells).map((row): ListLine => ({row, entry})),
	);
	return [{row: [{text: title, tone: 'strong'}], entry: null}, ...lines];
}

/** The keys or the sign and what it does, side by side; one below the other where that is too wide. */
function entryRows(entry: HelpEntry, width: number): readonly Row[] {
	const isPossible = entry.kind === 'sign' || entry.reason === null;
	const front: Row =
		entry.kind === 'sign' ? entry.sign : [{text: entry.keys, tone: isPossible ? 'accent' : 'muted'}];
	const tone = isPossible ? 'text' : 'muted';
	const used = rowWidth(front);
	const text = isPossible ? entry.text : entry.text + notNow;
	if (used < keyCells && keyCells + textWidth(text) <= width)
		return [[...front, {text: ' '.repeat(keyCells - used)}, {text, tone}]];
	const lines = wrapText(text, Math.max(1, width - indent.length), entryLinesMax);
	return [front, ...lines.map((line): Row => [{text: indent}, {text: line, tone}])];
}
