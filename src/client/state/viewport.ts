/**
 * Which rows of the chain are on the screen and which block is selected. Pure: every function takes a
 * viewport and what there is to look at, and gives the next viewport.
 */
export interface Viewport {
	/** Index of the first row shown. */
	readonly top: number;
	/** Index of the selected block. */
	readonly selected: number;
	/** Whether the newest block stays in view as blocks arrive. */
	readonly following: boolean;
}

/** What there is to look at. The row after the newest block, which will be the next one, counts as a row. */
export interface Extent {
	/** Index of the first block held. */
	readonly first: number;
	/** Index of the newest block; first - 1 while there is none. */
	readonly last: number;
	/** Rows on the screen, at least 1. */
	readonly rows: number;
}

/** How following moves when blocks arrive. */
export type Motion =
	/** The newest row is the last one on the screen: every new block moves every row. */
	| 'scroll'
	/** The page stands still while it fills, then turns by a third: a fifth of the bytes when blocks come fast. */
	| 'page'
	/** Nothing moves, for the moment: the chain's past is arriving. */
	| 'stand';

/** The viewport before there is anything to see. */
export const initialViewport: Viewport = {top: 0, selected: 0, following: true};

/**
 * The viewport after the chain or the screen changed. `selects` says whether a following selection moves on
 * to the newest block now.
 */
export function follow(view: Viewport, extent: Extent, motion: Motion, selects: boolean): Viewport {
	const {first, last} = extent;
	if (last < first) return settle(view, {...view, top: first, selected: first});
	if (!view.following || motion === 'stand') return clampView(view, extent);
	const selected = selects ? last : clamp(view.selected, first, last);
	if (motion === 'scroll') return settle(view, {top: lastTop(extent), selected, following: true});
	// Of the rows that are still empty there are never more than a third, whatever came before this page.
	const blank = view.top + extent.rows - (last + 2);
	const room = blankMost(extent.rows);
	const fits = blank >= 0 && blank <= room;
	const top = Math.max(first, fits ? view.top : last + 2 - Math.max(2, extent.rows - room));
	return settle(view, {top, selected, following: true});
}

/** Rows of a page that may wait for blocks to come. */
export function blankMost(rows: number): number {
	return Math.floor(rows / 3);
}

/** Selects the block `delta` away. The newest one reached means following again. */
export function moveBy(view: Viewport, extent: Extent, delta: number): Viewport {
	const {first, last} = extent;
	if (last < first) return view;
	const selected = clamp(view.selected + delta, first, last);
	if (selected === last) return atEnd(extent);
	return reveal({...view, selected, following: false}, extent);
}

/** Turns one page (-1 up, 1 down), so that one row of the page before stays. */
export function pageBy(view: Viewport, extent: Extent, pages: 1 | -1): Viewport {
	const step = pages * Math.max(1, extent.rows - 1);
	return moveBy({...view, top: clampTop(view.top + step, extent)}, extent, step);
}

/** Selects the first block held. */
export function atStart({first}: Extent): Viewport {
	return {top: first, selected: first, following: false};
}

/** Selects the newest block and follows it. */
export function atEnd(extent: Extent): Viewport {
	return {top: lastTop(extent), selected: Math.max(extent.first, extent.last), following: true};
}

/** New blocks below the selected one. */
export function countBelow(view: Viewport, {last}: Extent): number {
	return Math.max(0, last - view.selected);
}

function clampView(view: Viewport, extent: Extent): Viewport {
	const selected = clamp(view.selected, extent.first, extent.last);
	return settle(view, reveal({...view, top: clampTop(view.top, extent), selected}, extent));
}

/** Moves the page as little as possible, so that the selected block is on it. */
function reveal(view: Viewport, {rows}: Extent): Viewport {
	const top = clamp(view.top, view.selected - rows + 1, view.selected);
	return {...view, top};
}

/** The page that ends in the row after the newest block; with only one row there is room for the block alone. */
function lastTop({first, last, rows}: Extent): number {
	return Math.max(first, last + 2 - Math.max(2, rows));
}

function clampTop(top: number, extent: Extent): number {
	return clamp(top, extent.first, lastTop(extent));
}

function clamp(value: number, min: number, max: number): number {
	return Math.max(min, Math.min(max, value));
}

/** The same object where nothing changed, so that nothing is drawn again. */
function settle(before: Viewport, after: Viewport): Viewport {
	const {top, selected, following} = before;
	return top === after.top && selected === after.selected && following === after.following ? before : after;
}
