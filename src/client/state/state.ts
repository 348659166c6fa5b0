import type {Rgb} from '../../core/contrast.ts';
import {defaults} from '../../core/limits.ts';
import type {HubStatus} from '../../core/live-message.ts';
import type {BpmRange} from '../../core/request.ts';
import type {Marks} from '../find/marks.ts';
import type {Found} from '../find/search.ts';
import type {CommandName} from '../keys/command.ts';
import type {MouseReport} from '../keys/mouse.ts';
import type {ChainFacts, HubFacts, LinkEvent, LinkPhase} from '../link-event.ts';
import {alarmFrameOf, layoutOf} from '../screen/layout.ts';
import type {Look} from '../screen/themes.ts';
import {type AlarmState, alarmOf, calm} from './alarm-state.ts';
import {type Arrivals, noArrivals} from './arrivals.ts';
import {type Finding, type Matches, nothingFound} from './finding.ts';
import type {HelpView} from './help.ts';
import {emptyBox, type InputBox} from './input-box.ts';
import {type Network, noNetwork} from './network.ts';
import {initialPanes, type Panes} from './panes.ts';
import {noReadings, type Readings} from './readings.ts';
import {type Extent, initialViewport, type Viewport} from './viewport.ts';

/** Everything the screen shows, except the blocks themselves: those are in the link's `ChainColumns`. */
export interface State {
	/** The hub's address as people write it. */
	readonly address: string;
	readonly columns: number;
	readonly rows: number;
	/** Whether the terminal can show the chip of a hash. */
	readonly chips: boolean;
	/** Whether it shows more than ASCII. */
	readonly unicode: boolean;
	readonly phase: LinkPhase;
	/** Whole seconds until the next attempt to connect; 0 unless the phase is `waiting`. */
	readonly retryInS: number;
	/** Whether there has been a connection in this run. */
	readonly wasConnected: boolean;
	/** Why the last connection ended or could not be made; null once there is one again. */
	readonly lastReason: string | null;
	/** What told that something answers there which is no hub; null once a hub does. */
	readonly stranger: string | null;
	/** The command that starts a hub at this address; null where that is not for this machine to do. */
	readonly serveHint: string | null;
	readonly hub: HubFacts;
	readonly chain: ChainFacts;
	readonly status: HubStatus | null;
	readonly arrivals: Arrivals;
	/** When the chain grew last. */
	readonly grownAtMs: number;
	/** While the hub's past is arriving: since when, and from how many blocks on. */
	readonly catchUp: {
		readonly sinceMs: number;
		readonly fromLength: number;
		readonly perSecond: number;
	} | null;
	readonly view: Viewport;
	readonly panes: Panes;
	/** The chain as far as the panes have come that follow it: a few times a second while blocks come fast. */
	readonly paced: ChainFacts;
	/** When following last moved the page, the selection or the panes. */
	readonly movedAtMs: number;
	readonly box: InputBox;
	readonly readings: Readings;
	/** Whether what became of the readings has been on the screen for long enough. */
	readonly outcomesSeen: boolean;
	/** Whether readings that are not delivered are kept for the next run. */
	readonly keepsReadings: boolean;
	readonly finding: Finding;
	readonly question: Question | null;
	/** The hubs that the hub is linked with, and the forks between them. */
	readonly network: Network;
	readonly notices: readonly Notice[];
	/** What is wrong with what was just typed, or what a key did; the next key takes it away, or a moment. */
	readonly remark: Remark | null;
	readonly remarkAtMs: number;
	/** Null while the help is closed. */
	readonly help: HelpView | null;
	readonly alarm: AlarmState;
	/** Whether the terminal shows colours. */
	readonly colours: boolean;
	readonly look: Look;
	/** Whether the client hears of the mouse; while it does, the terminal cannot select text. */
	readonly mouse: boolean;
}

/** Something that is decided with Enter (yes) or Esc (no). */
export type Question =
	/** Several numbers were pasted. */
	| {readonly kind: 'several'; readonly bpms: readonly number[]}
	/** Readings for a hub whose chain does not hold. */
	| {readonly kind: 'doubtful'; readonly bpms: readonly number[]}
	/** Several readings that nothing has become of are to be withdrawn at once. */
	| {readonly kind: 'drop'; readonly ids: readonly string[]}
	/** Leaving while readings are not delivered. */
	| {readonly kind: 'leave'};

/** Something to be read once; it goes at `untilMs`, or with Esc, a passing one also with the next connection. */
export interface Notice {
	readonly tone: 'info' | 'warn' | 'bad';
	readonly text: string;
	readonly untilMs: number;
	readonly passing?: boolean | undefined;
}

export interface Remark {
	readonly tone: 'muted' | 'wait' | 'bad';
	readonly text: string;
	/** The same in fewer words, for narrow screens; several from the most words to the fewest. */
	readonly short?: string | readonly string[] | undefined;
}

