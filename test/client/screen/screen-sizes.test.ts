import {expect, test} from 'vitest';
import {layoutOf} from '../../../src/client/screen/layout.ts';
import {tooSmallRows} from '../../../src/client/screen/screen-rows.ts';
import {textWidth} from '../../../src/client/screen/text-width.ts';
import {rowText} from '../../../src/client/screen/theme.ts';
import {paneNames} from '../../../src/client/state/panes.ts';
import type {State} from '../../../src/client/state/state.ts';
import {settledChain, settledState} from '../support/forks.ts';
import {
	factsOf,
	liveState,
	makeColumns,
	readingEvent,
	screenLines,
	screenText,
	stateAfter,
} from '../support/screen.ts';

const blocks = makeColumns();
const accepted = readingEvent(64, 'accepted', {index: 1_284, answeredMs: 12});

test('Resized in steps down to 1x1 and back, the page and the selection are within the chain, and it looks the same', () => {
	const first = stateAfter(liveState(200, 50, blocks), {kind: 'command', name: 'pageUp'});
	let state = first;
	const resize = (columns: number, rows: number): void => {
		state = stateAfter(state, {kind: 'resized', columns, rows});
		const {view} = state;
		expect(view.selected).toBe(first.view.selected);
		expect(view.top).toBeLessThanOrEqual(view.selected);
		expect(view.selected).toBeLessThan(view.top + layoutOf(state).tableRows);
		const lines = layoutOf(state).tooSmall ? tooSmallRows(state).map(rowText) : screenLines(state, blocks);
		expect(lines.length).toBeLessThanOrEqual(rows);
		for (const line of lines) expect(textWidth(line)).toBeLessThanOrEqual(columns);
	};
	const steps = Array.from({length: 50}, (_, at) => [200 - 4 * at, 50 - at] as const);
	for (const [columns, rows] of [...steps, [1, 1] as const]) resize(columns, rows);
	for (const [columns, rows] of steps.toReversed()) resize(columns, rows);
	expect(screenText({...state, view: first.view}, blocks)).toBe(screenText(first, blocks));
});

test('Every screen of every size is exactly as large as the terminal', () => {
	const fault = {index: 1_285, reason: 'link', detail: 'its PrevHash is not the Hash of block 1284'} as const;
	const states: readonly ((columns: number, rows: number) => State)[] = [
		(columns, rows) => liveState(columns, rows, blocks),
		(columns, rows) =>
			stateAfter(
				liveState(columns, rows, blocks),
				{kind: 'notice', tone: 'bad', text: 'A sentence about something '.repeat(8)},
				{kind: 'typed', text: '1234567890123456'},
				readingEvent(72, 'refused', {reason: 'the ledger cannot store it at the moment'}),
				readingEvent(88, 'asking'),
			),
		...paneNames.map(
			name => (columns: number, rows: number) =>
				stateAfter(
					liveState(columns, rows, blocks),
					accepted,
					{kind: 'command', name: 'find'},
					{kind: 'typed', text: '>60'},
					...(name === 'table' ? [] : [{kind: 'command', name} as const, {kind: 'command', name} as const]),
					{kind: 'command', name: 'zoom'},
				),
		),
		(columns, rows) =>
			stateAfter(
				settledState(columns, rows),
				{kind: 'chain', chain: factsOf(blocks, {fault, refused: blocks.blockAt(7)!})},
				{kind: 'command', name: 'nextPane'},
			),
	];
	const fork = {kind: 'command', name: 'fork'} as const;
	const look = {kind: 'command', name: 'lookBranch'} as const;
	const onSettled: readonly ((columns: number, rows: number) => State)[] = [
		settledState,
		(columns, rows) => stateAfter(settledState(columns, rows), fork),
		(columns, rows) => stateAfter(settledState(columns, rows, false), fork, look),
		(columns, rows) => stateAfter(settledState(columns, rows), {kind: 'command', name: 'peers'}),
	];
	const all = [
		...states.map(make => ({make, blocks})),
		...onSettled.map(make => ({make, blocks: settledChain})),
	];
	for (const {make, blocks} of all) {
		for (let columns = 40; columns <= 220; columns++) {
			const rows = 10 + (columns % 41);
			const lines = screenLines(make(columns, rows), blocks);
			expect(lines).toHaveLength(rows);
			for (const line of lines) expect(textWidth(line)).toBe(columns);
		}
	}
});
