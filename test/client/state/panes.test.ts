import {describe, expect, test} from 'vitest';
import type {CommandName} from '../../../src/client/keys/command.ts';
import {resolveKey} from '../../../src/client/keys/resolve-key.ts';
import {layoutOf, visiblePanes} from '../../../src/client/screen/layout.ts';
import {effectsOf} from '../../../src/client/state/effects.ts';
import {selectedOwn} from '../../../src/client/state/own-commands.ts';
import {createState, type State} from '../../../src/client/state/state.ts';
import {liveState, makeColumns, readingEvent, stateAfter} from '../support/screen.ts';

const blocks = makeColumns();
const wide = liveState(200, 50, blocks);
const small = liveState(40, 10, blocks);

function press(state: State, ...names: readonly CommandName[]): State {
	return stateAfter(state, ...names.map(name => ({kind: 'command', name}) as const));
}

describe('a pane', () => {
	test('is put away and comes back with its key', () => {
		const gone = press(wide, 'chart');
		expect(visiblePanes(layoutOf(gone))).toEqual(['table', 'detail', 'own', 'histogram']);
		expect(visiblePanes(layoutOf(press(gone, 'chart')))).toContain('chart');
	});

	test('that has no room is zoomed with its key, and goes back with it', () => {
		for (const name of ['detail', 'chart', 'histogram', 'own'] as const) {
			const zoomed = press(small, name);
			expect(visiblePanes(layoutOf(zoomed))).toEqual([name]);
			expect(zoomed.panes.focus).toBe(name);
			expect(visiblePanes(layoutOf(press(zoomed, name)))).toEqual(['table']);
		}
	});

	test('that is put away while it has the focus gives it back to the table', () => {
		const focused = press(wide, 'previousPane');
		expect(focused.panes.focus).toBe('chart');
		expect(press(focused, 'chart').panes.focus).toBe('table');
	});

	test('is moved to with Tab, round in both directions, and zoomed with z', () => {
		const tour = [1, 2, 3, 4, 5].map(
			count => press(wide, ...Array<CommandName>(count).fill('nextPane')).panes.focus,
		);
		expect(tour).toEqual(['detail', 'own', 'histogram', 'chart', 'table']);
		const zoomed = press(wide, 'nextPane', 'zoom');
		expect(visiblePanes(layoutOf(zoomed))).toEqual(['detail']);
		expect(visiblePanes(layoutOf(press(zoomed, 'nextPane')))).toEqual(['own']);
		expect(press(zoomed, 'zoom').panes).toMatchObject({zoomed: null, focus: 'detail'});
		// On a small screen that pane is not seen any more.
		expect(press(small, 'explain', 'zoom').panes).toMatchObject({zoomed: null, focus: 'table'});
		expect(press(zoomed, 'back').panes).toMatchObject({zoomed: null, focus: 'table'});
	});

	test('that says why a block is valid is zoomed with Enter, from wherever one is, and left with it', () => {
		const zoomed = press(wide, 'previousPane', 'zoom', 'explain');
		expect(zoomed.panes).toMatchObject({zoomed: 'detail', focus: 'detail'});
		expect(press(zoomed, 'explain').panes.zoomed).toBeNull();
	});

	test('lets the arrows go on through the blocks, and the pages through what is zoomed', () => {
		const zoomed = press(small, 'explain', 'up');
		expect(zoomed.view.selected).toBe(1_283);
		expect(effectsOf(zoomed, 'pageDown')).toEqual([{kind: 'scroll', rows: 5}]);
		expect(press(zoomed, 'pageDown').view).toBe(zoomed.view);
		expect(stateAfter(zoomed, {kind: 'scrolled', top: 7}).panes.detailTop).toBe(7);
	});

	test('draws its chart in the next way', () => {
		expect(press(wide, 'chartStyle').panes.chartStyle).toBe('blocks');
		expect(press(wide, 'chartStyle', 'chartStyle', 'chartStyle').panes.chartStyle).toBe('braille');
	});
});

describe('the pane of our readings', () => {
	const own = stateAfter(
		wide,
		readingEvent(64, 'accepted', {index: 1_200}),
		readingEvent(72, 'waiting'),
		readingEvent(88, 'waiting'),
	);
	const focused = press(own, 'nextPane', 'nextPane');

	test('lets a reading be chosen with the arrows, the newest that waits first', () => {
		expect(selectedOwn(own)).toBeUndefined();
		expect(selectedOwn(focused)?.bpm).toBe(88);
		expect(selectedOwn(press(focused, 'down'))?.bpm).toBe(72);
		expect(selectedOwn(press(focused, 'down', 'down', 'down', 'up'))?.bpm).toBe(72);
		expect(press(focused, 'down').view).toBe(focused.view);
	});

	test('withdraws the chosen one; without it the newest', () => {
		expect(effectsOf(press(focused, 'down'), 'withdraw')).toEqual([{kind: 'withdraw', id: 'reading-72'}]);
		expect(effectsOf(own, 'withdraw')).toEqual([{kind: 'withdraw', id: 'reading-88'}]);
		expect(effectsOf(press(focused, 'down', 'down'), 'withdraw')).toEqual([]);
	});

	test('leads to the block of the chosen one', () => {
		const opened = press(focused, 'down', 'down', 'openOwn');
		expect(opened.view).toMatchObject({selected: 1_200, following: false});
		expect(opened.panes.focus).toBe('table');
	});

	test('is turned by pages while it has the focus', () => {
		const many = Array.from({length: 30}, (_, at) => readingEvent(100 + at, 'accepted', {index: at + 1}));
		const state = press(stateAfter(small, ...many), 'own');
		const below = press(state, 'pageDown');
		expect(below.view).toEqual(state.view);
		expect(selectedOwn(below)?.bpm).toBeLessThan(Number(selectedOwn(state)!.bpm) - 1);
		expect(selectedOwn(press(below, 'pageUp'))).toEqual(selectedOwn(state));
	});

	test('can be looked at before there is any block', () => {
		const empty = createState({address: 'lab-hub:9000', columns: 80, rows: 24});
		expect(resolveKey('o', empty).kind).toBe('unavailable');
		const waiting = stateAfter(empty, readingEvent(72, 'waiting'));
		expect(resolveKey('o', waiting)).toMatchObject({command: {name: 'own'}});
		const shown = press(waiting, 'own');
		expect(visiblePanes(layoutOf(shown))).toEqual(['own']);
		expect(selectedOwn(shown)?.bpm).toBe(72);
		expect(visiblePanes(layoutOf(press(shown, 'own')))).toEqual(['table']);
	});
});