export type Action =
	| {readonly kind: 'link'; readonly event: LinkEvent}
	| {readonly kind: 'resized'; readonly columns: number; readonly rows: number}
	/** Time went on: several times a second. */
	| {readonly kind: 'tick'}
	/** `key` is the one that was pressed for it. */
	| {readonly kind: 'command'; readonly name: CommandName; readonly key?: string}
	/** The box has a new text, by typing. */
	| {readonly kind: 'typed'; readonly text: string}
	| {readonly kind: 'pasted'; readonly text: string; readonly cut: boolean}
	/** What was looked for in the chain was found there, or nowhere (null). */
	| {readonly kind: 'found'; readonly landing: Found | null}
	| {readonly kind: 'counted'; readonly matches: Matches}
	| {readonly kind: 'marked'; readonly marks: Marks}
	/** The zoomed detail begins with this row. */
	| {readonly kind: 'scrolled'; readonly top: number}
	| {readonly kind: 'mouse'; readonly report: MouseReport}
	/** The terminal has told its background. */
	| {readonly kind: 'ground'; readonly ground: Rgb}
	/** A key that does nothing, or not now. */
	| {readonly kind: 'remark'; readonly remark: Remark};

/** What decides which keys mean what. */
export type Mode = 'help' | 'question' | 'finding' | 'typing' | 'looking' | 'alarm';

const noChain: ChainFacts = {
	firstIndex: 0,
	length: 0,
	revision: 0,
	rule: null,
	strict: true,
	fault: null,
};

export interface Beginning {
	readonly address: string;
	readonly columns: number;
	readonly rows: number;
	/** Whether the terminal can show the chip of a hash; true unless given. */
	readonly chips?: boolean;
	/** Whether it shows more than ASCII; true unless given. */
	readonly unicode?: boolean;
	/** Shown as the first notice, until Esc or that time. */
	readonly joinHint?: {readonly text: string; readonly untilMs: number} | undefined;
	readonly serveHint?: string | undefined;
	/** Whether readings that are not delivered are kept for the next run; false unless given. */
	readonly keepsReadings?: boolean | undefined;
	/** The colours; those that can be read on any background unless given. */
	readonly look?: Look;
	/** Whether the terminal shows colours; true unless given. */
	readonly colours?: boolean;
}

/** The state before anything happened. */
export function createState(beginning: Beginning): State {
	const {address, columns, rows, chips = true, unicode = true, joinHint, serveHint} = beginning;
	return {
		address,
		columns,
		rows,
		chips,
		unicode,
		phase: {kind: 'connecting', attempt: 1},
		retryInS: 0,
		wasConnected: false,
		lastReason: null,
		stranger: null,
		serveHint: serveHint ?? null,
		hub: {welcome: null, live: false},
		chain: noChain,
		paced: noChain,
		status: null,
		arrivals: noArrivals,
		grownAtMs: 0,
		catchUp: null,
		view: initialViewport,
		panes: unicode ? initialPanes : {...initialPanes, chartStyle: 'ascii'},
		movedAtMs: 0,
		box: emptyBox,
		readings: noReadings,
		outcomesSeen: true,
		keepsReadings: beginning.keepsReadings ?? false,
		finding: nothingFound,
		question: null,
		network: noNetwork,
		notices: joinHint ? [{tone: 'info', ...joinHint}] : [],
		remark: null,
		remarkAtMs: 0,
		help: null,
		alarm: calm,
		colours: beginning.colours ?? true,
		look: beginning.look ?? {theme: 'auto', ground: 'unknown'},
		mouse: false,
	};
}

/** Which keys mean what at the moment. */
export function modeOf({help, question, finding, box, phase}: State): Mode {
	if (help !== null) return 'help';
	if (question) return 'question';
	if (finding.asks !== null) return 'finding';
	if (box.text !== '') return 'typing';
	return phase.kind === 'alarm' ? 'alarm' : 'looking';
}

/** Index of the newest block held; one less than the first while there is none. */
export function tipOf({firstIndex, length}: ChainFacts): number {
	return firstIndex + length - 1;
}

/** What the hub accepts; until it has said so, and in plain mode, what a hub accepts unless it is told otherwise. */
export function rangeOf({hub}: State): BpmRange {
	return hub.welcome?.range ?? defaults.bpmRange;
}

/** Whether a reading is added only after asking: the hub takes readings, and its chain does not hold. */
export function isDoubtful({hub, chain}: State): boolean {
	return hub.welcome === null && chain.fault !== null;
}

/** Index of the last row of a block: the newest one, or the one after it that does not hold. */
export function lastOf(chain: ChainFacts): number {
	return tipOf(chain) + (isRefused(chain) ? 1 : 0);
}

/** Whether the block after the newest one did not verify, and is there to be looked at. */
export function isRefused(chain: ChainFacts): boolean {
	return chain.length > 0 && chain.refused !== undefined && chain.fault?.index === tipOf(chain) + 1;
}

/**
 * What the table can show: the chain, and the rows there are for it. In an alarm without a chain in memory, the
 * blocks that are remembered, counted from the oldest.
 */
export function extentOf(state: State): Extent {
	const {chain} = state;
	const alarm = alarmOf(state);
	if (alarm) {
		const rows = Math.max(1, alarmFrameOf(state).tableRows);
		if (chain.length === 0) return {first: 0, last: alarm.facts.blocks.length - 1, rows};
		return {first: chain.firstIndex, last: tipOf(chain), rows};
	}
	return {first: chain.firstIndex, last: lastOf(chain), rows: layoutOf(state).tableRows};
}
