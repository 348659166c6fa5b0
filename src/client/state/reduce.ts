import {type AlarmFacts, findDifference} from '../alarm-facts.ts';
import type {ChainFacts, LinkEvent, LinkPhase} from '../link-event.ts';
import {layoutOf} from '../screen/layout.ts';
import {calm} from './alarm-state.ts';
import {type Arrivals, noArrivals, sampleArrivals} from './arrivals.ts';
import {landOnMatch} from './find-commands.ts';
import {askedText, boxMax, giveBack} from './finding.ts';
import {readDraft, setText, typeInto} from './input-box.ts';
import {reduceMouse} from './mouse.ts';
import {ageNews, noNetwork, withoutHub} from './network.ts';
import {
	findUndelivered,
	forgetBlocks,
	forgetChain,
	isWithdrawable,
	type Readings,
	takeReading,
} from './readings.ts';
import {reduceCommand} from './reduce-command.ts';
import {reduceNetwork} from './reduce-network.ts';
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
/** For how long a remark stays: about a key for a glance, about what is not there or was typed until it can have been read. */
const remarkMs: Readonly<Record<Remark['tone'], number>> = {muted: 2_500, wait: 6_000, bad: 8_000};
/** For how long what became of readings is told that are settled and well. */
const outcomesMs = 15_000;
/** After this long without a block nothing comes fast any more, whatever the average says. */
const pauseMs = 500;
/** While blocks come fast, a following selection moves, and the page turns, at most four times a second. */
const moveMs = 250;
/** A page of which nothing stays is a whole screen of bytes: two a second are enough for what nobody can read. */
const rushMs = 500;

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
			return reduceResize(state, action.columns, action.rows);
		case 'tick':
			return reduceTick(state, nowMs);
		case 'command':
			return reduceCommand({...state, remark: null}, action.name, action.key);
		case 'typed':
			return {...state, remark: null, box: typeInto(state.box, action.text.slice(0, boxMax(state)))};
		case 'pasted':
			return reducePaste({...state, remark: null}, action.text, action.cut);
		case 'found':
			return landOnMatch(state, action.landing);
		case 'counted':
			return {...state, finding: {...state.finding, matches: action.matches}};
		case 'scrolled':
			return {...state, panes: {...state.panes, detailTop: action.top}};
		case 'marked':
			return {...state, finding: {...state.finding, marks: action.marks}};
		case 'mouse':
			return reduceMouse(state, action.report);
		case 'ground':
			return {...state, look: {...state.look, ground: action.ground}};
		case 'remark':
			return {...state, remark: action.remark};
	}
}

/** The input begins anew where it was not there, its cursor at the end; of what is looked for stays what there is room for. */
function reduceResize(before: State, columns: number, rows: number): State {
	const state = {...before, columns, rows};
	if (layoutOf(state).tooSmall) return state;
	const text = before.box.text.slice(0, boxMax(state));
	const isAnew = layoutOf(before).tooSmall || text !== before.box.text;
	return isAnew ? {...state, box: setText(before.box, text)} : state;
}

function reduceLink(state: State, event: LinkEvent, nowMs: number): State {
	switch (event.kind) {
		case 'phase':
			return reducePhase(state, event.phase, nowMs);
		case 'hub': {
			const isAnother = event.hub.welcome?.ledger !== state.hub.welcome?.ledger && state.hub.welcome !== null;
			return isAnother ? beginChain({...state, hub: event.hub}, nowMs) : {...state, hub: event.hub};
		}
		case 'chain':
			return measure(
				{...state, chain: event.chain, grownAtMs: nowMs, readings: ownReadings(state, event.chain)},
				nowMs,
			);
		case 'reading':
			return reduceNetwork(
				{...state, readings: takeReading(state.readings, event.reading, nowMs), outcomesSeen: false},
				event,
				nowMs,
			);
		case 'status':
			return reduceNetwork({...state, status: event.status}, event, nowMs);
		case 'notice':
			return notify(state, event, nowMs);
		default:
			return reduceNetwork(state, event, nowMs);
	}
}

function notify(
	state: State,
	{tone, text, passing}: Pick<Notice, 'tone' | 'text' | 'passing'>,
	nowMs: number,
): State {
	const notice = {tone, text, passing, untilMs: nowMs + noticeMs[tone]};
	const others = state.notices.filter(other => other.text !== text);
	return {...state, notices: [...others, notice].slice(-noticesMax)};
}

/** The hub has begun another chain: what was added went into one that is gone, and what waits goes into the new one. */
function beginChain(state: State, nowMs: number): State {
	const {readings} = state;
	const forgot = {...forgetChain(readings), gone: readings.added};
	const next = {...state, readings: forgot, network: noNetwork};
	const waiting = readings.burst.filter(({state}) => state === 'waiting');
	if (waiting.length === 0) return next;
	const go = waiting.length === 1 ? 'reading that waited goes' : 'readings that waited go';
	return notify(next, {tone: 'warn', text: `${waiting.length} ${go} into the new chain.`}, nowMs);
}

