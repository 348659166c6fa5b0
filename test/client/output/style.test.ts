import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {applyCodes, changeStyle, plainStyle, type Style} from '../../../src/client/output/style.ts';

describe('the way from one style to another', () => {
	test.each([
		['', '', ''],
		['', '1', '\x1b[1m'],
		['31', '', '\x1b[m'],
		['1;31', '31', '\x1b[22m'],
		['1;2', '2', '\x1b[0;2m'],
		['1;38;2;1;2;3;44', '32', '\x1b[0;32m'],
		['38;5;31', '38;5;28', '\x1b[38;5;28m'],
		['94', '39;104', '\x1b[0;104m'],
		['7', '7;38;2;0;0;0', '\x1b[38;2;0;0;0m'],
	])('from %j to %j is %j', (from, to, sequence) => {
		expect(changeStyle(styleOf(from), styleOf(to))).toBe(sequence);
	});

	test('leads there, whatever they are', () => {
		fc.assert(
			fc.property(codes, codes, (from, to) => {
				const [a, b] = [styleOf(from), styleOf(to)];
				const sequence = changeStyle(a, b);
				const after = sequence === '' ? a : applyCodes(a, sequence.slice(2, -1).split(';').map(Number));
				expect(after).toEqual(b);
			}),
		);
	});
});

test('codes that are not known, or are cut off, give no style', () => {
	for (const code of ['21', '53', '58;5;1', '38', '38;5', '38;5;256', '38;2;1;2', '48;2;1;2;300', '6']) {
		expect(applyCodes(plainStyle, code.split(';').map(Number)), code).toBeNull();
	}
});

const code = fc.oneof(
	fc.constantFrom('0', '1', '2', '3', '4', '5', '7', '8', '9', '22', '23', '24', '25', '27', '28', '29'),
	fc.constantFrom('30', '37', '90', '97', '39', '40', '47', '100', '107', '49'),
	fc.nat(255).map(n => `38;5;${n}`),
	fc.tuple(fc.nat(255), fc.nat(255), fc.nat(255)).map(rgb => `48;2;${rgb.join(';')}`),
);
const codes = fc.array(code, {maxLength: 6}).map(all => all.join(';'));

function styleOf(text: string): Style {
	return applyCodes(plainStyle, text === '' ? [] : text.split(';').map(Number))!;
}
