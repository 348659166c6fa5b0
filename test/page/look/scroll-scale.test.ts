import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {
	isAtEnd,
	offsetMax,
	reveal,
	type Scroll,
	scrolled,
	scrollTo,
	spacerPx,
	visibleRows,
} from '../../../src/page/look/scroll-scale.ts';

const small = {rows: 1_000, rowPx: 76, viewPx: 600};
const large = {rows: 1_000_001, rowPx: 76, viewPx: 600};
const start: Scroll = {offset: 0, top: 0};

describe('a chain that fits into an element', () => {
	test('is scrolled pixel by pixel', () => {
		expect(spacerPx(small)).toBe(76_000);
		expect(scrolled(small, start, 12_345)).toEqual({offset: 12_345, top: 12_345});
		expect(scrolled(small, {offset: 500, top: 500}, 510)).toEqual({offset: 510, top: 510});
		expect(scrollTo(small, 1e9)).toEqual({offset: 75_400, top: 75_400});
	});

	test('that is lower than the view does not scroll', () => {
		const few = {rows: 3, rowPx: 76, viewPx: 600};
		expect([spacerPx(few), offsetMax(few)]).toEqual([228, 0]);
		expect(isAtEnd(few, start)).toBe(true);
		expect(visibleRows(few, 0)).toEqual({first: 0, last: 2});
		expect(visibleRows({...few, rows: 0}, 0)).toEqual({first: 0, last: -1});
	});
});

describe('a chain of a million blocks', () => {
	test('stays below what browsers allow, and both ends of the scroll bar are ends of the chain', () => {
		expect(spacerPx(large)).toBe(8_000_000);
		const bottom = 8_000_000 - 600;
		expect(scrolled(large, start, bottom).offset).toBe(offsetMax(large));
		expect(scrolled(large, {offset: offsetMax(large), top: bottom}, 0)).toEqual(start);
		expect(isAtEnd(large, scrollTo(large, Number.MAX_SAFE_INTEGER))).toBe(true);
	});

	test('moves by pixels with the wheel and in proportion with the scroll bar', () => {
		const middle = scrollTo(large, 38_000_000);
		expect(scrolled(large, middle, middle.top + 100).offset).toBe(38_000_100);
		expect(scrolled(large, middle, middle.top - 33).offset).toBe(38_000_000 - 33);
		const dragged = scrolled(large, middle, middle.top + 100_000);
		expect(dragged.offset).toBeCloseTo(38_000_000 + 100_000 * 9.72, -4);
	});

	test('reaches every row by the wheel alone, from one end to the other, without getting stuck', () => {
		let scroll = scrollTo(large, 300_000);
		for (let turns = 0; scroll.offset > 0; turns++) {
			expect(turns).toBeLessThan(3_001);
			scroll = scrolled(large, scroll, Math.max(0, scroll.top - 100));
		}
		expect(scroll).toEqual(start);
	});

	test('never leaves the chain, however it is scrolled', () => {
		const moves = fc.array(fc.integer({min: -9_000_000, max: 9_000_000}), {maxLength: 50});
		fc.assert(
			fc.property(moves, deltas => {
				let scroll = start;
				for (const delta of deltas) {
					const top = Math.max(0, Math.min(8_000_000 - 600, scroll.top + delta));
					scroll = scrolled(large, scroll, top);
					expect(scroll.offset).toBeGreaterThanOrEqual(0);
					expect(scroll.offset).toBeLessThanOrEqual(offsetMax(large));
					const {first, last} = visibleRows(large, scroll.offset, 6);
					expect(last - first).toBeLessThan(25);
				}
			}),
		);
	});
});

test('A row comes into view by the shortest way', () => {
	expect(reveal(small, 760, 5)).toBe(380);
	expect(reveal(small, 760, 12)).toBe(760);
	expect(reveal(small, 760, 20)).toBe(20 * 76 + 76 - 600);
});
