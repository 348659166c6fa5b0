import {expect, it} from 'vitest';
import {parseBlockTime} from '../../../src/client/link/tutorial-time.ts';

it.each([
	['2026-11-20T05:01:37.390Z', 1_795_150_897_390],
	['2026-11-20 05:01:37.390487119 +0000 UTC m=+0.000251168', 1_795_150_897_390],
	['2026-11-20 05:01:37 +0000 UTC', 1_795_150_897_000],
	['2026-11-20 06:01:37.39 +0100 CET m=+1.5', 1_795_150_897_390],
	['yesterday', null],
	['', null],
])('%j is %j', (timestamp, ms) => {
	expect(parseBlockTime(timestamp)).toBe(ms);
});
