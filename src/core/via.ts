/**
 * The fronts between a hub and whoever asks, the nearest first: the random id of each process (protocol section 10).
 * A front that finds itself among those before it stands in a circle.
 */
export type Via = readonly string[];

/** More fronts in a row than this are a mistake. */
export const viaMax = 16;

const nodePattern = /^[A-Za-z0-9_-]{16}$/;
/** As it stands in a sentence of plain mode. */
const markPattern = /\(front ([A-Za-z0-9_-]{16}(?: of [A-Za-z0-9_-]{16})*)\)/;

/** Whether a value of a message is a `Via`. */
export function isVia(value: unknown): value is Via {
	if (!Array.isArray(value) || value.length > viaMax) return false;
	return value.every(node => typeof node === 'string' && nodePattern.test(node));
}

/** For a sentence of plain mode, where `findVia` finds it again. */
export function formatVia(via: Via): string {
	return `(front ${via.join(' of ')})`;
}

/** The fronts that a sentence names; none where it names none. */
export function findVia(text: string): Via {
	return markPattern.exec(text)?.[1]?.split(' of ').slice(0, viaMax) ?? [];
}
