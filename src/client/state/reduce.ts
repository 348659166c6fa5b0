import type {LinkEvent, LinkPhase} from '../link-event.ts';
import {type Arrivals, noArrivals, sampleArrivals} from './arrivals.ts';
import {boxCharactersMax, readDraft, setText, typeInto} from './input-box.ts';
import {forgetChain, takeReading} from './readings.ts';
import {reduceCommand} from './reduce-command.ts';
import {type Action, extentOf, type Notice, rangeOf, type State} from './state.ts';
import {follow, type Motion} from './viewport.ts';

/** For how long a notice stays, in milliseconds. What is bad stays until it is put away. */
const noticeMs: Readonly<Record<Notice['tone'], number>> = {
	info: 12_000,
	warn: 20_000,
	bad: Number.POSITIVE_INFINITY,
};
const noticesMax = 3;
/** While blocks come fast, a following selection moves four times a second. */
const selectionMs = 250;

/**
 * The state after `action`, which happened at `nowMs` (Date.now() time). Pure. The same object comes back
 * when nothing that is shown has changed, so that nothing is drawn again.
 */
export function reduce(state: State, action: Action, nowMs: number): State {
	return settleView(reduceAction(state, action, nowMs), nowMs);
}

function reduceAction(state: State, action: Action, nowMs: number): State {
	switch (action.kind) {
		case 'link':
			return reduceLink(state, action.event, nowMs);
		case 'resized':
			return {...state, columns: action.columns, rows: action.rows};
		case 'tick':
			return reduceTick(state, nowMs);
		case 'command':
			return reduceCommand({...state, remark: null}, action.name);
		case 'typed':
			return {...state, remark: null, box: typeInto(state.box, action.text.slice(0, boxCharactersMax))};
		case 'pasted':
			return reducePaste({...state, remark: null}, action.text, action.cut);
		case 'remark':
			return {...state, remark: action.remark};
	}
}

function reduceLink(state: State, event: LinkEvent, nowMs: number): State {
	switch (event.kind) {
		case 'phase':
			return reducePhase(state, event.phase, nowMs);
		case 'hub': {
			const isAnother = event.hub.welcome?.ledger !== state.hub.welcome?.ledger && state.hub.welcome !== null;
			return {...state, hub: event.hub, readings: isAnother ? forgetChain(state.readings) : state.readings};
		}
		case 'chain':
			return measure({...state, chain: event.chain}, nowMs);
		case 'reading':
			return {...state, readings: takeReading(state.readings, event.reading, nowMs)};
		case 'status':
			return {...state, status: event.status};
		case 'notice': {
			const notice = {tone: event.tone, text: event.text, untilMs: nowMs + noticeMs[event.tone]};
			const others = state.notices.filter(({text}) => text !== event.text);
			return {...state, notices: [...others, notice].slice(-noticesMax)};
		}
	}
}

function reducePhase(state: State, phase: LinkPhase, nowMs: number): State {
	const {kind} = phase;
	const isCatchingUp = kind === 'catchingUp' && state.phase.kind !== 'catchingUp';
	const catchUp = isCatchingUp
		? {sinceMs: nowMs, fromLength: state.chain.length, perSecond: 0}
		: state.catchUp;
	const isConnected = kind === 'negotiating' || kind === 'catchingUp' || kind === 'live' || kind === 'plain';
	return {
		...state,
		phase,
		retryInS: secondsUntilRetry(phase, nowMs),
		wasConnected: state.wasConnected || isConnected,
		lastReason: kind === 'waiting' ? phase.reason : isConnected ? null : state.lastReason,
		catchUp: kind === 'catchingUp' ? catchUp : null,
		// The hub's past came all at once; only what comes from now on says how fast the chain grows.
		arrivals: kind === state.phase.kind ? state.arrivals : noArrivals,
		status: isConnected ? state.status : null,
	};
}

function secondsUntilRetry(phase: LinkPhase, nowMs: number): number {
	return phase.kind === 'waiting' ? Math.max(0, Math.ceil((phase.retryAtMs - nowMs) / 1_000)) : 0;
}

function reduceTick(before: State, nowMs: number): State {
	const state = measure(before, nowMs);
	const retryInS = secondsUntilRetry(state.phase, nowMs);
	const hasOldNotice = state.notices.some(({untilMs}) => untilMs <= nowMs);
	if (retryInS === state.retryInS && !hasOldNotice) return state;
	const notices = hasOldNotice ? state.notices.filter(({untilMs}) => untilMs > nowMs) : state.notices;
	return {...state, retryInS, notices};
}

/** How fast blocks come: in live mode those that are new, while catching up those of the past. */
function measure(state: State, nowMs: number): State {
	const {phase, catchUp, chain} = state;
	if (phase.kind === 'live') {
		const arrivals: Arrivals = sampleArrivals(state.arrivals, chain.length, nowMs);
		return arrivals === state.arrivals ? state : {...state, arrivals};
	}
	if (catchUp) {
		const ms = nowMs - catchUp.sinceMs;
		const perSecond = ms < selectionMs ? 0 : ((chain.length - catchUp.fromLength) * 1_000) / ms;
		return {...state, catchUp: {...catchUp, perSecond}};
	}
	return state;
}

function reducePaste(state: State, text: string, cut: boolean): State {
	if (state.question || state.helpTop !== null) return state;
	const draft = readDraft(text, rangeOf(state));
	if (cut)
		return {...state, remark: {tone: 'bad', text: 'That paste is too long: nothing was taken from it.'}};
	if (!draft.ok) return {...state, remark: {tone: 'bad', text: `Pasted: ${draft.reason}`}};
	const [first, ...more] = draft.bpms;
	if (more.length > 0) return {...state, question: {kind: 'several', bpms: draft.bpms}};
	return {...state, box: setText(state.box, String(first))};
}

/** Moves the page and the selection to where they belong after a change. */
function settleView(state: State, nowMs: number): State {
	const motion = motionOf(state);
	const selects = motion === 'scroll' || nowMs - state.selectedAtMs >= selectionMs;
	const view = follow(state.view, extentOf(state), motion, selects);
	if (view === state.view) return state;
	return {...state, view, selectedAtMs: view.selected === state.view.selected ? state.selectedAtMs : nowMs};
}

/** While the hub's past arrives, its beginning stands still; fast blocks fill pages. */
function motionOf({phase, arrivals}: State): Motion {
	if (phase.kind === 'catchingUp') return 'stand';
	return arrivals.fast ? 'page' : 'scroll';
}
