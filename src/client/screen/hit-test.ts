import type {PaneName} from '../state/panes.ts';
import type {State} from '../state/state.ts';
import {layoutOf, type Place, visiblePanes} from './layout.ts';
import {tableLines} from './table-lines.ts';

/** What stands in a cell of the screen. */
export interface Hit {
	readonly pane: PaneName;
	/** The row of the pane's place, its title being row 0. */
	readonly row: number;
	/** The block whose row of the table it is; undefined where there is none. */
	readonly index?: number;
}

/** What stands in column `x` and row `y` of the screen, counted from 0; null outside the panes. */
export function hitTest(state: State, x: number, y: number): Hit | null {
	const layout = layoutOf(state);
	if (layout.tooSmall) return null;
	const pane = visiblePanes(layout).find(name => contains(layout.panes[name]!, x, y));
	if (pane === undefined) return null;
	const row = y - layout.panes[pane]!.top;
	if (pane !== 'table') return {pane, row};
	// Above the blocks stand the titles of the columns and, where there is room, the line above them.
	const line = tableLines(state)[row - 1 - Number(layout.rule)];
	return line?.kind === 'block' ? {pane, row, index: line.index} : {pane, row};
}

function contains({left, top, width, height}: Place, x: number, y: number): boolean {
	return x >= left && x < left + width && y >= top && y < top + height;
}
