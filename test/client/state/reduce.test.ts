import {describe, expect, test} from 'vitest';
import type {LinkEvent, LinkPhase} from '../../../src/client/link-event.ts';
import {layoutOf} from '../../../src/client/screen/layout.ts';
import {effectsOf} from '../../../src/client/state/effects.ts';
import {reduce} from '../../../src/client/state/reduce.ts';

import {createState, modeOf, rangeOf, type State} from '../../../src/client/state/state.ts';
import {keptOf} from '../../../src/client/state/viewport.ts';
import {
	factsOf,
	liveState,
	makeColumns,
	readingEvent,
	startMs,
	stateAfter,
	welcome,
} from '../support/screen.ts';

const blocks = makeColumns();
const live = liveState(80, 24, blocks);

/** The state when the chain has `length` blocks, `ms` after the start. */
function grow(state: State, length: number, ms: number): State {
	const event: LinkEvent = {kind: 'chain', chain: factsOf(blocks, {length})};
	return reduce(state, {kind: 'link', event}, startMs + ms);
}

describe('a connection', () => {
	test('that waits counts down the seconds until the next attempt', () => {
		const phase: LinkPhase = {kind: 'waiting', retryAtMs: startMs + 2_500, reason: 'the hub closed it'};
		const waiting = reduce(live, {kind: 'link', event: {kind: 'phase', phase}}, startMs);
		const at = (ms: number): number => reduce(waiting, {kind: 'tick'}, startMs + ms).retryInS;
		expect([waiting.retryInS, at(400), at(600), at(1_600), at(9_000)]).toEqual([3, 3, 2, 1, 0]);
		expect(waiting.lastReason).toBe('the hub closed it');
		expect(stateAfter(waiting, {kind: 'phase', phase: {kind: 'negotiating'}}).lastReason).toBeNull();
	});

	test('that is not there any more says nothing of how many are there', () => {
		expect(live.status?.connections).toBe(31);
		expect(stateAfter(live, {kind: 'phase', phase: {kind: 'connecting', attempt: 1}}).status).toBeNull();
	});

	test('with another ledger makes us forget which blocks are ours', () => {
		const own = stateAfter(live, readingEvent(64, 'accepted', {index: 1_284}));
		expect([...own.readings.own.keys()]).toEqual([1_284]);
		const same = stateAfter(own, {kind: 'hub', hub: {welcome, live: true}});
		expect([...same.readings.own.keys()]).toEqual([1_284]);
		const other = {...welcome, ledger: 'ledger-2'};
		expect(stateAfter(own, {kind: 'hub', hub: {welcome: other, live: true}}).readings.own.size).toBe(0);
	});

	test('in plain mode makes us forget which blocks are ours when some were replaced', () => {
		const accepted = stateAfter(
			createState({address: 'tutorial:9000', columns: 80, rows: 24}),
			{kind: 'hub', hub: {welcome: null, live: false}},
			{kind: 'phase', phase: {kind: 'plain', forced: true}},
			{kind: 'chain', chain: factsOf(blocks, {length: 3})},
			readingEvent(72, 'accepted', {index: 2}),
		);
		const longer = stateAfter(accepted, {kind: 'chain', chain: factsOf(blocks, {length: 4})});
		expect([...longer.readings.own.keys()]).toEqual([2]);
		const replaced = factsOf(blocks, {length: 5, revision: 1});
		expect(stateAfter(longer, {kind: 'chain', chain: replaced}).readings.own.size).toBe(0);
	});

	test('in live mode makes us forget the blocks that a longer chain replaced, until it says where ours are', () => {
		const own = stateAfter(
			live,
			readingEvent(64, 'accepted', {index: 1_283}),
			readingEvent(65, 'accepted', {index: 1_280}),
		);
		const replaced = factsOf(blocks, {revision: 1, replacedFrom: 1_282});
		const after = stateAfter(own, {kind: 'chain', chain: replaced});
		expect([...after.readings.own.keys()]).toEqual([1_280]);
		const moved = stateAfter(after, readingEvent(64, 'moved', {index: 1_284}));
		expect(moved.readings.own.has(1_284)).toBe(true);
		const early = stateAfter(own, readingEvent(64, 'moved', {index: 1_284}), {
			kind: 'chain',
			chain: replaced,
		});
		expect(early.readings.own.has(1_284)).toBe(true);
	});

	test('says what the hub accepts; until then a BPM is from 1 to 999', () => {
		expect(rangeOf(createState({address: 'a:1', columns: 80, rows: 24}))).toEqual([1, 999]);
		const narrow = {...welcome, range: [40, 200] as const};
		expect(rangeOf(stateAfter(live, {kind: 'hub', hub: {welcome: narrow, live: true}}))).toEqual([40, 200]);
	});
});

