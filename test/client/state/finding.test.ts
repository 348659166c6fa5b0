import {describe, expect, test} from 'vitest';
import type {CommandName} from '../../../src/client/keys/command.ts';
import {hintsOf, resolveKey} from '../../../src/client/keys/resolve-key.ts';
import {boxLabel, boxNote} from '../../../src/client/screen/box-row.ts';
import {describeView, tableRows} from '../../../src/client/screen/chain-rows.ts';
import {messageRow} from '../../../src/client/screen/message-row.ts';
import {statusRow} from '../../../src/client/screen/status-row.ts';
import {rowText} from '../../../src/client/screen/theme.ts';
import {effectsOf} from '../../../src/client/state/effects.ts';
import {queryOf} from '../../../src/client/state/finding.ts';
import {keysForInput} from '../../../src/client/state/input-keys.ts';
import {modeOf, type State} from '../../../src/client/state/state.ts';
import {alarmEvent, makeFacts} from '../support/alarm.ts';
import {liveState, makeColumns, readingEvent, stateAfter} from '../support/screen.ts';

const blocks = makeColumns();
const live = liveState(80, 24, blocks);

function press(state: State, ...names: readonly CommandName[]): State {
	return stateAfter(state, ...names.map(name => ({kind: 'command', name}) as const));
}

/** The state in which this was typed after `/` or `g`. */
function asked(name: 'find' | 'goTo', text: string, state = live): State {
	return stateAfter(press(state, name), {kind: 'typed', text});
}

describe('the box', () => {
	test('asks for what is looked for, and gives the BPM back that was being typed', () => {
		const typing = stateAfter(live, {kind: 'typed', text: '72'});
		const state = asked('find', '>120', typing);
		expect(modeOf(state)).toBe('finding');
		expect(boxLabel(state)).toBe(' FIND ');
		expect(boxLabel(press(live, 'goTo'))).toBe(' GO TO BLOCK ');
		const back = press(state, 'endFind');
		expect(back.box.text).toBe('72');
		expect(boxLabel(back)).toBe(' BPM ');
		expect(press(asked('goTo', '12', typing), 'runFind').box.text).toBe('72');
	});

	test('takes any character then, and adds nothing', () => {
		expect(keysForInput(press(live, 'find'), 'typeFind', '>')).toEqual(['>']);
		expect(keysForInput(asked('find', 'f'.repeat(68)), 'typeFind', 'f')).toEqual([]);
		expect(effectsOf(asked('find', '72'), 'runFind').map(({kind}) => kind)).toEqual(['seek']);
	});

	test('says how it was read, and how many blocks that means', () => {
		const state = asked('find', '>120');
		expect(rowText(boxNote(state)).trim()).toBe('BPM above 120');
		const query = queryOf(state)!;
		const matches = {query, count: 31, isComplete: true, rank: null};
		const counted = stateAfter(state, {kind: 'counted', matches});
		expect(rowText(boxNote(counted)).trim()).toBe('BPM above 120   31 matches');
		const soFar = stateAfter(state, {kind: 'counted', matches: {...matches, isComplete: false}});
		expect(rowText(boxNote(soFar)).trim()).toBe('BPM above 120   31 matches so far');
		const other = stateAfter(counted, {kind: 'typed', text: '>12'});
		expect(rowText(boxNote(other)).trim()).toBe('BPM above 12');
	});

	test('says what is wrong with it, and how to ask for what may have been meant', () => {
		expect(rowText(messageRow(asked('find', 'ffz'), 118))).toContain('"ffz" is no BPM like >120');
		const short = '"ffz" is no BPM (>120), no time (14:05), no hash digits';
		expect(rowText(messageRow(asked('find', 'ffz'), 78))).toBe(short);
		expect(rowText(messageRow(press(asked('find', 'ffz'), 'runFind'), 78))).toBe(short);
		expect(rowText(messageRow(asked('find', '72'), 78))).toContain('or did you mean: =72 for the BPM');
		expect(press(asked('find', 'ffz'), 'runFind').remark?.tone).toBe('bad');
		const beyond = asked('goTo', '99999');
		expect(rowText(messageRow(beyond, 78))).toContain('Block 99,999 does not exist yet');
		expect(rowText(messageRow(press(beyond, 'runFind'), 78))).toContain('Block 99,999 does not exist yet');
		expect(rowText(boxNote(beyond)).trim()).toBe('does not exist yet');
		expect(rowText(boxNote({...asked('goTo', '99999'), columns: 40, rows: 10})).trim()).toBe(
			'does not exist yet',
		);
	});

	test('takes a paste as what is looked for, on one line and as far as there is room', () => {
		const pasted = (text: string): string =>
			stateAfter(press(live, 'find'), {kind: 'pasted', text, cut: false}).box.text;
		expect(pasted('  9e07\nq\n')).toBe('9e07 q');
		expect(pasted('f'.repeat(500))).toBe('f'.repeat(68));
	});

	test('asks for a BPM again when the alarm begins', () => {
		const alarm = stateAfter(asked('find', '>1'), alarmEvent(makeFacts(blocks, 813)));
		expect(modeOf(alarm)).toBe('alarm');
		expect(alarm.box.text).toBe('');
	});
});

