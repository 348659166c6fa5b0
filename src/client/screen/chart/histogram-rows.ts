import {fitTextRight, textWidth} from '../text-width.ts';
import type {Row} from '../theme.ts';
import type {ChartView, PaneSize} from './chart-rows.ts';
import {nameReadings} from './chart-title.ts';
import {fitTitle, type Titling} from './fit-title.ts';
import {formatShort, niceAbove} from './nice-number.ts';
import {type BpmSource, oldestReading} from './sweep.ts';

const name = 'histogram';
/** Cells before a label, and after a bar: ` 100%`. */
const indent = 1;
const percentRoom = 5;
/** From here on the ends of a bin are written in short. */
const longFrom = 10_000;

/**
 * How often which BPM occur among the readings that the chart shows (`chartView`), in exactly `height` rows, the
 * first one the title. The bins follow from the chart's scale, so that they stay as long as that does; a cell of a bar
 * is a percent where there is room for it.
 */
export function histogramRows(
	bpms: BpmSource,
	view: ChartView | null,
	{width, height}: PaneSize,
): readonly Row[] {
	if (height < 1) return [];
	const rows = view === null ? [] : drawBins(countBins(bpms, view, height - 1), width);
	const blank = Array.from({length: height - 1 - rows.length}, (): Row => []);
	const notes = [nameCounted(bpms, view), ''];
	return [
		fitTitle(
			notes.map((note): Titling => [name, note]),
			width,
		),
		...rows,
		...blank,
	];
}

function nameCounted(bpms: BpmSource, view: ChartView | null): string {
	if (view === null) return 'no readings yet';
	return nameReadings(view.last - view.first + 1, view.first > oldestReading(bpms));
}

interface Bin {
	readonly label: string;
	/** Of all readings, 0 to 1. */
	readonly share: number;
}

/** The readings in at most `most` bins of a nice width: 1, 2, 5, 10, 20, 30, … */
function countBins(bpms: BpmSource, {first, last, low, high}: ChartView, most: number): readonly Bin[] {
	if (most < 1) return [];
	let step = binAbove((high - low) / most);
	// A share of it more, as one more than a large number is the same number.
	while (binsFrom(low, high, step) > most) step = binAbove(step * 1.01);
	const start = Math.floor(low / step);
	const counts = Array.from({length: binsFrom(low, high, step)}, () => 0);
	for (let index = first; index <= last; index++) {
		const bin = Math.floor(Number(bpms.bpmAt(index)) / step) - start;
		counts[bin] = (counts[bin] ?? 0) + 1;
	}
	// Nothing but the end of the scale itself is in the last one.
	if (high % step === 0 && counts.at(-1) === 0) counts.pop();
	const total = last - first + 1;
	return counts.map((count, at) => ({label: nameBin((start + at) * step, step), share: count / total}));
}

/** The smallest of 1, 2, 5, 10, 20, 30, 40, 50, 100, … that is not below `width`: rounder ones would leave rows empty. */
function binAbove(width: number): number {
	if (width <= 10) return niceAbove(width);
	const power = 10 ** Math.floor(Math.log10(width));
	const lead = Math.ceil(width / power);
	return power * (lead <= 5 ? lead : 10);
}

function binsFrom(low: number, high: number, step: number): number {
	return Math.floor(high / step) - Math.floor(low / step) + 1;
}

function nameBin(from: number, step: number): string {
	if (Math.abs(from) >= longFrom || step >= longFrom)
		return `${formatShort(from)} to ${formatShort(from + step)}`;
	if (step === 1) return String(from);
	return from < 0 ? `${from} to ${from + step - 1}` : `${from}-${from + step - 1}`;
}

function drawBins(bins: readonly Bin[], width: number): readonly Row[] {
	const labelCells = Math.max(0, ...bins.map(({label}) => textWidth(label)));
	const room = Math.max(0, width - indent - labelCells - 1 - percentRoom);
	const largest = Math.max(...bins.map(({share}) => share));
	const cells = Math.min(100, room / largest);
	return bins.map(({label, share}) => {
		const bar = '▉'.repeat(Math.round(share * cells)) || '▏';
		const start = {text: fitTextRight(label, indent + labelCells), tone: 'muted'} as const;
		return share === 0
			? [start]
			: [start, {text: ` ${bar}`, tone: 'muted'}, {text: ` ${formatPercent(share)}`}];
	});
}

function formatPercent(share: number): string {
	if (share < 0.005) return '<1%';
	return share > 0.995 && share < 1 ? '>99%' : `${Math.round(share * 100)}%`;
}
