import {expect, test} from 'vitest';
import {createState} from '../../../src/client/state/state.ts';
import {factsOf, liveState, makeColumns, stateAfter} from '../support/screen.ts';

const blocks = makeColumns();
const live = liveState(80, 24, blocks);

test('Readings that were pasted are asked about anew where the chain of a tutorial hub turns out not to hold', () => {
	const asked = stateAfter(
		createState({address: 'tutorial:9000', columns: 80, rows: 24}),
		{kind: 'phase', phase: {kind: 'plain', forced: false}},
		{kind: 'chain', chain: factsOf(blocks)},
		{kind: 'pasted', text: '72 88', cut: false},
	);
	expect(asked.question?.kind).toBe('several');
	const fault = {index: 1_285, reason: 'hash', detail: 'it is another one'} as const;
	const doubtful = stateAfter(asked, {kind: 'chain', chain: factsOf(blocks, {fault})});
	expect(doubtful.question).toEqual({kind: 'doubtful', bpms: [72, 88]});
});

test('What is pasted over an earlier reading is not lost by looking at a later one', () => {
	const pasted = stateAfter(
		live,
		{kind: 'typed', text: '72'},
		{kind: 'command', name: 'add'},
		{kind: 'typed', text: '5'},
		{kind: 'command', name: 'earlierReading'},
		{kind: 'pasted', text: '99', cut: false},
		{kind: 'command', name: 'laterReading'},
	);
	expect(pasted.box.text).toBe('99');
});

test('Of what is looked for stays as much as the line of a smaller screen shows', () => {
	const typed = 'a'.repeat(60);
	const long = stateAfter(live, {kind: 'command', name: 'find'}, {kind: 'typed', text: typed});
	expect(long.box.text).toBe(typed);
	const tiny = stateAfter(long, {kind: 'resized', columns: 20, rows: 5});
	expect(tiny.box.text).toBe(typed);
	expect(stateAfter(tiny, {kind: 'resized', columns: 80, rows: 24}).box.text).toBe(typed);
	const small = stateAfter(tiny, {kind: 'resized', columns: 40, rows: 10});
	expect(small.box).toMatchObject({text: typed.slice(0, 28), caret: 28});
});

test('What is wrong with what was typed is gone with the next key', () => {
	const remark = {tone: 'bad', text: '1200 is out of range'} as const;
	const state = stateAfter(live, {kind: 'remark', remark});
	expect(state.remark).toEqual(remark);
	expect(stateAfter(state, {kind: 'typed', text: '7'}).remark).toBeNull();
	expect(stateAfter(state, {kind: 'command', name: 'up'}).remark).toBeNull();
});
