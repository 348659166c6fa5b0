import {cutText, textWidth} from './text-width.ts';
import type {Row} from './theme.ts';

/**
 * The first line of a pane: what it shows, in a rule of `width` cells. The pane that Tab has come to has a heavy
 * rule, so that it is known without colour too.
 */
export function paneTitle(title: string, width: number, isFocused: boolean, note = ''): Row {
	const rule = isFocused ? '━' : '─';
	const text = title === '' ? '' : `${rule} ${cutText(title, Math.max(1, width - 4))} `;
	const rest = width - textWidth(text);
	const end = note !== '' && textWidth(note) + 4 <= rest ? ` ${note} ${rule}` : '';
	const tone = isFocused ? 'accent' : 'muted';
	return [{text: text + rule.repeat(Math.max(0, rest - textWidth(end))) + end, tone}];
}

/** A title that is already drawn, as that of the pane in focus. */
export function focusTitle(row: Row): Row {
	return row.map(run => ({...run, text: run.text.replaceAll('─', '━'), tone: 'accent' as const}));
}
