/** Browsers cap the height of an element somewhere between 16 and 33 million pixels. */
const spacerPxMax = 8_000_000;
/** At both ends the scroll bar moves as the rows do, so that nobody is held up there. */
const endPx = 100_000;
/** A scroll event that moves further than so many views is a drag of the scroll bar, not a hand on the wheel. */
const smallMoveViews = 1.5;

/** What is scrolled: rows of one height, and how much of them can be seen at once. */
export interface Extent {
	readonly rows: number;
	readonly rowPx: number;
	readonly viewPx: number;
}

/**
 * Where the view is. In a chain that is higher than an element may be, the scroll bar stands for the chain in a
 * smaller scale, while the wheel, a finger and the keys move rows by as many pixels as they say.
 */
export interface Scroll {
	/** Pixels of rows above the view. */
	readonly offset: number;
	/** The `scrollTop` of the element that shows it. */
	readonly top: number;
}

/** The height of what is in the scrolled element. */
export function spacerPx(extent: Extent): number {
	return Math.min(contentPx(extent), Math.max(spacerPxMax, extent.viewPx));
}

/** The largest offset: the last row ends where the view does. */
export function offsetMax(extent: Extent): number {
	return Math.max(0, contentPx(extent) - extent.viewPx);
}

/** Whether the whole of the last row can be seen. */
export function isAtEnd(extent: Extent, {offset}: Scroll): boolean {
	return offset >= offsetMax(extent) - 2;
}

/** The view at an offset, with the scroll bar where it belongs. */
export function scrollTo(extent: Extent, offset: number): Scroll {
	const bounded = Math.max(0, Math.min(offsetMax(extent), offset));
	return {offset: bounded, top: topOf(extent, bounded)};
}

/** The view after the element was scrolled to `top` by a person. */
export function scrolled(extent: Extent, before: Scroll, top: number): Scroll {
	const moved = top - before.top;
	const isSmall = Math.abs(moved) < smallMoveViews * extent.viewPx;
	if (!isScaled(extent) || !isSmall) return {offset: clampOffset(extent, offsetOf(extent, top)), top};
	const offset = clampOffset(extent, before.offset + moved);
	// Where one of them comes to its end the scroll bar is put where it belongs at once, else when all is still.
	const isEnd = nearEnd(top, topMax(extent)) || nearEnd(offset, offsetMax(extent));
	return isEnd ? scrollTo(extent, offset) : {offset, top};
}

/** The first and the last row that can be seen, with some rows more on both sides; last < first where there is none. */
export function visibleRows(
	{rows, rowPx, viewPx}: Extent,
	offset: number,
	more = 0,
): {readonly first: number; readonly last: number} {
	const first = Math.floor(offset / rowPx) - more;
	const last = Math.ceil((offset + viewPx) / rowPx) - 1 + more;
	return {first: Math.max(0, first), last: Math.min(rows - 1, last)};
}

/** The offset that brings a row into view with as little movement as possible. */
export function reveal(extent: Extent, offset: number, row: number): number {
	const start = row * extent.rowPx;
	if (start < offset) return start;
	return Math.max(offset, start + extent.rowPx - extent.viewPx);
}

function contentPx({rows, rowPx}: Extent): number {
	return rows * rowPx;
}

function topMax(extent: Extent): number {
	return Math.max(0, spacerPx(extent) - extent.viewPx);
}

function isScaled(extent: Extent): boolean {
	return topMax(extent) < offsetMax(extent);
}

/** Between the ends, pixels of rows for one of the scroll bar. */
function scaleOf(extent: Extent): number {
	return (offsetMax(extent) - 2 * endPx) / (topMax(extent) - 2 * endPx);
}

/** The offset that a place of the scroll bar stands for. */
function offsetOf(extent: Extent, top: number): number {
	if (!isScaled(extent) || top <= endPx) return top;
	const fromEnd = topMax(extent) - top;
	if (fromEnd <= endPx) return offsetMax(extent) - fromEnd;
	return endPx + (top - endPx) * scaleOf(extent);
}

/** The place of the scroll bar that stands for an offset. */
function topOf(extent: Extent, offset: number): number {
	if (!isScaled(extent) || offset <= endPx) return offset;
	const fromEnd = offsetMax(extent) - offset;
	if (fromEnd <= endPx) return topMax(extent) - fromEnd;
	return endPx + (offset - endPx) / scaleOf(extent);
}

function nearEnd(at: number, most: number): boolean {
	return at <= endPx || at >= most - endPx;
}

function clampOffset(extent: Extent, offset: number): number {
	return Math.max(0, Math.min(offsetMax(extent), offset));
}
