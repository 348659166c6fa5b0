import type {CommandName} from '../keys/command.ts';
import {helpFrame, helpTopMax} from '../screen/help-rows.ts';
import {typeConsent} from './alarm-state.ts';
import {
	boxCharactersMax,
	browse,
	type Draft,
	moveCaret,
	readDraft,
	remember,
	setText,
	withoutWord,
} from './input-box.ts';
import {findAsking, findUndelivered, findWithdrawable} from './readings.ts';
import {extentOf, isDoubtful, rangeOf, type State} from './state.ts';
import {atEnd, atStart, moveBy, pageBy} from './viewport.ts';

/**
 * The state after a command, given by pressing `key`. What the command asks of the hub is told by `effectsOf`,
 * before.
 */
export function reduceCommand(state: State, name: CommandName, key = ''): State {
	return reducers[name](state, key);
}

/** What a command asks of the world outside the state. */
export type Effect =
	| {readonly kind: 'submit'; readonly bpm: number}
	| {readonly kind: 'withdraw'; readonly id: string}
	| {readonly kind: 'resend'; readonly id: string}
	| {readonly kind: 'trust'}
	| {readonly kind: 'retry'}
	| {readonly kind: 'redraw'}
	| {readonly kind: 'suspend'}
	| {readonly kind: 'leave'};

/** What `name` asks of the link and the terminal in this state, in order. */
export function effectsOf(state: State, name: CommandName): readonly Effect[] {
	switch (name) {
		case 'add': {
			const draft = readBox(state);
			return draft.ok && !isDoubtful(state) ? [{kind: 'submit', bpm: draft.bpms[0]!}] : [];
		}
		case 'confirm':
			if (state.question?.kind === 'leave') return [{kind: 'leave'}];
			return (state.question?.bpms ?? []).map(bpm => ({kind: 'submit', bpm}));
		case 'resend':
			return findAsking(state.readings).map(({id}) => ({kind: 'resend', id}));
		case 'withdraw': {
			// One question is about all that ask, so one answer is too.
			const asking = findAsking(state.readings);
			const newest = findWithdrawable(state.readings);
			const readings = asking.length > 0 || !newest ? asking : [newest];
			return readings.map(({id}) => ({kind: 'withdraw', id}));
		}
		case 'trust':
			return [{kind: 'trust'}];
		case 'retry':
			return [{kind: 'retry'}];
		case 'redraw':
			return [{kind: 'redraw'}];
		case 'suspend':
			return [{kind: 'suspend'}];
		case 'quit':
			return asksBeforeLeaving(state) ? [] : [{kind: 'leave'}];
		case 'leaveNow':
			return [{kind: 'leave'}];
		default:
			return [];
	}
}

/**
 * The keys that ink-text-input is given for a command, in its own bytes. It knows the arrows, Backspace and
 * characters; its cursor is never pushed beyond the ends of the text, where it would lose its place.
 */
export function keysForInput({box}: State, name: CommandName, key: string): readonly string[] {
	const {text, caret} = box;
	switch (name) {
		case 'type':
			return text.length < boxCharactersMax ? [key] : [];
		case 'eraseBack':
			return caret > 0 ? [inputKeys.backspace] : [];
		case 'eraseForward':
			return caret < text.length ? [inputKeys.right, inputKeys.backspace] : [];
		case 'caretLeft':
			return caret > 0 ? [inputKeys.left] : [];
		case 'caretRight':
			return caret < text.length ? [inputKeys.right] : [];
		case 'caretStart':
			return Array.from({length: caret}, () => inputKeys.left);
		case 'caretEnd':
			return Array.from({length: text.length - caret}, () => inputKeys.right);
		default:
			return [];
	}
}

const inputKeys = {left: '\x1b[D', right: '\x1b[C', backspace: '\x7f'} as const;

type Reducer = (state: State, key: string) => State;

const unchanged: Reducer = state => state;
const closeQuestion: Reducer = state => ({...state, question: null});
const look =
	(move: typeof moveBy, by: number): Reducer =>
	state => ({...state, view: move(state.view, extentOf(state), by)});
const turn =
	(pages: 1 | -1): Reducer =>
	state => ({...state, view: pageBy(state.view, extentOf(state), pages)});
const scrollHelp =
	(lines: (state: State) => number): Reducer =>
	state => {
		const top = (state.helpTop ?? 0) + lines(state);
		return {...state, helpTop: Math.max(0, Math.min(helpTopMax(state), top))};
	};

const reducers: Readonly<Record<CommandName, Reducer>> = {
	// The text of the box comes back from the input as `typed`.
	type: unchanged,
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
		if (isDoubtful(state)) return {...state, box, question: {kind: 'doubtful', bpms: draft.bpms}};
		return {...state, box};
	},
	resend: unchanged,
	withdraw: unchanged,
	up: look(moveBy, -1),
	down: look(moveBy, 1),
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
	dismiss: state => ({...state, notices: []}),
	retry: unchanged,
	help: state => ({...state, helpTop: 0}),
	helpUp: scrollHelp(() => -1),
	helpDown: scrollHelp(() => 1),
	helpPageUp: scrollHelp(state => -helpFrame(state).lines),
	helpPageDown: scrollHelp(state => helpFrame(state).lines),
	helpClose: state => ({...state, helpTop: null}),
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

/** One reading is typed at a time; several are pasted. */
function readBox(state: State): Draft {
	return readDraft(state.box.text, rangeOf(state));
}

/** The second time, or in answer to the question, leaving is leaving. */
function asksBeforeLeaving({question, readings}: State): boolean {
	return question?.kind !== 'leave' && findUndelivered(readings).length > 0;
}
