import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {limits} from '../../src/core/limits.ts';
import {echo, printable} from '../../src/core/printable.ts';

/** What protocol section 7 keeps from terminals and logs. */
const unsafe = /[\u0000-\u001f\u007f-\u009f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\u2028\u2029]/;

describe('printable', () => {
	test.each([
		['plain text', 'heart 72, fine', 'heart 72, fine'],
		['other scripts and pictures', 'Größe 心拍 💓', 'Größe 心拍 💓'],
		['an escape sequence', '\x1b[2J\x1b]0;title\x07', '?[2J?]0;title?'],
		['C1 controls', 'a\u009b31mb\u0085c', 'a?31mb?c'],
		['line ends and tabs', 'a\r\nb\tc\0', 'a??b?c?'],
		['DEL', 'a\u007f', 'a?'],
		['bidirectional controls', 'abc\u202etxt.exe\u2066\u061c', 'abc?txt.exe??'],
		['line separators', 'a\u2028b\u2029c', 'a?b?c'],
		['text that hides', 'a\u200bb\ufeffc\u{e0041}d', 'a?b?c?d'],
		['half a character', 'a\ud83d', 'a?'],
	])('%s', (_name, text, shown) => {
		expect(printable(text)).toBe(shown);
	});

	test('cuts between characters and says that it did', () => {
		expect(printable('12345', 5)).toBe('12345');
		expect(printable('123456', 5)).toBe('1234…');
		expect(printable('💓💓💓', 3)).toBe('💓💓💓');
		expect(printable('💓💓💓💓', 3)).toBe('💓💓…');
		expect(printable('x'.repeat(10_000))).toHaveLength(limits.textCharactersMax);
	});

	test('of any text is safe, bounded, and stays as it is the second time', () => {
		const property = fc.property(
			fc.string({unit: 'binary', maxLength: 100}),
			fc.integer({min: 1, max: 60}),
			(text, charactersMax) => {
				const shown = printable(text, charactersMax);
				expect(shown).not.toMatch(unsafe);
				expect(Array.from(shown).length).toBeLessThanOrEqual(charactersMax);
				expect(printable(shown, charactersMax)).toBe(shown);
			},
		);
		fc.assert(property, {seed: 1, numRuns: 1_000});
	});

	test('leaves none of the unsafe characters, one by one', () => {
		for (let code = 0; code <= 0xffff; code++) {
			const character = String.fromCharCode(code);
			if (unsafe.test(character)) expect(printable(character)).toBe('?');
		}
	});
});

describe('echo', () => {
	test.each([
		['letters, digits, space and . , + - _ /', 'aZ09 .,+-_/', 'aZ09 .,+-_/'],
		['everything else', 'a"b\\c\x1b[2J<é💓>', 'a?b?c??2J????'],
		['a line end', 'a\r\n', 'a??'],
		['half a character', '\ud83dx', '?x'],
		['more than forty characters', '7'.repeat(41), '7'.repeat(40)],
		['more than forty characters outside the first plane', '💓'.repeat(41), '?'.repeat(40)],
		['nothing', '', ''],
	])('%s', (_name, text, echoed) => {
		expect(echo(text)).toBe(echoed);
	});

	test('of any text has only these characters, and at most forty', () => {
		const property = fc.property(fc.string({unit: 'binary', maxLength: 200}), text => {
			expect(echo(text)).toMatch(/^[A-Za-z0-9 .,+\-_/?]{0,40}$/);
		});
		fc.assert(property, {seed: 1, numRuns: 500});
	});
});
