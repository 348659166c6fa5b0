import type {AnyBlock} from '../../core/block.ts';
import {formatCount} from '../../core/count.ts';
import {printable} from '../../core/printable.ts';

export {formatCount, formatMany} from '../../core/count.ts';

/** A time that passed, in the largest unit that says enough: `12 ms`, `1.2 s`, `21 min`, `3 h`. Milliseconds in. */
export function formatDuration(ms: number): string {
	if (ms < 999.5) return `${Math.max(0, Math.round(ms))} ms`;
	if (ms < 9_950) return `${(ms / 1_000).toFixed(1)} s`;
	if (ms < 119_500) return `${Math.round(ms / 1_000)} s`;
	if (ms < 7_170_000) return `${Math.round(ms / 60_000)} min`;
	return `${formatCount(Math.round(ms / 3_600_000))} h`;
}

/** A time between things that happen again and again: `5 s`, `0.4 s`. Milliseconds in. */
export function formatSeconds(ms: number): string {
	return `${Number((ms / 1_000).toFixed(1))} s`;
}

/** A rate for people: `0.4/s`, `12/s`, `402,000/s`. Large rates keep three digits, so that they hold still. */
export function formatRate(perSecond: number): string {
	if (perSecond < 9.95) return `${perSecond.toFixed(1)}/s`;
	const unit = 10 ** Math.max(0, Math.floor(Math.log10(perSecond)) - 2);
	return `${formatCount(Math.round(perSecond / unit) * unit)}/s`;
}

/** When a block was made, in this machine's time zone; each part safe to show. */
export interface Moment {
	/** `2026-11-20`, or empty where the timestamp does not say. */
	readonly date: string;
	/** `14:05:38.898`, or the timestamp as it is written where it is not a time we can read. */
	readonly time: string;
}

/** How Go prints a time, which is what the tutorial's hub does: `2026-11-20 05:01:36.369314305 +0000 UTC m=+0.0`. */
const goTime = /^(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d)(?:\.(\d{1,9}))? ([+-]\d\d)(\d\d)(?: |$)/;

/** Reads the timestamp of a block of any program. */
export function readMoment({timestamp}: Pick<AnyBlock, 'timestamp'>): Moment {
	const go = goTime.exec(timestamp);
	const text = go
		? `${go[1]}T${go[2]}.${(go[3] ?? '').padEnd(3, '0').slice(0, 3)}${go[4]}:${go[5]}`
		: /^\d{4}-\d\d-\d\dT/.test(timestamp)
			? timestamp
			: '';
	const at = new Date(text);
	if (Number.isNaN(at.getTime())) return {date: '', time: printable(timestamp)};
	return {
		date: `${String(at.getFullYear()).padStart(4, '0')}-${twoDigits(at.getMonth() + 1)}-${twoDigits(at.getDate())}`,
		time: `${twoDigits(at.getHours())}:${twoDigits(at.getMinutes())}:${twoDigits(at.getSeconds())}.${String(at.getMilliseconds()).padStart(3, '0')}`,
	};
}

function twoDigits(value: number): string {
	return String(value).padStart(2, '0');
}
