import {chosenOf, helpFrame, listHelp} from '../screen/help-rows.ts';
import type {State} from './state.ts';

/** The help while it is open. */
export interface HelpView {
	/** What was typed to see only what has it in it. */
	readonly filter: string;
	/** Which of the entries listed was chosen, from 0. */
	readonly chosen: number;
	/** What it does: what can be done now comes first, so that the list may change while somebody looks at it. */
	readonly text?: string | undefined;
}

/** More is never needed to find one entry among a few dozen. */
const filterCharactersMax = 30;

type Reducer = (state: State, key: string) => State;

const withFilter =
	(change: (filter: string, key: string) => string): Reducer =>
	(state, key) => {
		const filter = change(state.help?.filter ?? '', key).slice(0, filterCharactersMax);
		return {...state, help: {filter, chosen: 0}};
	};

const choose =
	(by: (state: State) => number): Reducer =>
	state => {
		const {filter = ''} = state.help ?? {};
		const entries = listHelp(state);
		const most = Math.max(0, entries.length - 1);
		const chosen = Math.max(0, Math.min(most, chosenOf(state, entries) + by(state)));
		return {...state, help: {filter, chosen, text: entries[chosen]?.text}};
	};

const page = (state: State): number => Math.max(1, helpFrame(state).lines - 1);

/** What the commands do that open, filter and leave the help. */
export const helpReducers = {
	help: state => ({...state, help: {filter: '', chosen: 0}}),
	helpType: withFilter((filter, key) => filter + key),
	helpErase: withFilter(filter => filter.slice(0, -1)),
	helpClear: withFilter(() => ''),
	helpUp: choose(() => -1),
	helpDown: choose(() => 1),
	helpPageUp: choose(state => -page(state)),
	helpPageDown: choose(page),
	helpFirst: choose(() => Number.NEGATIVE_INFINITY),
	helpLast: choose(() => Number.POSITIVE_INFINITY),
	helpUnfilter: withFilter(() => ''),
	helpRun: state => ({...state, help: null}),
	helpClose: state => ({...state, help: null}),
} satisfies Readonly<Record<string, Reducer>>;
