import {describe, expect, it} from 'vitest';
import type {MouseReport} from '../../../src/client/keys/mouse.ts';
import {hitTest} from '../../../src/client/screen/hit-test.ts';
import {layoutOf} from '../../../src/client/screen/layout.ts';
import {upperRows} from '../../../src/client/screen/screen-rows.ts';
import {rowText} from '../../../src/client/screen/theme.ts';
import type {State} from '../../../src/client/state/state.ts';
import {alarmEvent, makeFacts} from '../support/alarm.ts';
import {settledState} from '../support/forks.ts';
import {liveState, makeColumns, readingEvent, stateAfter} from '../support/screen.ts';

const blocks = makeColumns();
const wheel = (by: 1 | -1, x = 5, y = 6): MouseReport => ({kind: 'wheel', by, x, y});
const press = (x: number, y: number): MouseReport => ({kind: 'press', x, y});
const afterMouse = (state: State, ...reports: readonly MouseReport[]): State =>
	stateAfter(state, ...reports.map(report => ({kind: 'mouse', report}) as const));

describe('a cell of the screen', () => {
	it('belongs to the block that is drawn in its row, at every size', () => {
		for (const [columns, rows] of [
			[40, 10],
			[80, 24],
			[120, 36],
			[200, 50],
		] as const) {
			const state = stateAfter(liveState(columns, rows, blocks), {kind: 'command', name: 'pageUp'});
			const drawn = upperRows(state, blocks).map(rowText);
			let found = 0;
			for (const [y, text] of drawn.entries()) {
				const shown = /^ ?[▸ ] +([\d,]+) /.exec(text)?.[1]?.replace(',', '');
				const hit = hitTest(state, 5, y);
				if (hit?.index === undefined) continue;
				found++;
				expect(Number(shown), text).toBe(hit.index);
			}
			expect(found).toBe(layoutOf(state).tableRows);
		}
	});

	it('belongs to one pane or none', () => {
		const state = liveState(200, 50, blocks);
		const panes = new Set<string>();
		for (let y = 0; y < 50; y++)
			for (let x = 0; x < 200; x++) panes.add(hitTest(state, x, y)?.pane ?? 'none');
		expect(panes).toEqual(new Set(['none', ...Object.keys(layoutOf(state).panes)]));
		for (const [x, y] of [
			[5, 0],
			[5, 49],
			[-1, 5],
			[200, 5],
			[5, 5_000],
		] as const)
			expect(hitTest(state, x, y)).toBeNull();
	});

	it('of a screen that is too small belongs to nothing', () => {
		expect(hitTest({...liveState(80, 24, blocks), columns: 30}, 5, 5)).toBeNull();
	});
});

describe('the wheel', () => {
	const live = liveState(80, 24, blocks);

	it('leaves following upwards and resumes it at the end', () => {
		const up = afterMouse(live, wheel(-1));
		expect(up.view).toMatchObject({selected: 1_281, following: false});
		expect(afterMouse(up, wheel(1)).view).toMatchObject({selected: 1_284, following: true});
	});

	it('stops at the first block', () => {
		const state = stateAfter(live, {kind: 'command', name: 'first'});
		expect(afterMouse(state, wheel(-1), wheel(-1)).view).toMatchObject({top: 0, selected: 0});
	});

	it('goes through the blocks of a fork, and brings the focus there', () => {
		const open = stateAfter(settledState(80, 24), {kind: 'command', name: 'fork'});
		const away = {...open, panes: {...open.panes, focus: 'table' as const}};
		const {top} = layoutOf(open).panes.fork!;
		const turned = afterMouse(away, wheel(1, 5, top + 4));
		expect(turned.panes).toMatchObject({focus: 'fork', fork: {side: 'ours', at: 1}});
		expect(turned.view).toEqual(away.view);
	});

	it('goes through the help while it is open, and through nothing behind it', () => {
		const state = afterMouse(
			stateAfter(live, {kind: 'command', name: 'help'}),
			wheel(1),
			wheel(1),
			wheel(-1),
		);
		expect(state.help?.chosen).toBe(1);
		expect(state.view).toEqual(live.view);
	});
});

describe('a press', () => {
	it('over a question, an alarm or the help does nothing', () => {
		const live = liveState(80, 24, blocks);
		for (const state of [
			stateAfter(live, {kind: 'pasted', text: '72 88', cut: false}),
			stateAfter(live, alarmEvent(makeFacts(blocks, 813))),
			stateAfter(live, {kind: 'command', name: 'help'}),
		])
			expect(afterMouse(state, press(5, 6)).view).toEqual(state.view);
	});

	it('never answers a question, and sends nothing', () => {
		const live = stateAfter(liveState(120, 36, blocks), readingEvent(72, 'waiting'));
		const asked = stateAfter(live, {kind: 'command', name: 'quit'});
		expect(asked.question?.kind).toBe('leave');
		expect(afterMouse(asked, press(5, 6), wheel(1)).question?.kind).toBe('leave');
	});

	it('below the newest block focuses the table and selects nothing', () => {
		const live = liveState(80, 24, makeColumns(3));
		const {top, height} = layoutOf(live).panes.table!;
		expect(afterMouse(live, press(5, top + height - 1)).view).toEqual(live.view);
	});
});
