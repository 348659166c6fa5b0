import {setTimeout} from 'node:timers/promises';

/** The first wait, and the longest: each is twice the one before. */
const firstDelayMs = 100;
const delayMsMax = 5_000;

/** Turns of something that is tried until it works: the first at once, the others after longer and longer waits. */
export async function* backOff(): AsyncGenerator<void, never> {
	yield;
	for (let delayMs = firstDelayMs; ; delayMs = Math.min(2 * delayMs, delayMsMax)) {
		await setTimeout(delayMs);
		yield;
	}
}
