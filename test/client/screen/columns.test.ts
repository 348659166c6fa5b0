import {describe, expect, test} from 'vitest';
import {blockRow, nextRow, titleRow} from '../../../src/client/screen/block-row.ts';
import {planColumns, planWidth} from '../../../src/client/screen/columns.ts';
import {rowText, rowWidth} from '../../../src/client/screen/theme.ts';
import type {AnyBlock} from '../../../src/core/block.ts';

const block = {
	index: 1_284,
	timestamp: '2026-11-20T14:05:38.898Z',
	bpm: 64,
	hash: '8cab155aa034'.padEnd(64, '0'),
	prevHash: '5296bed7aba9'.padEnd(64, '0'),
};
const odd: AnyBlock = {
	index: 7,
	timestamp: '\x1b[2J2026 日本語 \u202e right to left, and much longer than any column',
	bpm: -9_223_372_036_854_775_808n,
	hash: '\x1b]0;title\x07',
	prevHash: '漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字',
};
const marks = {
	selected: true,
	prevLinked: true,
	hashLinked: true,
	own: true,
	marked: false,
	matched: false,
	refused: null,
};
const widths = Array.from({length: 220}, (_, at) => at + 1);

describe('a plan', () => {
	test('fits its width from 40 cells on, whatever the height of the chain', () => {
		for (const width of widths.filter(width => width >= 40)) {
			for (const height of [0, 1_284, 999_999_999, Number.MAX_SAFE_INTEGER]) {
				expect(planWidth(planColumns(width, height))).toBeLessThanOrEqual(width);
			}
		}
	});

	test('shows at least as many digits of a hash on a wider screen', () => {
		let digits = 0;
		for (const width of widths) {
			const plan = planColumns(width, 1_284);
			expect(plan.digits).toBeGreaterThanOrEqual(digits);
			digits = plan.digits;
		}
		expect(digits).toBe(64);
	});

	test('of the sizes people have', () => {
		expect(planColumns(40, 1_284)).toMatchObject({time: 8, digits: 4, bar: 0, tight: true});
		expect(planColumns(80, 1_284)).toMatchObject({time: 12, digits: 12, bar: 0, tight: false});
		expect(planColumns(120, 1_284)).toMatchObject({time: 12, digits: 26, bar: 12, tight: false});
		expect(planColumns(200, 1_284)).toMatchObject({time: 23, digits: 64, bar: 12, tight: false});
	});
});

describe('a row', () => {
	test('takes no more cells than the screen has, also with what tutorial hubs and others write', () => {
		for (const width of widths.filter(width => width >= 40)) {
			const plan = planColumns(width, 1_284);
			for (const one of [block, odd])
				expect(rowWidth(blockRow(one, plan, marks, width))).toBeLessThanOrEqual(width);
			const next = {index: 1_285, prevHash: block.hash, prevLinked: true, draft: '1234567890123456'};
			expect(rowWidth(nextRow(next, plan, width))).toBeLessThanOrEqual(width);
			expect(rowWidth(titleRow(plan, width))).toBeLessThanOrEqual(width);
		}
	});

	test('has its columns in the same cells whatever the block', () => {
		const plan = planColumns(120, 1_284);
		const places = [block, {...odd, hash: 'a'.repeat(64)}].map(one => {
			const text = rowText(blockRow(one, plan, {...marks, own: false}, 120));
			return rowWidth([{text: text.slice(0, text.lastIndexOf('→'))}]);
		});
		expect(places[0]).toBe(places[1]);
	});

	test('never holds what a terminal would obey', () => {
		for (const width of widths) {
			const text = rowText(blockRow(odd, planColumns(width, 7), marks, width));
			expect(text).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u202e]/);
		}
	});
});

test('The genesis block says that there is none before it where there is room', () => {
	const genesis = {...block, index: 0, bpm: 0, prevHash: ''};
	const noteOf = (width: number): string => {
		const text = rowText(blockRow(genesis, planColumns(width, 9), {...marks, own: false}, width));
		return text.slice(text.indexOf('✓') + 1);
	};
	expect(noteOf(220)).toBe('  genesis: none before it');
	expect(noteOf(120)).toBe('  genesis');
	expect(noteOf(80)).toBe('  genesis');
	expect(noteOf(40)).toBe('');
});

test('Where there is no room for that, its name stands in the place of its PrevHash', () => {
	const genesis = {...block, index: 0, bpm: 0, prevHash: ''};
	const rowOf = (width: number, chips: boolean): string =>
		rowText(blockRow(genesis, planColumns(width, 9, chips), {...marks, own: false}, width));
	expect(rowOf(63, true)).toMatch(/ genesis +→/);
	// Beside a pane: what stands at the end must not touch its border.
	for (let width = 50; width <= 130; width++) {
		for (const chips of [true, false]) {
			const text = rowOf(width, chips);
			if (planColumns(width, 9, chips).tight) continue;
			expect(text).toContain('genesis');
			if (text.trimEnd().endsWith('genesis')) expect(text.trimEnd().length).toBeLessThan(width);
		}
	}
});

test('The next block says what to do in as many words as there is room for', () => {
	const next = {index: 102, prevHash: block.hash, prevLinked: true, draft: ''};
	const hintAt = (width: number): string | undefined =>
		/→ \? *(.*)$/.exec(rowText(nextRow(next, planColumns(width, 102), width)))?.[1];
	expect(hintAt(80)).toBe('type a BPM to make it');
	expect(hintAt(63)).toBe('type a BPM');
});
