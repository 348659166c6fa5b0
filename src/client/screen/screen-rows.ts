import type {ChainColumns} from '../chain-columns.ts';
import {alarmOf} from '../state/alarm-state.ts';
import {frameOf, rangeOf, type State, smallest, tipOf} from '../state/state.ts';
import {alarmRows, alarmRule} from './alarm-rows.ts';
import {describeView, ruleRow, tableRows, tableTitle} from './chain-rows.ts';
import {formatCount} from './format.ts';
import {headerRow} from './header-row.ts';
import {messageRow} from './message-row.ts';
import {layNotices, noticeRows} from './notice-rows.ts';
import {statusRow} from './status-row.ts';
import {textWidth, wrapText} from './text-width.ts';
import {type Row, rowWidth} from './theme.ts';

/** The rows above the box: header, rule, titles, table. As many as the frame has room for. */
export function upperRows(state: State, blocks: ChainColumns): readonly Row[] {
	const {rule, tableRows: height} = frameOf(state);
	const alarm = alarmOf(state);
	const header = headerRow(state, blocks.hashAt(tipOf(state.chain)), state.columns);
	if (alarm) return [header, ...(rule ? [alarmRule(state.columns)] : []), ...alarmRows(state, alarm, blocks)];
	const table = layNotices(tableRows(state, blocks), noticeRows(state), height);
	const hasBlocks = state.chain.length > 0;
	return [header, ...(rule ? [ruleRow(state)] : []), hasBlocks ? tableTitle(state) : [], ...table];
}

/** The rows below the box: the message, where it has a line of its own, and the keys. */
export function lowerRows(state: State): readonly Row[] {
	const status = statusRow(state, state.columns);
	if (!frameOf(state).messageLine) return [status];
	return [[{text: ' '}, ...messageRow(state, state.columns - 2)], status];
}

/** What stands before the text in the box line. */
export const boxLabel = ' BPM ';

/** What stands after the text in the box line, in exactly the cells that are left, at their right end. */
export function boxNote(state: State): Row {
	const {columns, box, view} = state;
	const {rule, messageLine} = frameOf(state);
	// One cell for the cursor, one at the end.
	const width = columns - boxLabel.length - textWidth(box.text) - 2;
	const message = messageLine ? [] : messageRow(state, width - 1);
	const note =
		message.length > 0
			? message
			: rule || view.following || alarmOf(state)
				? rangeNote(state)
				: lookNote(state);
	const room = width - rowWidth(note);
	return room < 1
		? [{text: ' '.repeat(Math.max(0, width + 1))}]
		: [{text: ' '.repeat(room)}, ...note, {text: ' '}];
}

function rangeNote(state: State): Row {
	if (alarmOf(state)) return [{text: 'paused: readings wait here', tone: 'wait'}];
	const [min, max] = rangeOf(state);
	return [{text: `a whole number from ${formatCount(min)} to ${formatCount(max)}`, tone: 'muted'}];
}

function lookNote(state: State): Row {
	return [{text: describeView(state), tone: 'wait'}];
}

/** What a terminal shows that is too small for anything else. */
export function tooSmallRows({columns, rows}: State): readonly Row[] {
	const needed = `${smallest.columns}x${smallest.rows}`;
	const text = `bchain needs a terminal of at least ${needed}, this is ${columns}x${rows}.`;
	const lines = wrapText(text, columns, rows);
	// Where not even that fits, the size that is needed is what matters.
	const fits = lines.join(' ') === text;
	return (fits ? lines : wrapText(`needs ${needed}`, columns, rows)).map(line => [
		{text: line, tone: 'wait'},
	]);
}
