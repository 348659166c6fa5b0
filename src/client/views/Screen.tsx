import {Box} from 'ink';
import type {ChainColumns} from '../chain-columns.ts';
import {helpFrame, helpRows} from '../screen/help-rows.ts';
import {lowerRows, tooSmallRows, upperRows} from '../screen/screen-rows.ts';
import type {Theme} from '../screen/theme.ts';
import {frameOf, type State} from '../state/state.ts';
import {BoxLine} from './BoxLine.tsx';
import {Lines} from './Lines.tsx';

interface Props {
	readonly state: State;
	/** The verified blocks, which are read where the state says that they are. */
	readonly blocks: ChainColumns;
	readonly theme: Theme;
	readonly onChange: (text: string) => void;
}

/** The whole screen, exactly as large as the terminal: a function of the state. */
export function Screen({state, blocks, theme, onChange}: Props) {
	const {columns, rows} = state;
	return (
		// Rows are as wide as the screen already: clipping them sideways would measure each of them again.
		<Box width={columns} height={rows} overflowY="hidden" flexDirection="column">
			{frameOf(state).tooSmall ? (
				<Lines rows={tooSmallRows(state)} width={columns} theme={theme} />
			) : (
				<>
					<Lines rows={upperRows(state, blocks)} width={columns} theme={theme} />
					<BoxLine state={state} theme={theme} onChange={onChange} />
					<Lines rows={lowerRows(state)} width={columns} theme={theme} />
					{state.helpTop === null ? null : <Help state={state} top={state.helpTop} theme={theme} />}
				</>
			)}
		</Box>
	);
}

/** The help, over the middle of the screen. */
function Help({state, top, theme}: Pick<Props, 'state' | 'theme'> & {readonly top: number}) {
	const frame = helpFrame(state);
	return (
		<Box position="absolute" marginLeft={frame.left} marginTop={frame.top} flexDirection="column">
			<Lines rows={helpRows(state, top)} width={frame.width} theme={theme} />
		</Box>
	);
}
