import {isPlain, textWidth} from './text-width.ts';

const segmenter = new Intl.Segmenter();

/**
 * What terminals do not agree on: marks that join the character before, pictures, flags, scripts that are
 * written from the right and move what stands beside them, and letters that join to syllables.
 */
const wild =
	/[\p{M}\p{Extended_Pictographic}\p{Regional_Indicator}\p{Emoji_Modifier}\p{Cf}\p{Co}\p{Cn}\p{Script=Hebrew}\p{Script=Arabic}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}\u1100-\u11ff\ua960-\ua97f\ud7b0-\ud7ff]/u;

/**
 * Text from outside as every terminal shows it in the same cells: characters are composed, and those that
 * would take more or fewer cells somewhere become as many `?` as were counted for them. So no name and no
 * message moves the columns beside it. Our own characters stay.
 */
export function tameText(text: string): string {
	if (isPlain(text)) return text;
	let tame = '';
	for (const {segment} of segmenter.segment(text)) {
		const composed = segment.normalize('NFC');
		tame += isPlain(composed) || !wild.test(composed) ? composed : '?'.repeat(textWidth(segment));
	}
	return tame;
}

/**
 * Whether a character takes one cell in every terminal: what is typed into a line must not be wide, nor join or move
 * what stands beside it, nor be one of those that stand for a painted line (output/stand-ins.ts).
 */
export function isNarrow(character: string): boolean {
	return textWidth(character) === 1 && tameText(character) === character;
}

/** The characters of `text` that take one cell. */
export function keepNarrow(text: string): string {
	return Array.from(text).filter(isNarrow).join('');
}
