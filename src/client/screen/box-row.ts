import type {ParsedGoTo} from '../find/go-to.ts';
import type {ParsedQuery} from '../find/query.ts';
import {alarmOf} from '../state/alarm-state.ts';
import {type Finding, readAsked} from '../state/finding.ts';
import {boxCharactersMax} from '../state/input-box.ts';
import {extentOf, lastOf, modeOf, rangeOf, type State} from '../state/state.ts';
import {countBelow} from '../state/viewport.ts';
import {formatCount} from './format.ts';
import {layoutOf} from './layout.ts';
import {matchesOf, noMatch, rankOf} from './match-text.ts';
import {messageRow} from './message-row.ts';
import {fitSegments, hidden, joinRows, type Segment, type Variant} from './segments.ts';
import {textWidth} from './text-width.ts';
import {type Row, rowWidth} from './theme.ts';

const labels: Readonly<Record<Exclude<Finding['asks'], null>, string>> = {
	block: ' GO TO BLOCK ',
	query: ' FIND ',
};

/** What stands before the text in the box line: what is asked for. */
export function boxLabel({finding}: State): string {
	return finding.asks === null ? ' BPM ' : labels[finding.asks];
}

/** What stands after the text in the box line, in exactly the cells that are left: at their end, or near the box on wide screens. */
export function boxNote(state: State): Row {
	const {columns, box} = state;
	// One cell for the cursor, one at the end.
	const width = columns - textWidth(boxLabel(state)) - textWidth(box.text) - 2;
	const note = noteOf(state, width - 1);
	const room = Math.min(width - rowWidth(note), nearNote(state));
	return room < 1
		? [{text: ' '.repeat(Math.max(0, width + 1))}]
		: [{text: ' '.repeat(room)}, ...note, {text: ' '.repeat(1 + width - rowWidth(note) - room)}];
}

/** From this width on the end of the line is too far from the box; its place is that after the longest text. */
const wide = 100;

/** Cells between the text and the note, so that the note is near and stands still while somebody types. */
function nearNote({columns, box, finding}: State): number {
	if (columns < wide) return Number.POSITIVE_INFINITY;
	const longest = finding.asks === null ? boxCharactersMax : usualQuery;
	return Math.max(3, longest - textWidth(box.text));
}

/** Characters of a query that people type. */
const usualQuery = 24;

/** Between what is typed and a message in the same line, which is about something else. */
const fence: Row = [{text: '│ ', tone: 'muted'}];

function noteOf(state: State, width: number): Row {
	const {rule, messageLine} = layoutOf(state);
	if (state.finding.asks !== null) return joinRows(fitSegments(askedSegments(state), 3, width), 3);
	const isTyping = modeOf(state) === 'typing';
	// Good news gives way to what helps somebody who types.
	const told = isTyping ? {...state, outcomesSeen: true} : state;
	const message = messageLine ? [] : messageRow(told, width - rowWidth(fence));
	if (message.length > 0) return [...fence, ...message];
	if (rule || alarmOf(state) || isTyping) return rangeNote(state);
	const [where, rank] = viewSegments(state);
	return state.view.following && rank === undefined
		? rangeNote(state)
		: joinRows(fitSegments(rank === undefined ? [where] : [where, rank], 3, width), 3);
}

/** How what is typed was read, and how many blocks that means; or what is missing. */
function askedSegments(state: State): readonly Segment[] {
	const parsed = readAsked(state);
	if (!parsed) return [];
	if (!parsed.ok) {
		// The message line says why, where there is one.
		const isQuery = state.finding.asks === 'query';
		const hint = isQuery ? '>120  =72  14:05  9e07' : '1234  +10  -10';
		if (parsed.unfinished) return [[{row: [{text: hint, tone: 'muted'}], keep: 10}, hidden]];
		const short = 'short' in parsed ? parsed.short : undefined;
		return [[{row: [{text: short ?? 'cannot be read', tone: 'bad'}], keep: 10}, hidden]];
	}
	const matches = 'query' in parsed ? matchesOf(state) : '';
	const tone = matches === noMatch ? 'wait' : 'muted';
	return [
		[{row: [{text: parsed.readAs, tone: 'accent'}], keep: 'query' in parsed ? 10 : 30}, hidden],
		matches === '' ? [hidden] : [{row: [{text: matches, tone}], keep: 20}, hidden],
		...insteadSegments(state, parsed),
	];
}

/** What may have been meant, in a few words, where messages have no line of their own. */
function insteadSegments(state: State, parsed: ParsedGoTo | ParsedQuery): readonly Segment[] {
	if (layoutOf(state).messageLine || !('block' in parsed) || parsed.block === undefined) return [];
	const ways = [
		`=${parsed.block} BPM`,
		...(parsed.block <= lastOf(state.chain) ? [`#${parsed.block} block`] : []),
	];
	return [[{row: [{text: ways.join('  '), tone: 'muted'}], keep: 15}, hidden]];
}

function rangeNote(state: State): Row {
	if (alarmOf(state)) return [{text: 'paused: readings wait here', tone: 'wait'}];
	const [min, max] = rangeOf(state);
	return [{text: `a whole number from ${formatCount(min)} to ${formatCount(max)}`, tone: 'muted'}];
}

/** Where the page stands, and which of the matches the selected block is; that is the last to go. */
function viewSegments(state: State): readonly [where: Segment, rank?: Segment] {
	const {view} = state;
	const below = `${formatCount(countBelow(view, extentOf(state)))} below`;
	const where: Segment = view.following
		? [say('following', 10), hidden]
		: [say(`looking at ${formatCount(view.selected)} · ${below}`, 20), say(below, 30), hidden];
	const rank = rankOf(state);
	if (rank === '') return [where];
	return [where, [say(rank, 10), say(rank.slice(0, rank.indexOf(':')), 100)]];
}

function say(text: string, keep: number): Variant {
	return {row: [{text, tone: 'wait'}], keep};
}
