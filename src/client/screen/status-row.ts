import {keyLabel} from '../keys/key-label.ts';
import type {Command} from '../keys/keymap.ts';
import {hintsOf} from '../keys/resolve-key.ts';
import type {State} from '../state/state.ts';
import {fitSegments, hidden, joinRows, type Segment} from './segments.ts';
import type {Row, Run} from './theme.ts';

/** The last line: the keys that do something now, the most useful ones; each hint is shown whole or not at all. */
export function statusRow(state: State, width: number): Row {
	const rows = fitSegments(
		hintsOf(state).map(command => hintSegment(command, state)),
		2,
		width - 2,
	);
	return [{text: ' '}, ...joinRows(rows, 2)];
}

function hintSegment(
	{keys, hint = '', hintKeys, priority: fixed = 0, keyAlone}: Command,
	state: State,
): Segment {
	const priority = typeof fixed === 'number' ? fixed : fixed(state);
	const key: Run = {text: hintKeys ?? keyLabel(keys[0]!), tone: 'accent'};
	const whole: Row = [key, {text: ` ${hint}`, tone: 'muted'}];
	if (keyAlone === undefined) return [{row: whole, keep: priority}, hidden];
	return [{row: whole, keep: keyAlone}, {row: [key], keep: priority}, hidden];
}
