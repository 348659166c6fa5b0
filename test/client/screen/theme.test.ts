import {describe, expect, test} from 'vitest';
import {luminance, type Rgb} from '../../../src/client/screen/chip-colour.ts';
import {textWidth} from '../../../src/client/screen/text-width.ts';
import {
	chipText,
	createTheme,
	detectTheme,
	fitRow,
	type Row,
	rowText,
	type Tone,
} from '../../../src/client/screen/theme.ts';

const everyTone: readonly Tone[] = ['text', 'strong', 'muted', 'accent', 'ok', 'wait', 'bad', 'own'];
const row: Row = [
	...everyTone.map(tone => ({text: `${tone} `, tone})),
	{text: chipText, hash: '8cab155aa034'},
	{text: ' ● ✓ ✗ ▸ → ↑ ↓ … · — ─ │ ╭ ╮ ╰ ╯ █ ░ ▉ • 漢'},
];

/** The colour of an entry of the 6x6x6 cube of 256 colours. */
function cubeColour(entry: number): Rgb {
	const levels = [0, 95, 135, 175, 215, 255];
	const at = entry - 16;
	return [levels[Math.floor(at / 36)]!, levels[Math.floor(at / 6) % 6]!, levels[at % 6]!];
}

describe('with colours', () => {
	test('every tone of 256 colours can be read on black and on white', () => {
		const painted = createTheme(8, true).paint(row.slice(0, everyTone.length), 60);
		const entries = [...painted.matchAll(/38;5;(\d+)/g)].map(match => Number(match[1]));
		expect(entries).toHaveLength(5);
		for (const entry of entries) {
			const light = luminance(cubeColour(entry));
			expect((light + 0.05) / 0.05).toBeGreaterThan(3.8);
			expect(1.05 / (light + 0.05)).toBeGreaterThan(3.8);
		}
	});

	test('no background is touched, and neither 7 nor 8 of the 16 colours carries text', () => {
		for (const depth of [4, 8, 24] as const) {
			const codes = [
				...createTheme(depth, true)
					.paint(row, 120)
					.matchAll(/\x1b\[([\d;]*)m/g),
			].map(match => match[1]!);
			expect(codes.length).toBeGreaterThan(10);
			for (const code of codes) expect(code).not.toMatch(/(?:^|;)(?:37|90|4[0-9]|10[0-7])(?:;|$)/);
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

describe('the terminal', () => {
	const surroundings = {
		env: {LANG: 'en_US.UTF-8', TERM: 'xterm-256color'},
		platform: 'linux',
		colourDepth: 24,
	};

	test('gets the colours it has', () => {
		expect(detectTheme(surroundings)).toMatchObject({depth: 24, unicode: true});
		expect(detectTheme({...surroundings, colourDepth: 8}).depth).toBe(8);
		expect(detectTheme({...surroundings, colourDepth: 4}).depth).toBe(4);
		expect(detectTheme({...surroundings, colourDepth: 1}).depth).toBe(1);
	});

	test('gets none under NO_COLOR and TERM=dumb', () => {
		expect(detectTheme({...surroundings, env: {LANG: 'C.UTF-8', NO_COLOR: '1'}}).depth).toBe(1);
		expect(detectTheme({...surroundings, env: {LANG: 'C.UTF-8', TERM: 'dumb'}})).toMatchObject({
			depth: 1,
			unicode: false,
		});
	});

	test('gets ASCII where the locale is not UTF-8', () => {
		const unicodeOf = (env: Record<string, string>, platform = 'linux') =>
			detectTheme({...surroundings, env, platform}).unicode;
		expect(unicodeOf({LANG: 'C'})).toBe(false);
		expect(unicodeOf({LANG: 'de_DE.utf8'})).toBe(true);
		expect(unicodeOf({LANG: 'en_US.UTF-8', LC_ALL: 'C'})).toBe(false);
		expect(unicodeOf({LANG: 'C', LC_CTYPE: 'C.UTF-8'})).toBe(true);
		expect(unicodeOf({})).toBe(false);
		expect(unicodeOf({}, 'darwin')).toBe(true);
	});
});
