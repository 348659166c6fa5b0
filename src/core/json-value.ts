/** A JSON object from outside, before anybody knows what is in it. */
export type Fields = Readonly<Record<string, unknown>>;

/** Whether a value of JSON is an object, and no list. */
export function isFields(value: unknown): value is Fields {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Whether it is the index of a block, or another whole number from 0 up that is exact. */
export function isIndex(value: unknown): value is number {
	return Number.isSafeInteger(value) && (value as number) >= 0;
}

/** Whether it is a number from 0 up. */
export function isAmount(value: unknown): value is number {
	return Number.isFinite(value) && (value as number) >= 0;
}
