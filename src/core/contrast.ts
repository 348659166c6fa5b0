export type Rgb = readonly [r: number, g: number, b: number];

export const black: Rgb = [0, 0, 0];
export const white: Rgb = [255, 255, 255];

/** A background of this luminance contrasts as much with white as with black: below it, it counts as dark. */
export const middleLuminance = 0.179;

/** Steps between a colour and black or white. */
const steps = 64;

/** How light a colour is for the eye: 0 is black, 1 is white (relative luminance, WCAG 2). */
export function luminance(rgb: Rgb): number {
	return 0.2126 * linear(rgb[0]) + 0.7152 * linear(rgb[1]) + 0.0722 * linear(rgb[2]);
}

/** The contrast of two colours, from 1 to 21 (WCAG 2): 4.5 lets text be read, 3 lets a shape be seen. */
export function contrast(a: Rgb, b: Rgb): number {
	const [la, lb] = [luminance(a), luminance(b)];
	return (Math.max(la, lb) + 0.05) / (Math.min(la, lb) + 0.05);
}

/** The least contrast of a colour with any of these backgrounds. */
export function leastContrast(colour: Rgb, grounds: readonly Rgb[]): number {
	return Math.min(...grounds.map(ground => contrast(colour, ground)));
}

/**
 * The colour nearest to `base`, on the way to white or to black, that has at least the contrast `least` with
 * each of the backgrounds after `round` has made a colour of it that the terminal can show. Where none has, the
 * one that comes closest to it.
 */
export function tuneColour(
	base: Rgb,
	grounds: readonly Rgb[],
	least: number,
	round: (rgb: Rgb) => Rgb = roundRgb,
): Rgb {
	let best = round(base);
	let most = leastContrast(best, grounds);
	for (let step = 1; step <= steps && most < least; step++) {
		for (const end of [white, black]) {
			const mixed = round(mixColours(base, end, step / steps));
			const reached = leastContrast(mixed, grounds);
			if (reached > most) [best, most] = [mixed, reached];
		}
	}
	return best;
}

/** A colour of the 256 that every such terminal has alike: the cube of 216 and the greys after it. */
export interface PaletteColour {
	/** 16 to 255. */
	readonly entry: number;
	readonly rgb: Rgb;
}

const cubeLevels = [0, 95, 135, 175, 215, 255] as const;

/** The nearest of the 256 colours. */
export function findPaletteColour([r, g, b]: Rgb): PaletteColour {
	const place = (part: number): number => {
		const after = cubeLevels.findIndex(level => level >= part);
		return after > 0 && part - cubeLevels[after - 1]! < cubeLevels[after]! - part ? after - 1 : after;
	};
	const [x, y, z] = [place(r), place(g), place(b)];
	const cube: PaletteColour = {
		entry: 16 + 36 * x + 6 * y + z,
		rgb: [cubeLevels[x]!, cubeLevels[y]!, cubeLevels[z]!],
	};
	const step = Math.max(0, Math.min(23, Math.round(((r + g + b) / 3 - 8) / 10)));
	const level = 8 + 10 * step;
	const grey: PaletteColour = {entry: 232 + step, rgb: [level, level, level]};
	const distance = ({rgb}: PaletteColour): number =>
		(rgb[0] - r) ** 2 + (rgb[1] - g) ** 2 + (rgb[2] - b) ** 2;
	return distance(grey) < distance(cube) ? grey : cube;
}

function mixColours(from: Rgb, to: Rgb, share: number): Rgb {
	const mix = (at: 0 | 1 | 2): number => from[at] + (to[at] - from[at]) * share;
	return [mix(0), mix(1), mix(2)];
}

function roundRgb([r, g, b]: Rgb): Rgb {
	return [Math.round(r), Math.round(g), Math.round(b)];
}

function linear(part: number): number {
	const share = part / 255;
	return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
}
