import type {ChainColumns} from '../chain-columns.ts';
import type {ChainFacts} from '../link-event.ts';
import {rememberLast} from '../remember-last.ts';
import {isFocused} from '../state/panes.ts';
import type {State} from '../state/state.ts';
import {type DetailFacts, detailFacts} from './detail/detail-facts.ts';
import {detailLine} from './detail/detail-line.ts';
import {detailRows} from './detail/detail-rows.ts';
import {detailTitle} from './detail/verdict-row.ts';
import {type ZoomView, zoomRows} from './detail/zoom-rows.ts';
import type {Place} from './layout.ts';
import {paneTitle} from './pane-title.ts';
import {textWidth} from './text-width.ts';
import type {Row} from './theme.ts';

/** Why the selected block is valid, or that it is not. */
export function drawDetail(state: State, blocks: ChainColumns, {width, height}: Place): readonly Row[] {
	const facts = factsOf(state, blocks);
	if (!facts) return [paneTitle('no block yet', width, false)];
	if (state.panes.zoomed === 'detail') return drawZoom(state, blocks, {width, height});
	return draw(facts, width, height, state.chips, isFocused(state, 'detail'));
}

const draw = rememberLast(
	(facts: DetailFacts, width: number, height: number, chips: boolean, inFocus: boolean): readonly Row[] => [
		paneTitle(detailTitle(facts, width - 4), width, inFocus),
		...detailRows(facts, {width, height: height - 1, chips}),
	],
);

function drawZoom(
	state: State,
	blocks: ChainColumns,
	{width, height}: Pick<Place, 'width' | 'height'>,
): readonly Row[] {
	const {rows, top, total} = zoomOf(state, blocks, {width, height}, state.panes.detailTop);
	const isPart = total > rows.length;
	const where = `${top + 1}-${top + rows.length} of ${total}`;
	const notes = isPart ? [`lines ${where} · PgUp PgDn`, `${where} · PgDn`, where] : ['Esc back'];
	const note = notes.find(text => textWidth(zoomTitle + text) + 8 <= width) ?? '';
	return [paneTitle(zoomTitle, width, true, note), ...rows];
}

const zoomTitle = 'one block, in full';

/** The part of the zoomed detail that is seen in a place from the row `top` on, or from as far as it goes. */
export function zoomOf(
	state: State,
	blocks: ChainColumns,
	{width, height}: Pick<Place, 'width' | 'height'>,
	top: number,
): ZoomView {
	const facts = factsOf(state, blocks);
	if (!facts) return {rows: [], top: 0, total: 0};
	return zoom(facts, width, height - 1, state.chips, top);
}

const zoom = rememberLast((facts: DetailFacts, width: number, height: number, chips: boolean, top: number) =>
	zoomRows(facts, {width, height, chips}, top),
);

/** The same in one line. */
export function drawDetailLine(state: State, blocks: ChainColumns): Row {
	const facts = factsOf(state, blocks);
	return facts ? line(facts, state.columns, state.chips) : [];
}

const line = rememberLast(detailLine);

/**
 * Everything there is to say about the selected block; null where there is none. The selection follows the newest
 * block a few times a second; what has come after it is told as it is.
 */
export function factsOf({chain, view, readings}: State, blocks: ChainColumns): DetailFacts | null {
	return gather(blocks, view.selected, chain, readings.own.has(view.selected));
}

const gather = rememberLast((blocks: ChainColumns, index: number, chain: ChainFacts, own: boolean) =>
	detailFacts(blocks, index, chain, {own}),
);
