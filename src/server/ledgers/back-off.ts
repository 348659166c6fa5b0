import {setTimeout} from 'node:timers/promises';

/** The first wait, and the longest: each is twice the one before. */
const firstDelayMs = 100;
const delayMsMax = 5_000;

/**
 * Turns of something that is tried until it works, counted from 0: the first at once, the others after longer and
 * longer waits. It never ends by itself.
 */
export async function* backOff(): AsyncGenerator<number, never> {
	yield 0;
	for (let turn = 1, delayMs = firstDelayMs; ; turn++, delayMs = Math.min(2 * delayMs, delayMsMax)) {
		await setTimeout(delayMs);
		yield turn;
	}
}
