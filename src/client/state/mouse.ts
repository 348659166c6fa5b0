import {type MouseReport, wheelRows} from '../keys/mouse.ts';
import {hitTest} from '../screen/hit-test.ts';
import {alarmOf} from './alarm-state.ts';
import {moveInFork} from './fork-commands.ts';
import {helpReducers} from './help.ts';
import {moveOwn} from './own-commands.ts';
import {focusPane, type PaneName} from './panes.ts';
import {extentOf, type State} from './state.ts';
import {jumpTo, scrollBy} from './viewport.ts';

/**
 * The state after the mouse: the wheel scrolls what is under it, a press selects the block of a row and brings the
 * focus to its pane. Nothing is sent, asked or taken by it; over a question and an alarm it does nothing.
 */
export function reduceMouse(state: State, report: MouseReport): State {
	if (report.kind === 'other' || state.question || alarmOf(state)) return state;
	if (state.help !== null) return report.kind === 'wheel' ? turnHelp(state, report.by) : state;
	const hit = hitTest(state, report.x, report.y);
	if (hit === null) return state;
	if (report.kind === 'wheel') return turnPane(state, hit.pane, report.by);
	const panes = focusPane(state.panes, hit.pane);
	const view = hit.index === undefined ? state.view : jumpTo(state.view, extentOf(state), hit.index);
	return {...state, panes, view};
}

function turnHelp(state: State, by: 1 | -1): State {
	return by === 1 ? helpReducers.helpDown(state, '') : helpReducers.helpUp(state, '');
}

/** What is not a list stands still. */
function turnPane(state: State, pane: PaneName, by: 1 | -1): State {
	if (pane === 'table') return {...state, view: scrollBy(state.view, extentOf(state), by * wheelRows)};
	const focused = {...state, panes: focusPane(state.panes, pane)};
	if (pane === 'fork') return moveInFork(focused, by);
	return pane === 'own' ? moveOwn(focused, by) : state;
}
