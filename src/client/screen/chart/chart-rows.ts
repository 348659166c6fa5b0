import type {Place} from '../layout.ts';
import {fitTextRight} from '../text-width.ts';
import type {Row, Run, Tone} from '../theme.ts';
import {labelAxis} from './axis.ts';
import {type ChartStyle, type Pen, pens} from './chart-style.ts';
import {chartTitle, gatherFacts} from './chart-title.ts';
import {type Scale, scaleOf} from './scale.ts';
import {type BpmSource, columnOf, layOut, type Span, type Sweep} from './sweep.ts';
import {traceReadings} from './trace.ts';

/** Cells and rows of a pane. */
export type PaneSize = Pick<Place, 'width' | 'height'>;

/** The readings that a chart shows, and the ends of the scale between which they lie. */
export type ChartView = Span & Scale;

/** What else a chart shows. */
export interface ChartMarks {
	/** The blocks that hold our readings. */
	readonly own: {has(index: number): boolean};
}

/** Cells that stay free before the newest reading. */
const gapCells = 3;
/** Cells from one reading to the next while there are few, at most. */
const stepCells = 4;
/** Cells of a label at least, and of the space before it on wide screens: a scale that grows moves nothing. */
const labelCells = 3;
const wideFrom = 100;
/** A chart with fewer cells would say nothing. */
const cellsLeast = 6;

/** The readings that `chartRows` shows in such a place, and the scale it shows them on; null without readings. */
export function chartView(bpms: BpmSource, size: PaneSize, style: ChartStyle): ChartView | null {
	const {sweep, scale} = plan(bpms, size, pens[style]);
	return scale && {first: sweep.first, last: sweep.last, ...scale};
}

/**
 * The newest readings as a chart that sweeps like a bedside monitor: exactly `height` rows of at most `width` cells,
 * the first one the title. From one picture to the next only the cells around the newest readings differ, unless
 * the scale does. The newest one and our own ones have a tone of their own.
 */
export function chartRows(
	bpms: BpmSource,
	size: PaneSize,
	style: ChartStyle,
	{own}: ChartMarks,
): readonly Row[] {
	const {width, height} = size;
	const pen = pens[style];
	const {sweep, scale, cells, labels, margin} = plan(bpms, size, pen);
	const rows = Math.max(0, height - 1);
	const title = height > 0 ? [chartTitle(gatherFacts(bpms, sweep), width)] : [];
	if (scale === null || cells < cellsLeast) return [...title, ...Array.from({length: rows}, () => [])];
	const canvas = {columns: cells * pen.columns, levels: rows * pen.levels, stroke: pen.stroke};
	const trace = traceReadings(bpms, sweep, scale, canvas);
	const codes = pen.draw(trace, cells, rows);
	const tones = toneCells(trace.levels, sweep, own, pen, cells, rows);
	pointOut(codes, tones, trace.levels, sweep, pen, cells);
	return [
		...title,
		...labels.map((label, row): Row => {
			const axis = fitTextRight(label, margin) + (label === '' ? pen.line : pen.tick);
			return [{text: axis, tone: 'muted'}, ...toRuns(codes, tones, row * cells, (row + 1) * cells)];
		}),
	];
}

interface Plan {
	readonly sweep: Sweep;
	readonly scale: Scale | null;
	readonly labels: readonly string[];
	/** Cells of the labels with the space before them. */
	readonly margin: number;
	/** Cells of the chart itself. */
	readonly cells: number;
}

/** The labels take as much room as the scale needs, and the scale depends on the readings that have room. */
function plan(bpms: BpmSource, {width, height}: PaneSize, pen: Pen): Plan {
	const rows = Math.max(0, height - 1);
	let widest = labelCells;
	for (;;) {
		const margin = widest + (width < wideFrom ? 0 : 1);
		const cells = Math.max(0, width - margin - 1);
		const gap = Math.min(gapCells, Math.ceil(cells / 4));
		const sweep = layOut(bpms, cells * pen.columns, gap * pen.columns, stepCells * pen.columns);
		const scale = sweep.capacity > 0 ? scaleOf(bpms, sweep) : null;
		const labels = scale ? labelAxis(scale, rows, pen.levels) : [];
		const needed = Math.max(widest, ...labels.map(({length}) => length));
		if (needed === widest) return {sweep, scale, labels, margin, cells};
		widest = needed;
	}
}

const tones: readonly Tone[] = ['text', 'muted', 'own', 'accent'];
const [line, bar, mine, newest] = [0, 1, 2, 3];

/** Which of `tones` each cell has: readings of ours and the newest one stand out, of a bar of ours its top. */
function toneCells(
	levels: Int16Array,
	sweep: Sweep,
	own: ChartMarks['own'],
	pen: Pen,
	cells: number,
	rows: number,
): Uint8Array {
	const isBar = pen.stroke === 'bars';
	const toned = new Uint8Array(cells * rows).fill(isBar ? bar : line);
	for (let index = sweep.first; index <= sweep.last; index++) {
		const isNewest = index === sweep.last;
		if (!isNewest && !own.has(index)) continue;
		const column = columnOf(index, sweep);
		const left = Math.floor(column / pen.columns);
		const width = isBar ? sweep.step : 1;
		const top = Math.floor(levels[column]! / pen.levels);
		const bottom = isBar && isNewest ? rows - 1 : top;
		for (let row = top; row <= bottom; row++) {
			toned.fill(isNewest ? newest : mine, row * cells + left, row * cells + left + width);
		}
	}
	return toned;
}

/** Puts a sign after the newest reading, as its colour alone does not show everywhere; the gap has room for it. */
function pointOut(
	codes: Uint16Array,
	toned: Uint8Array,
	levels: Int16Array,
	sweep: Sweep,
	pen: Pen,
	cells: number,
): void {
	const column = columnOf(sweep.last, sweep);
	const place = Math.floor(column / pen.columns) + (pen.stroke === 'bars' ? sweep.step : 1);
	const cell = Math.floor(levels[column]! / pen.levels) * cells + place;
	if (place >= cells || codes[cell] !== blankCode) return;
	codes[cell] = pen.pointer.charCodeAt(0);
	toned[cell] = newest;
}

const blankCode = ' '.charCodeAt(0);

/** The cells from `start` to before `end` as runs of one tone each. */
function toRuns(codes: Uint16Array, toned: Uint8Array, start: number, end: number): Run[] {
	const runs: Run[] = [];
	for (let from = start; from < end; ) {
		let to = from + 1;
		while (to < end && toned[to] === toned[from]) to++;
		runs.push({text: String.fromCharCode(...codes.subarray(from, to)), tone: tones[toned[from]!]!});
		from = to;
	}
	return runs;
}
