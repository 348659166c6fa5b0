import {niceBelow} from './nice-number.ts';
import {type BpmSource, oldestReading, type Sweep, startOf, sweepOf} from './sweep.ts';

/** The BPM at the lowest and at the highest dot of the chart; low < high. */
export interface Scale {
	readonly low: number;
	readonly high: number;
}

/** What readings lie between; low > high where there are none. */
type Extremes = Scale;

const nothing: Extremes = {low: Number.POSITIVE_INFINITY, high: Number.NEGATIVE_INFINITY};

/** Sweeps after which what was before no longer matters. */
const sweepsRemembered = 4;
/** BPM that a scale covers at least, so that readings that are nearly equal look like it. */
const spanLeast = 20;
/** A scale begins and ends at multiples of the nice number that fits so often between the readings. */
const unitsLeast = 8;

/**
 * The scale of the sweep that the newest reading is in; null without readings. Every sweep begins with the scale
 * of the one before, unless that one used less than half of it; after that the scale changes only where a reading
 * does not fit. It follows from the chain alone: a few sweeps are gone through again, beginning at one that stays
 * the first meanwhile.
 */
export function scaleOf(bpms: BpmSource, {first, last, capacity}: Sweep): Scale | null {
	if (last < first) return null;
	const newest = sweepOf(last, capacity);
	const oldest = Math.max(0, (Math.floor(newest / sweepsRemembered) - 1) * sweepsRemembered);
	let scale: Scale | null = null;
	let before = nothing;
	for (let sweep = oldest - 1; sweep <= newest; sweep++) {
		const now = extremesOf(bpms, startOf(sweep, capacity), startOf(sweep + 1, capacity) - 1);
		if (scale !== null && isTooWide(scale, before)) scale = chooseScale(before);
		if (!fits(scale, now)) scale = chooseScale(join(before, now));
		before = now;
	}
	return scale;
}

function extremesOf(bpms: BpmSource, first: number, last: number): Extremes {
	let {low, high} = nothing;
	const end = Math.min(last, bpms.tipIndex);
	for (let index = Math.max(first, oldestReading(bpms)); index <= end; index++) {
		const bpm = Number(bpms.bpmAt(index));
		if (bpm < low) low = bpm;
		if (bpm > high) high = bpm;
	}
	return {low, high};
}

function join(a: Extremes, b: Extremes): Extremes {
	return {low: Math.min(a.low, b.low), high: Math.max(a.high, b.high)};
}

function fits(scale: Scale | null, {low, high}: Extremes): boolean {
	if (low > high) return true;
	return scale !== null && low >= scale.low && high <= scale.high;
}

function isTooWide(scale: Scale, {low, high}: Extremes): boolean {
	return low <= high && spanOf({low, high}) < (scale.high - scale.low) / 2;
}

/** What a scale has to cover: so much at least that its ends are not rounded to the same number. */
function spanOf({low, high}: Extremes): number {
	return Math.max(high - low, spanLeast, Math.max(Math.abs(low), Math.abs(high)) * 2 ** -40);
}

/**
 * The scale for readings between these extremes: between nice numbers, no narrower than is sensible, and below zero
 * only where a reading is.
 */
export function chooseScale({low, high}: Extremes): Scale {
	const span = spanOf({low, high});
	const room = (span - (high - low)) / 2;
	const unit = niceBelow(span / unitsLeast);
	const floor = Math.floor((low - room) / unit) * unit;
	return {low: low < 0 ? floor : Math.max(0, floor), high: Math.ceil((high + room) / unit) * unit};
}

/** The level that stands for a BPM when the scale is divided into `levels`; 0 is the highest. */
export function levelOf(bpm: number, {low, high}: Scale, levels: number): number {
	return Math.round(((high - bpm) / (high - low)) * (levels - 1));
}
