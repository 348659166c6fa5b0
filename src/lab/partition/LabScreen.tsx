import {Box, usePaste} from 'ink';
import {useMemo, useSyncExternalStore} from 'react';
import type {Display} from '../../client/screen/display.ts';
import {createTheme} from '../../client/screen/theme.ts';
import {Lines} from '../../client/views/Lines.tsx';
import type {Chains} from './comparison.ts';
import {labRows} from './rows/lab-rows.ts';
import type {LabStore} from './store.ts';

interface Props {
	readonly store: LabStore;
	/** The verified chains; asked for at every frame, as another chain is another object. */
	readonly readChains: () => Chains;
	readonly display: Display;
}

/** The whole screen of the lab, exactly as large as the terminal: a function of the state. */
export function LabScreen({store, readChains, display}: Props) {
	const state = useSyncExternalStore(store.subscribe, () => store.state);
	const {depth, unicode} = display;
	const theme = useMemo(() => createTheme(depth, unicode, state.look), [depth, unicode, state.look]);
	// The key stream takes pastes out before Ink; what counts here is that the terminal marks them as such.
	usePaste(() => {});
	const {columns, rows} = state;
	return (
		<Box width={columns} height={rows} overflowY="hidden" flexDirection="column">
			<Lines rows={labRows(state, readChains())} width={columns} theme={theme} />
		</Box>
	);
}
