import type {Notice, State} from '../state/state.ts';
import {wrapText} from './text-width.ts';
import type {Row, Tone} from './theme.ts';

const linesMax = 3;

const looks: Readonly<Record<Notice['tone'], {readonly mark: string; readonly tone: Tone}>> = {
	info: {mark: '·', tone: 'accent'},
	warn: {mark: '!', tone: 'wait'},
	bad: {mark: '✗', tone: 'bad'},
};

/** What has to be read once, in whole sentences, the newest last. */
export function noticeRows({notices, columns}: State): readonly Row[] {
	return notices.flatMap(({tone, text}) => paragraph(looks[tone], text, columns, linesMax));
}

function paragraph(
	{mark, tone}: (typeof looks)['info'],
	text: string,
	columns: number,
	max: number,
): readonly Row[] {
	return wrapText(text, columns - 4, max).map((line, at) => [
		{text: ` ${at === 0 ? mark : ' '} ${line}`, tone},
	]);
}

/**
 * Puts notices into a table of `height` rows: below its rows where there is room, otherwise over its oldest
 * ones, so that the newest block stays in sight. Returns exactly `height` rows.
 */
export function layNotices(table: readonly Row[], notices: readonly Row[], height: number): readonly Row[] {
	const shown = notices.slice(0, height);
	const below = shown.length === 0 ? table : [...table, [], ...shown];
	return pad(below.length <= height ? below : [...shown, ...table.slice(shown.length)], height);
}

function pad(rows: readonly Row[], height: number): readonly Row[] {
	return Array.from({length: height}, (_, at) => rows[at] ?? []);
}
