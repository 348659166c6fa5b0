import {rememberLast} from '../remember-last.ts';
import {layoutOf} from '../screen/layout.ts';
import {lookAt} from './finding.ts';
import {listOwn, type OwnReading} from './own-list.ts';
import {unzoom} from './panes.ts';
import {isWithdrawable, type Readings} from './readings.ts';
import type {State} from './state.ts';

/** Whether the arrows go through our readings: their pane is seen and has the focus. */
export function isOwnFocused(state: State): boolean {
	return state.panes.focus === 'own' && layoutOf(state).panes.own !== undefined;
}

/** Our readings in the order of their pane. What is in their blocks does not matter here. */
function list({readings}: State): readonly OwnReading[] {
	return listOnce(readings);
}

const listOnce = rememberLast((readings: Readings) => listOwn(readings, () => 0));

/** The reading that is selected in the pane of our readings, the first one until one was chosen; none while it has no focus. */
export function selectedOwn(state: State): OwnReading | undefined {
	if (!isOwnFocused(state)) return undefined;
	const listed = list(state);
	return listed.find(({id}) => id === state.panes.reading) ?? listed[0];
}

/** The state in which the reading `by` further down the list is selected. */
export function moveOwn(state: State, by: number): State {
	const listed = list(state);
	const at = listed.findIndex(({id}) => id === selectedOwn(state)?.id);
	const next = listed[Math.max(0, Math.min(listed.length - 1, at + by))];
	return next ? {...state, panes: {...state.panes, reading: next.id}} : state;
}

/** The state in which a reading is selected that is so many pages further down the list. */
export function turnOwn(state: State, pages: 1 | -1): State {
	const {height = 2} = layoutOf(state).panes.own ?? {};
	return moveOwn(state, pages * Math.max(1, height - 2));
}

/** The state that looks at the block of the selected reading. */
export function openOwn(state: State): State {
	const index = selectedOwn(state)?.index;
	return index === undefined ? state : lookAt({...state, panes: unzoom(state.panes)}, index);
}

/** True where the selected reading can be withdrawn, otherwise why not. */
export function canWithdrawSelected(state: State): true | string {
	const reading = selectedOwn(state);
	if (!reading) return 'There is no reading of yours yet.';
	return isWithdrawable(reading) || 'Only a reading that still waits can be withdrawn.';
}
