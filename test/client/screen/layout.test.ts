import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {fitsPane, type Layout, layoutOf, visiblePanes} from '../../../src/client/screen/layout.ts';
import {initialPanes, type PaneName, paneNames} from '../../../src/client/state/panes.ts';
import {createState, type State} from '../../../src/client/state/state.ts';
import {settledState} from '../support/forks.ts';
import {factsOf, liveState, makeColumns, stateAfter, welcome} from '../support/screen.ts';

const blocks = makeColumns();

function layoutAt(columns: number, rows: number, panes: Partial<State['panes']> = {}): Layout {
	const state = liveState(columns, rows, blocks);
	return layoutOf({...state, panes: {...state.panes, ...panes}});
}

describe('the layout', () => {
	test('of 40x10 is the table alone', () => {
		const layout = layoutAt(40, 10);
		expect(visiblePanes(layout)).toEqual(['table']);
		expect(layout).toMatchObject({
			tableRows: 6,
			rule: false,
			messageLine: false,
			detailLine: null,
			boxTop: 8,
		});
	});

	test('of 80x24 has the chart below the table, and a line about the selected block', () => {
		const layout = layoutAt(80, 24);
		expect(visiblePanes(layout)).toEqual(['table', 'chart']);
		expect(layout.panes.chart).toEqual({left: 0, top: 15, width: 80, height: 5});
		expect(layout).toMatchObject({tableRows: 12, rule: true, messageLine: true, detailLine: 20, boxTop: 21});
	});

	test('of 120x36 has the detail and our readings beside the table', () => {
		const layout = layoutAt(120, 36);
		expect(layout.panes).toEqual({
			table: {left: 0, top: 1, width: 63, height: 24},
			detail: {left: 64, top: 1, width: 56, height: 20},
			own: {left: 64, top: 21, width: 56, height: 4},
			chart: {left: 0, top: 25, width: 120, height: 8},
		});
		expect(layout.detailLine).toBeNull();
	});

	test('of 200x50 has every pane but those of a network, where there is none', () => {
		const {panes} = layoutAt(200, 50);
		const alone = paneNames.filter(name => name !== 'peers' && name !== 'fork');
		expect(Object.keys(panes).sort()).toEqual([...alone].sort());
		expect(panes.detail).toMatchObject({left: 113, width: 87});
		expect(panes.chart).toMatchObject({top: 36, height: 11});
	});

	test('of a zoomed pane gives it everything between header and box', () => {
		for (const zoomed of paneNames) {
			for (const [columns, rows] of [
				[40, 10],
				[200, 50],
			] as const) {
				const layout = layoutAt(columns, rows, {zoomed});
				expect(layout.panes).toEqual({[zoomed]: layout.body});
			}
		}
	});

	test('has the other hubs beside the table where there is room, in no more rows than there are hubs', () => {
		const {panes} = layoutOf(settledState(120, 36));
		expect(panes.peers).toEqual({left: 64, top: 22, width: 56, height: 3});
		expect(layoutOf(settledState(200, 50)).panes.peers).toMatchObject({width: 87, height: 3});
		expect(layoutOf(settledState(80, 24)).panes.peers).toBeUndefined();
	});

	test('has a fork below the table, in the place of the chart; on low screens it is alone', () => {
		const open = (columns: number, rows: number): Layout =>
			layoutOf(stateAfter(settledState(columns, rows), {kind: 'command', name: 'fork'}));
		expect(open(120, 36).panes).toEqual({
			table: {left: 0, top: 1, width: 120, height: 16},
			fork: {left: 0, top: 17, width: 120, height: 16},
		});
		expect(visiblePanes(open(200, 50))).toEqual(['table', 'detail', 'own', 'peers', 'fork']);
		expect(visiblePanes(open(80, 24))).toEqual(['table', 'fork']);
		expect(visiblePanes(open(80, 19))).toEqual(['fork']);
		expect(open(40, 10).panes).toEqual({fork: open(40, 10).body});
	});

	test('gives the room of a pane that was put away to the others', () => {
		const none = {...initialPanes.wanted, detail: false, own: false, histogram: false, chart: false};
		expect(layoutAt(200, 50, {wanted: none}).panes).toEqual({table: layoutAt(200, 50).body});
		const chart = layoutAt(200, 50, {wanted: {...none, chart: true}});
		expect(visiblePanes(chart)).toEqual(['table', 'chart']);
		expect(chart.panes.table!.width).toBe(200);
		const histogram = layoutAt(200, 50, {wanted: {...none, histogram: true}});
		expect(histogram.panes.histogram!.height).toBe(histogram.panes.table!.height);
	});

	test('has the table alone while there is no block, and while the past arrives for the first time', () => {
		const begun = createState({address: 'a:1', columns: 200, rows: 50});
		expect(visiblePanes(layoutOf(begun))).toEqual(['table']);
		const arriving = stateAfter(
			begun,
			{kind: 'hub', hub: {welcome, live: true}},
			{kind: 'phase', phase: {kind: 'catchingUp', target: 5_000}},
			{kind: 'chain', chain: factsOf(blocks)},
		);
		expect(visiblePanes(layoutOf(arriving))).toEqual(['table']);
		const looking = stateAfter(arriving, {kind: 'command', name: 'detail'});
		expect(visiblePanes(layoutOf(looking))).toEqual(['detail']);
		const again = stateAfter(liveState(200, 50, blocks), {
			kind: 'phase',
			phase: {kind: 'catchingUp', target: 5_000},
		});
		expect(visiblePanes(layoutOf(again))).toHaveLength(5);
	});

	test('knows whether a pane that was put away would have a place', () => {
		const wanted = {...initialPanes.wanted, detail: false, own: false, histogram: false, chart: false};
		const hidden = (columns: number, rows: number): State => {
			const state = liveState(columns, rows, blocks);
			return {...state, panes: {...state.panes, wanted}};
		};
		expect(fitsPane(hidden(200, 50), 'histogram')).toBe(true);
		expect(fitsPane(hidden(80, 24), 'histogram')).toBe(false);
		expect(fitsPane(hidden(80, 24), 'chart')).toBe(true);
		expect(fitsPane(hidden(80, 16), 'chart')).toBe(false);
	});
});

