import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {
	atEnd,
	atStart,
	countBelow,
	type Extent,
	follow,
	initialViewport,
	moveBy,
	pageBy,
	type Viewport,
} from '../../../src/client/state/viewport.ts';

/** A screen with ten rows of a chain from 0 to `last`. */
function chainTo(last: number, rows = 10): Extent {
	return {first: 0, last, rows};
}

describe('following', () => {
	test('begins at the top while the chain is shorter than the page', () => {
		expect(follow(initialViewport, chainTo(3), 'scroll', true)).toEqual({
			top: 0,
			selected: 3,
			following: true,
		});
	});

	test('keeps the newest block and the row of the next one at the end of the page', () => {
		expect(follow(initialViewport, chainTo(100), 'scroll', true)).toEqual({
			top: 92,
			selected: 100,
			following: true,
		});
	});

	test('turns the page when it is full, and keeps a third of it', () => {
		let view = atEnd(chainTo(100));
		const tops: number[] = [];
		for (let last = 101; last <= 116; last++) {
			view = follow(view, chainTo(last), 'page', true);
			tops.push(view.top);
		}
		// Ten rows: turned at 101 to two blocks, the row of the next one and seven that wait; full at 108.
		expect(tops).toEqual([...Array(8).fill(100), ...Array(8).fill(108)]);
	});

	test('waits with a full page until it may turn, and then shows the newest page when all of it is old', () => {
		const full = {top: 92, selected: 100, following: true};
		expect(follow(full, chainTo(130), 'page', false)).toEqual(full);
		expect(follow(full, chainTo(130), 'page', true)).toEqual({top: 122, selected: 130, following: true});
		expect(follow(full, chainTo(104), 'page', true)).toEqual({top: 103, selected: 104, following: true});
	});

	test('moves the selection only when it is told to', () => {
		const view = atEnd(chainTo(100));
		expect(follow(view, chainTo(103), 'page', false).selected).toBe(100);
		expect(follow(view, chainTo(103), 'page', true).selected).toBe(103);
	});

	test('stands still while the past arrives', () => {
		expect(follow(initialViewport, chainTo(5_000), 'stand', true)).toEqual({
			top: 0,
			selected: 0,
			following: true,
		});
	});

	test('gives the same object where nothing moves', () => {
		const view = atEnd(chainTo(100));
		expect(follow(view, chainTo(100), 'scroll', true)).toBe(view);
	});

	test('comes back to the tip of a chain that became shorter', () => {
		expect(follow(atEnd(chainTo(100)), chainTo(40), 'scroll', true)).toEqual({
			top: 32,
			selected: 40,
			following: true,
		});
	});
});

describe('looking', () => {
	const looking: Viewport = {top: 50, selected: 55, following: false};

	test('up leaves following and moves the page only at its edge', () => {
		const end = atEnd(chainTo(100));
		expect(moveBy(end, chainTo(100), -1)).toEqual({top: 92, selected: 99, following: false});
		expect(moveBy({top: 50, selected: 50, following: false}, chainTo(100), -1).top).toBe(49);
	});

	test('stays where it is when blocks arrive, and counts them', () => {
		const view = follow(looking, chainTo(2_000), 'scroll', true);
		expect(view).toBe(looking);
		expect(countBelow(view, chainTo(2_000))).toBe(1_945);
	});

	test('goes a page at a time, one row of the page before staying', () => {
		expect(pageBy(looking, chainTo(100), -1)).toEqual({top: 41, selected: 46, following: false});
		expect(pageBy(looking, chainTo(100), 1)).toEqual({top: 59, selected: 64, following: false});
	});

	test('at the first block begins at the first that is held', () => {
		expect(atStart({first: 700, last: 900, rows: 10})).toEqual({top: 700, selected: 700, following: false});
	});

	test('comes to follow again when the newest block is reached by any means', () => {
		const end = {top: 92, selected: 100, following: true};
		expect(moveBy({top: 92, selected: 99, following: false}, chainTo(100), 1)).toEqual(end);
		expect(pageBy({top: 85, selected: 95, following: false}, chainTo(100), 1)).toEqual(end);
		expect(moveBy(looking, chainTo(100), 1_000)).toEqual(end);
		expect(atEnd(chainTo(100))).toEqual(end);
	});
});

test('Whatever is pressed and arrives, the selected block is on the page and the page within the chain', () => {
	const step = fc.oneof(
		fc.record({kind: fc.constant('move' as const), by: fc.integer({min: -30, max: 30})}),
		fc.record({kind: fc.constant('page' as const), by: fc.constantFrom(1 as const, -1 as const)}),
		fc.record({kind: fc.constant('start' as const)}),
		fc.record({kind: fc.constant('end' as const)}),
		fc.record({kind: fc.constant('grow' as const), by: fc.integer({min: -20, max: 40}), paged: fc.boolean()}),
		fc.record({kind: fc.constant('resize' as const), rows: fc.integer({min: 1, max: 60})}),
	);
	fc.assert(
		fc.property(fc.integer({min: 0, max: 50}), fc.array(step, {maxLength: 60}), (first, steps) => {
			let extent: Extent = {first, last: first, rows: 10};
			let view = follow(initialViewport, extent, 'scroll', true);
			for (const one of steps) {
				if (one.kind === 'move') view = moveBy(view, extent, one.by);
				else if (one.kind === 'page') view = pageBy(view, extent, one.by);
				else if (one.kind === 'start') view = atStart(extent);
				else if (one.kind === 'end') view = atEnd(extent);
				else if (one.kind === 'resize') extent = {...extent, rows: one.rows};
				else if (one.kind === 'grow') extent = {...extent, last: Math.max(first, extent.last + one.by)};
				view = follow(view, extent, one.kind === 'grow' && one.paged ? 'page' : 'scroll', true);
				expect(view.selected).toBeGreaterThanOrEqual(extent.first);
				expect(view.selected).toBeLessThanOrEqual(extent.last);
				expect(view.top).toBeLessThanOrEqual(view.selected);
				expect(view.selected).toBeLessThan(view.top + extent.rows);
				expect(view.top).toBeGreaterThanOrEqual(extent.first);
			}
		}),
	);
});
