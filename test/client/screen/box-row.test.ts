import {expect, test} from 'vitest';
import {boxNote} from '../../../src/client/screen/box-row.ts';
import {rowText, rowWidth} from '../../../src/client/screen/theme.ts';
import {queryOf} from '../../../src/client/state/finding.ts';
import type {State} from '../../../src/client/state/state.ts';
import {liveState, makeColumns, readingEvent, stateAfter} from '../support/screen.ts';

const blocks = makeColumns(250);
const low = liveState(40, 10, blocks);

function note(state: State): string {
	return rowText(boxNote(state)).trim();
}

/** The state in which this was typed after `/`, and as many blocks were counted for it. */
function asked(text: string, count: number): State {
	const state = stateAfter(low, {kind: 'command', name: 'find'}, {kind: 'typed', text});
	const matches = {query: queryOf(state)!, count, isComplete: true, rank: null};
	return stateAfter(state, {kind: 'counted', matches});
}

test('On a low screen the count of the matches is the last to go, and what may have been meant has a place', () => {
	expect(note(asked('2026-11-20 14:05', 1))).toBe('1 match');
	expect(note(asked('>120', 0))).toBe('BPM above 120   no match');
	expect(note(asked('3', 14))).toBe('14 matches   =3 BPM  #3 block');
	expect(note(asked('5636', 0))).toBe('no match   =5636 BPM');
});

test('On a low screen it is said which match one looks at', () => {
	const found = stateAfter(
		asked('>90', 14),
		{kind: 'command', name: 'runFind'},
		{kind: 'found', landing: {index: 14, wrapped: false}},
	);
	const matches = {query: queryOf(found)!, count: 14, isComplete: true, rank: 1};
	expect(note(stateAfter(found, {kind: 'counted', matches}))).toBe('236 below   match 1 of 14');
});

test('While somebody types, the range is said instead of what was added before', () => {
	const added = stateAfter(low, readingEvent(72, 'accepted', {index: 250}));
	expect(note(added)).toContain('✓ 72');
	expect(note(stateAfter(added, {kind: 'typed', text: '7'}))).toBe('a whole number from 1 to 999');
});

test('On a wide screen the note stands near the box, and still while somebody types', () => {
	const wide = liveState(200, 50, blocks);
	const places = ['', '7', '72', '999'].map(text => {
		const state = stateAfter(wide, {kind: 'typed', text});
		const row = boxNote(state);
		expect(rowWidth(row)).toBe(200 - 5 - text.length - 1);
		return text.length + rowText(row).indexOf('a whole');
	});
	expect(places).toEqual([16, 16, 16, 16]);
});