describe('the page', () => {
	test('stands still at the beginning while the past arrives, and goes to the tip when it is there', () => {
		const state = stateAfter(
			createState({address: 'lab-hub:9000', columns: 80, rows: 24}),
			{kind: 'phase', phase: {kind: 'catchingUp', target: 1_284}},
			{kind: 'chain', chain: factsOf(blocks, {length: 500})},
			{kind: 'chain', chain: factsOf(blocks)},
		);
		expect(state.view).toMatchObject({top: 0, selected: 0});
		const arrived = stateAfter(state, {kind: 'phase', phase: {kind: 'live'}});
		expect(arrived.view).toEqual({top: 1_274, selected: 1_284, following: true});
	});

	test('scrolls with every block while they come slowly', () => {
		const later = grow(grow(live, 1_286, 10_000), 1_287, 11_000);
		expect(later.view).toEqual({top: 1_276, selected: 1_286, following: true});
	});

	test('turns while they come fast, and the selection moves four times a second', () => {
		let state = live;
		const tops = new Set<number>();
		const selections = new Set<number>();
		for (let at = 1; at <= 100; at++) {
			state = grow(state, 1_285 + at, 10_000 + at * 20);
			if (at > 40) {
				tops.add(state.view.top);
				selections.add(state.view.selected);
			}
		}
		expect(state.arrivals.fast).toBe(true);
		expect(tops.size).toBeLessThanOrEqual(11);
		expect(selections.size).toBeLessThanOrEqual(7);
		const idle = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12].reduce(
			(before, at) => reduce(before, {kind: 'tick'}, startMs + 12_000 + at * 250),
			state,
		);
		expect(idle.arrivals.fast).toBe(false);
		expect(idle.view).toEqual({top: 1_374, selected: 1_384, following: true});
	});

	test('has never more than two thirds of blank rows while a burst arrives, and none 600 ms after it', () => {
		for (const [columns, rows] of [
			[40, 10],
			[80, 24],
			[120, 36],
		] as const) {
			let state = stateAfter(live, {kind: 'resized', columns, rows});
			const table = layoutOf(state).tableRows;
			const blank = (): number => state.view.top + table - (state.chain.length + 1);
			for (let at = 1; at <= 60; at++) {
				state = grow(state, 1_285 + at * 8, 10_000 + at * 8);
				state = reduce(state, {kind: 'tick'}, startMs + 10_004 + at * 8);
				expect(blank()).toBeLessThanOrEqual(table - keptOf(table));
			}
			expect(state.arrivals.fast).toBe(true);
			for (const ms of [100, 300, 600]) state = reduce(state, {kind: 'tick'}, startMs + 10_480 + ms);
			expect(blank()).toBe(0);
			expect(state.view.selected).toBe(state.chain.length - 1);
		}
	});

	test('that is being looked at does not move when blocks arrive', () => {
		const looking = stateAfter(live, {kind: 'command', name: 'pageUp'});
		expect(grow(looking, 1_900, 20_000).view).toBe(looking.view);
	});

	test('follows again when the tip is reached by paging down or by End', () => {
		const up = stateAfter(live, {kind: 'command', name: 'pageUp'});
		expect(stateAfter(up, {kind: 'command', name: 'pageDown'}).view.following).toBe(true);
		expect(stateAfter(up, {kind: 'command', name: 'follow'}).view.following).toBe(true);
	});

	test('fits a screen that changes its size', () => {
		const small = stateAfter(live, {kind: 'resized', columns: 40, rows: 10});
		expect(small.view).toEqual({top: 1_280, selected: 1_284, following: true});
		expect(stateAfter(small, {kind: 'resized', columns: 1, rows: 1}).view.selected).toBe(1_284);
	});
});

