const goTime = /^(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d)(\.\d{1,9})? ([+-]\d\d)(\d\d)(?: |$)/;

/**
 * The moment that a block's timestamp names, in milliseconds since 1970: RFC 3339, or what Go's
 * `time.Now().String()` writes, as every part of the tutorial does. Null for anything else.
 */
export function parseBlockTime(timestamp: string): number | null {
	const go = goTime.exec(timestamp);
	const [, date, time, fraction = '', hours, minutes] = go ?? [];
	const ms = Date.parse(go ? `${date}T${time}${fraction.slice(0, 4)}${hours}:${minutes}` : timestamp);
	return Number.isNaN(ms) ? null : ms;
}
