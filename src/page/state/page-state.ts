import type {Block, Tip} from '../../core/block.ts';
import type {Fault} from '../chain/judge.ts';
import type {Hello} from '../hub/hub-event.ts';
import {pageLimits} from '../page-limits.ts';

/** How the page stands with the hub. */
export type LinkState =
	| {readonly kind: 'connecting'}
	| {readonly kind: 'live'}
	/** Not reached since then; the next attempt is at `retryAtMs`, or under way (null). Milliseconds since 1970. */
	| {
			readonly kind: 'away';
			readonly sinceMs: number;
			readonly retryAtMs: number | null;
			readonly reason: string;
	  }
	/** The hub has another past: it is left alone until a person decides. */
	| {readonly kind: 'stopped'};

/** Something that happened and is told until it is dismissed. */
export interface Notice {
	readonly id: number;
	readonly tone: 'info' | 'bad';
	/** A sentence. */
	readonly text: string;
	/** The blocks that a better chain replaced. */
	readonly replaced: readonly Block[];
}

/** A hub that is not the one, or has not the past, that was verified here. */
export interface Stranger {
	readonly hello: Hello;
	/** What differs; sentences. */
	readonly differences: readonly string[];
}

/** Everything about the chain that is shown, besides the blocks themselves. A value; `reduce` makes the next one. */
export interface PageState {
	readonly link: LinkState;
	/** The hub, once it has introduced itself. */
	readonly hub: Hello | null;
	readonly tip: Tip | null;
	/** Clients of the hub; null where it does not say. */
	readonly connections: number | null;
	/** What is wrong with the lowest block that was found not to be valid. */
	readonly fault: Fault | null;
	readonly stranger: Stranger | null;
	readonly notices: readonly Notice[];
	/** Blocks held here, each of them judged. */
	readonly held: number;
	/** Blocks that came as news since the page was opened. */
	readonly arrivals: number;
	/** Changes whenever a block may be another one than before. */
	readonly revision: number;
}

export const initialState: PageState = {
	link: {kind: 'connecting'},
	hub: null,
	tip: null,
	connections: null,
	fault: null,
	stranger: null,
	notices: [],
	held: 0,
	arrivals: 0,
	revision: 0,
};

export type Action =
	/** The hub introduced itself, and its chain is the one that is shown, from this block on. */
	| {readonly kind: 'met'; readonly hello: Hello; readonly tip: Tip}
	| {
			readonly kind: 'away';
			readonly reason: string;
			readonly nowMs: number;
			readonly delayMs: number | null;
	  }
	| {readonly kind: 'connections'; readonly connections: number | null}
	/** Blocks were judged and are held; `tip` where they are news. */
	| {readonly kind: 'judged'; readonly held: number; readonly fault: Fault | null}
	| {
			readonly kind: 'grown';
			readonly held: number;
			readonly fault: Fault | null;
			readonly tip: Tip;
			readonly count: number;
	  }
	/** The blocks above `tip` are gone; `text` tells why. */
	| {
			readonly kind: 'replaced';
			readonly tip: Tip;
			readonly held: number;
			readonly text: string;
			readonly replaced: readonly Block[];
	  }
	| {readonly kind: 'stranger'; readonly stranger: Stranger}
	/** Everything is to be seen for the first time; a sentence that tells why, unless a person asked for it. */
	| {readonly kind: 'anew'; readonly text: string | null}
	| {readonly kind: 'told'; readonly tone: Notice['tone']; readonly text: string}
	| {readonly kind: 'dismissed'; readonly id: number};

/** The state after something happened. */
export function reduce(state: PageState, action: Action): PageState {
	const next = change(state, action);
	return {...next, revision: state.revision + 1};
}

function change(state: PageState, action: Action): PageState {
	switch (action.kind) {
		case 'met':
			return {...state, link: {kind: 'live'}, hub: action.hello, tip: action.tip};
		case 'away':
			return {...state, link: awayLink(state.link, action)};
		case 'connections':
			return {...state, connections: action.connections};
		case 'judged':
			return {...state, held: action.held, fault: lowestFault(state.fault, action.fault)};
		case 'grown':
			return {
				...state,
				held: action.held,
				fault: lowestFault(state.fault, action.fault),
				tip: action.tip,
				arrivals: state.arrivals + action.count,
			};
		case 'replaced': {
			const {tip, held, text, replaced} = action;
			const fault = state.fault && state.fault.index <= tip.index ? state.fault : null;
			return tell({...state, tip, held, fault}, {tone: 'info', text, replaced});
		}
		case 'stranger':
			return {...state, link: {kind: 'stopped'}, stranger: action.stranger};
		case 'anew': {
			const {arrivals, notices} = state;
			const fresh = {...initialState, arrivals, notices};
			return action.text === null ? fresh : tell(fresh, {tone: 'info', text: action.text, replaced: []});
		}
		case 'told':
			return tell(state, {tone: action.tone, text: action.text, replaced: []});
		case 'dismissed':
			return {...state, notices: state.notices.filter(({id}) => id !== action.id)};
	}
}

function awayLink(link: LinkState, {reason, nowMs, delayMs}: Action & {kind: 'away'}): LinkState {
	const sinceMs = link.kind === 'away' ? link.sinceMs : nowMs;
	return {kind: 'away', sinceMs, reason, retryAtMs: delayMs === null ? null : nowMs + delayMs};
}

function lowestFault(a: Fault | null, b: Fault | null): Fault | null {
	if (!a || !b) return a ?? b;
	return b.index < a.index ? b : a;
}

function tell(state: PageState, notice: Omit<Notice, 'id'>): PageState {
	const id = (state.notices.at(-1)?.id ?? 0) + 1;
	return {...state, notices: [...state.notices, {...notice, id}].slice(-pageLimits.noticesMax)};
}
