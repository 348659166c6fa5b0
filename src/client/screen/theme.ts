import {spellChecks, toAscii} from './ascii.ts';
import {tameText} from './tame-text.ts';
import {fitText, textWidth} from './text-width.ts';
import {type ColourDepth, createPalette, type Look, type Palette, type Tone} from './themes.ts';

export type {ColourDepth, Tone};

/** A piece of a row in one tone. With `hash` it is the chip of that hash, coloured by it. */
export interface Run {
	readonly text: string;
	readonly tone?: Tone;
	readonly hash?: string;
}

/** One line of the screen, from its first column on. */
export type Row = readonly Run[];

export interface Theme {
	/** Bits of colour: 1 (none), 4 (16 colours), 8 (256) or 24. */
	readonly depth: ColourDepth;
	/** Whether the terminal shows more than ASCII. */
	readonly unicode: boolean;
	/** Whether the chip of a hash shows: without colours it would say nothing. */
	readonly chips: boolean;
	/** The row as text with colours, in exactly `width` cells. */
	paint(row: Row, width: number): string;
}

/** The character of a chip: two halves that make one square. */
export const chipText = '▐▌';

/** What a terminal shows whose background is not known. */
const unknownLook: Look = {theme: 'auto', ground: 'unknown'};

/** A theme for a terminal that shows `depth` bits of colour, and more than ASCII or not, in these colours. */
export function createTheme(depth: ColourDepth, unicode: boolean, look: Look = unknownLook): Theme {
	const chips = depth > 1 && unicode;
	const palette = createPalette(look, depth);
	const paintRun = ({text, tone = 'text', hash}: Run): string => {
		if (hash !== undefined) return chips ? paintChip(text, hash, palette) : ' '.repeat(textWidth(text));
		const shown = unicode ? tameText(text) : toAscii(text);
		const {weight, colour} = palette.styles[tone];
		// Spaces have no colour: our tones do not touch the background.
		return shown.trim() === '' ? shown : dye(shown, weight, colour);
	};
	return {
		depth,
		unicode,
		chips,
		paint: (row, width) =>
			fitRow(unicode ? row : row.map(run => ({...run, text: spellChecks(run.text)})), width)
				.map(paintRun)
				.join(''),
	};
}

/** The row in exactly `width` cells: its last run cut, or filled up with spaces. */
export function fitRow(row: Row, width: number): Row {
	const fitted: Run[] = [];
	let left = width;
	for (const run of row) {
		const cells = textWidth(run.text);
		if (cells > left) {
			fitted.push({...run, text: fitText(run.text, left)});
			return fitted;
		}
		fitted.push(run);
		left -= cells;
	}
	return [...fitted, {text: ' '.repeat(left)}];
}

/** Cells that a row takes. */
export function rowWidth(row: Row): number {
	return row.reduce((cells, {text}) => cells + textWidth(text), 0);
}

/** The text of a row without its colours. */
export function rowText(row: Row): string {
	return row.map(({text}) => text).join('');
}

/** Text in a weight and a colour, and plain again after it. */
function dye(text: string, weight: string, colour: string): string {
	const begin = (weight && `\x1b[${weight}m`) + (colour && `\x1b[${colour}m`);
	return begin + text + (colour && '\x1b[39m') + (weight && '\x1b[22m');
}

/** A hash with fewer than six digits (the tutorial's genesis block has none) has no colour of its own. */
function paintChip(text: string, hash: string, palette: Palette): string {
	return /^[0-9a-f]{6}/.test(hash) ? dye(text, '', palette.chip(hash)) : ' '.repeat(textWidth(text));
}
