import {chipColour} from './chip-colour.ts';
import {fitText, textWidth} from './text-width.ts';

/**
 * What a piece of text means; the only names for colours in this program. Every meaning is also told by a
 * word or a character, so that nothing is lost without colour.
 */
export type Tone = 'text' | 'strong' | 'muted' | 'accent' | 'ok' | 'wait' | 'bad' | 'own';

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

export type ColourDepth = 1 | 4 | 8 | 24;

/**
 * Our colours keep to the terminal's own foreground and background. With 256 colours they are middle tones
 * that can be read on black and on white (a contrast of 4 to 5 on each); with 16 the terminal decides what a
 * colour is, and 7 and 8, which vanish on some backgrounds, are not used.
 */
const tones: Readonly<Record<Tone, {readonly weight: string; readonly few: string; readonly many: string}>> =
	{
		text: {weight: '', few: '', many: ''},
		strong: {weight: '1', few: '', many: ''},
		muted: {weight: '2', few: '', many: ''},
		accent: {weight: '1', few: '36', many: '38;5;31'},
		ok: {weight: '', few: '32', many: '38;5;28'},
		wait: {weight: '', few: '33', many: '38;5;130'},
		bad: {weight: '1', few: '31', many: '38;5;160'},
		own: {weight: '', few: '35', many: '38;5;133'},
	};

/**
 * What stands for a character where only ASCII is shown. Each takes as many cells as what it replaces, so
 * that the layout is the same; only `✓` has no such character that is not read as something else.
 */
const asciiGlyphs: Readonly<Record<string, string>> = {
	'●': '*',
	'○': 'o',
	'◌': 'o',
	'◐': '*',
	'✗': 'x',
	'▸': '>',
	'→': '>',
	'←': '<',
	'↑': '^',
	'↓': 'v',
	'…': '.',
	'·': '-',
	'—': '-',
	'–': '-',
	'─': '-',
	'│': '|',
	'╭': '+',
	'╮': '+',
	'╰': '+',
	'╯': '+',
	'█': '#',
	'░': '.',
	'▉': '=',
	'•': '@',
	'⏎': '<',
	'━': '=',
	'≠': '!',
	'▏': '_',
};

/** The character of a chip: two halves that make one square. */
export const chipText = '▐▌';

/** A theme for a terminal that shows `depth` bits of colour, and more than ASCII or not. */
export function createTheme(depth: ColourDepth, unicode: boolean): Theme {
	const chips = depth > 1 && unicode;
	const paintRun = ({text, tone = 'text', hash}: Run): string => {
		if (hash !== undefined) return chips ? paintChip(text, hash, depth) : ' '.repeat(textWidth(text));
		const shown = unicode ? text : toAscii(text);
		const {weight, few, many} = tones[tone];
		// Spaces have no colour: our tones do not touch the background.
		return depth === 1 || shown.trim() === '' ? shown : dye(shown, weight, depth === 4 ? few : many);
	};
	return {
		depth,
		unicode,
		chips,
		paint: (row, width) =>
			fitRow(unicode ? row : row.map(spellChecks), width)
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

/**
 * Text in a weight and a colour. Begun and ended piece by piece, as Ink itself writes it: then Ink finds each row
 * in its cache instead of taking it apart twice, which is a fifth of what a frame costs.
 */
function dye(text: string, weight: string, colour: string): string {
	const begin = (weight && `\x1b[${weight}m`) + (colour && `\x1b[${colour}m`);
	return begin + text + (colour && '\x1b[39m') + (weight && '\x1b[22m');
}

function spellChecks(run: Run): Run {
	return run.text.includes('✓') ? {...run, text: run.text.replaceAll('✓', 'ok')} : run;
}

function toAscii(text: string): string {
	return text.replace(
		/[^\x20-\x7e]/gu,
		character => asciiGlyphs[character] ?? '?'.repeat(textWidth(character)),
	);
}

/** A hash with fewer than six digits (the tutorial's genesis block has none) has no colour of its own. */
function paintChip(text: string, hash: string, depth: ColourDepth): string {
	if (!/^[0-9a-f]{6}/.test(hash)) return ' '.repeat(textWidth(text));
	const [r, g, b] = chipColour(hash);
	if (depth === 24) return dye(text, '', `38;2;${r};${g};${b}`);
	if (depth === 8) {
		const cube = (part: number): number => Math.round((part / 255) * 5);
		return dye(text, '', `38;5;${16 + 36 * cube(r) + 6 * cube(g) + cube(b)}`);
	}
	return dye(text, '', `${31 + (Number.parseInt(hash.slice(0, 6), 16) % 6)}`);
}

/** The parts of `process` that say what a terminal can show. */
export interface Surroundings {
	readonly env: Readonly<Record<string, string | undefined>>;
	readonly platform: string;
	/** `stdout.getColorDepth`, which knows NO_COLOR, FORCE_COLOR, TERM and COLORTERM. */
	readonly colourDepth: number;
}

/** Finds out what the terminal shows: colours, and whether more than ASCII. */
export function detectTheme({env, platform, colourDepth}: Surroundings): Theme {
	const plain = env.NO_COLOR || env.TERM === 'dumb';
	const depth: ColourDepth = plain || colourDepth < 4 ? 1 : colourDepth < 8 ? 4 : colourDepth < 24 ? 8 : 24;
	return createTheme(depth, showsUnicode(env, platform));
}

function showsUnicode(env: Surroundings['env'], platform: string): boolean {
	if (env.TERM === 'dumb') return false;
	const locale = env.LC_ALL || env.LC_CTYPE || env.LANG;
	// Windows and macOS terminals are UTF-8 also where nothing says so.
	return locale ? /utf-?8/i.test(locale) : platform === 'win32' || platform === 'darwin';
}
