import type {CommandName} from '../keys/command.ts';
import {typeConsent} from './alarm-state.ts';
import {asksBeforeLeaving, readBox, withdrawableIds} from './effects.ts';
import {findReducers} from './find-commands.ts';
import {isForkFocused, moveInFork, turnFork} from './fork-commands.ts';
import {helpReducers} from './help.ts';
import {browse, moveCaret, remember, setText, withoutWord} from './input-box.ts';
import {isOwnFocused, moveOwn, openOwn, turnOwn} from './own-commands.ts';
import {paneReducers} from './pane-commands.ts';
import {extentOf, isDoubtful, type State} from './state.ts';
import {atEnd, atStart, moveBy, pageBy} from './viewport.ts';
import {wayReducers} from './ways.ts';

/**
 * The state after a command, given by pressing `key`. What the command asks of the hub is told by `effectsOf`,
 * before.
 */
export function reduceCommand(state: State, name: CommandName, key = ''): State {
	return reducers[name](state, key);
}

type Reducer = (state: State, key: string) => State;

const unchanged: Reducer = state => state;
const closeQuestion: Reducer = state => ({...state, question: null});
const look =
	(move: typeof moveBy, by: number): Reducer =>
	state => ({...state, view: move(state.view, extentOf(state), by)});
const turn =
	(pages: 1 | -1): Reducer =>
	state => {
		if (state.panes.zoomed === 'detail') return state;
		if (isOwnFocused(state)) return turnOwn(state, pages);
		if (isForkFocused(state)) return turnFork(state, pages);
		return {...state, view: pageBy(state.view, extentOf(state), pages)};
	};
const step =
	(by: 1 | -1): Reducer =>
	state => {
		if (isOwnFocused(state)) return moveOwn(state, by);
		return isForkFocused(state) ? moveInFork(state, by) : look(moveBy, by)(state, '');
	};
const reducers: Readonly<Record<CommandName, Reducer>> = {
	...paneReducers,
	...findReducers,
	...wayReducers,
	...helpReducers,
	// The text of the box comes back from the input as `typed`.
	type: unchanged,
	typeOn: unchanged,
	eraseBack: unchanged,
	eraseForward: state => moveBox(state, 1),
	caretLeft: state => moveBox(state, -1),
	caretRight: state => moveBox(state, 1),
	caretStart: state => ({...state, box: moveCaret(state.box, 0)}),
	caretEnd: state => ({...state, box: moveCaret(state.box, state.box.text.length)}),
	eraseWord: state => ({...state, box: withoutWord(state.box)}),
	clear: state => ({...state, box: setText({...state.box, historyAt: state.box.history.length}, '')}),
	earlierReading: state => ({...state, box: browse(state.box, -1)}),
	laterReading: state => ({...state, box: browse(state.box, 1)}),
	add(state) {
		const draft = readBox(state);
		if (!draft.ok) return {...state, remark: {tone: 'bad', text: draft.reason, short: draft.short}};
		const box = remember(state.box, state.box.text);
		const {bpms} = draft;
		if (isDoubtful(state)) return {...state, box, question: {kind: 'doubtful', bpms}};
		return {...state, box, question: bpms.length > 1 ? {kind: 'several', bpms} : null};
	},
	resend: unchanged,
	withdraw(state) {
		const ids = withdrawableIds(state);
		return ids.length > 1 ? {...state, question: {kind: 'drop', ids}} : state;
	},
	up: step(-1),
	down: step(1),
	openOwn,
	pageUp: turn(-1),
	pageDown: turn(1),
	first: state => ({...state, view: atStart(extentOf(state))}),
	follow: state => ({...state, view: atEnd(extentOf(state))}),
	lookBoth: state => ({
		...state,
		alarm: {...state.alarm, looks: !state.alarm.looks},
		// What stands before the selected block says as much as what comes after it.
		view: {...state.view, top: Math.max(0, state.view.selected - 2)},
	}),
	consent: typeConsent,
	consentBack: state => withConsent(state, state.alarm.consent.slice(0, -1)),
	consentClear: state => withConsent(state, ''),
	trust: state => withConsent(state, ''),
	confirm: closeQuestion,
	decline: closeQuestion,
	dismiss: state => ({...state, notices: [], network: {...state.network, news: null}}),
	retry: unchanged,
	copyHash: unchanged,
	copyBlock: unchanged,
	copyProof: unchanged,
	redraw: unchanged,
	suspend: unchanged,
	quit: state => (asksBeforeLeaving(state) ? {...state, question: {kind: 'leave'}} : state),
	leaveNow: unchanged,
};

function withConsent(state: State, consent: string): State {
	return {...state, alarm: {...state.alarm, consent}};
}

function moveBox(state: State, by: number): State {
	return {...state, box: moveCaret(state.box, state.box.caret + by)};
}
