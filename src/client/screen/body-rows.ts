import type {ChainColumns} from '../chain-columns.ts';
import {alarmOf} from '../state/alarm-state.ts';
import type {PaneName} from '../state/panes.ts';
import type {State} from '../state/state.ts';
import {alarmRows, alarmRule} from './alarm-rows.ts';
import {drawChart, drawHistogram} from './chart-pane.ts';
import {drawDetail, drawDetailLine} from './detail-pane.ts';
import {drawFork} from './fork-pane.ts';
import {type Layout, layoutOf, type Place, visiblePanes} from './layout.ts';
import {drawOwn} from './own-pane.ts';
import {drawPeers} from './peers-pane.ts';
import {drawTable} from './table-pane.ts';
import {fitRow, type Row} from './theme.ts';

/** What is drawn in a pane: at most as many rows as its place is high, the first one its title. */
type Draw = (state: State, blocks: ChainColumns, place: Place) => readonly Row[];

const drawings: Readonly<Record<PaneName, Draw>> = {
	table: drawTable,
	detail: drawDetail,
	own: drawOwn,
	peers: drawPeers,
	histogram: drawHistogram,
	fork: drawFork,
	chart: drawChart,
};

/** Everything between the header and the box: the panes, each in its place. Exactly as many rows as there are. */
export function bodyRows(state: State, blocks: ChainColumns): readonly Row[] {
	const layout = layoutOf(state);
	const alarm = alarmOf(state);
	if (!alarm) return joinPanes(state, blocks, layout);
	const rule = layout.rule ? [alarmRule(state.columns)] : [];
	return [...rule, ...alarmRows(state, alarm, blocks)];
}

/** A line of the screen over two panes is put together from their rows. */
function joinPanes(state: State, blocks: ChainColumns, layout: Layout): readonly Row[] {
	const {body} = layout;
	const left: Row[] = [];
	const right: Row[] = [];
	const begins = new Set<number>();
	let leftWidth = body.width;
	for (const name of visiblePanes(layout)) {
		const place = layout.panes[name]!;
		const rows = drawings[name](state, blocks, place);
		const side = place.left === 0 ? left : right;
		if (side === right) begins.add(place.top);
		if (name === 'table') leftWidth = place.width;
		for (let at = 0; at < place.height; at++) side[place.top - body.top + at] = rows[at] ?? [];
	}
	if (layout.detailLine !== null) left[layout.detailLine - body.top] = drawDetailLine(state, blocks);
	return Array.from({length: body.height}, (_, at) => {
		const [row, beside] = [left[at] ?? [], right[at]];
		return beside === undefined ? row : joinRow(row, beside, leftWidth, dividerAt(body.top + at));
	});

	function dividerAt(y: number): string {
		if (!begins.has(y)) return '│';
		return y === body.top ? '┬' : '├';
	}
}

function joinRow(left: Row, right: Row, leftWidth: number, divider: string): Row {
	return [...fitRow(left, leftWidth), {text: divider, tone: 'muted'}, ...right];
}
