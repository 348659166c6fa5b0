import {pageLimits} from '../page-limits.ts';

/**
 * Milliseconds until the next attempt after so many failed ones: drawn anew up to a bound that doubles ("full
 * jitter"), so that a room full of browsers does not come back to a restarted hub all at once. `random` is from 0 to 1.
 */
export function retryDelayMs(failures: number, random: number = Math.random()): number {
	const {retryMinMs, retryFirstMs, retryMaxMs} = pageLimits;
	const ceilingMs = Math.min(retryMaxMs, retryFirstMs * 2 ** Math.min(failures - 1, 20));
	return Math.round(retryMinMs + random * (ceilingMs - retryMinMs));
}
