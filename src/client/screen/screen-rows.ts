import type {ChainColumns} from '../chain-columns.ts';
import {type State, tipOf} from '../state/state.ts';
import {bodyRows} from './body-rows.ts';
import {headerRow} from './header-row.ts';
import {layHelp} from './help-rows.ts';
import {layoutOf, smallest} from './layout.ts';
import {messageRow} from './message-row.ts';
import {statusRow} from './status-row.ts';
import {wrapText} from './text-width.ts';
import type {Row} from './theme.ts';

/** The rows above the box: the header and everything in the middle, with the help over it while it is open. */
export function upperRows(state: State, blocks: ChainColumns): readonly Row[] {
	const header = headerRow(state, blocks.hashAt(tipOf(state.chain)), state.columns);
	const rows = [header, ...bodyRows(state, blocks)];
	return state.help === null ? rows : layHelp(state, rows);
}

/** The rows below the box: the message, where it has a line of its own, and the keys. */
export function lowerRows(state: State): readonly Row[] {
	const status = statusRow(state, state.columns);
	if (!layoutOf(state).messageLine) return [status];
	return [[{text: ' '}, ...messageRow(state, state.columns - 2)], status];
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
