import stringWidth from 'string-width';
import {describe, expect, test} from 'vitest';
import {cutText, fitText, fitTextRight, textWidth, wrapText} from '../../../src/client/screen/text-width.ts';

test('Cells are counted, not characters', () => {
	expect(textWidth('bchain')).toBe(6);
	expect(textWidth('漢字')).toBe(4);
	expect(textWidth('▐▌ → ✓ ●')).toBe(8);
	for (const sign of '▐▌▉✓✗▸→←↑↓•·─│█░…●○◌◐') expect(textWidth(sign)).toBe(stringWidth(sign));
	expect(textWidth('e\u0301')).toBe(1);
});

describe('a text that is cut', () => {
	test('ends in … and is never wider than it may be', () => {
		expect(cutText('PrevHash', 8)).toBe('PrevHash');
		expect(cutText('PrevHash', 5)).toBe('Prev…');
		expect(cutText('漢字漢字', 4)).toBe('漢…');
		expect(cutText('漢字', 1)).toBe('…');
		expect(cutText('72', 0)).toBe('');
	});

	test('and filled up is exactly as wide', () => {
		for (const text of ['', '72', 'PrevHash', '漢字漢字', 'e\u0301e\u0301e\u0301e\u0301']) {
			for (let width = 0; width <= 12; width++) {
				expect(textWidth(fitText(text, width))).toBe(width);
				expect(textWidth(fitTextRight(text, width))).toBe(width);
			}
		}
		expect(fitTextRight('64', 5)).toBe('   64');
	});
});

describe('a text in lines', () => {
	const text = 'Someone rebuilt the chain, or this is another hub.';

	test('breaks at spaces', () => {
		expect(wrapText(text, 20, 5)).toEqual(['Someone rebuilt the', 'chain, or this is', 'another hub.']);
	});

	test('ends in … where there are more lines than may be', () => {
		expect(wrapText(text, 20, 2)).toEqual(['Someone rebuilt the', 'chain, or this is a…']);
		expect(wrapText(text, 20, 0)).toEqual([]);
	});

	test('has words that are too long cut, and no line wider than it may be', () => {
		expect(wrapText('a verylongword b', 6, 5)).toEqual(['a', 'veryl…', 'b']);
		for (let width = 1; width <= 60; width++) {
			for (const line of wrapText(text, width, 4)) expect(textWidth(line)).toBeLessThanOrEqual(width);
		}
	});
});