describe('a paste', () => {
	const paste = (text: string, cut = false): State => stateAfter(live, {kind: 'pasted', text, cut});

	test('of one number is put into the box', () => {
		expect(paste(' 72\n').box).toMatchObject({text: '72', caret: 2});
	});

	test('of several asks once, whatever they are separated by', () => {
		const state = paste('72\n88, 99');
		expect(state.question).toEqual({kind: 'several', bpms: [72, 88, 99]});
		expect(modeOf(state)).toBe('question');
		expect(state.box.text).toBe('');
	});

	test('of anything else is refused with what is wrong, and runs no command', () => {
		expect(paste('q').remark?.text).toBe('Nothing was added: "q" is not a whole number.');
		expect(paste('q').box).toBe(live.box);
		expect(paste('72 1200').remark?.text).toContain('1200 is out of range');
		expect(paste('72', true).remark?.text).toContain('too long');
	});

	test('does not answer a question and does not get into the help', () => {
		const asking = paste('1 2 3');
		expect(stateAfter(asking, {kind: 'pasted', text: '72', cut: false}).question).toBe(asking.question);
		const help = stateAfter(live, {kind: 'command', name: 'help'});
		expect(stateAfter(help, {kind: 'pasted', text: '72', cut: false}).box.text).toBe('');
	});
});

describe('a notice', () => {
	const info: LinkEvent = {kind: 'notice', tone: 'info', text: 'New chain.'};

	test('goes after a while, one that is bad only when it is put away', () => {
		const state = stateAfter(live, info, {kind: 'notice', tone: 'bad', text: 'A fault.'});
		const later = reduce(state, {kind: 'tick'}, startMs + 3_600_000);
		expect(later.notices.map(({text}) => text)).toEqual(['A fault.']);
		expect(stateAfter(later, {kind: 'command', name: 'dismiss'}).notices).toEqual([]);
	});

	test('that is said again is there once; of many the newest three', () => {
		expect(stateAfter(live, info, info).notices).toHaveLength(1);
		const many = ['a', 'b', 'c', 'd'].map((text): LinkEvent => ({kind: 'notice', tone: 'warn', text}));
		expect(stateAfter(live, ...many).notices.map(({text}) => text)).toEqual(['b', 'c', 'd']);
	});

	test('that tells others how to join goes by its time, or when it is put away', () => {
		const joinHint = {text: 'nc 10.0.0.1 9000', untilMs: startMs + 20_000};
		const state = createState({address: 'a:1', columns: 80, rows: 24, joinHint});
		expect(reduce(state, {kind: 'tick'}, startMs + 19_900).notices[0]?.text).toBe('nc 10.0.0.1 9000');
		expect(reduce(state, {kind: 'tick'}, startMs + 20_000).notices).toEqual([]);
		expect(stateAfter(state, {kind: 'command', name: 'dismiss'}).notices).toEqual([]);
	});

	test('about the end of a connection goes with the next one', () => {
		const bye: LinkEvent = {kind: 'notice', tone: 'warn', text: 'The hub says goodbye.', passing: true};
		const waiting: LinkPhase = {kind: 'waiting', retryAtMs: startMs + 2_500, reason: 'closed'};
		const gone = stateAfter(live, bye, info, {kind: 'phase', phase: waiting});
		expect(gone.notices).toHaveLength(2);
		expect(stateAfter(gone, {kind: 'phase', phase: {kind: 'negotiating'}}).notices).toHaveLength(2);
		const back = stateAfter(gone, {kind: 'phase', phase: {kind: 'catchingUp', target: 9}});
		expect(back.notices.map(({text}) => text)).toEqual(['New chain.']);
	});
});

