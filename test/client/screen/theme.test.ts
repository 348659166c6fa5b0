import {describe, expect, test} from 'vitest';
import {textWidth} from '../../../src/client/screen/text-width.ts';
import {
	chipText,
	createTheme,
	fitRow,
	type Row,
	rowText,
	type Tone,
} from '../../../src/client/screen/theme.ts';

const everyTone: readonly Tone[] = [
	...['text', 'strong', 'muted', 'accent', 'ok', 'wait', 'bad', 'own', 'moved'],
] as Tone[];
const row: Row = [
	...everyTone.map(tone => ({text: `${tone} `, tone})),
	{text: chipText, hash: '8cab155aa034'},
	{text: ' ● ✓ ✗ ▸ → ↑ ↓ … · — ─ │ ╭ ╮ ╰ ╯ █ ░ ▉ • 漢'},
];

describe('with colours', () => {
	test('no background is touched, and neither 7 nor 8 of the 16 colours carries text', () => {
		for (const depth of [4, 8, 24] as const) {
			const codes = [
				...createTheme(depth, true)
					.paint(row, 120)
					.matchAll(/\x1b\[([\d;]*)m/g),
			].map(match => match[1]!);
			expect(codes.length).toBeGreaterThan(10);
			for (const code of codes) expect(code).not.toMatch(/^(?:37|90|4[0-9]|10[0-7])(?:;|$)/);
		}
	});

	test('a hash too short for a colour has a blank chip', () => {
		expect(createTheme(24, true).paint([{text: chipText, hash: ''}], 4)).toBe('    ');
	});
});

test('Without colours there is not one escape sequence', () => {
	expect(createTheme(1, true).paint(row, 120)).not.toContain('\x1b');
});

test('In ASCII nothing else is shown, and everything keeps its place', () => {
	const ascii = createTheme(1, false).paint(row, 120);
	expect(ascii).toMatch(/^[\x20-\x7e]{120}$/);
	expect(ascii).toContain('   * ok x > > ^ v . - - - | + + + + # . = @ ??');
	expect(textWidth(rowText(fitRow(row, 120)))).toBe(120);
});

describe('a row that is painted', () => {
	test('is exactly as wide as it shall be, also where a wide character does not fit', () => {
		for (let width = 0; width <= 130; width++) {
			expect(textWidth(createTheme(1, true).paint(row, width))).toBe(width);
		}
	});
});
