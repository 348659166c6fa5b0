import {defaults} from '../../core/limits.ts';
import type {HubStatus} from '../../core/live-message.ts';
import type {BpmRange} from '../../core/request.ts';
import type {CommandName} from '../keys/command.ts';
import type {ChainFacts, HubFacts, LinkEvent, LinkPhase} from '../link-event.ts';
import {type AlarmState, alarmOf, calm} from './alarm-state.ts';
import {type Arrivals, noArrivals} from './arrivals.ts';
import {emptyBox, type InputBox} from './input-box.ts';
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
	/** When following last moved the selection. */
	readonly selectedAtMs: number;
	readonly box: InputBox;
	readonly readings: Readings;
	readonly question: Question | null;
	readonly notices: readonly Notice[];
	/** What is wrong with what was just typed, or what a key did; the next key takes it away, or a moment. */
	readonly remark: Remark | null;
	readonly remarkAtMs: number;
	/** The first line shown of the help, or null while it is closed. */
	readonly helpTop: number | null;
	readonly alarm: AlarmState;
}

/** Something that is decided with Enter (yes) or Esc (no). */
export type Question =
	/** Several numbers were pasted. */
	| {readonly kind: 'several'; readonly bpms: readonly number[]}
	/** Readings for a hub whose chain does not hold. */
	| {readonly kind: 'doubtful'; readonly bpms: readonly number[]}
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
	/** The same in a few words, for narrow screens. */
	readonly short?: string | undefined;
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
	/** A key that does nothing, or not now. */
	| {readonly kind: 'remark'; readonly remark: Remark};

/** What decides which keys mean what. */
export type Mode = 'help' | 'question' | 'typing' | 'looking' | 'alarm';

export const noChain: ChainFacts = {
	firstIndex: 0,
	length: 0,
	revision: 0,
	rule: null,
	strict: true,
	fault: null,
};

/** The smallest terminal in which everything has a place. */
export const smallest = {columns: 40, rows: 10} as const;

export interface Beginning {
	readonly address: string;
	readonly columns: number;
	readonly rows: number;
	/** Whether the terminal can show the chip of a hash; true unless given. */
	readonly chips?: boolean;
	/** Shown as the first notice, until Esc or that time. */
	readonly joinHint?: {readonly text: string; readonly untilMs: number} | undefined;
	readonly serveHint?: string | undefined;
}

/** The state before anything happened. */
export function createState(beginning: Beginning): State {
	const {address, columns, rows, chips = true, joinHint, serveHint} = beginning;
	return {
		address,
		columns,
		rows,
		chips,
		phase: {kind: 'connecting', attempt: 1},
		retryInS: 0,
		wasConnected: false,
		lastReason: null,
		stranger: null,
		serveHint: serveHint ?? null,
		hub: {welcome: null, live: false},
		chain: noChain,
		status: null,
		arrivals: noArrivals,
		grownAtMs: 0,
		catchUp: null,
		view: initialViewport,
		selectedAtMs: 0,
		box: emptyBox,
		readings: noReadings,
		question: null,
		notices: joinHint ? [{tone: 'info', ...joinHint}] : [],
		remark: null,
		remarkAtMs: 0,
		helpTop: null,
		alarm: calm,
	};
}

/** Which keys mean what at the moment. */
export function modeOf({helpTop, question, box, phase}: State): Mode {
	if (helpTop !== null) return 'help';
	if (question) return 'question';
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

/** How the screen is divided. */
export interface Frame {
	readonly tooSmall: boolean;
	/** Whether a line under the header says what the table shows; on low screens the box line does. */
	readonly rule: boolean;
	/** Whether messages have a line of their own; on low screens they share that of the box. */
	readonly messageLine: boolean;
	/** Rows of the chain table, without its titles; at least 1. */
	readonly tableRows: number;
}

/** Header, rule, titles, table, box, message, keys: which of them a screen of this size has. */
export function frameOf({columns, rows}: Pick<State, 'columns' | 'rows'>): Frame {
	const rule = rows >= 16;
	const messageLine = rows >= 12;
	const others = 4 + Number(rule) + Number(messageLine);
	return {
		tooSmall: columns < smallest.columns || rows < smallest.rows,
		rule,
		messageLine,
		tableRows: Math.max(1, rows - others),
	};
}

/** How the screen of an alarm is divided, between header and box. */
export interface AlarmFrame {
	/** Lines for what there is to know and to decide. */
	readonly factRows: number;
	/** Rows of the table below them, without its two lines of titles; 0: there is no table. */
	readonly tableRows: number;
}

/** Enough for every fact on a screen of 80 columns. */
const factRowsMax = 18;
const titleRows = 2;

/** The facts come first; a table has a place below them on high screens, and all of it when it is looked at. */
export function alarmFrameOf(state: Pick<State, 'columns' | 'rows' | 'alarm'>): AlarmFrame {
	const height = frameOf(state).tableRows + 1;
	const factRows = state.alarm.looks ? 0 : height < factRowsMax + titleRows + 4 ? height : factRowsMax;
	return {factRows, tableRows: Math.max(0, height - factRows - titleRows)};
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
	return {first: chain.firstIndex, last: tipOf(chain), rows: frameOf(state).tableRows};
}
