import {afterEach, beforeEach, expect, test, vi} from 'vitest';
import {Store} from '../../../src/page/state/store.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test('A change is shown at once after a pause, and a flood of them a frame at a time, the last one included', () => {
	const store = new Store(0, 33);
	const shown: number[] = [];
	const end = store.subscribe(() => shown.push(store.shown()));
	store.set(1);
	expect(shown).toEqual([1]);
	for (let value = 2; value <= 100; value++) store.set(value);
	expect([store.shown(), store.latest]).toEqual([1, 100]);
	vi.advanceTimersByTime(33);
	expect(shown).toEqual([1, 100]);
	vi.advanceTimersByTime(1_000);
	store.set(101);
	expect(shown).toEqual([1, 100, 101]);
	end();
	vi.advanceTimersByTime(33);
	store.set(102);
	expect(shown).toHaveLength(3);
});
