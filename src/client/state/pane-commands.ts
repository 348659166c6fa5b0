import {fitsPane, layoutOf, visiblePanes} from '../screen/layout.ts';
import {moveFocus, nextChartStyle, type OptionalPane, togglePane, unzoom, zoomPane} from './panes.ts';
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
	state => ({...state, panes: moveFocus(state.panes, visiblePanes(layoutOf(state)), by)});

/** What the commands do that change which panes are seen, and how. */
export const paneReducers = {
	detail: toggle('detail'),
	chart: toggle('chart'),
	histogram: toggle('histogram'),
	own: toggle('own'),
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
	back: state => ({...state, panes: unzoom(state.panes)}),
} satisfies Readonly<Record<string, Reducer>>;
