import {expect, test} from 'vitest';
import {summarise} from '../../src/client/session-end.ts';
import {liveState, makeColumns, readingEvent, stateAfter, welcome} from './support/screen.ts';

const live = liveState(80, 24, makeColumns());

test('What is not delivered is listed while that is no more than a line, and counted from then on', () => {
	const some = stateAfter(live, readingEvent(72, 'waiting'), readingEvent(88, 'sent'));
	expect(summarise(some)).toMatch(/ · not delivered: 72 88$/);
	const events = Array.from({length: 1_500}, (_, at) => readingEvent(at + 1, 'waiting'));
	const many = summarise(stateAfter(live, ...events), true);
	expect(many).toMatch(/ · not delivered: 1,500 readings, kept for the next time$/);
	expect(many.length).toBeLessThan(120);
});

test('What was added to a chain that is gone is not said to be in the present one', () => {
	const hub = {kind: 'hub', hub: {welcome: {...welcome, ledger: 'another'}, live: true}} as const;
	const added = [61, 62].map((bpm, at) => readingEvent(bpm, 'accepted', {index: at + 1}));
	expect(summarise(stateAfter(live, ...added))).toMatch(/ · 2 readings added$/);
	const gone = stateAfter(live, ...added, hub);
	expect(summarise(gone)).toMatch(/ · 2 readings added, to a chain that is gone$/);
	const some = stateAfter(gone, readingEvent(63, 'accepted', {index: 1}));
	expect(summarise(some)).toMatch(/ · 3 readings added, 2 of them to a chain that is gone$/);
});
