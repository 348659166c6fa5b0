import {keyLabel} from '../../../client/keys/key-label.ts';
import {fitSegments, hidden, joinRows, type Segment, spread} from '../../../client/screen/segments.ts';
import {cutText, wrapText} from '../../../client/screen/text-width.ts';
import {type Row, type Run, rowWidth} from '../../../client/screen/theme.ts';
import {type Command, commandTable, modeOf} from '../command.ts';
import type {Chains} from '../comparison.ts';
import type {LabState} from '../state.ts';
import {hubRows} from './block-rows.ts';
import {frameOf, smallest} from './frame.ts';
import {headerRow} from './header-row.ts';
import {helpRows} from './help-rows.ts';
import {networkRows} from './network-rows.ts';
import {storyRows} from './story-rows.ts';

/** Every line of the screen, as many as the terminal has. */
export function labRows(state: LabState, chains: Chains): readonly Row[] {
	if (frameOf(state).tooSmall) return tooSmallRows(state);
	const above =
		state.helpTop !== null
			? helpRows(state, state.rows - 2)
			: [headerRow(state), ...networkRows(state), ...hubRows(state, chains), ...storyRows(state)];
	return [...above, boxRow(state), keysRow(state)];
}

function tooSmallRows({columns, rows}: LabState): readonly Row[] {
	const text = `The lab needs a terminal of at least ${smallest.columns}x${smallest.rows}, this is ${columns}x${rows}.`;
	const lines = wrapText(text, columns, rows);
	return Array.from({length: rows}, (_, at): Row => [{text: lines[at] ?? '', tone: 'wait'}]);
}

/** Where readings are typed, and what became of the last key. */
export function boxRow({columns, selected, box, remark}: LabState): Row {
	const label: Row = [
		{text: ` hub ${selected}`, tone: 'accent'},
		{text: ' BPM ', tone: 'strong'},
		{text: box},
		{text: '▏', tone: 'accent'},
	];
	const said: Run = remark
		? {text: remark.text, tone: 'wait'}
		: {text: 'a whole number from 1 to 999', tone: 'muted'};
	const room = columns - rowWidth(label) - 3;
	const text = remark ? cutText(said.text, room) : said.text;
	return spread(label, [{...said, text}, {text: ' '}], columns);
}

/** The last line: the keys that mean something now, as far as there is room. */
function keysRow(state: LabState): Row {
	const mode = modeOf(state);
	const segments = commandTable
		.filter(
			({hint, modes, hintModes = modes, hintWhen}) =>
				hint !== undefined && hintModes.includes(mode) && (hintWhen?.(state) ?? true),
		)
		.map(command => keySegment(command, state));
	return [{text: ' '}, ...joinRows(fitSegments(segments, 2, state.columns - 2), 2)];
}

function keySegment(
	{name, keys, hint, hintKeys, priority = 0}: Command,
	{hubs, selected}: LabState,
): Segment {
	const isDown = hubs[selected].process === 'killed' || hubs[selected].process === 'failed';
	const word = name === 'kill' && isDown ? 'start' : hint;
	const row: Row = [
		{text: hintKeys ?? keyLabel(keys[0]!), tone: 'accent'},
		{text: ` ${word}`, tone: 'muted'},
	];
	return [{row, keep: priority}, hidden];
}
