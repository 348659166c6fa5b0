import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {
	hashedTextRows,
	runeNotes,
	showText,
	splitText,
} from '../../../../src/client/screen/detail/hashed-text.ts';
import type {HashedPart} from '../../../../src/core/hashed-text.ts';
import {factsOfLong, linesOf, textOf, tutorialFacts} from '../../support/details.ts';

const {parts} = factsOfLong(1_284).explanation;

describe('the text that is hashed', () => {
	test('has its parts marked below and beside it', () => {
		expect(linesOf(hashedTextRows(parts, 54))).toEqual([
			'12842026-11-20T05:23:01.390Z65',
			'└#─┘└Timestamp─────────────┘└BPM',
			'1bfce11012e21e2d80e5c8afb09fa723 ┐',
			'880b731ac06687b03060a0bc5b77ff56 ┘ PrevHash',
		]);
	});

	test('has its PrevHash in one line where that has room, and else its mark below', () => {
		expect(linesOf(hashedTextRows(parts, 85)).at(-1)).toBe(
			'1bfce11012e21e2d80e5c8afb09fa723880b731ac06687b03060a0bc5b77ff56 ← PrevHash',
		);
		expect(linesOf(hashedTextRows(parts, 66)).slice(2)).toEqual([
			'1bfce11012e21e2d80e5c8afb09fa723880b731ac06687b03060a0bc5b77ff56',
			'└PrevHash──────────────────────────────────────────────────────┘',
		]);
		expect(linesOf(hashedTextRows(parts, 38)).slice(2)).toEqual([
			'1bfce11012e21e2d80e5c8afb09fa723',
			'880b731ac06687b03060a0bc5b77ff56',
			'└PrevHash──────────────────────┘',
		]);
	});

	test.each([
		['7', '88', ['7TTTTTTTTTTTTTTTTTTTTTTTT88', '#└Timestamp─────────────┘└BPM']],
		['12', '8', ['12TTTTTTTTTTTTTTTTTTTTTTTT8', '└#└Timestamp─────────────┘└BPM']],
		['123', '8888', ['123TTTTTTTTTTTTTTTTTTTTTTTT8888', '└#┘└Timestamp─────────────┘└BPM']],
		['123456', '-88888', ['123456TTTTTTTTTTTTTTTTTTTTTTTT-88888', '└#───┘└Timestamp─────────────┘└BPM─┘']],
	])('has brackets as wide as Index %s and BPM %s', (index, bpm, lines) => {
		const some: HashedPart[] = [
			{name: 'Index', text: index},
			{name: 'Timestamp', text: 'T'.repeat(24)},
			{name: 'BPM', text: bpm},
		];
		expect(linesOf(hashedTextRows(some, 54))).toEqual(lines);
	});

	test('of the tutorial is broken before a space, and its nonce has a line', () => {
		expect(linesOf(hashedTextRows(tutorialFacts(3, 2).explanation.parts, 54))).toEqual([
			'22026-11-20 05:02:02.318958448 +0000 UTC',
			'#└Timestamp─────────────────────────────',
			' m=+23.01847625980',
			'───────────────┘└BPM',
			'0df760922c93ce49856bf229a56d51bc ┐',
			'ff047d1de561b43eb218489bf2df5ed4 ┘ PrevHash',
			'4 ← Nonce',
		]);
	});

	test('says that a PrevHash is empty', () => {
		expect(linesOf(hashedTextRows(tutorialFacts(2, 1).explanation.parts, 54)).at(-1)).toBe(
			'PrevHash is empty',
		);
	});

	test('of a hostile hub is cut, and says so', () => {
		const hostile: HashedPart[] = [
			{name: 'Index', text: '1'},
			{name: 'Timestamp', text: 'x'.repeat(3_000)},
			{name: 'BPM', text: '72'},
			{name: 'PrevHash', text: 'y'.repeat(900)},
		];
		const lines = linesOf(hashedTextRows(hostile, 40, 2));
		expect(lines).toHaveLength(7);
		expect(lines[2]).toBe(`${'x'.repeat(39)}…`);
		expect(lines[5]).toBe(`${'y'.repeat(39)}…`);
	});

	test('keeps every character but for what cannot be shown, within its width', () => {
		const text = fc.string({unit: 'binary', maxLength: 60});
		const names = ['Index', 'Timestamp', 'BPM', 'PrevHash', 'Nonce'] as const;
		fc.assert(
			fc.property(fc.array(text, {maxLength: 5}), fc.integer({min: 1, max: 120}), (texts, width) => {
				const some = texts.map((each, at): HashedPart => ({name: names[at]!, text: each}));
				const rows = hashedTextRows(some, width);
				const plain = rows.filter(([first]) => first?.tone !== 'muted').map(([first]) => first!.text);
				expect(plain.join('')).toBe(showText(texts.join('')));
				expect(Math.max(0, ...plain.map(line => line.length))).toBeLessThanOrEqual(width);
				expect(textOf(rows)).toMatch(/^[\x20-\x7e└┘─┐│←\n]*$/);
			}),
		);
	});
});

test('Numbers of the rune rule are told as code points', () => {
	expect(runeNotes({...factsOfLong(4).block, bpm: 55_297})).toEqual([
		'# 4 is hashed as U+0004, BPM 55297 as U+FFFD',
		'# is U+0004, BPM is U+FFFD',
	]);
});

test('A text is split into lines, at least one', () => {
	expect(splitText('abcdefg', 3)).toEqual(['abc', 'def', 'g']);
	expect(splitText('', 3)).toEqual(['']);
	expect(splitText('ab', 0)).toEqual(['a', 'b']);
});