test('A tick in which nothing happened gives the same state, so that nothing is drawn', () => {
	const quiet = reduce(live, {kind: 'tick'}, startMs + 60_000);
	expect(reduce(quiet, {kind: 'tick'}, startMs + 60_250)).toBe(quiet);
	expect(reduce(quiet, {kind: 'tick'}, startMs + 90_000)).toBe(quiet);
});

test('What was said about a key fades, what was said about a reading stays a little longer', () => {
	const say = (tone: 'muted' | 'bad'): State =>
		reduce(live, {kind: 'remark', remark: {tone, text: 'no'}}, startMs);
	const at = (state: State, ms: number): State => reduce(state, {kind: 'tick'}, startMs + ms);
	expect(at(say('muted'), 2_400).remark?.text).toBe('no');
	expect(at(say('muted'), 2_500).remark).toBeNull();
	expect(at(say('bad'), 2_500).remark?.text).toBe('no');
	expect(at(say('bad'), 8_000).remark).toBeNull();
});

test('The question about leaving closes by itself when nothing would be lost any more', () => {
	const asked = stateAfter(live, readingEvent(72, 'sent'), {kind: 'command', name: 'quit'});
	expect(asked.question).toEqual({kind: 'leave'});
	expect(stateAfter(asked, readingEvent(72, 'accepted', {index: 1_285})).question).toBeNull();
});

describe('a hub whose chain does not hold', () => {
	const fault = {index: 3, reason: 'hash', detail: 'its Hash is not that of its fields'} as const;
	const doubtful = stateAfter(
		createState({address: 'tutorial:9000', columns: 80, rows: 24}),
		{kind: 'phase', phase: {kind: 'plain', forced: false}},
		{kind: 'chain', chain: factsOf(blocks, {length: 3, fault})},
	);

	test('gets a reading only after asking', () => {
		const typed = stateAfter(doubtful, {kind: 'typed', text: '72'});
		expect(effectsOf(typed, 'add')).toEqual([]);
		const asked = stateAfter(typed, {kind: 'command', name: 'add'});
		expect(asked.question).toEqual({kind: 'doubtful', bpms: [72]});
		expect(effectsOf(asked, 'confirm')).toEqual([{kind: 'submit', bpm: 72}]);
		const dropped = stateAfter(asked, {kind: 'command', name: 'decline'});
		expect([dropped.question, dropped.box.text]).toEqual([null, '']);
	});

	test('asks the same of several that are pasted', () => {
		const asked = stateAfter(doubtful, {kind: 'pasted', text: '72 88', cut: false});
		expect(asked.question).toEqual({kind: 'doubtful', bpms: [72, 88]});
	});

	test('is no question in live mode, where nothing is sent meanwhile', () => {
		const faulty = stateAfter(live, {kind: 'chain', chain: factsOf(blocks, {fault})});
		expect(effectsOf(stateAfter(faulty, {kind: 'typed', text: '72'}), 'add')).toHaveLength(1);
	});
});

test('What answers and is no hub is that until a hub answers, also while it is tried again', () => {
	const phases: readonly LinkPhase[] = [
		{kind: 'waiting', retryAtMs: startMs, reason: 'it does not greet', stranger: true},
		{kind: 'connecting', attempt: 2},
		{kind: 'negotiating'},
	];
	const events = phases.map((phase): LinkEvent => ({kind: 'phase', phase}));
	const state = stateAfter(createState({address: 'a:1', columns: 80, rows: 24}), ...events);
	expect(state.stranger).toBe('it does not greet');
	expect(stateAfter(state, {kind: 'phase', phase: {kind: 'live'}}).stranger).toBeNull();
	const refused: LinkPhase = {kind: 'waiting', retryAtMs: startMs, reason: 'nothing listens'};
	expect(stateAfter(state, {kind: 'phase', phase: refused}).stranger).toBeNull();
});
