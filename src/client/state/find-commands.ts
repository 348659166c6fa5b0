import {findNearest} from '../find/nearest.ts';
import type {Direction, Found} from '../find/search.ts';
import {ask, giveBack, lookAt, readAsked} from './finding.ts';
import type {State} from './state.ts';

type Reducer = (state: State) => State;

const unchanged: Reducer = state => state;
const jumpOwn =
	(direction: Direction): Reducer =>
	state =>
		land(state, 'reading of yours', findNearest(state.readings.own.keys(), state.view.selected, direction));

/** What the commands do that look for blocks. What has to be looked for in the chain comes back as `found`. */
export const findReducers = {
	goTo: state => ask(state, 'block'),
	find: state => ask(state, 'query'),
	typeFind: unchanged,
	runFind(state) {
		const parsed = readAsked(state);
		if (!parsed) return state;
		if (!parsed.ok) {
			const {reason, short = 'cannot be read'} = parsed;
			return {...state, remark: {tone: 'bad', text: reason, short: [short, 'cannot be read']}};
		}
		if ('index' in parsed) return lookAt(giveBack(state), parsed.index);
		const {query, readAs, instead} = parsed;
		// The box goes on asking until something is found: what was typed can be mended.
		const last = {query, readAs, instead, direction: directionOf(state)};
		return {...state, finding: {...state.finding, last}};
	},
	endFind: giveBack,
	endSearch: state => ({...state, finding: {...state.finding, last: null, matches: null}}),
	nextMatch: unchanged,
	previousMatch: unchanged,
	nextOwn: jumpOwn(1),
	previousOwn: jumpOwn(-1),
	mark: unchanged,
	nextMark: state => land(state, 'mark', findNearest(state.finding.marks.keys(), state.view.selected, 1)),
} satisfies Readonly<Record<string, Reducer>>;

/** From the newest block the way is up; from any other one down, as in every pager. */
export function directionOf({view}: State): Direction {
	return view.following ? -1 : 1;
}

/** The state that looks at the next match, or says that there is none, and what may have been meant instead. */
export function landOnMatch(state: State, landing: Found | null): State {
	const {last} = state.finding;
	if (landing || !last) return land(giveBack(state), 'match', landing);
	const text = `Not found: ${last.readAs}.`;
	const short = ['not found'];
	// What was never found is nothing to go on with.
	const isTyped = state.finding.asks !== null;
	const missed = isTyped ? {...state, finding: {...state.finding, last: null}} : state;
	if (last.instead === undefined) return {...missed, remark: {tone: 'wait', text, short}};
	return {...missed, remark: {tone: 'wait', text: `${text} Or ${last.instead}.`, short: [text, ...short]}};
}

/** The state that looks at what a jump came to, or says that there is nothing. */
function land(state: State, what: string, landing: Found | null): State {
	if (!landing) return {...state, remark: {tone: 'wait', text: `There is no ${what}.`}};
	const at = lookAt(state, landing.index);
	if (!landing.wrapped) return at;
	const {selected} = state.view;
	if (landing.index === selected) return {...at, remark: {tone: 'muted', text: `There is no other ${what}.`}};
	const end = landing.index < selected ? 'oldest' : 'newest';
	const text = `The search went round: from the ${end} block again.`;
	return {...at, remark: {tone: 'muted', text, short: `again from the ${end}`}};
}
