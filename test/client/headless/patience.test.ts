import {afterEach, beforeEach, expect, it, vi} from 'vitest';
import {createPatience} from '../../../src/client/headless/patience.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

it('waits until the condition holds', async () => {
	let holds = false;
	const patience = createPatience(1_000, () => false);
	const waiting = patience.until(() => holds);
	patience.wake();
	holds = true;
	patience.wake();
	expect(await waiting).toBe(true);
	patience.stop();
});

it('is over after a time without progress, for everybody', async () => {
	const patience = createPatience(1_000, () => false);
	const waiting = [patience.until(() => false), patience.until(() => false)];
	vi.advanceTimersByTime(999);
	patience.progress();
	vi.advanceTimersByTime(999);
	expect(patience.isOver).toBe(false);
	vi.advanceTimersByTime(1);
	expect(await Promise.all(waiting)).toEqual([false, false]);
	expect(await patience.until(() => false)).toBe(false);
	expect(await patience.until(() => true)).toBe(true);
});

it('starts anew with a stage that is reached, but only the first time', () => {
	const patience = createPatience(1_000, () => false);
	for (const stage of ['connected', 'live']) {
		vi.advanceTimersByTime(999);
		patience.reached(stage);
	}
	vi.advanceTimersByTime(999);
	patience.reached('connected');
	patience.reached('live');
	expect(patience.isOver).toBe(false);
	vi.advanceTimersByTime(1);
	expect(patience.isOver).toBe(true);
});

it('does not count the time in which nothing is waited for', () => {
	let isIdle = true;
	const patience = createPatience(1_000, () => isIdle);
	vi.advanceTimersByTime(60_000);
	expect(patience.isOver).toBe(false);
	isIdle = false;
	patience.progress();
	vi.advanceTimersByTime(1_000);
	expect(patience.isOver).toBe(true);
});

it('can be given more time', () => {
	const patience = createPatience(1_000, () => false);
	patience.progress(5_000);
	vi.advanceTimersByTime(4_999);
	expect(patience.isOver).toBe(false);
	vi.advanceTimersByTime(1);
	expect(patience.isOver).toBe(true);
});
