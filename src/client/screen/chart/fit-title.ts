import {paneTitle} from '../pane-title.ts';
import {textWidth} from '../text-width.ts';
import type {Row} from '../theme.ts';

/** What a pane is called, and what is said at the other end of its first line; either may be empty. */
export type Titling = readonly [title: string, note: string];

/** The first line of a pane in exactly `width` cells, with the first of these that fits it; nothing is cut. */
export function fitTitle(titlings: readonly Titling[], width: number): Row {
	const [title, note] = titlings.find(([left, right]) => roomFor(left) + roomFor(right) <= width) ?? ['', ''];
	return paneTitle(title, width, false, note);
}

/** Cells of a text in a rule, with what parts it from its neighbours. */
function roomFor(text: string): number {
	return text === '' ? 0 : textWidth(text) + 4;
}
