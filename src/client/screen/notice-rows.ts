import type {Notice, State} from '../state/state.ts';
import {wrapText} from './text-width.ts';
import type {Row, Tone} from './theme.ts';

const linesMax = 3;

const looks: Readonly<Record<Notice['tone'], {readonly mark: string; readonly tone: Tone}>> = {
	info: {mark: '·', tone: 'accent'},
	warn: {mark: '!', tone: 'wait'},
	bad: {mark: '✗', tone: 'bad'},
};

/** What has to be read once, in whole sentences of lines of `width` cells, the newest last. */
export function noticeRows({notices}: State, width: number): readonly Row[] {
	return notices.flatMap(({tone, text}) => paragraph(looks[tone], text, width, linesMax));
}

function paragraph(
	{mark, tone}: (typeof looks)['info'],
	text: string,
	width: number,
	max: number,
): readonly Row[] {
	return wrapText(text, width - 4, max).map((line, at) => [
		{text: ` ${at === 0 ? mark : ' '} ${line}`, tone},
	]);
}

/**
 * Puts notices into a table of `height` rows: below its rows where there is room, otherwise over its oldest ones, so
 * that the newest block stays in sight, with a line after them that says what they are. Where the row `selected`
 * would be under them they stand over the newest ones. Returns exactly `height` rows.
 */
export function layNotices(
	table: readonly Row[],
	notices: readonly Row[],
	height: number,
	selected = height,
): readonly Row[] {
	const shown = notices.slice(0, height);
	if (shown.length === 0) return pad(table, height);
	const below = [...table, [], ...shown];
	if (below.length <= height) return pad(below, height);
	if (selected <= shown.length && height > 2 * (shown.length + 1))
		return pad([...table.slice(0, height - shown.length - 1), edge, ...shown], height);
	const over = shown.length + 1 < height ? [...shown, edge] : shown;
	return pad([...over, ...table.slice(over.length)], height);
}

/** Between the notices and the table that they cover. */
const edge: Row = [{text: ' ╌╌ over the table: Esc puts it away ╌╌', tone: 'muted'}];

function pad(rows: readonly Row[], height: number): readonly Row[] {
	return Array.from({length: height}, (_, at) => rows[at] ?? []);
}
