import {expect, test} from 'vitest';
import {liveState, makeColumns, readingEvent, stateAfter, welcome} from '../support/screen.ts';

const live = liveState(80, 24, makeColumns());
const another = {kind: 'hub', hub: {welcome: {...welcome, ledger: 'another'}, live: true}} as const;

test('What waits when the hub begins another chain goes into that one, which is said', () => {
	const waits = [90, 91].map(bpm => readingEvent(bpm, 'waiting'));
	const {notices} = stateAfter(live, ...waits, readingEvent(72, 'sent'), another);
	expect(notices.map(({text}) => text)).toEqual(['2 readings that waited go into the new chain.']);
	expect(stateAfter(live, waits[0]!, another).notices[0]?.text).toMatch(/^1 reading that waited goes /);
});

test('Where nothing waits, nothing is said of it', () => {
	expect(stateAfter(live, readingEvent(72, 'accepted', {index: 3}), another).notices).toEqual([]);
	const same = {kind: 'hub', hub: {welcome, live: true}} as const;
	expect(stateAfter(live, readingEvent(90, 'waiting'), same).notices).toEqual([]);
});
