import {luminance, type Rgb} from './contrast.ts';

/** How dark or light a chip may be, in steps that the eye tells apart: a contrast of 3 with black and with white. */
const luminances = [0.11, 0.18, 0.3] as const;
/** How strong a colour may be: one that is nearly grey, and one that is not. */
const saturations = [0.3, 0.95] as const;

/**
 * The colour of a hash of at least six digits: its first two bytes choose the hue, the third how light and how strong
 * it is, so that neighbours with the same hue differ as a rule. For the eye only: two hashes may share a colour, so it
 * proves nothing.
 */
export function chipColour(hash: string): Rgb {
	const hue = (Number.parseInt(hash.slice(0, 4), 16) / 0x10000) * 12;
	const choice = Number.parseInt(hash.slice(4, 6), 16);
	const saturation = saturations[choice % saturations.length]!;
	const aim = luminances[Math.floor(choice / saturations.length) % luminances.length]!;
	// The colour of this hue and saturation at half lightness (HSL), then as light as it shall be.
	const channel = (shift: number): number => {
		const k = (shift + hue) % 12;
		return 255 * (0.5 - (saturation / 2) * Math.max(-1, Math.min(k - 3, 9 - k, 1)));
	};
	let colour: Rgb = [channel(0), channel(8), channel(4)];
	while (luminance(colour) > aim) colour = scale(colour, part => part * 0.97);
	while (luminance(colour) < aim - slack) colour = scale(colour, part => part + (255 - part) * 0.03);
	return scale(colour, Math.round);
}

/** Less than the eye sees, and less than a step of the above. */
const slack = 0.01;

function scale([r, g, b]: Rgb, change: (part: number) => number): Rgb {
	return [change(r), change(g), change(b)];
}
