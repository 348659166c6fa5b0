import type {ChainColumns} from '../chain-columns.ts';
import type {ChainFacts} from '../link-event.ts';
import {rememberLast} from '../remember-last.ts';
import {isFocused} from '../state/panes.ts';
import {type State, tipOf} from '../state/state.ts';
import {chartRows, chartView, type PaneSize} from './chart/chart-rows.ts';
import type {ChartStyle} from './chart/chart-style.ts';
import {histogramRows} from './chart/histogram-rows.ts';
import type {BpmSource} from './chart/sweep.ts';
import {layoutOf, type Place} from './layout.ts';
import {focusTitle} from './pane-title.ts';
import type {Row} from './theme.ts';

/** The heart rate, as far as the panes have come: they follow the newest block a few times a second. */
export function drawChart(state: State, blocks: ChainColumns, {width, height}: Place): readonly Row[] {
	const {paced, panes, readings} = state;
	const rows = chart(blocks, paced, width, height, panes.chartStyle, readings.own);
	return isFocused(state, 'chart') ? withFocus(rows) : rows;
}

const chart = rememberLast(
	(
		blocks: ChainColumns,
		chain: ChainFacts,
		width: number,
		height: number,
		style: ChartStyle,
		own: State['readings']['own'],
	) => chartRows(upTo(blocks, chain), {width, height}, style, {own}),
);

/** How often which BPM occurs among the readings of the chart; of those it would show, where it is not seen. */
export function drawHistogram(state: State, blocks: ChainColumns, place: Place): readonly Row[] {
	const {paced, panes, columns} = state;
	const chartPlace = layoutOf(state).panes.chart ?? {width: columns, height: usualHeight};
	const {width, height} = place;
	const rows = histogram(blocks, paced, width, height, chartPlace.width, chartPlace.height, panes.chartStyle);
	return isFocused(state, 'histogram') ? withFocus(rows) : rows;
}

/** The height of a chart that is not seen. */
const usualHeight = 8;

const histogram = rememberLast(
	(
		blocks: ChainColumns,
		chain: ChainFacts,
		width: number,
		height: number,
		chartWidth: number,
		chartHeight: number,
		style: ChartStyle,
	) => {
		const bpms = upTo(blocks, chain);
		const size: PaneSize = {width: chartWidth, height: chartHeight};
		return histogramRows(bpms, chartView(bpms, size, style), {width, height});
	},
);

const withFocus = rememberLast((rows: readonly Row[]) =>
	rows.map((row, at) => (at === 0 ? focusTitle(row) : row)),
);

/** The readings as far as `chain` says, whatever has come since. */
function upTo(blocks: ChainColumns, chain: ChainFacts): BpmSource {
	return {
		firstIndex: blocks.firstIndex,
		tipIndex: Math.min(tipOf(chain), blocks.tipIndex),
		bpmAt: index => blocks.bpmAt(index),
		timeAt: index => blocks.timeAt(index),
	};
}
