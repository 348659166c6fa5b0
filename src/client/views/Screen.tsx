import {Box} from 'ink';
import type {ChainColumns} from '../chain-columns.ts';
import {layoutOf} from '../screen/layout.ts';
import {lowerRows, tooSmallRows, upperRows} from '../screen/screen-rows.ts';
import type {Theme} from '../screen/theme.ts';
import type {State} from '../state/state.ts';
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
		// Rows are as wide as the screen already, so nothing is clipped sideways, which would measure each of them.
		<Box width={columns} height={rows} overflowY="hidden" flexDirection="column">
			{layoutOf(state).tooSmall ? (
				<Lines rows={tooSmallRows(state)} width={columns} theme={theme} />
			) : (
				<>
					<Lines rows={upperRows(state, blocks)} width={columns} theme={theme} />
					<BoxLine state={state} theme={theme} onChange={onChange} />
					<Lines rows={lowerRows(state)} width={columns} theme={theme} />
				</>
			)}
		</Box>
	);
}
