import {expect, it, onTestFinished, vi} from 'vitest';
import {FrontReadings, type Situation} from '../../src/relay/front-readings.ts';
import {KeptReadings} from '../../src/relay/kept-readings.ts';
import type {Outcome} from '../../src/server/submission.ts';

/** Longer than anybody waits without a word. */
const patienceMs = 1_500;

async function openReadings(queueMax: number, situation: Partial<Situation> = {}) {
	vi.useFakeTimers();
	const kept = await KeptReadings.open(null);
	let now: Situation = {upstream: 'a:9000', refusal: null, answersSoon: true, until: 'Soon.', ...situation};
	const readings = new FrontReadings({kept, queueMax, situation: () => now, ready: () => {}, log: () => {}});
	onTestFinished(() => {
		readings.stop();
		vi.useRealTimers();
	});
	const words: string[] = [];
	return {
		readings,
		/** What became of each reading, in the order in which that was told. */
		words,
		async send(from: number, to: number): Promise<void> {
			for (let at = from; at <= to; at++) {
				const settle = (outcome: Outcome) =>
					words.push(outcome.kind === 'stored' ? `stored ${at}` : `${at}: ${outcome.reason}`);
				const queued = () => words.push(`queued ${at}`);
				readings.submit({bpm: 72, id: idOf(at), from: 'somebody', queued, settle});
			}
			await vi.advanceTimersByTimeAsync(0);
		},
		change(change: Partial<Situation>): void {
			now = {...now, ...change};
			readings.situationChanged();
		},
	};
}

function idOf(at: number): string {
	return `reading-${String(at).padStart(10, '0')}`;
}

it('whoever sends more than may wait is not read while the hub behind takes one after the other', async () => {
	const {readings, words, send} = await openReadings(2);
	await send(1, 3);
	expect([readings.isFull, words]).toEqual([true, []]);
	let wentOn = 0;
	readings.whenRoom(() => wentOn++);
	readings.accept(idOf(1), 1, '');
	readings.accept(idOf(2), 2, '');
	expect([readings.isFull, wentOn, words]).toEqual([false, 1, ['stored 1', 'stored 2']]);
});

it('and is read and refused when it takes nothing any more', async () => {
	const {readings, words, send} = await openReadings(2);
	await send(1, 2);
	let wentOn = 0;
	readings.whenRoom(() => wentOn++);
	expect(wentOn).toBe(0);
	await vi.advanceTimersByTimeAsync(patienceMs);
	expect([readings.isFull, wentOn, words]).toEqual([false, 1, ['queued 1', 'queued 2']]);
	await send(3, 3);
	expect(words.at(-1)).toBe('3: 2 readings wait for the hub at a:9000 already');
});

it('those that wait since the hub behind was away keep nobody from being read', async () => {
	const {readings, words, send, change} = await openReadings(10_000, {answersSoon: false});
	await send(1, 6_000);
	expect(words.filter(word => word.startsWith('queued'))).toHaveLength(6_000);
	change({answersSoon: true});
	expect(readings.isFull).toBe(false);
	await send(6_001, 6_001);
	readings.accept(idOf(6_001), 1, '');
	expect(words.at(-1)).toBe('stored 6001');
});

it('a reading that gets to the disk while the front is being stopped is said to be queued', async () => {
	const {words, send, readings, change} = await openReadings(10);
	const sending = send(1, 1);
	change({answersSoon: false, refusal: 'this front is being stopped'});
	readings.tellQueued();
	readings.stop();
	await sending;
	expect(words).toEqual(['queued 1']);
});
