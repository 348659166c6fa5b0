import {readDraft} from '../../client/state/input-box.ts';
import {defaults} from '../../core/limits.ts';
import type {CommandName} from './command.ts';
import {boxCharactersMax, type LabState, remarkUntil} from './state.ts';
import {listNames, say} from './story.ts';
import {endsOf, type HubName, hubNames, hubsBesides, type WireName, wireNames, wiresOf} from './topology.ts';

/** The keys of the wires, as the network shows them. */
export const wireKeys: Readonly<Record<WireName, string>> = {AB: 'x', BC: 'y', AC: 'z'};
/** How many readings `r` adds. */
const burstReadings = 5;

/** What a command asks of the world outside the state. */
export type Effect =
	| {readonly kind: 'submit'; readonly hub: HubName; readonly bpms: readonly number[]}
	/** Readings that the lab makes up. */
	| {readonly kind: 'burst'; readonly hub: HubName; readonly count: number}
	| {readonly kind: 'cut' | 'heal'; readonly wire: WireName}
	| {readonly kind: 'kill' | 'start'; readonly hub: HubName}
	| {readonly kind: 'redraw' | 'suspend' | 'leave'};

/** The state after a command; what it does besides is told by `effectsOf`. */
export function reduceCommand(state: LabState, name: CommandName, key: string, nowMs: number): LabState {
	const {selected, box, helpTop} = state;
	switch (name) {
		case 'type':
			return {...state, box: (box + key).slice(0, boxCharactersMax)};
		case 'add': {
			const draft = readDraft(box, defaults.bpmRange);
			if (!draft.ok) return {...state, remark: remarkUntil(draft.reason, nowMs)};
			return {...state, box: ''};
		}
		case 'erase':
			return {...state, box: box.slice(0, -1)};
		case 'clear':
			return box === '' ? {...state, guide: {...state.guide, isShown: false}} : {...state, box: ''};
		case 'select':
			return {...state, selected: key.toUpperCase() as HubName};
		case 'nextHub':
			return {...state, selected: neighbour(selected, 1)};
		case 'previousHub':
			return {...state, selected: neighbour(selected, -1)};
		case 'link':
		case 'split':
		case 'heal':
			return tellWires(state, changeOf(state, name, key), nowMs);
		case 'auto':
			return {...state, isAuto: !state.isAuto};
		case 'guide':
			return {...state, guide: {...state.guide, isShown: !state.guide.isShown}};
		case 'help':
			return {...state, helpTop: 0};
		case 'helpUp':
			return {...state, helpTop: Math.max(0, (helpTop ?? 0) - 1)};
		case 'helpDown':
			return {...state, helpTop: (helpTop ?? 0) + 1};
		case 'closeHelp':
			return {...state, helpTop: null};
		default:
			return state;
	}
}

/** What a command does besides changing the state, from the state before it. */
export function effectsOf(state: LabState, name: CommandName, key: string): readonly Effect[] {
	const {selected, hubs, box} = state;
	switch (name) {
		case 'add': {
			const draft = readDraft(box, defaults.bpmRange);
			return draft.ok ? [{kind: 'submit', hub: selected, bpms: draft.bpms}] : [];
		}
		case 'burst':
			return [{kind: 'burst', hub: selected, count: burstReadings}];
		case 'link':
		case 'split':
		case 'heal': {
			const {cut, heal} = changeOf(state, name, key);
			return [
				...cut.map(wire => ({kind: 'cut', wire}) as const),
				...heal.map(wire => ({kind: 'heal', wire}) as const),
			];
		}
		case 'kill': {
			const {process} = hubs[selected];
			if (process === 'starting') return [];
			return [{kind: process === 'up' ? 'kill' : 'start', hub: selected}];
		}
		case 'redraw':
		case 'suspend':
			return [{kind: name}];
		case 'quit':
		case 'leaveNow':
			return [{kind: 'leave'}];
		default:
			return [];
	}
}

function neighbour(hub: HubName, step: 1 | -1): HubName {
	const count = hubNames.length;
	return hubNames[(hubNames.indexOf(hub) + step + count) % count]!;
}

/** The wires that a command cuts, and those that it heals. */
interface WireChange {
	readonly cut: readonly WireName[];
	readonly heal: readonly WireName[];
}

function changeOf(state: LabState, name: 'link' | 'split' | 'heal', key: string): WireChange {
	const isCut = (wire: WireName): boolean => state.wires[wire].state === 'cut';
	if (name === 'heal') return {cut: [], heal: wireNames.filter(isCut)};
	const chosen =
		name === 'split' ? wiresOf(state.selected) : wireNames.filter(wire => wireKeys[wire] === key);
	// Both links of a hub have one state after it: what is cut only in part is cut altogether.
	return chosen.every(isCut) ? {cut: [], heal: chosen} : {cut: chosen.filter(wire => !isCut(wire)), heal: []};
}

function tellWires(state: LabState, {cut, heal}: WireChange, nowMs: number): LabState {
	const names = (wires: readonly WireName[]): string => listNames(wires.map(wire => endsOf(wire).join('–')));
	if (cut.length > 0) {
		const cutNow = wireNames.filter(wire => cut.includes(wire) || state.wires[wire].state === 'cut');
		const alone = hubNames.filter(hub => wiresOf(hub).every(wire => cutNow.includes(wire)));
		const who =
			alone.length === 1
				? ` ${alone[0]} hears nobody, and ${listNames(hubsBesides(alone))} hear each other.`
				: '';
		return say(state, nowMs, `Cut: ${names(cut)}.${who}`);
	}
	if (heal.length === 0) return {...state, remark: remarkUntil('No link is cut.', nowMs)};
	return say(state, nowMs, `Healed: ${names(heal)}. The hubs hear each other again.`);
}
