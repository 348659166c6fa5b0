import type {LabState} from '../state.ts';

/** Below this many columns one hub is shown at a time. */
const besideEachOther = 72;
/** The smallest terminal that shows the lab. */
export const smallest = {columns: 40, rows: 10} as const;

/** How the screen of the lab is divided, in lines, from top to bottom. */
export interface Frame {
	readonly tooSmall: boolean;
	/** Whether the three hubs stand beside each other. */
	readonly isWide: boolean;
	readonly networkRows: 1 | 2;
	/** What stands above the blocks of a hub. */
	readonly titleRows: 1 | 2;
	readonly blockRows: number;
	readonly storyRows: number;
	/** Whether the story begins with a line that says so; it is one of its rows. */
	readonly storyTitle: boolean;
}

/** The header, the box and the keys. */
const fixedRows = 3;

/** Where everything is, by the size of the terminal. */
export function frameOf({columns, rows}: Pick<LabState, 'columns' | 'rows'>): Frame {
	const isWide = columns >= besideEachOther;
	const networkRows = isWide && rows >= 16 ? 2 : 1;
	const titleRows = isWide ? 2 : 1;
	const storyRows = rows < 14 ? 3 : rows < 20 ? 4 : rows < 30 ? 6 : rows < 44 ? 9 : 13;
	return {
		tooSmall: columns < smallest.columns || rows < smallest.rows,
		...{isWide, networkRows, titleRows, storyRows},
		storyTitle: rows >= 20,
		blockRows: Math.max(1, rows - fixedRows - networkRows - titleRows - storyRows),
	};
}

/** The widths of the three hubs beside each other, with one cell between two of them. */
export function columnWidths(columns: number): readonly [number, number, number] {
	const width = Math.floor((columns - 2) / 3);
	const rest = columns - 2 - 3 * width;
	return [width + (rest > 0 ? 1 : 0), width, width + (rest > 1 ? 1 : 0)];
}
