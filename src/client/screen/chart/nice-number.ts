/** The largest of 1, 2, 5, 10, 20, 50, … that is not above `value`; at least 1. */
export function niceBelow(value: number): number {
	if (value < 2) return 1;
	const power = 10 ** Math.floor(Math.log10(value));
	const lead = value / power;
	return power * (lead >= 5 ? 5 : lead >= 2 ? 2 : 1);
}

/** The smallest of 1, 2, 5, 10, 20, 50, … that is not below `value`. */
export function niceAbove(value: number): number {
	const nice = niceBelow(value);
	if (nice >= value) return nice;
	return nice * (String(nice).startsWith('2') ? 2.5 : 2);
}

const units = ['', 'k', 'M', 'G', 'T', 'P', 'E'] as const;
/** From here on a unit is easier to read than zeros. */
const longFrom = 10_000;
const charactersMost = 11;

/** A whole number in few cells: `92`, `-2.5G`. Exact, unless that would take more than 11 characters. */
export function formatShort(value: number | bigint): string {
	const near = Number(value);
	const plain = typeof value === 'bigint' ? String(value) : Math.round(value).toFixed(0);
	if (Math.abs(near) < longFrom) return plain === '-0' ? '0' : plain;
	const power = Math.min(units.length - 1, Math.floor(Math.log10(Math.abs(near)) / 3));
	const scaled = Number((near / 1_000 ** power).toFixed(2));
	const isExact = scaled * 1_000 ** power === near;
	return isExact || plain.length > charactersMost ? `${scaled}${units[power]}` : plain;
}
