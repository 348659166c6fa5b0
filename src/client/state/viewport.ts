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
	/** The page stands still while it fills, then turns and keeps a third: a fifth of the bytes when blocks come fast. */
	| 'page'
	/** Nothing moves, for the moment: the chain's past is arriving. */
	| 'stand';

/** The viewport before there is anything to see. */
export const initialViewport: Viewport = {top: 0, selected: 0, following: true};

/**
 * The viewport after the chain or the screen changed. `moves` says whether a following selection may go on to
 * the newest block now, and the page turn with it; blocks below the page wait for the next time.
 */
export function follow(view: Viewport, extent: Extent, motion: Motion, moves: boolean): Viewport {
	const {first, last, rows} = extent;
	if (last < first) return settle(view, {...view, top: first, selected: first});
	if (!view.following || motion === 'stand') return clampView(view, extent);
	if (motion === 'scroll') return settle(view, atEnd(extent));
	const selected = moves ? last : clamp(view.selected, first, last);
	const blank = view.top + rows - endOf(extent);
	const isFull = blank < 0;
	const top = isFull && moves ? turn(extent, -blank) : Math.min(view.top, endOf(extent) - keptOf(rows));
	return settle(view, reveal({top: Math.max(first, top), selected, following: true}, extent));
}

/** The first row after a page that is full and `missed` rows short: a third of it stays, unless all of it is old. */
function turn(extent: Extent, missed: number): number {
	const kept = keptOf(extent.rows);
	return missed > extent.rows - kept ? lastTop(extent) : endOf(extent) - kept;
}

/** Rows of a page that stay when it turns: never fewer than the newest block and the next one. */
export function keptOf(rows: number): number {
	return Math.min(rows, Math.max(2, Math.floor(rows / 3)));
}

/** Selects the block `delta` away. The newest one reached means following again. */
export function moveBy(view: Viewport, extent: Extent, delta: number): Viewport {
	const {first, last} = extent;
	if (last < first) return view;
	const selected = clamp(view.selected + delta, first, last);
	if (selected === last) return atEnd(extent);
	return reveal({...view, selected, following: false}, extent);
}

/** Selects the block `index`, in the middle of the page unless it is on it already. The newest one means following again. */
export function jumpTo(view: Viewport, extent: Extent, index: number): Viewport {
	const {first, last, rows} = extent;
	if (last < first) return view;
	const selected = clamp(index, first, last);
	if (selected === last) return atEnd(extent);
	const isSeen = selected >= view.top && selected < view.top + rows;
	const top = isSeen ? view.top : clampTop(selected - Math.floor(rows / 2), extent);
	return {top, selected, following: false};
}

/** Turns one page (-1 up, 1 down), so that one row of the page before stays. */
export function pageBy(view: Viewport, extent: Extent, pages: 1 | -1): Viewport {
	return scrollBy(view, extent, pages * Math.max(1, extent.rows - 1));
}

/** Moves the page over the blocks, and the selection with it, by so many rows. */
export function scrollBy(view: Viewport, extent: Extent, rows: number): Viewport {
	return moveBy({...view, top: clampTop(view.top + rows, extent)}, extent, rows);
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

/** The index after the row of the next block. */
function endOf({last}: Extent): number {
	return last + 2;
}

/** The page that ends in the row after the newest block; with only one row there is room for the block alone. */
function lastTop(extent: Extent): number {
	return Math.max(extent.first, endOf(extent) - Math.max(2, extent.rows));
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