/**
 * A block that was replaced is not ours any more; in live mode the hub says where its reading went. In plain mode
 * nobody does: no block is known to be ours then.
 */
function ownReadings({hub, chain, readings}: State, {revision, replacedFrom}: ChainFacts): Readings {
	if (revision === chain.revision) return readings;
	if (hub.welcome === null) return forgetChain(readings);
	return replacedFrom === undefined ? readings : forgetBlocks(readings, replacedFrom, tipOf(chain));
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
		...(kind === 'alarm' ? beginAlarm(giveBack(state), phase.facts) : {alarm: calm}),
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
		network: isHub ? state.network : withoutHub(state.network),
	};
}

/** An alarm shows where the chains part, and nothing is trusted that was not typed after it. */
function beginAlarm(state: State, facts: AlarmFacts): Pick<State, 'alarm' | 'view' | 'box' | 'finding'> {
	const difference = findDifference(facts);
	const at = difference ? facts.blocks.toReversed().indexOf(difference) : facts.blocks.length - 1;
	const selected = Math.max(
		0,
		state.chain.length > 0 ? (difference?.pinned.index ?? tipOf(state.chain)) : at,
	);
	const {box, finding} = state;
	return {box, finding, alarm: calm, view: {top: Math.max(0, selected - 2), selected, following: false}};
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
	const outcomesSeen = nowMs - state.readings.changedAtMs >= outcomesMs;
	const network = ageNews(state.network, nowMs);
	const isSame = retryInS === state.retryInS && outcomesSeen === state.outcomesSeen;
	if (isSame && !hasOldNotice && !isRemarkOld && network === state.network) return state;
	const notices = hasOldNotice ? state.notices.filter(({untilMs}) => untilMs > nowMs) : state.notices;
	const remark = isRemarkOld ? null : state.remark;
	return {...state, retryInS, notices, network, outcomesSeen, remark};
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
		const perSecond = ms < moveMs ? 0 : ((chain.length - catchUp.fromLength) * 1_000) / ms;
		return {...state, catchUp: {...catchUp, perSecond}};
	}
	return state;
}

function reducePaste(state: State, text: string, cut: boolean): State {
	if (state.question || state.help !== null || layoutOf(state).tooSmall) return state;
	if (state.finding.asks !== null) return {...state, box: setText(state.box, askedText(state, text))};
	const draft = readDraft(text, rangeOf(state));
	if (cut) {
		const text = 'That paste is too long, or did not come whole: nothing was added.';
		const short = ['That paste is too long or not whole: nothing was added.', 'not whole, none added'];
		return {...state, remark: {tone: 'bad', text, short}};
	}
	if (!draft.ok) {
		const text = `Nothing was added: ${draft.reason}`;
		return {...state, remark: {tone: 'bad', text, short: draft.short.map(reason => `none added: ${reason}`)}};
	}
	const [first, ...more] = draft.bpms;
	if (more.length > 0) {
		const kind = isDoubtful(state) ? 'doubtful' : 'several';
		return {...state, question: {kind, bpms: draft.bpms}};
	}
	return {...state, box: setText({...state.box, historyAt: state.box.history.length}, String(first))};
}

/**
 * What a question is about may change while it is open: whether to leave is none any more when nothing would be lost,
 * and readings for a chain that has just turned out not to hold are asked about as such.
 */
function settleQuestion(state: State): State {
	const {question} = state;
	const {burst} = state.readings;
	const isMoot =
		(question?.kind === 'leave' && findUndelivered(state.readings).length === 0) ||
		(question?.kind === 'drop' && !burst.some(one => question.ids.includes(one.id) && isWithdrawable(one)));
	if (isMoot) return {...state, question: null};
	return question?.kind === 'several' && isDoubtful(state)
		? {...state, question: {...question, kind: 'doubtful'}}
		: state;
}

/** Moves the page and the selection to where they belong after a change. */
function settleView(state: State, nowMs: number): State {
	const motion = motionOf(state, nowMs);
	const moves = motion === 'scroll' || nowMs - state.movedAtMs >= (state.arrivals.rushes ? rushMs : moveMs);
	const view = follow(state.view, extentOf(state), motion, moves);
	const paced = moves || state.paced.revision !== state.chain.revision ? state.chain : state.paced;
	if (view === state.view && paced === state.paced) return state;
	return {...state, view, paced, movedAtMs: nowMs};
}

/** While the hub's past arrives, its beginning stands still; fast blocks fill pages. */
function motionOf({phase, arrivals, grownAtMs}: State, nowMs: number): Motion {
	if (phase.kind === 'catchingUp') return 'stand';
	return arrivals.fast && Math.abs(nowMs - grownAtMs) < pauseMs ? 'page' : 'scroll';
}
