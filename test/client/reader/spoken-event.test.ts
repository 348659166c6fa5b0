import {describe, expect, it} from 'vitest';
import type {LinkEvent} from '../../../src/client/link-event.ts';
import {speakArrivals, speakEvent} from '../../../src/client/reader/spoken-event.ts';
import {reduce} from '../../../src/client/state/reduce.ts';
import {createState} from '../../../src/client/state/state.ts';
import {alarmEvent, makeFacts} from '../support/alarm.ts';
import {factsOf, liveEvents, makeColumns, readingEvent, startMs} from '../support/screen.ts';

const columns = makeColumns(20);
const waiting = (reason: string): LinkEvent => ({
	kind: 'phase',
	phase: {kind: 'waiting', retryAtMs: startMs + 9_000, reason},
});
const connecting = (attempt: number): LinkEvent => ({kind: 'phase', phase: {kind: 'connecting', attempt}});

/** What is said of these events, one after the other. */
function say(...events: readonly LinkEvent[]): readonly string[] {
	let state = createState({address: 'lab-hub:9000', columns: 80, rows: 24});
	return events.flatMap((event, at) => {
		const before = state;
		state = reduce(state, {kind: 'link', event}, startMs + at * 1_000);
		return speakEvent(event, before, state);
	});
}

describe('the connection', () => {
	it('is told when it changes', () => {
		expect(say(connecting(1), ...liveEvents(columns))).toEqual([
			'Connecting to lab-hub:9000.',
			'Live. There is no block yet.',
		]);
	});

	it('that cannot be made is told once, however often it is tried', () => {
		const said = say(
			connecting(1),
			waiting('it refused'),
			connecting(2),
			waiting('it refused'),
			waiting('it closed'),
		);
		expect(said).toEqual([
			'Connecting to lab-hub:9000.',
			'No connection: it refused. Trying again; r tries now.',
			'No connection: it closed. Trying again; r tries now.',
		]);
	});

	it('that brings a long past is told in quarters', () => {
		const chain = (length: number): LinkEvent => ({kind: 'chain', chain: {...factsOf(columns), length}});
		const said = say(
			{kind: 'phase', phase: {kind: 'catchingUp', target: 999}},
			...[100, 240, 260, 500, 740, 999].map(chain),
			{kind: 'phase', phase: {kind: 'live'}},
		);
		expect(said).toEqual([
			'Catching up to block 999.',
			'Catching up: 25 percent.',
			'Catching up: 50 percent.',
			'Catching up: 75 percent.',
			'Live. Height 998. All 999 blocks verified here.',
		]);
	});

	it('with another past is an alarm and says how to go on', () => {
		const said = say(...liveEvents(columns), alarmEvent(makeFacts(columns, 10)));
		expect(said[1]).toContain('Alarm: lab-hub:9000 does not have the past it had');
		expect(said.at(-1)).toBe('Type accept to trust the new chain, or q to leave.');
	});
});

describe('a reading', () => {
	const live = liveEvents(columns);
	it.each<[LinkEvent, string]>([
		[readingEvent(72, 'accepted', {index: 21, answeredMs: 12}), '72 is durable in block 21, 12 ms.'],
		[readingEvent(72, 'refused', {reason: 'no room'}), '72 was refused: no room.'],
		[
			readingEvent(72, 'uncertain', {reason: 'the connection ended'}),
			'72 may be lost: the connection ended.',
		],
		[readingEvent(72, 'asking'), '72 was not delivered. Type send or drop.'],
		[readingEvent(72, 'moved', {index: 22}), '72 moved to block 22, as another branch won.'],
		[
			readingEvent(72, 'moved', {was: 20, index: 22}),
			'72 moved from block 20 to block 22, as another branch won.',
		],
		[readingEvent(72, 'withdrawn'), '72 was withdrawn.'],
		[readingEvent(72, 'taken'), '72 was taken by the hub, and is not seen in its chain yet.'],
	])('%#', (event, sentence) => {
		expect(say(...live, event).slice(1)).toEqual([sentence]);
	});

	it('that waits is told only where it waits for the connection', () => {
		expect(say(...live, readingEvent(72, 'waiting')).slice(1)).toEqual([]);
		expect(say(readingEvent(72, 'waiting'))).toEqual(['72 waits for the connection.']);
	});
});

it('Blocks of others are one line, however many come at once', () => {
	expect(speakArrivals(1_285, 1_285, 72)).toBe('Block 1,285: BPM 72.');
	expect(speakArrivals(1_285, 1_300, 72)).toBe('Blocks 1,285 to 1,300, the newest with BPM 72.');
});
