import {type AlarmFacts, findDifference} from '../alarm-facts.ts';
import type {ChainFacts, LinkEvent, LinkPhase} from '../link-event.ts';
import {calm} from './alarm-state.ts';
import {type Arrivals, noArrivals, sampleArrivals} from './arrivals.ts';
import {boxCharactersMax, readDraft, setText, typeInto} from './input-box.ts';
import {findUndelivered, forgetChain, type Readings, takeReading} from './readings.ts';
import {reduceCommand} from './reduce-command.ts';
import {
	type Action,
	extentOf,
	isDoubtful,
	type Notice,
	type Remark,
	rangeOf,
	type State,
	tipOf,
} from './state.ts';
import {follow, initialViewport, type Motion} from './viewport.ts';

/** For how long a notice stays, in milliseconds. What is bad stays until it is put away. */
const noticeMs: Readonly<Record<Notice['tone'], number>> = {
	info: 12_000,
	warn: 20_000,
	bad: Number.POSITIVE_INFINITY,
};
const noticesMax = 3;
/** For how long a remark stays: about a key for a glance, about what was typed until it can have been read. */
const remarkMs: Readonly<Record<Remark['tone'], number>> = {muted: 2_500, wait: 2_500, bad: 8_000};
/** After this long without a block nothing comes fast any more, whatever the average says. */
const pauseMs = 150;
/** While blocks come fast, a following selection moves four times a second. */
const selectionMs = 250;

/**
 * The state after `action`, which happened at `nowMs` (Date.now() time). Pure. The same object comes back
 * when nothing that is shown has changed, so that nothing is drawn again.
 */
export function reduce(state: State, action: Action, nowMs: number): State {
	const next = settleQuestion(reduceAction(state, action, nowMs));
	const isNewRemark = next.remark !== null && next.remark !== state.remark;
	return settleView(isNewRemark ? {...next, remarkAtMs: nowMs} : next, nowMs);
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
			return reduceCommand({...state, remark: null}, action.name, action.key);
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
			return measure(
				{...state, chain: event.chain, grownAtMs: nowMs, readings: ownReadings(state, event.chain)},
				nowMs,
			);
		case 'reading':
			return {...state, readings: takeReading(state.readings, event.reading, nowMs)};
		case 'status':
			return {...state, status: event.status};
		case 'notice': {
			const {tone, text, passing} = event;
			const notice = {tone, text, passing, untilMs: nowMs + noticeMs[tone]};
			const others = state.notices.filter(other => other.text !== text);
			return {...state, notices: [...others, notice].slice(-noticesMax)};
		}
	}
}

/** In plain mode nobody says where a reading went whose block was replaced: no block is known to be ours then. */
function ownReadings({hub, chain, readings}: State, {revision}: ChainFacts): Readings {
	return hub.welcome === null && revision !== chain.revision ? forgetChain(readings) : readings;
}

function reducePhase(state: State, phase: LinkPhase, nowMs: number): State {
	const {kind} = phase;
	const isCatchingUp = kind === 'catchingUp' && state.phase.kind !== 'catchingUp';
	const catchUp = isCatchingUp
		? {sinceMs: nowMs, fromLength: state.chain.length, perSecond: 0}
		: state.catchUp;
	const isHub = kind === 'catchingUp' || kind === 'live' || kind === 'plain';
	const isConnected = kind === 'negotiating' || isHub;
	return {
		...state,
		phase,
		...(kind === 'alarm' ? beginAlarm(state, phase.facts) : {alarm: calm}),
		...(kind !== 'alarm' && state.phase.kind === 'alarm' ? {view: initialViewport} : {}),
		retryInS: secondsUntilRetry(phase, nowMs),
		wasConnected: state.wasConnected || isHub,
		lastReason: kind === 'waiting' ? phase.reason : isConnected ? null : state.lastReason,
		stranger: strangerIn(phase, isHub ? null : state.stranger),
		notices: isHub ? state.notices.filter(({passing}) => !passing) : state.notices,
		catchUp: kind === 'catchingUp' ? catchUp : null,
		// The hub's past came all at once; only what comes from now on says how fast the chain grows.
		arrivals: kind === state.phase.kind ? state.arrivals : noArrivals,
		status: isConnected ? state.status : null,
	};
}

/** An alarm shows where the chains part, and nothing is trusted that was not typed after it. */
function beginAlarm(state: State, facts: AlarmFacts): Pick<State, 'alarm' | 'view'> {
	const difference = findDifference(facts);
	const at = difference ? facts.blocks.toReversed().indexOf(difference) : facts.blocks.length - 1;
	const selected = Math.max(
		0,
		state.chain.length > 0 ? (difference?.pinned.index ?? tipOf(state.chain)) : at,
	);
	return {alarm: calm, view: {top: Math.max(0, selected - 2), selected, following: false}};
}

/** Once something there was found to be no hub, it is none until a hub answers or nothing does. */
function strangerIn(phase: LinkPhase, before: string | null): string | null {
	if (phase.kind !== 'waiting') return before;
	return phase.stranger ? phase.reason : null;
}

function secondsUntilRetry(phase: LinkPhase, nowMs: number): number {
	return phase.kind === 'waiting' ? Math.max(0, Math.ceil((phase.retryAtMs - nowMs) / 1_000)) : 0;
}

function reduceTick(before: State, nowMs: number): State {
	const state = measure(before, nowMs);
	const retryInS = secondsUntilRetry(state.phase, nowMs);
	const hasOldNotice = state.notices.some(({untilMs}) => untilMs <= nowMs);
	const isRemarkOld = state.remark !== null && nowMs - state.remarkAtMs >= remarkMs[state.remark.tone];
	if (retryInS === state.retryInS && !hasOldNotice && !isRemarkOld) return state;
	const notices = hasOldNotice ? state.notices.filter(({untilMs}) => untilMs > nowMs) : state.notices;
	return {...state, retryInS, notices, remark: isRemarkOld ? null : state.remark};
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
	if (cut) {
		const text = 'That paste is too long: nothing was added.';
		return {...state, remark: {tone: 'bad', text, short: 'too long, none added'}};
	}
	if (!draft.ok) {
		const text = `Nothing was added: ${draft.reason}`;
		return {...state, remark: {tone: 'bad', text, short: `none added: ${draft.short}`}};
	}
	const [first, ...more] = draft.bpms;
	if (more.length > 0) {
		const kind = isDoubtful(state) ? 'doubtful' : 'several';
		return {...state, question: {kind, bpms: draft.bpms}};
	}
	return {...state, box: setText(state.box, String(first))};
}

/** Whether to leave is no question any more when nothing would be lost. */
function settleQuestion(state: State): State {
	const isMoot = state.question?.kind === 'leave' && findUndelivered(state.readings).length === 0;
	return isMoot ? {...state, question: null} : state;
}

/** Moves the page and the selection to where they belong after a change. */
function settleView(state: State, nowMs: number): State {
	const motion = motionOf(state, nowMs);
	const selects = motion === 'scroll' || nowMs - state.selectedAtMs >= selectionMs;
	const view = follow(state.view, extentOf(state), motion, selects);
	if (view === state.view) return state;
	return {...state, view, selectedAtMs: view.selected === state.view.selected ? state.selectedAtMs : nowMs};
}

/** While the hub's past arrives, its beginning stands still; fast blocks fill pages. */
function motionOf({phase, arrivals, grownAtMs}: State, nowMs: number): Motion {
	if (phase.kind === 'catchingUp') return 'stand';
	return arrivals.fast && Math.abs(nowMs - grownAtMs) < pauseMs ? 'page' : 'scroll';
}
