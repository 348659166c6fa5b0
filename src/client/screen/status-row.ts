import {keyLabel} from '../keys/key-label.ts';
import type {Command} from '../keys/keymap.ts';
import {hintsOf} from '../keys/resolve-key.ts';
import type {State} from '../state/state.ts';
import {fitSegments, hidden, joinRows, type Segment} from './segments.ts';
import type {Row} from './theme.ts';

/** The last line: the keys that do something now, the most useful ones; each hint is shown whole or not at all. */
export function statusRow(state: State, width: number): Row {
	const rows = fitSegments(hintsOf(state).map(hintSegment), 2, width - 2);
	return [{text: ' '}, ...joinRows(rows, 2)];
}

function hintSegment({keys, hint = '', hintKeys, priority = 0}: Command): Segment {
	const text = hintKeys ?? keyLabel(keys[0]!);
	return [
		{
			row: [
				{text, tone: 'accent'},
				{text: ` ${hint}`, tone: 'muted'},
			],
			keep: priority,
		},
		hidden,
	];
}
