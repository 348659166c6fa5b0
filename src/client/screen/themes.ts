import {chipColour} from '../../core/chip-colour.ts';
import {
	black,
	findPaletteColour,
	leastContrast,
	luminance,
	middleLuminance,
	type Rgb,
	tuneColour,
	white,
} from '../../core/contrast.ts';

/**
 * What a piece of text means: the only names for colours in this program, and here is what they look like.
 * Every meaning is also told by a word or a character, so that nothing is lost without colour. The chip of a
 * hash, which is no text, gets its colour from the hash.
 */
export type Tone = 'text' | 'strong' | 'muted' | 'accent' | 'ok' | 'wait' | 'bad' | 'own' | 'moved';

/** `auto` goes by the terminal's background, `contrast` too, with as much contrast as there is. */
export const themeNames = ['auto', 'dark', 'light', 'contrast'] as const;
export type ThemeName = (typeof themeNames)[number];

/** How people call a theme. */
export const themeTitles: Readonly<Record<ThemeName, string>> = {
	auto: "auto: by the terminal's background",
	dark: 'dark',
	light: 'light',
	contrast: 'high contrast',
};

/** Bits of colour: 1 (none), 4 (16 colours), 8 (256) or 24. */
export type ColourDepth = 1 | 4 | 8 | 24;

/** What is known of the terminal's background: its very colour, only which kind it is, or nothing. */
export type Ground = Rgb | 'dark' | 'light' | 'unknown';

/** What the person and the terminal say of colours. */
export interface Look {
	readonly theme: ThemeName;
	/** As the terminal reports it, or its surroundings. */
	readonly ground: Ground;
}

/** How text of a tone is begun, as parameters of the escape sequence "select graphic rendition"; empty: not at all. */
export interface Style {
	readonly weight: string;
	readonly colour: string;
}

export interface Palette {
	readonly styles: Readonly<Record<Tone, Style>>;
	/** The colour of a chip, as such a parameter. The hash has at least six digits. */
	chip(hash: string): string;
}

interface Token {
	readonly weight: string;
	/** The code of the 16 colours. 7 and 8 (white, bright black) vanish on some backgrounds and carry no text. */
	readonly few: string;
	/** The colour before it is tuned to the background; null: the terminal's own for text. */
	readonly base: Rgb | null;
}

const tokens: Readonly<Record<Tone, Token>> = {
	text: {weight: '', few: '', base: null},
	strong: {weight: '1', few: '', base: null},
	muted: {weight: '', few: '', base: [118, 118, 118]},
	accent: {weight: '1', few: '36', base: [0, 135, 175]},
	ok: {weight: '', few: '32', base: [0, 135, 0]},
	wait: {weight: '', few: '33', base: [175, 95, 0]},
	bad: {weight: '1', few: '31', base: [215, 0, 0]},
	own: {weight: '', few: '35', base: [175, 95, 175]},
	moved: {weight: '', few: '36', base: [95, 95, 215]},
};

/** With 16 colours the terminal decides what a colour is; faint is what it has for text that matters less. */
const faint = '2';
/** What can be read easily, what can be read by almost everybody, and what a shape needs (WCAG 2). */
const textContrast = 4.5;
const highContrast = 7;
const chipContrast = 3;
/** The lightest background that counts as dark without being known, and the darkest that counts as light. */
const someDark: Rgb = [0x30, 0x34, 0x46];
const someLight: Rgb = [0xe6, 0xe6, 0xe6];
/** A screen shows far fewer hashes; a chain has more. */
const chipsKept = 4_096;

/** The colours of a theme on this terminal. */
export function createPalette({theme, ground}: Look, depth: ColourDepth): Palette {
	const isHigh = theme === 'contrast';
	const grounds = groundsOf(theme, ground);
	// Where nothing is known, no colour has much contrast with both black and white: the terminal's own has.
	const isOwn = depth === 1 || (isHigh && (depth === 4 || grounds.length > 1));
	const least = isHigh ? highContrast : textContrast;
	const style = (tone: Tone): Style => {
		const {weight, few, base} = tokens[tone];
		if (depth === 1) return {weight: '', colour: ''};
		if (isOwn) return {weight: tone === 'muted' ? '' : weight, colour: ''};
		if (depth === 4) return {weight: tone === 'muted' ? faint : weight, colour: few};
		return {weight, colour: base === null ? '' : toneCode(base, grounds, least, depth)};
	};
	const tones = Object.keys(tokens) as Tone[];
	return {
		styles: Object.fromEntries(tones.map(tone => [tone, style(tone)])) as Record<Tone, Style>,
		chip: keepChips(hash =>
			depth === 4 ? `${31 + (Number.parseInt(hash.slice(0, 6), 16) % 6)}` : chipCode(hash, grounds, depth),
		),
	};
}

/** The theme after this one, as one key goes through them all. */
export function nextTheme(theme: ThemeName): ThemeName {
	return themeNames[(themeNames.indexOf(theme) + 1) % themeNames.length]!;
}

/** What a theme's colours have to contrast with. */
function groundsOf(theme: ThemeName, ground: Ground): readonly Rgb[] {
	const kind = typeof ground === 'string' ? ground : luminance(ground) < middleLuminance ? 'dark' : 'light';
	const chosen = theme === 'dark' || theme === 'light' ? theme : kind;
	// A theme that was chosen against the terminal's background is shown all the same.
	if (typeof ground !== 'string' && chosen === kind) return [ground];
	if (chosen === 'unknown') return [black, white];
	return [chosen === 'dark' ? someDark : someLight];
}

/** Of the 256 colours, whose codes are short and sent often; where none of them will do, any colour. */
function toneCode(base: Rgb, grounds: readonly Rgb[], least: number, depth: ColourDepth): string {
	const tuned = tuneColour(base, grounds, least, rgb => findPaletteColour(rgb).rgb);
	const isEnough = depth === 8 || leastContrast(tuned, grounds) >= least;
	return isEnough
		? `38;5;${findPaletteColour(tuned).entry}`
		: `38;2;${tuneColour(base, grounds, least).join(';')}`;
}

function chipCode(hash: string, grounds: readonly Rgb[], depth: ColourDepth): string {
	const base = chipColour(hash);
	if (depth === 24) return `38;2;${tuneColour(base, grounds, chipContrast).join(';')}`;
	const tuned = tuneColour(base, grounds, chipContrast, rgb => findPaletteColour(rgb).rgb);
	return `38;5;${findPaletteColour(tuned).entry}`;
}

/** Remembers the colours of the last hashes: each is on the screen for many frames. */
function keepChips(find: (hash: string) => string): (hash: string) => string {
	const kept = new Map<string, string>();
	return hash => {
		const key = hash.slice(0, 6);
		let code = kept.get(key);
		if (code === undefined) {
			code = find(key);
			if (kept.size >= chipsKept) kept.clear();
			kept.set(key, code);
		}
		return code;
	};
}
