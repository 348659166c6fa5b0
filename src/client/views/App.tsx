import {usePaste} from 'ink';
import {useMemo, useSyncExternalStore} from 'react';
import type {ChainColumns} from '../chain-columns.ts';
import type {Display} from '../screen/display.ts';
import {createTheme} from '../screen/theme.ts';
import type {Store} from '../state/store.ts';
import {Screen} from './Screen.tsx';

interface Props {
	readonly store: Store;
	/** The verified blocks; asked for at every frame, as another chain is another object. */
	readonly readBlocks: () => ChainColumns;
	readonly display: Display;
}

/** Joins the state and the screen. */
export function App({store, readBlocks, display}: Props) {
	const state = useSyncExternalStore(store.subscribe, () => store.state);
	const {depth, unicode} = display;
	const theme = useMemo(() => createTheme(depth, unicode, state.look), [depth, unicode, state.look]);
	// The key stream takes pastes out before Ink; what counts here is that the terminal marks them as such.
	usePaste(() => {});
	return (
		<Screen
			state={state}
			blocks={readBlocks()}
			theme={theme}
			onChange={text => store.dispatch({kind: 'typed', text})}
		/>
	);
}