describe('going', () => {
	test('to a block shows it in the middle of the page, or where it is seen already', () => {
		const state = press(asked('goTo', '700'), 'runFind');
		expect(state.view).toEqual({top: 694, selected: 700, following: false});
		expect(press(asked('goTo', '702', state), 'runFind').view).toEqual({...state.view, selected: 702});
		expect(press(asked('goTo', '1284', state), 'runFind').view.following).toBe(true);
	});

	test('to our readings and to marks goes round', () => {
		const own = stateAfter(
			live,
			readingEvent(64, 'accepted', {index: 100}),
			readingEvent(72, 'accepted', {index: 200}),
		);
		const first = press(own, 'previousOwn');
		expect(first.view.selected).toBe(200);
		expect(press(first, 'previousOwn').view.selected).toBe(100);
		const round = press(first, 'nextOwn');
		expect(round.view.selected).toBe(100);
		expect(round.remark?.text).toBe('The search went round: from the oldest block again.');
		const marked = stateAfter(live, {kind: 'marked', marks: new Map([[7, 'a']])});
		expect(press(marked, 'nextMark').view.selected).toBe(7);
		expect(press(marked, 'nextMark', 'nextMark').remark?.text).toBe('There is no other mark.');
	});
});

describe('finding', () => {
	const landed = {kind: 'found', landing: {index: 900, wrapped: false}} as const;
	const query = {kind: 'bpm', min: 121, max: Number.POSITIVE_INFINITY} as const;

	test('begins at the newest block upwards while it is followed, otherwise below the selected one', () => {
		const seeks = (state: State, name: CommandName): unknown => effectsOf(state, name);
		expect(seeks(asked('find', '>120'), 'runFind')).toEqual([
			{kind: 'seek', search: {query, from: 1_285, direction: -1}},
		]);
		const looking = press(live, 'first');
		const found = asked('find', '>120', looking);
		expect(seeks(found, 'runFind')).toEqual([{kind: 'seek', search: {query, from: 0, direction: 1}}]);
		const state = press(found, 'runFind');
		expect(seeks(state, 'nextMatch')).toEqual([{kind: 'seek', search: {query, from: 0, direction: 1}}]);
		expect(seeks(state, 'previousMatch')).toEqual([{kind: 'seek', search: {query, from: 0, direction: -1}}]);
	});

	test('looks at what was found, says so when it is nothing, and which match it is', () => {
		const state = press(asked('find', '>120'), 'runFind');
		const found = stateAfter(state, {kind: 'found', landing: {index: 900, wrapped: false}});
		expect(found.view.selected).toBe(900);
		const matches = {query: queryOf(found)!, count: 31, isComplete: true, rank: 3};
		expect(describeView(stateAfter(found, {kind: 'counted', matches}))).toBe(
			'looking at 900 · 384 below · match 3 of 31: BPM above 120',
		);
		const newest = stateAfter(found, {kind: 'command', name: 'follow'}, {kind: 'counted', matches});
		expect(describeView(newest)).toBe('following · match 3 of 31: BPM above 120');
		const nothing = stateAfter(state, {kind: 'found', landing: null});
		expect(nothing.remark?.text).toBe('Not found: BPM above 120.');
		expect(nothing.view).toBe(state.view);
	});

	test('that finds nothing goes on asking, with what was typed; once it finds, the box asks for a BPM again', () => {
		const run = press(asked('find', '>120'), 'runFind');
		const missed = stateAfter(run, {kind: 'found', landing: null});
		expect([modeOf(missed), missed.box.text, boxLabel(missed)]).toEqual(['finding', '>120', ' FIND ']);
		const found = stateAfter(run, landed);
		expect([modeOf(found), found.box.text]).toEqual(['looking', '']);
	});

	test.each(['#3', 'block 3', 'Block #3'])('of "%s" goes to the block', text => {
		const state = asked('find', text);
		expect(rowText(boxNote(state)).trim()).toBe('block 3');
		expect(effectsOf(state, 'runFind')).toEqual([]);
		expect(press(state, 'runFind').view.selected).toBe(3);
	});

	test('that finds nothing says what may have been meant, and offers no next match', () => {
		const state = stateAfter(press(asked('find', '99'), 'runFind'), {kind: 'found', landing: null});
		expect(rowText(messageRow(state, 78))).toContain('Not found: Hash beginning 99. Or =99 for the BPM');
		expect(hintsOf(press(state, 'endFind')).map(({name}) => name)).not.toContain('nextMatch');
		const found = stateAfter(press(asked('find', '>1'), 'runFind'), landed);
		const matches = {query: queryOf(found)!, count: 0, isComplete: true, rank: null};
		const gone = stateAfter(found, {kind: 'counted', matches});
		expect(hintsOf(gone).map(({name}) => name)).not.toContain('nextMatch');
		expect(resolveKey('n', gone)).toEqual({kind: 'unavailable', reason: 'Not found: BPM above 1.'});
	});

	test('is ended with Esc, after what is open is closed', () => {
		const state = stateAfter(press(asked('find', '>120'), 'runFind'), landed);
		const commandOf = (from: State): string => {
			const resolved = resolveKey('escape', from);
			return resolved.kind === 'command' ? resolved.command.name : resolved.kind;
		};
		expect(commandOf(press(state, 'explain'))).toBe('back');
		expect(commandOf(state)).toBe('endSearch');
		const ended = press(state, 'endSearch');
		expect(ended.finding.last).toBeNull();
		expect(commandOf(ended)).toBe('unavailable');
	});

	test('keeps the way back to the newest block and to any other in the status line', () => {
		const state = stateAfter(press(asked('find', '>120'), 'runFind'), landed);
		const hints = rowText(statusRow(state, 80));
		for (const hint of ['End follow', 'g go to', '/ find', 'n N']) expect(hints).toContain(hint);
	});

	test('shows in the table which blocks are meant', () => {
		const last = blocks.bpmAt(1_284)!;
		const state = stateAfter(press(asked('find', `=${last}`), 'runFind'), {
			kind: 'found',
			landing: {index: 1_284, wrapped: false},
		});
		const lines = tableRows(state, blocks, 80).map(rowText);
		expect(lines.some(line => line.startsWith('/▸'))).toBe(true);
		for (const line of lines) {
			const bpm = /\d\d:\d\d:\d\d\.\d{3} +(\d+) /.exec(line)?.[1];
			expect(line.startsWith('/'), line).toBe(bpm === String(last));
		}
	});
});
