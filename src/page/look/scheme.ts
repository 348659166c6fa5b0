import {chipColour} from '../../core/chip-colour.ts';
import {type Rgb, tuneColour} from '../../core/contrast.ts';

/** What the page looks like, as it is. */
export type Scheme = 'light' | 'dark';
/** What a person chose; `auto` goes by the system. */
export type SchemeChoice = Scheme | 'auto';

/** The choice after this one, as one button goes through them all. */
export function nextChoice(choice: SchemeChoice): SchemeChoice {
	return choice === 'auto' ? 'light' : choice === 'light' ? 'dark' : 'auto';
}

/** A choice that was kept as text; `auto` for anything else. */
export function readChoice(text: string | null): SchemeChoice {
	return text === 'light' || text === 'dark' ? text : 'auto';
}

/** What a chip lies on: the cards of styles/colours.css. */
const grounds: Readonly<Record<Scheme, Rgb>> = {light: [255, 255, 255], dark: [20, 27, 35]};
/** What a shape needs to be seen (WCAG 2). */
const chipContrast = 3;
/** A page shows far fewer hashes; a chain has more. */
const chipsKept = 4_096;
const kept: Readonly<Record<Scheme, Map<string, string>>> = {light: new Map(), dark: new Map()};

/**
 * The colour of a hash as CSS: that of the terminal, as light or dark as it has to be to be seen. Null for what has
 * no six digits to make one of.
 */
export function chipCss(hash: string, scheme: Scheme): string | null {
	if (!/^[0-9a-f]{6}/.test(hash)) return null;
	const key = hash.slice(0, 6);
	const known = kept[scheme].get(key);
	if (known !== undefined) return known;
	const css = `rgb(${tuneColour(chipColour(key), [grounds[scheme]], chipContrast).join(' ')})`;
	if (kept[scheme].size >= chipsKept) kept[scheme].clear();
	kept[scheme].set(key, css);
	return css;
}
