import type {Direction} from '../find/search.ts';
import type {CommandName} from '../keys/command.ts';
import {layoutOf} from '../screen/layout.ts';
import type {Search} from '../seeker.ts';
import {directionOf} from './find-commands.ts';
import {queryOf} from './finding.ts';
import {type Draft, readDraft} from './input-box.ts';
import {selectedOwn} from './own-commands.ts';
import {findAsking, findUndelivered, findWithdrawable, isWithdrawable} from './readings.ts';
import {isDoubtful, type Question, rangeOf, type State, tipOf} from './state.ts';

/** What a command asks of the world outside the state. */
export type Effect =
	| {readonly kind: 'submit'; readonly bpm: number}
	| {readonly kind: 'withdraw'; readonly id: string}
	| {readonly kind: 'resend'; readonly id: string}
	| {readonly kind: 'seek'; readonly search: Search}
	/** Scrolls the zoomed detail by pages. */
	| {readonly kind: 'scroll'; readonly rows: number}
	| {readonly kind: 'mark'; readonly index: number}
	/** Sends something of the block at `index` to the terminal's clipboard. */
	| {readonly kind: 'copy'; readonly what: 'hash' | 'block' | 'proof'; readonly index: number}
	| {readonly kind: 'trust'}
	| {readonly kind: 'retry'}
	| {readonly kind: 'mouse'; readonly on: boolean}
	| {readonly kind: 'redraw'}
	| {readonly kind: 'suspend'}
	| {readonly kind: 'leave'};

/** What `name` asks of the link and the terminal in this state, in order. */
export function effectsOf(state: State, name: CommandName): readonly Effect[] {
	switch (name) {
		case 'add': {
			const draft = readBox(state);
			return draft.ok && draft.bpms.length === 1 && !isDoubtful(state)
				? [{kind: 'submit', bpm: draft.bpms[0]!}]
				: [];
		}
		case 'confirm':
			return effectsOfYes(state.question);
		case 'resend':
			return findAsking(state.readings).map(({id}) => ({kind: 'resend', id}));
		case 'withdraw': {
			const ids = withdrawableIds(state);
			// More than one at a time is asked about.
			return ids.length === 1 ? [{kind: 'withdraw', id: ids[0]!}] : [];
		}
		case 'runFind':
			return seekTyped(state);
		case 'nextMatch':
			return seekAgain(state, 1);
		case 'previousMatch':
			return seekAgain(state, -1);
		case 'pageUp':
		case 'pageDown':
			return state.panes.zoomed === 'detail'
				? [{kind: 'scroll', rows: pageOf(state) * (name === 'pageUp' ? -1 : 1)}]
				: [];
		case 'mark':
			return [{kind: 'mark', index: state.view.selected}];
		case 'copyHash':
			return [{kind: 'copy', what: 'hash', index: state.view.selected}];
		case 'copyBlock':
			return [{kind: 'copy', what: 'block', index: state.view.selected}];
		case 'copyProof':
			return [{kind: 'copy', what: 'proof', index: state.view.selected}];
		case 'trust':
			return [{kind: 'trust'}];
		case 'retry':
			return [{kind: 'retry'}];
		case 'mouse':
			return [{kind: 'mouse', on: !state.mouse}];
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

function effectsOfYes(question: Question | null): readonly Effect[] {
	if (question === null) return [];
	switch (question.kind) {
		case 'leave':
			return [{kind: 'leave'}];
		case 'drop':
			return question.ids.map(id => ({kind: 'withdraw', id}));
		default:
			return question.bpms.map(bpm => ({kind: 'submit', bpm}));
	}
}

/** What withdrawing means now: the selected reading, all of those that ask, or the newest one that waits. */
export function withdrawableIds(state: State): readonly string[] {
	const selected = selectedOwn(state);
	if (selected) return isWithdrawable(selected) ? [selected.id] : [];
	// One question is about all that ask, so one answer is too.
	const asking = findAsking(state.readings);
	const newest = findWithdrawable(state.readings);
	return (asking.length > 0 || !newest ? asking : [newest]).map(({id}) => id);
}

/** The search for what is typed, where it can be read as a query. */
function seekTyped(state: State): readonly Effect[] {
	const query = state.finding.asks === 'query' ? queryOf(state) : null;
	if (query === null) return [];
	const {view, chain} = state;
	const direction = directionOf(state);
	return [
		{kind: 'seek', search: {query, from: view.following ? tipOf(chain) + 1 : view.selected, direction}},
	];
}

/** On with the last search in its direction (1), or back (-1). */
function seekAgain({finding, view}: State, way: Direction): readonly Effect[] {
	if (!finding.last) return [];
	const {query, direction} = finding.last;
	return [{kind: 'seek', search: {query, from: view.selected, direction: direction === way ? 1 : -1}}];
}

/** What stands in the box: one reading is typed at a time; several are pasted. */
export function readBox(state: State): Draft {
	return readDraft(state.box.text, rangeOf(state));
}

/** Whether leaving asks first: the second time, or in answer to the question, leaving is leaving. */
export function asksBeforeLeaving({question, readings}: State): boolean {
	return question?.kind !== 'leave' && findUndelivered(readings).length > 0;
}

/** Rows by which a zoomed pane is turned: two of the page before stay. */
function pageOf(state: State): number {
	return Math.max(1, layoutOf(state).body.height - 2);
}
