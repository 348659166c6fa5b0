import type {ChainFacts, LinkEvent, LinkPhase} from '../../client/link-event.ts';
import type {Look} from '../../client/screen/themes.ts';
import type {Rgb} from '../../core/contrast.ts';
import type {Fork} from '../../core/fork.ts';
import type {CommandName} from './command.ts';
import {type Comparison, nothingShared} from './comparison.ts';
import type {LabReadings} from './readings.ts';
import type {Gone, Tale} from './tale.ts';
import {
	type HubName,
	hubNames,
	type PerHub,
	type PerWire,
	perHub,
	perWire,
	type WireName,
} from './topology.ts';
import type {WireState} from './wire.ts';

/** What a hub's process does. `killed`: by the person; `failed`: it ended by itself, or did not start. */
export type ProcessState = 'starting' | 'up' | 'killed' | 'failed';

/** A hub as its client sees it. Its blocks are not here: they are read where this says that they are. */
export interface HubView {
	readonly process: ProcessState;
	/** Null before it has listened for the first time. */
	readonly port: number | null;
	/** Why it failed. */
	readonly reason: string | null;
	readonly phase: LinkPhase;
	readonly chain: ChainFacts;
	/** Blocks that a better chain has just taken the place of; each is shown for a while. */
	readonly gone: readonly Gone[];
	/** What the hub has said of the newest fork, until its blocks are here. */
	readonly fork: Fork | null;
}

export interface WireView {
	/** The port that its first hub dials; 0 before it is known. */
	readonly port: number;
	readonly state: WireState;
	/** How long an answer takes, as the first hub says; null: not known. */
	readonly roundTripMs: number | null;
}

export interface Remark {
	readonly text: string;
	readonly untilMs: number;
}

/** What a line of the guide asks for; `done`: all of it was seen. */
export type GuideStep = 'add' | 'cut' | 'fork' | 'heal' | 'watch' | 'done';

export interface LabState {
	readonly columns: number;
	readonly rows: number;
	/** Whether the terminal shows the chip of a hash. */
	readonly chips: boolean;
	readonly look: Look;
	readonly hubs: PerHub<HubView>;
	readonly wires: PerWire<WireView>;
	readonly comparison: Comparison;
	/** Where the three chains are one: how many of the readings typed here stand on it, each in one block. Else null. */
	readonly confirmed: number | null;
	/** The newest ones, each of which is looked after, and how many there were in all. */
	readonly readings: LabReadings;
	readonly added: number;
	/** The hub that readings are typed at. */
	readonly selected: HubName;
	/** What is typed in the box. */
	readonly box: string;
	/** About the last key; the next one takes it away, or a moment. */
	readonly remark: Remark | null;
	/** What happened, the newest first. */
	readonly tales: readonly Tale[];
	/** Whether readings come by themselves at every hub. */
	readonly isAuto: boolean;
	readonly guide: {readonly step: GuideStep; readonly isShown: boolean};
	/** The first row of the help that is seen; null: it is closed. */
	readonly helpTop: number | null;
}

export type Action =
	/** The process of a hub; `port` where it listens, `reason` where it failed. */
	| {
			readonly kind: 'process';
			readonly hub: HubName;
			readonly process: ProcessState;
			readonly port?: number;
			readonly reason?: string;
	  }
	/** What the client of a hub tells; with the comparison where blocks came or went. */
	| {
			readonly kind: 'link';
			readonly hub: HubName;
			readonly event: LinkEvent;
			readonly comparison?: Comparison;
	  }
	| {readonly kind: 'confirmed'; readonly confirmed: number | null}
	/** The block of a reading has come, with this hash. */
	| {readonly kind: 'placed'; readonly id: string; readonly hash: string}
	| {readonly kind: 'wire'; readonly wire: WireName; readonly state: WireState; readonly port?: number}
	| {readonly kind: 'command'; readonly name: CommandName; readonly key: string}
	/** A key that does nothing here; why. */
	| {readonly kind: 'remark'; readonly text: string}
	| {readonly kind: 'resized'; readonly columns: number; readonly rows: number}
	/** The terminal has told its background. */
	| {readonly kind: 'ground'; readonly ground: Rgb}
	| {readonly kind: 'pasted'; readonly text: string}
	/** Time went on. */
	| {readonly kind: 'tick'};

/** Characters of the box: a few readings. */
export const boxCharactersMax = 40;
const remarkMs = 6_000;

const noChain: ChainFacts = {firstIndex: 0, length: 0, revision: 0, rule: null, strict: true, fault: null};

const newHub: HubView = {
	...{process: 'starting', port: null, reason: null, chain: noChain, gone: [], fork: null},
	phase: {kind: 'connecting', attempt: 1},
};

export interface Beginning extends Pick<LabState, 'columns' | 'rows'> {
	/** True unless given. */
	readonly chips?: boolean;
	/** The colours; those that can be read on any background unless given. */
	readonly look?: Look;
}

/** The state before anything happened. */
export function createLabState({columns, rows, chips = true, look}: Beginning): LabState {
	return {
		...{columns, rows, chips},
		look: look ?? {theme: 'auto', ground: 'unknown'},
		hubs: perHub(() => newHub),
		wires: perWire(() => ({port: 0, state: 'idle', roundTripMs: null})),
		comparison: nothingShared,
		confirmed: null,
		readings: new Map(),
		added: 0,
		selected: 'A',
		box: '',
		remark: null,
		tales: [],
		isAuto: false,
		guide: {step: 'add', isShown: true},
		helpTop: null,
	};
}

/** A remark that stays for a moment from now on. */
export function remarkUntil(text: string, nowMs: number): Remark {
	return {text, untilMs: nowMs + remarkMs};
}

/** Index of a hub's newest block; -1 while there is none. */
export function heightOf({chain}: HubView): number {
	return chain.firstIndex + chain.length - 1;
}

/** Whether a hub runs and its client follows it. */
export function isLive({process, phase}: HubView): boolean {
	return process === 'up' && phase.kind === 'live';
}

/** Whether all three chains are one, to the newest block. */
export function isOne({hubs, comparison}: Pick<LabState, 'hubs' | 'comparison'>): boolean {
	return comparison.all >= 0 && hubNames.every(hub => heightOf(hubs[hub]) === comparison.all);
}

/** Whether two hubs have both added blocks that the other has not. */
export function isForked({hubs, comparison}: Pick<LabState, 'hubs' | 'comparison'>): boolean {
	return forkOf({hubs, comparison}) !== null;
}

/** Index of the newest block before the chains part; null where none has parted from another. */
export function forkOf({hubs, comparison}: Pick<LabState, 'hubs' | 'comparison'>): number | null {
	const points = Object.entries(comparison.shared)
		.filter(([wire, shared]) => [...wire].every(hub => heightOf(hubs[hub as HubName]) > shared))
		.map(([, shared]) => shared);
	return points.length === 0 ? null : Math.min(...points);
}
