import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {
	black,
	contrast,
	findPaletteColour,
	leastContrast,
	luminance,
	middleLuminance,
	type Rgb,
	tuneColour,
	white,
} from '../../src/core/contrast.ts';

const part = fc.integer({min: 0, max: 255});
const colours = fc.tuple(part, part, part);

describe('contrast', () => {
	it('is that of the definition', () => {
		expect(luminance(black)).toBe(0);
		expect(luminance(white)).toBeCloseTo(1, 5);
		expect(contrast(black, white)).toBeCloseTo(21, 5);
		expect(contrast([119, 119, 119], white)).toBeCloseTo(4.48, 2);
		expect(contrast([205, 0, 0], white)).toBeCloseTo(contrast(white, [205, 0, 0]), 9);
	});

	it('is the same with black and with white in the middle', () => {
		const lightness = Math.sqrt(1.05 * 0.05) - 0.05;
		expect(middleLuminance).toBeCloseTo(lightness, 3);
	});
});

describe('a tuned colour', () => {
	it('can be read on whatever background there is', () => {
		fc.assert(
			fc.property(colours, colours, (base, ground) => {
				expect(contrast(tuneColour(base, [ground], 4.5), ground)).toBeGreaterThanOrEqual(4.5);
			}),
		);
	});

	it('stays as it is where it can be read', () => {
		expect(tuneColour([175, 95, 0], [white], 4.5)).toEqual([175, 95, 0]);
	});

	it('comes as close as it can where nothing is enough', () => {
		const ground: Rgb = [118, 118, 118];
		expect(contrast(tuneColour([215, 0, 0], [ground], 7), ground)).toBeGreaterThan(4.5);
	});

	it('can be read on black and on white', () => {
		fc.assert(
			fc.property(colours, base => {
				expect(leastContrast(tuneColour(base, [black, white], 4.4), [black, white])).toBeGreaterThanOrEqual(
					4.4,
				);
			}),
		);
	});
});

describe('a colour of the 256', () => {
	it('is the nearest one', () => {
		expect(findPaletteColour([0, 135, 175])).toEqual({entry: 31, rgb: [0, 135, 175]});
		expect(findPaletteColour([118, 118, 118])).toEqual({entry: 243, rgb: [118, 118, 118]});
		expect(findPaletteColour([0, 0, 0])).toEqual({entry: 16, rgb: [0, 0, 0]});
		expect(findPaletteColour([255, 255, 255])).toEqual({entry: 231, rgb: [255, 255, 255]});
		expect(findPaletteColour([100, 140, 250]).entry).toBe(69);
	});
});
