import {afterEach, beforeEach, describe, expect, it, vi} from 'vitest';
import {Latency} from '../../src/server/latency.ts';

beforeEach(() => void vi.useFakeTimers({toFake: ['setInterval', 'clearInterval']}));
afterEach(() => void vi.useRealTimers());

function open(): Latency & Disposable {
	const latency = new Latency();
	return Object.assign(latency, {[Symbol.dispose]: () => latency.stop()});
}

describe('the time of commits', () => {
	it('is not known before there was one', () => {
		using latency = open();
		expect([latency.commitMs(50), latency.commitMs(99)]).toEqual([null, null]);
	});

	it('is told to a hundredth part', () => {
		using latency = open();
		for (let ms = 1; ms <= 1_000; ms++) latency.recordCommit(ms / 10);
		expect(latency.commitMs(50)).toBeCloseTo(50, -0.3);
		expect(latency.commitMs(99)).toBeGreaterThan(98);
		expect(latency.commitMs(99)).toBeLessThan(100);
	});

	it.each([
		[0, 0.001],
		[0.000_1, 0.001],
		[0.25, 0.25],
		[1e12, 3_600_000],
	])('of %d ms is told as about %d ms', (ms, told) => {
		using latency = open();
		latency.recordCommit(ms);
		expect(latency.commitMs(99)! / told).toBeCloseTo(1, 1);
	});

	it('is remembered for at least 30 and at most 60 seconds', () => {
		using latency = open();
		vi.advanceTimersByTime(29_999);
		latency.recordCommit(500);
		vi.advanceTimersByTime(30_000);
		expect(latency.commitMs(99)).toBeGreaterThan(490);
		latency.recordCommit(2);
		vi.advanceTimersByTime(1);
		expect(latency.commitMs(99)).toBeLessThan(3);
		vi.advanceTimersByTime(60_000);
		expect(latency.commitMs(99)).toBeNull();
	});
});

describe('the delay of the event loop', () => {
	it('is what it was held up by', async () => {
		using latency = open();
		await until(() => latency.loopDelayMs(50) !== null);
		// However slow the machine is, so long it is held up only here.
		await until(() => {
			const startMs = performance.now();
			while (performance.now() - startMs < 400);
			return latency.loopDelayMs(99)! > 350;
		});
	});

	it('is measured no more when that was stopped', async () => {
		const latency = new Latency();
		latency.stop();
		const startMs = performance.now();
		await until(() => performance.now() - startMs > 60);
		expect(latency.loopDelayMs(99)).toBeNull();
	});
});

/** Turns the event loop until something holds. */
async function until(holds: () => boolean): Promise<void> {
	const startMs = performance.now();
	while (!holds()) {
		if (performance.now() - startMs > 5_000) throw new Error('not within 5 s');
		await new Promise(setImmediate);
	}
}
