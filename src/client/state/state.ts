import {defaults} from '../../core/limits.ts';
import type {HubStatus} from '../../core/live-message.ts';
import type {BpmRange} from '../../core/request.ts';
import type {CommandName} from '../keys/keymap.ts';
import type {ChainFacts, HubFacts, LinkEvent, LinkPhase} from '../link-event.ts';
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
	readonly phase: LinkPhase;
	/** Whole seconds until the next attempt to connect; 0 unless the phase is `waiting`. */
	readonly retryInS: number;
	/** Whether there has been a connection in this run. */
	readonly wasConnected: boolean;
	/** Why the last connection ended or could not be made; null once there is one again. */
	readonly lastReason: string | null;
	readonly hub: HubFacts;
	readonly chain: ChainFacts;
	readonly status: HubStatus | null;
	readonly arrivals: Arrivals;
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
	/** What is wrong with what was just typed, or what a key did; the next key takes it away. */
	readonly remark: Remark | null;
	/** The first line shown of the help, or null while it is closed. */
	readonly helpTop: number | null;
}

/** Something that is decided with Enter (yes) or Esc (no). */
export type Question =
	/** Several numbers were pasted. */
	| {readonly kind: 'several'; readonly bpms: readonly number[]}
	/** Leaving while readings are not delivered. */
	| {readonly kind: 'leave'};

/** Something to be read once; it goes at `untilMs`, or with Esc. */
export interface Notice {
	readonly tone: 'info' | 'warn' | 'bad';
	readonly text: string;
	readonly untilMs: number;
}

export interface Remark {
	readonly tone: 'muted' | 'wait' | 'bad';
	readonly text: string;
}

export type Action =
	| {readonly kind: 'link'; readonly event: LinkEvent}
	| {readonly kind: 'resized'; readonly columns: number; readonly rows: number}
	/** Time went on: several times a second. */
	| {readonly kind: 'tick'}
	| {readonly kind: 'command'; readonly name: CommandName}
	/** The box has a new text, by typing. */
	| {readonly kind: 'typed'; readonly text: string}
	| {readonly kind: 'pasted'; readonly text: string; readonly cut: boolean}
	/** A key that does nothing, or not now. */
	| {readonly kind: 'remark'; readonly remark: Remark};

/** What decides which keys mean what. */
export type Mode = 'help' | 'question' | 'typing' | 'looking';

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
	/** Shown as the first notice, until Esc. */
	readonly joinHint?: string | undefined;
}

/** The state before anything happened. */
export function createState({address, columns, rows, joinHint}: Beginning): State {
	return {
		address,
		columns,
		rows,
		phase: {kind: 'connecting', attempt: 1},
		retryInS: 0,
		wasConnected: false,
		lastReason: null,
		hub: {welcome: null, live: false},
		chain: noChain,
		status: null,
		arrivals: noArrivals,
		catchUp: null,
		view: initialViewport,
		selectedAtMs: 0,
		box: emptyBox,
		readings: noReadings,
		question: null,
		notices: joinHint ? [{tone: 'info', text: joinHint, untilMs: Number.POSITIVE_INFINITY}] : [],
		remark: null,
		helpTop: null,
	};
}

/** Which keys mean what at the moment. */
export function modeOf({helpTop, question, box}: State): Mode {
	if (helpTop !== null) return 'help';
	if (question) return 'question';
	return box.text === '' ? 'looking' : 'typing';
}

/** Index of the newest block held; one less than the first while there is none. */
export function tipOf({firstIndex, length}: ChainFacts): number {
	return firstIndex + length - 1;
}

/** What the hub accepts; until it has said so, and in plain mode, what a hub accepts unless it is told otherwise. */
export function rangeOf({hub}: State): BpmRange {
	return hub.welcome?.range ?? defaults.bpmRange;
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

/** What the table can show: the chain, and the rows there are for it. */
export function extentOf(state: State): Extent {
	const {chain} = state;
	return {first: chain.firstIndex, last: tipOf(chain), rows: frameOf(state).tableRows};
}
