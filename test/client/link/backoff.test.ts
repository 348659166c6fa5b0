import {expect, it} from 'vitest';
import {createBackoff} from '../../../src/client/link/backoff.ts';
import {timingFor} from '../../../src/client/link/link-limits.ts';

it('delays double from the shortest to the longest', () => {
	const backoff = createBackoff(250, 15_000, () => 1);
	const delays = Array.from({length: 8}, () => backoff.next());
	expect(delays).toEqual([250, 500, 1_000, 2_000, 4_000, 8_000, 15_000, 15_000]);
	backoff.reset();
	expect(backoff.next()).toBe(250);
});

it('each delay is drawn between zero and its ceiling', () => {
	const draws = [0, 0.5, 0.25];
	const backoff = createBackoff(100, 1_000, () => draws.shift()!);
	expect([backoff.next(), backoff.next(), backoff.next()]).toEqual([0, 100, 100]);
});

it('the longest delay stays the longest after years of failures', () => {
	const backoff = createBackoff(250, 15_000, () => 1);
	for (let count = 0; count < 5_000; count++) backoff.next();
	expect(backoff.next()).toBe(15_000);
});

it.each([
	['localhost', 2_000],
	['127.0.0.1', 2_000],
	['::1', 2_000],
	['192.168.1.20', 5_000],
	['hub.example', 5_000],
])('nobody waits longer for a hub at %s than %d ms', (host, longestMs) => {
	const {backoffMinMs, backoffMaxMs} = timingFor(host);
	const backoff = createBackoff(backoffMinMs, backoffMaxMs, () => 1);
	const delays = Array.from({length: 20}, () => backoff.next());
	expect(Math.max(...delays)).toBe(longestMs);
});
