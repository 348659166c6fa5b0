import stringWidth from 'string-width';

/**
 * Text measured in terminal cells. Nothing is ever cut inside a character: what does not fit ends in `…`, and
 * half of a wide character becomes a space.
 */

/** What takes one cell a character and need not be looked up: ASCII, lines, blocks, shapes, braille, signs of our own. */
const oneCellEach = /^[\x20-\x7e\u2500-\u25fc\u25ff\u2800-\u28ff✓✗→←↑↓•·…]*$/;
const segmenter = new Intl.Segmenter();

/** Whether every character takes one cell, wherever it is shown. */
export function isPlain(text: string): boolean {
	return oneCellEach.test(text);
}

/** Cells that `text` takes in a terminal. */
export function textWidth(text: string): number {
	return isPlain(text) ? text.length : stringWidth(text);
}

/** `text` cut to at most `width` cells; a cut shows as `…` in the last one. */
export function cutText(text: string, width: number): string {
	if (textWidth(text) <= width) return text;
	if (width <= 0) return '';
	let kept = '';
	let used = 0;
	for (const {segment} of segmenter.segment(text)) {
		const cells = textWidth(segment);
		if (used + cells > width - 1) break;
		kept += segment;
		used += cells;
	}
	return `${kept}…`;
}

/** `text` in exactly `width` cells: cut, or filled up with spaces at its end. */
export function fitText(text: string, width: number): string {
	const cut = cutText(text, width);
	return cut + ' '.repeat(Math.max(0, width - textWidth(cut)));
}

/** `text` in exactly `width` cells: cut, or filled up with spaces at its beginning. */
export function fitTextRight(text: string, width: number): string {
	const cut = cutText(text, width);
	return ' '.repeat(Math.max(0, width - textWidth(cut))) + cut;
}

/**
 * `text` in lines of at most `width` cells, broken at spaces; at most `linesMax`, the last one cut. A word
 * that is wider than a line is cut, so that no line begins in the middle of a word.
 */
export function wrapText(text: string, width: number, linesMax: number): readonly string[] {
	const lines: string[] = [];
	for (const word of text.split(' ')) {
		const last = lines.at(-1);
		const longer = last === undefined ? word : `${last} ${word}`;
		if (last !== undefined && textWidth(longer) <= width) lines[lines.length - 1] = longer;
		else lines.push(word);
	}
	const shown =
		lines.length <= linesMax ? lines : [...lines.slice(0, linesMax - 1), lines.slice(linesMax - 1).join(' ')];
	return shown.slice(0, linesMax).map(line => cutText(line, width));
}
