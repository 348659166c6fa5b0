/** States of the full-screen client and what they look like, without a terminal. */

import {ChainColumns} from '../../../src/client/chain-columns.ts';
import type {ChainFacts, LinkEvent, Reading} from '../../../src/client/link-event.ts';
import {boxLabel, boxNote} from '../../../src/client/screen/box-row.ts';
import {lowerRows, upperRows} from '../../../src/client/screen/screen-rows.ts';
import {fitRow, type Row, rowText} from '../../../src/client/screen/theme.ts';
import {reduce} from '../../../src/client/state/reduce.ts';
import {type Action, createState, type State} from '../../../src/client/state/state.ts';
import {sealBlock, sealGenesis} from '../../../src/core/seal.ts';

/** 2026-11-20T13:43:27.390Z */
export const startMs = 1_795_182_207_390;

/** A chain with height 1,284, a block each 1,037 ms: what a hub has after a lesson. Its newest is of 14:05:38.898. */
export function makeColumns(lastIndex = 1_284): ChainColumns {
	const columns = new ChainColumns();
	let parent = sealGenesis(startMs);
	columns.append(parent);
	for (let index = 1; index <= lastIndex; index++) {
		parent = sealBlock(parent, 60 + ((index * 7) % 33), startMs + index * 1_037);
		columns.append(parent);
	}
	return columns;
}

/** What a link says of these columns. */
export function factsOf(columns: ChainColumns, facts: Partial<ChainFacts> = {}): ChainFacts {
	const {firstIndex, length} = columns;
	return {firstIndex, length, revision: 0, rule: 'decimal', strict: true, fault: null, ...facts};
}

export const welcome = {
	version: 1,
	hub: 'bchain/0.1.0',
	ledger: 'ledger-1',
	durable: true,
	genesis: '0217678c'.padEnd(64, '7'),
	height: 1_284,
	tip: '8'.repeat(64),
	range: [1, 999],
	reorgLimit: 0,
	broadcastMs: 30_000,
} as const;

/** The events of a connection that is live. */
export function liveEvents(columns: ChainColumns): readonly LinkEvent[] {
	return [
		{kind: 'phase', phase: {kind: 'negotiating'}},
		{kind: 'hub', hub: {welcome, live: true}},
		{kind: 'phase', phase: {kind: 'live'}},
		{kind: 'status', status: {connections: 31, peers: [], uptimeMs: 1_260_000}},
		{kind: 'chain', chain: factsOf(columns)},
	];
}

/** The state after these actions and link events, a second apart. */
export function stateAfter(state: State, ...happened: readonly (Action | LinkEvent)[]): State {
	return happened.reduce((before, one, at) => reduce(before, asAction(one), startMs + at * 1_000), state);
}

const actions: ReadonlySet<string> = new Set([
	'resized',
	'tick',
	'command',
	'typed',
	'pasted',
	'found',
	'counted',
	'marked',
	'scrolled',
	'mouse',
	'ground',
	'remark',
]);

function asAction(one: Action | LinkEvent): Action {
	return actions.has(one.kind) ? (one as Action) : {kind: 'link', event: one as LinkEvent};
}

/** A screen of this size that is live with these blocks. */
export function liveState(columns: number, rows: number, blocks: ChainColumns): State {
	return stateAfter(createState({address: 'lab-hub:9000', columns, rows}), ...liveEvents(blocks));
}

/** The event of a reading of ours. */
export function readingEvent(bpm: number, state: Reading['state'], more: Partial<Reading> = {}): LinkEvent {
	return {kind: 'reading', reading: {id: `reading-${bpm}`, bpm, state, ...more}};
}

/** The lines of the whole screen as text, every one exactly as wide as the screen. */
export function screenLines(state: State, blocks: ChainColumns): readonly string[] {
	const box: Row = [{text: `${boxLabel(state)}${state.box.text} `}, ...boxNote(state)];
	return [...upperRows(state, blocks), box, ...lowerRows(state)].map(row =>
		rowText(fitRow(row, state.columns)),
	);
}

/** The same without the spaces at the ends of the lines. */
export function screenText(state: State, blocks: ChainColumns): string {
	return screenLines(state, blocks)
		.map(line => line.trimEnd())
		.join('\n');
}
