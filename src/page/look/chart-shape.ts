import {formatMany, formatSpan} from './format.ts';

/** A reading as the chart draws it. */
export interface ChartReading {
	readonly index: number;
	readonly bpm: number;
	/** Milliseconds since 1970; NaN where its time cannot be read. */
	readonly timeMs: number;
}

export interface Point {
	readonly x: number;
	readonly y: number;
}

/** A label of the axis, and where its line is. */
export interface Tick {
	readonly bpm: number;
	readonly y: number;
}

/** What is drawn, in pixels from the upper left corner. */
export interface ChartShape {
	/** One for each reading, from the oldest. */
	readonly points: readonly Point[];
	/** Paths as SVG writes them: the line, and the area below it. */
	readonly line: string;
	readonly area: string;
	readonly ticks: readonly Tick[];
}

/** What there is to say of the readings. */
export interface ChartFacts {
	readonly count: number;
	readonly low: number;
	readonly high: number;
	readonly average: number;
	/** From the first to the last; NaN where their times do not tell. */
	readonly spanMs: number;
}

/** So many readings at least have a place, so that the first few do not stretch over the whole chart. */
const placesMin = 24;
/** BPM that the axis covers at least, so that readings that are nearly equal look like it. */
const spanMin = 20;
const ticksMax = 5;

/** Gathers what there is to say; null without readings. */
export function gatherFacts(readings: readonly ChartReading[]): ChartFacts | null {
	const [first, last] = [readings[0], readings.at(-1)];
	if (!first || !last) return null;
	const bpms = readings.map(({bpm}) => bpm);
	return {
		count: readings.length,
		low: bpms.reduce((a, b) => Math.min(a, b)),
		high: bpms.reduce((a, b) => Math.max(a, b)),
		average: bpms.reduce((sum, bpm) => sum + bpm, 0) / readings.length,
		spanMs: last.timeMs - first.timeMs,
	};
}

/** How many readings there are, and how much time they took: `last 3 readings, 12 s`; one alone took none. */
export function describeSpan({count, spanMs}: ChartFacts): string {
	if (count === 1) return formatMany(count, 'reading');
	return `last ${formatMany(count, 'reading')}${Number.isNaN(spanMs) ? '' : `, ${formatSpan(spanMs)}`}`;
}

/** The facts as a sentence, for those who do not see the chart. */
export function describeFacts(facts: ChartFacts | null): string {
	if (!facts) return 'No readings yet.';
	const {count, low, high, average, spanMs} = facts;
	if (count === 1) return `Heart rate, one reading: ${low}.`;
	const span = Number.isNaN(spanMs) ? '' : ` in ${formatSpan(spanMs)}`;
	return `Heart rate, the newest ${formatMany(count, 'reading')}${span}: lowest ${low}, on the average ${Math.round(average)}, highest ${high}.`;
}

/** A box for a chart, in pixels; the margins are left free of the line. */
export interface ChartBox {
	readonly width: number;
	readonly height: number;
	readonly left: number;
	readonly right: number;
	/** At the top and at the bottom. */
	readonly ends: number;
}

/** The chart of readings in a box: one step a reading, the newest at the right end. */
export function shapeChart(
	readings: readonly ChartReading[],
	{width, height, left, right: free, ends}: ChartBox,
): ChartShape {
	const facts = gatherFacts(readings);
	if (!facts) return {points: [], line: '', area: '', ticks: []};
	const {low, high, step} = chooseScale(facts.low, facts.high);
	const [top, bottom] = [ends, height - ends];
	const yOf = (bpm: number): number => round(bottom - ((bpm - low) / (high - low)) * (bottom - top));
	const right = width - free;
	const stepPx = (right - left) / (Math.max(placesMin, readings.length) - 1);
	const points = readings.map(({bpm}, at) => ({
		x: round(right - (readings.length - 1 - at) * stepPx),
		y: yOf(bpm),
	}));
	const line = points.map(({x, y}, at) => `${at === 0 ? 'M' : 'L'}${x} ${y}`).join('');
	const area = `${line}L${points.at(-1)!.x} ${height}L${points[0]!.x} ${height}Z`;
	const ticks: Tick[] = [];
	for (let bpm = low; bpm <= high; bpm += step) ticks.push({bpm, y: yOf(bpm)});
	return {points, line, area, ticks};
}

/** An axis between round numbers, with at most five steps, and below zero only where a reading is. */
function chooseScale(least: number, most: number): {low: number; high: number; step: number} {
	const room = Math.max(0, spanMin - (most - least)) / 2;
	const [from, to] = [least < 0 ? least - room : Math.max(0, least - room), most + room];
	let step = niceAbove((to - from) / (ticksMax - 1));
	while (Math.ceil(to / step) - Math.floor(from / step) > ticksMax - 1) step = niceAbove(step * 1.01);
	return {low: Math.floor(from / step) * step, high: Math.ceil(to / step) * step, step};
}

/** Each how many-th tick has room for its label, where a label is so many pixels high; the first one always has. */
export function labelEvery([first, second]: readonly Tick[], labelPx: number): number {
	const gapPx = first && second ? first.y - second.y : 0;
	return gapPx > 0 ? Math.ceil(labelPx / gapPx) : Number.POSITIVE_INFINITY;
}

/** The smallest of 1, 2, 5, 10, 20, 50, … that is not below `value`. */
function niceAbove(value: number): number {
	const power = 10 ** Math.floor(Math.log10(Math.max(1, value)));
	return power * ([1, 2, 5, 10].find(lead => lead * power >= value) ?? 10);
}

/** The reading whose point is nearest to `x`; -1 where there is none. */
export function nearestPoint(points: readonly Point[], x: number): number {
	let nearest = -1;
	for (const [at, point] of points.entries())
		if (nearest < 0 || Math.abs(point.x - x) <= Math.abs(points[nearest]!.x - x)) nearest = at;
	return nearest;
}

function round(value: number): number {
	return Math.round(value * 10) / 10;
}
