import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {
	type ColourDepth,
	createPalette,
	type Look,
	nextTheme,
	type ThemeName,
	type Tone,
	themeNames,
} from '../../../src/client/screen/themes.ts';
import {black, leastContrast, type Rgb, white} from '../../../src/core/contrast.ts';

const coloured: readonly Tone[] = ['muted', 'accent', 'ok', 'wait', 'bad', 'own', 'moved'];
const part = fc.integer({min: 0, max: 255});
const backgrounds = fc.tuple(part, part, part);
const hashes = fc.integer({min: 0, max: 0xffffff}).map(number => number.toString(16).padStart(6, '0'));
const depths = fc.constantFrom<ColourDepth>(8, 24);

/** Backgrounds of terminals that people use. */
const darkGrounds: readonly Rgb[] = [
	black,
	[0x1e, 0x1e, 0x2e],
	[0x28, 0x2a, 0x36],
	[0x00, 0x2b, 0x36],
	[0x2e, 0x34, 0x40],
];
const lightGrounds: readonly Rgb[] = [white, [0xfd, 0xf6, 0xe3], [0xef, 0xf1, 0xf5], [0xfa, 0xfa, 0xfa]];

/** The colour that the parameters of an escape sequence mean. */
function colourOf(code: string): Rgb {
	const [, kind, ...rest] = code.split(';').map(Number);
	if (kind === 2) return rest as unknown as Rgb;
	const entry = rest[0]!;
	if (entry >= 232) return [8 + 10 * (entry - 232), 8 + 10 * (entry - 232), 8 + 10 * (entry - 232)];
	const levels = [0, 95, 135, 175, 215, 255];
	const at = entry - 16;
	return [levels[Math.floor(at / 36)]!, levels[Math.floor(at / 6) % 6]!, levels[at % 6]!];
}

/** The least contrast of every tone, and of the chip of a hash, with these backgrounds. */
function leastOf(look: Look, depth: ColourDepth, grounds: readonly Rgb[], hash = '8cab15') {
	const {styles, chip} = createPalette(look, depth);
	const tones = coloured.map(tone => leastContrast(colourOf(styles[tone].colour), grounds));
	return {text: Math.min(...tones), chip: leastContrast(colourOf(chip(hash)), grounds)};
}

describe('where the background is known', () => {
	it('every tone can be read and every chip be seen on it', () => {
		fc.assert(
			fc.property(backgrounds, hashes, depths, (ground, hash, depth) => {
				const least = leastOf({theme: 'auto', ground}, depth, [ground], hash);
				expect(least.text).toBeGreaterThanOrEqual(4.5);
				expect(least.chip).toBeGreaterThanOrEqual(3);
			}),
			{numRuns: 300},
		);
	});

	it('high contrast is 7 where there is so much, and never less than 4.5', () => {
		for (const depth of [8, 24] as const) {
			for (const ground of [...darkGrounds, ...lightGrounds]) {
				expect(leastOf({theme: 'contrast', ground}, depth, [ground]).text).toBeGreaterThanOrEqual(7);
			}
			const middle: Rgb = [118, 118, 118];
			expect(leastOf({theme: 'contrast', ground: middle}, depth, [middle]).text).toBeGreaterThanOrEqual(4.5);
		}
	});
});

describe('where only its kind is known', () => {
	it.each<[ThemeName, Look['ground'], readonly Rgb[]]>([
		['dark', 'unknown', darkGrounds],
		['light', 'unknown', lightGrounds],
		['auto', 'dark', darkGrounds],
		['auto', 'light', lightGrounds],
		// Whoever chooses a theme against the background of the terminal gets what they chose.
		['dark', white, darkGrounds],
		['light', black, lightGrounds],
	])('%s, %j: every tone can be read on any usual one', (theme, ground, grounds) => {
		for (const depth of [8, 24] as const) {
			const least = leastOf({theme, ground}, depth, grounds);
			expect(least.text).toBeGreaterThanOrEqual(4.5);
			expect(least.chip).toBeGreaterThanOrEqual(3);
		}
	});
});

describe('where nothing is known', () => {
	const unknown: Look = {theme: 'auto', ground: 'unknown'};

	it('every tone can be read on black and on white', () => {
		expect(leastOf(unknown, 24, [black, white]).text).toBeGreaterThanOrEqual(4.5);
		expect(leastOf(unknown, 8, [black, white]).text).toBeGreaterThan(3.8);
		fc.assert(
			fc.property(hashes, hash => {
				expect(leastOf(unknown, 24, [black, white], hash).chip).toBeGreaterThan(2.9);
			}),
		);
	});

	it('high contrast has no colours but those of the terminal', () => {
		for (const depth of [4, 8, 24] as const) {
			const {styles} = createPalette({theme: 'contrast', ground: 'unknown'}, depth);
			expect(new Set(Object.values(styles).map(({colour}) => colour))).toEqual(new Set(['']));
			expect(styles.bad.weight).toBe('1');
		}
	});
});

describe('with 16 colours', () => {
	it('neither 7 nor 8 carries text', () => {
		for (const theme of themeNames) {
			const {styles, chip} = createPalette({theme, ground: 'unknown'}, 4);
			for (const {colour, weight} of Object.values(styles)) {
				expect(colour).toMatch(/^(?:3[1-6])?$/);
				expect(weight).toMatch(/^[12]?$/);
			}
			expect(chip('8cab15')).toMatch(/^3[1-6]$/);
		}
	});
});

it('Without colours no tone has any', () => {
	const {styles} = createPalette({theme: 'dark', ground: black}, 1);
	for (const style of Object.values(styles)) expect(style).toEqual({weight: '', colour: ''});
});

it('One key goes through all themes and comes back', () => {
	const seen = themeNames.map((_, at) => {
		let theme: ThemeName = 'auto';
		for (let turn = 0; turn <= at; turn++) theme = nextTheme(theme);
		return theme;
	});
	expect(seen).toEqual(['dark', 'light', 'contrast', 'auto']);
});
