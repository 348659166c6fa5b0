import {limits} from './limits.ts';

/**
 * What no text from outside may bring to a terminal or a log: C0, DEL, C1, the bidirectional controls, the
 * line and paragraph separators, the zero-width joiners and marks that hide text, and lone surrogates.
 */
const unsafe =
	/[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\u{e0000}-\u{e007f}]|\p{Cs}/gu;

/**
 * Makes text from outside safe to show (protocol section 7): unsafe characters become `?`, and what is
 * longer than `charactersMax` code points ends in `…`. The result never holds a control character.
 */
export function printable(text: string, charactersMax: number = limits.textCharactersMax): string {
	// A code point takes at most two UTF-16 units, so what lies beyond this slice cannot be shown.
	const bounded = text.slice(0, 2 * charactersMax + 2);
	const safe = bounded.replace(unsafe, '?');
	const characters = Array.from(safe);
	if (characters.length <= charactersMax) return safe;
	return `${characters.slice(0, charactersMax - 1).join('')}…`;
}

/**
 * The echo of a line in an answer (protocol section 2): ASCII letters, digits, space and `. , + - _ /` stay,
 * everything else becomes `?`, and it is cut to 40 characters.
 */
export function echo(text: string): string {
	const characters = Array.from(text.slice(0, 2 * limits.echoCharactersMax));
	return characters
		.slice(0, limits.echoCharactersMax)
		.join('')
		.replace(/[^A-Za-z0-9 .,+\-_/]/gu, '?');
}
