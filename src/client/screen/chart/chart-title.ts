import {formatCount, formatMany} from '../format.ts';
import type {Row} from '../theme.ts';
import {fitTitle, type Titling} from './fit-title.ts';
import {formatShort} from './nice-number.ts';
import {type BpmSource, oldestReading, type Span} from './sweep.ts';

/** What there is to say of the readings that a chart shows. */
export interface ChartFacts {
	readonly count: number;
	/** Whether there are older ones. */
	readonly isPart: boolean;
	/** From the first to the last, in milliseconds; NaN where their times do not tell. */
	readonly spanMs: number;
	readonly min: number | bigint;
	readonly max: number | bigint;
	readonly average: number;
}

/** Gathers what there is to say of the readings from `first` to `last`; null where there are none. */
export function gatherFacts(bpms: BpmSource, {first, last}: Span): ChartFacts | null {
	if (last < first) return null;
	let min = bpms.bpmAt(first)!;
	let max = min;
	let sum = 0;
	for (let index = first; index <= last; index++) {
		const bpm = bpms.bpmAt(index)!;
		if (bpm < min) min = bpm;
		if (bpm > max) max = bpm;
		sum += Number(bpm);
	}
	const count = last - first + 1;
	const spanMs = bpms.timeAt(last) - bpms.timeAt(first);
	return {count, isPart: first > oldestReading(bpms), spanMs, min, max, average: sum / count};
}

const name = 'heart rate';
/** One step a reading: it is not drawn how long the pauses between them were. */
const stepName = `${name}, a step a reading`;
const longName = `${stepName} (sweeps like a bedside monitor)`;

/** The title of the chart in exactly `width` cells: as much as fits of what it shows, and nothing cut. */
export function chartTitle(facts: ChartFacts | null, width: number): Row {
	const notes = facts === null ? ['no readings yet', ''] : describe(facts);
	const long: readonly Titling[] = [
		[longName, notes[0]!],
		[stepName, notes[0]!],
	];
	return fitTitle([...long, ...notes.map((note): Titling => [name, note])], width);
}

/** What the title says, from the most to nothing. */
function describe({count, isPart, spanMs, min, max, average}: ChartFacts): readonly string[] {
	const readings = nameReadings(count, isPart);
	const few = isPart ? [`last ${formatCount(count)}`] : [];
	const span = spanMs >= seconds ? [`${readings}, ${formatSpan(spanMs)}`] : [];
	const mean = `avg ${formatShort(average)}`;
	const [least, most] = [`min ${formatShort(min)}`, `max ${formatShort(max)}`];
	const values = `${least} · ${mean} · ${most}`;
	const whole = [...span, readings, ...few].map(what => `${what} · ${values}`);
	return [...whole, values, `${least} · ${most}`, mean, ''];
}

/** How many readings: all there are, or the newest of them. */
export function nameReadings(count: number, isPart: boolean): string {
	return (isPart ? 'last ' : '') + formatMany(count, 'reading');
}

const seconds = 1_000;
const minutes = 60 * seconds;
const hours = 60 * minutes;
const days = 24 * hours;
const spanUnits = [
	[days, 'd', hours, 'h'],
	[hours, 'h', minutes, 'min'],
	[minutes, 'min', seconds, 's'],
] as const;

/** A time that passed, in two units: `6 min 25 s`. Milliseconds in, at least a second. */
export function formatSpan(ms: number): string {
	for (const [large, largeName, small, smallName] of spanUnits) {
		const count = Math.round(ms / small);
		const each = large / small;
		if (count < each) continue;
		const rest = count % each;
		const whole = `${Math.floor(count / each)} ${largeName}`;
		return rest === 0 ? whole : `${whole} ${rest} ${smallName}`;
	}
	return `${Math.round(ms / seconds)} s`;
}