test('On every screen, whatever is wanted, the panes fill the middle and no cell twice', () => {
	const wanted = fc.record({
		detail: fc.boolean(),
		own: fc.boolean(),
		peers: fc.boolean(),
		histogram: fc.boolean(),
		fork: fc.boolean(),
		chart: fc.boolean(),
	});
	const zoomed = fc.constantFrom<PaneName | null>(null, null, null, ...paneNames);
	const size = fc.record({columns: fc.integer({min: 40, max: 260}), rows: fc.integer({min: 10, max: 90})});
	const state = settledState(80, 24);
	fc.assert(
		fc.property(size, wanted, zoomed, ({columns, rows}, wanted, zoomed) => {
			const panes = {...state.panes, wanted, zoomed};
			const layout = layoutOf({...state, columns, rows, panes});
			const {body, boxTop, detailLine} = layout;
			expect(body.top + body.height).toBe(boxTop);
			const cells = new Uint8Array(columns * boxTop);
			for (const place of Object.values(layout.panes)) {
				expect(place.height).toBeGreaterThan(1);
				for (let y = place.top; y < place.top + place.height; y++)
					for (let x = place.left; x < place.left + place.width; x++) cells[y * columns + x]!++;
			}
			for (let y = 1; y < boxTop; y++) {
				const row = cells.subarray(y * columns, (y + 1) * columns);
				expect(Math.max(...row)).toBeLessThanOrEqual(1);
				// All of it, but for the line between two panes and the one about the selected block.
				const used = row.reduce((sum, one) => sum + one, 0);
				expect(used).toBeGreaterThanOrEqual(y === detailLine ? 0 : columns - 1);
			}
			const table = layout.panes.table;
			if (table) expect(layout.tableRows).toBe(table.height - 1 - Number(layout.rule));
		}),
	);
});
