import {fitsPane, layoutOf} from '../screen/layout.ts';
import {shownFork} from './network.ts';
import {type ForkView, initialForkView, type Panes, unzoom} from './panes.ts';
import type {State} from './state.ts';

/** Whether the pane of the forks is seen. */
export function isForkSeen(state: State): boolean {
	return layoutOf(state).panes.fork !== undefined;
}

/** Whether the arrows go through a fork: its pane is seen and has the focus. */
export function isForkFocused(state: State): boolean {
	return state.panes.focus === 'fork' && isForkSeen(state);
}

/** The state in which another fork is shown: an earlier one (-1) or a later one (1). */
export function stepFork(state: State, by: 1 | -1): State {
	const fork = shownFork(state);
	const next = fork && state.network.forks[state.network.forks.indexOf(fork) + by];
	return next ? withView(state, {at: 0, key: next.key}) : state;
}

/** The state in which the block `by` further down the chosen branch is chosen. */
export function moveInFork(state: State, by: number): State {
	const {side, at} = state.panes.fork;
	const last = (shownFork(state)?.[side].blocks.length ?? 0) - 1;
	return withView(state, {at: Math.max(0, Math.min(last, at + by))});
}

/** The same by pages of the pane. */
export function turnFork(state: State, pages: 1 | -1): State {
	const {height = pageMargin} = layoutOf(state).panes.fork ?? {};
	return moveInFork(state, pages * Math.max(1, height - pageMargin));
}

/** Rows of the pane that are no blocks, about. */
const pageMargin = 9;

/** What the commands do that open, go through and close the forks. */
export const forkReducers = {
	fork: openFork,
	closeFork,
	previousFork: state => stepFork(state, -1),
	nextFork: state => stepFork(state, 1),
	ourBranch: state => withView(state, {side: 'ours', at: 0}),
	theirBranch: state => withView(state, {side: 'theirs', at: 0}),
	lookBranch: state => {
		if (state.panes.fork.looks) return leaveFork(state);
		const looking = withView(state, {looks: true});
		return {...looking, panes: {...looking.panes, zoomed: 'fork'}};
	},
} satisfies Readonly<Record<string, (state: State) => State>>;

/** Where there is no room beside the table, the pane has all of the screen, so that the key always shows something. */
function openFork(state: State): State {
	const key = shownFork(state)?.key ?? null;
	const wanted = {...state.panes.wanted, fork: true};
	const panes: Panes = {...state.panes, wanted, focus: 'fork', fork: {...initialForkView, key}};
	return {...state, panes: {...panes, zoomed: fitsPane(state, 'fork') ? null : 'fork'}};
}

function closeFork(state: State): State {
	const {panes} = state;
	const wanted = {...panes.wanted, fork: false};
	return {...state, panes: {...unzoom(panes), wanted, fork: initialForkView}};
}

/** The state one step back from where somebody is in the forks: from a branch to both, from both to the table. */
export function leaveFork(state: State): State {
	if (!state.panes.fork.looks) return closeFork(state);
	const both = withView(state, {looks: false});
	return {...both, panes: {...both.panes, zoomed: fitsPane(state, 'fork') ? null : 'fork'}};
}

function withView(state: State, view: Partial<ForkView>): State {
	return {...state, panes: {...state.panes, fork: {...state.panes.fork, ...view}}};
}
