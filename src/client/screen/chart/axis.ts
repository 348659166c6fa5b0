import {formatShort, niceAbove} from './nice-number.ts';
import {levelOf, type Scale} from './scale.ts';

/** Rows from one label to the next, at least; on the average somewhat less is tried first. */
const rowsBetween = 3;
const rowsAimed = 2.5;

/**
 * What stands at each of `rows` rows of the axis, empty where nothing does: the ends of the scale, and where there
 * is room round numbers between them, one as far from the next as the other, each in the row that its level (of
 * `levels` a row) lies in.
 */
export function labelAxis(scale: Scale, rows: number, levels: number): readonly string[] {
	const labels: string[] = Array.from({length: rows}, () => '');
	const {low, high} = scale;
	const span = high - low;
	const aimed = (cells: number): number => niceAbove((span * cells) / Math.max(1, rows - 1));
	const steps = [evenStep(scale, (span * rowsBetween) / Math.max(1, rows - 1)), aimed(rowsAimed)];
	const between =
		steps.map(step => placeSteps(scale, step, rows, levels)).find(places => places !== null) ??
		placeSteps(scale, aimed(rowsBetween), rows, levels);
	for (const [row, bpm] of between ?? []) labels[row] = formatShort(bpm);
	if (rows > 1) labels[rows - 1] = formatShort(low);
	if (rows > 0) labels[0] = formatShort(high);
	return labels;
}

/** The rows of the multiples of `step` that are not too near to the ends; null where two are too near to each other. */
function placeSteps(
	scale: Scale,
	step: number | null,
	rows: number,
	levels: number,
): readonly (readonly [row: number, bpm: number])[] | null {
	const {low, high} = scale;
	if (step === null) return null;
	const places: [number, number][] = [];
	let free = rows - 1 - rowsBetween;
	for (let bpm = Math.ceil(low / step) * step; bpm < high && step < high - low; bpm += step) {
		const row = Math.floor(levelOf(bpm, scale, rows * levels) / levels);
		if (row > rows - 1 - rowsBetween || row < rowsBetween) continue;
		if (row > free) return null;
		places.push([row, bpm]);
		free = row - rowsBetween;
	}
	return places;
}

/** The smallest round step, at least `least`, that goes from one end of the scale to the other; null: there is none. */
function evenStep({low, high}: Scale, least: number): number | null {
	for (let count = Math.floor((high - low) / least); count > 1; count--) {
		const step = (high - low) / count;
		const isRound = Number(step.toPrecision(1)) === step || step % 5 === 0;
		if (isRound && low % step === 0) return step;
	}
	return null;
}
