import {textWidth} from './text-width.ts';

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
	'◂': '<',
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
	'║': '|',
	'┌': '+',
	'┐': '+',
	'└': '+',
	'┘': '+',
	'├': '+',
	'┤': '+',
	'┬': '+',
	'┴': '+',
	'┼': '+',
	'╌': '-',
	'▐': '#',
	'▌': '#',
	'▁': '_',
	'▇': '#',
	'≥': '>',
	'≤': '<',
};

/**
 * The check mark as a word, of two letters. Done before a text is fitted, as it takes a cell more than the
 * character; there is none in ASCII that is not read as something else.
 */
export function spellChecks(text: string): string {
	return text.replaceAll('✓', 'ok');
}

/** A hash that goes on: a dot would be read as the end of it. */
const cutHash = /(?<=[0-9a-f]{4})…/g;

/** The text in ASCII, in as many cells as before; `?` for what has no other character here. */
export function toAscii(text: string): string {
	return text
		.replace(cutHash, '~')
		.replace(/[^\x20-\x7e]/gu, character => asciiGlyphs[character] ?? '?'.repeat(textWidth(character)));
}
