/** Where the cursor shows, counted from 0; null while it is hidden. */
export type Cursor = {readonly row: number; readonly column: number} | null;

/** What one write of Ink asks of the screen. */
export type InkUpdate =
	/** The whole screen, a line for each row, and the cursor. */
	| {readonly kind: 'frame'; readonly lines: readonly string[]; readonly cursor: Cursor}
	/** The cursor alone. */
	| {readonly kind: 'cursor'; readonly cursor: Cursor}
	/** The begin or the end of a synchronised update. */
	| {readonly kind: 'bracket'}
	/** What neither shows nor moves the cursor: a mode of the mouse or of pastes, a query, the clipboard. */
	| {readonly kind: 'unseen'}
	| {readonly kind: 'unknown'};

/** What stands before a frame: Ink goes to its bottom line, or to the top, and erases what was there. */
const beforeFrame = /^(?:\x1b\[\?25l)?(?:\x1b\[\d*[ABG]|\x1b\[2K|\x1b\[1;1H|\x1b\[J)*/;
/** What stands after it: from the bottom line up, to a column, and the cursor shows. */
const showsCursor = /(?:\x1b\[(\d+)A)?\x1b\[(\d+)G\x1b\[\?25h$/;
const erases = /\x1b\[2K|\x1b\[J/;
const bracket = /^\x1b\[\?2026[hl]$/;
const unseen =
	/^(?:\x1b\[\?(?:100[0-7]|1015|2004|2031)[hl]|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)|\x1b\[(?:\?|>|=|<)\d*[cu]|\x1b\[c)+$/;

/**
 * Tells what Ink 8 means by one write of its standard output (its log-update.js, without incremental rendering,
 * on a screen of `rows` rows that it fills).
 */
export function readInkUpdate(text: string, rows: number): InkUpdate {
	if (bracket.test(text)) return {kind: 'bracket'};
	if (unseen.test(text)) return {kind: 'unseen'};
	const shown = showsCursor.exec(text);
	const cursor = shown && {row: rows - 1 - Number(shown[1] ?? 0), column: Number(shown[2]) - 1};
	const body = shown ? text.slice(0, shown.index) : text;
	const before = beforeFrame.exec(body)![0];
	const frame = body.slice(before.length);
	if (frame === '' && before !== '' && !erases.test(before)) return {kind: 'cursor', cursor};
	const lines = frame.split('\n');
	const isWhole = lines.length === rows && !(rows === 1 && frame === '');
	return isWhole ? {kind: 'frame', lines, cursor} : {kind: 'unknown'};
}
