/** A whole number with thousands separated: `1,284`. */
export function formatCount(count: number): string {
	return String(count).replace(/\B(?=(\d{3})+(?!\d))/g, ',');
}

/** How many of something: `1 reading`, `3 readings`. */
export function formatMany(count: number, one: string, many = `${one}s`): string {
	return `${formatCount(count)} ${count === 1 ? one : many}`;
}

/** The time of day of a timestamp in this browser's time zone, `14:05:38`; the text itself where it is no time. */
export function formatTime(timestamp: string): string {
	const at = new Date(timestamp);
	if (Number.isNaN(at.getTime())) return timestamp;
	return [at.getHours(), at.getMinutes(), at.getSeconds()].map(twoDigits).join(':');
}

/** The day of a timestamp in this browser's time zone, `2026-11-20`; empty where it is no time. */
export function formatDay(timestamp: string): string {
	const at = new Date(timestamp);
	if (Number.isNaN(at.getTime())) return '';
	return `${String(at.getFullYear()).padStart(4, '0')}-${twoDigits(at.getMonth() + 1)}-${twoDigits(at.getDate())}`;
}

/** A time that passed, in at most two units: `12 s`, `4 min 8 s`, `3 h 20 min`, `5 d 2 h`. Milliseconds in. */
export function formatSpan(ms: number): string {
	const seconds = Math.max(0, Math.round(ms / 1_000));
	if (seconds < 60) return `${seconds} s`;
	const [large, small, each, unit] = units.find(([least]) => seconds >= least)!;
	const count = Math.floor(seconds / large);
	const rest = Math.floor((seconds - count * large) / small);
	return rest === 0 ? `${formatCount(count)} ${each}` : `${formatCount(count)} ${each} ${rest} ${unit}`;
}

/** Seconds in the larger and in the smaller unit, and what they are called. */
const units = [
	[86_400, 3_600, 'd', 'h'],
	[3_600, 60, 'h', 'min'],
	[60, 1, 'min', 's'],
] as const;

function twoDigits(value: number): string {
	return String(value).padStart(2, '0');
}
