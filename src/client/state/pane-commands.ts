import {fitsPane, layoutOf, visiblePanes} from '../screen/layout.ts';
import {forkReducers, isForkFocused, leaveFork} from './fork-commands.ts';
import {
	isWanted,
	moveFocus,
	nextChartStyle,
	type OptionalPane,
	type PaneName,
	paneNames,
	togglePane,
	unzoom,
	zoomPane,
} from './panes.ts';
import type {State} from './state.ts';

type Reducer = (state: State) => State;

const toggle =
	(name: OptionalPane): Reducer =>
	state => {
		const isVisible = layoutOf(state).panes[name] !== undefined;
		return {...state, panes: togglePane(state.panes, name, isVisible, fitsPane(state, name))};
	};
const step =
	(by: 1 | -1): Reducer =>
	state => ({...state, panes: moveFocus(state.panes, roundOf(state), by)});

/** The panes that Tab goes through: those that are seen, or while one is zoomed, those that could be. */
function roundOf(state: State): readonly PaneName[] {
	const {panes, network} = state;
	if (panes.zoomed === null) return visiblePanes(layoutOf(state));
	const empty: readonly PaneName[] = network.peers.length === 0 ? ['peers'] : [];
	return paneNames.filter(name => isWanted(panes, name) && !empty.includes(name));
}

/** What the commands do that change which panes are seen, and how. */
export const paneReducers = {
	...forkReducers,
	detail: toggle('detail'),
	chart: toggle('chart'),
	histogram: toggle('histogram'),
	own: toggle('own'),
	peers: toggle('peers'),
	chartStyle: state => ({...state, panes: nextChartStyle(state.panes)}),
	nextPane: step(1),
	previousPane: step(-1),
	zoom: state => {
		const panes = zoomPane(state.panes, state.panes.focus);
		const {focus} = state.panes;
		// Back from a zoom the focus stays, where the pane is still seen.
		const isSeen = panes.zoomed === null && layoutOf({...state, panes}).panes[focus] !== undefined;
		return {...state, panes: isSeen ? {...panes, focus} : panes};
	},
	explain: state => {
		const {panes} = state;
		return {
			...state,
			panes: zoomPane(panes.zoomed === 'detail' ? panes : {...panes, zoomed: null}, 'detail'),
		};
	},
	back: state => (isForkFocused(state) ? leaveFork(state) : {...state, panes: unzoom(state.panes)}),
} satisfies Readonly<Record<string, Reducer>>;
