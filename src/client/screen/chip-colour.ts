export type Rgb = readonly [r: number, g: number, b: number];

/** How dark and how light a chip may be, so that it is seen on black and on white. */
const luminanceMin = 0.1;
const luminanceMax = 0.42;

/**
 * The colour of a hash of at least six digits: its first two bytes choose the hue, the third how strong it is.
 * For the eye only: two hashes may share a colour, so it proves nothing.
 */
export function chipColour(hash: string): Rgb {
	const hue = (Number.parseInt(hash.slice(0, 4), 16) / 0x10000) * 12;
	const saturation = 0.55 + Number.parseInt(hash.slice(4, 6), 16) / 640;
	// The colour of this hue and saturation at half lightness (HSL), then as light as it may be.
	const channel = (shift: number): number => {
		const k = (shift + hue) % 12;
		return 255 * (0.5 - (saturation / 2) * Math.max(-1, Math.min(k - 3, 9 - k, 1)));
	};
	let colour: Rgb = [channel(0), channel(8), channel(4)];
	while (luminance(colour) > luminanceMax) colour = colour.map(part => part * 0.95) as unknown as Rgb;
	while (luminance(colour) < luminanceMin)
		colour = colour.map(part => part + (255 - part) * 0.05) as unknown as Rgb;
	return colour.map(Math.round) as unknown as Rgb;
}

/** How light a colour is for the eye: 0 is black, 1 is white (relative luminance, WCAG 2). */
export function luminance(rgb: Rgb): number {
	const [r, g, b] = rgb.map(part => {
		const share = part / 255;
		return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
	}) as unknown as Rgb;
	return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}
