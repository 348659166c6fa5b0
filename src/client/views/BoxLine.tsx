import {Box, Text, useCursor} from 'ink';
import TextInput from 'ink-text-input';
import {boxLabel, boxNote} from '../screen/box-row.ts';
import {layoutOf} from '../screen/layout.ts';
import {rowWidth, type Theme} from '../screen/theme.ts';
import {modeOf, type State} from '../state/state.ts';
import {Line} from './Line.tsx';

interface Props {
	readonly state: State;
	readonly theme: Theme;
	readonly onChange: (text: string) => void;
}

/** The line with the BPM box, which takes digits whatever the rest of the screen shows. */
export function BoxLine({state, theme, onChange}: Props) {
	const {box} = state;
	const mode = modeOf(state);
	const focus = mode !== 'help' && mode !== 'question';
	const label = boxLabel(state);
	const note = boxNote(state);
	// Without colours the input's own cursor, which is inverse, does not show: the terminal's does.
	const {setCursorPosition} = useCursor();
	const place = {x: label.length + box.caret, y: layoutOf(state).boxTop};
	setCursorPosition(theme.depth === 1 && focus ? place : undefined);
	return (
		<Box>
			<Text bold={focus}>{label}</Text>
			<Box width={box.text.length + 1}>
				<TextInput key={box.revision} value={box.text} focus={focus} onChange={onChange} />
			</Box>
			<Line text={theme.paint(note, rowWidth(note))} />
		</Box>
	);
}
