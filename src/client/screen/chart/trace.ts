import {levelOf, type Scale} from './scale.ts';
import {type BpmSource, columnOf, type Sweep} from './sweep.ts';

/** The line of a chart, column by column: the levels that its stroke covers, 0 the highest. */
export interface Trace {
	readonly tops: Int16Array;
	/** Below the top where the column is empty. */
	readonly bottoms: Int16Array;
	/** The level of the reading, or of the line between two; `blank` where the column is empty. */
	readonly levels: Int16Array;
}

/** The level of an empty column. */
export const blank = -1;

/**
 * How readings are drawn: as a line whose strokes touch (`thick`) or only meet (`thin`), or as bars as wide as there
 * is room, which stand apart where they are wide.
 */
export type Stroke = 'thick' | 'thin' | 'bars';

const wideBar = 3;

/** Draws the readings of a sweep into `columns` columns of `levels` levels. */
export function traceReadings(
	bpms: BpmSource,
	sweep: Sweep,
	scale: Scale,
	{columns, levels, stroke}: {readonly columns: number; readonly levels: number; readonly stroke: Stroke},
): Trace {
	const line = new Int16Array(columns).fill(blank);
	const {first, last, step} = sweep;
	const barWidth = step < wideBar ? step : step - 1;
	let before = blank;
	for (let index = first; index <= last; index++) {
		const level = levelOf(Number(bpms.bpmAt(index)), scale, levels);
		const column = columnOf(index, sweep);
		if (stroke === 'bars') line.fill(level, column, column + barWidth);
		else if (before !== blank && column > 0) bridge(line, column, before, level, step);
		line[column] = level;
		before = level;
	}
	return stroke === 'bars' ? fillUp(line, levels) : connect(line, stroke === 'thick' ? 0 : 1);
}

/** A straight line from the reading `step` columns before. */
function bridge(line: Int16Array, column: number, before: number, level: number, step: number): void {
	for (let back = 1; back < step; back++)
		line[column - back] = Math.round(level + ((before - level) * back) / step);
}

function fillUp(line: Int16Array, levels: number): Trace {
	return {tops: line, bottoms: line.map(level => (level === blank ? blank - 1 : levels - 1)), levels: line};
}

/** Every step from a column to the next becomes two strokes that meet half way, the lower one `apart` below. */
function connect(levels: Int16Array, apart: 0 | 1): Trace {
	const tops = levels.slice();
	const bottoms = levels.map(level => (level === blank ? blank - 1 : level));
	for (let x = 1; x < levels.length; x++) {
		const [a, b] = [levels[x - 1]!, levels[x]!];
		if (a === blank || b === blank) continue;
		const half = Math.floor((a + b) / 2);
		const [upper, lower] = a < b ? [x - 1, x] : [x, x - 1];
		bottoms[upper] = Math.max(bottoms[upper]!, half);
		tops[lower] = Math.min(tops[lower]!, half + apart);
	}
	return {tops, bottoms, levels};
}
