/** The full-screen client in every state in which its keys mean something else. */
import type {LinkEvent} from '../../../src/client/link-event.ts';
import type {State} from '../../../src/client/state/state.ts';
import {alarmEvent, makeFacts} from './alarm.ts';
import {laterFork, settledState} from './forks.ts';
import {liveState, makeColumns, readingEvent, startMs, stateAfter} from './screen.ts';

export const live = liveState(80, 24, makeColumns());
const typing = stateAfter(live, {kind: 'typed', text: '72'}, {kind: 'typed', text: '721'});
const found = stateAfter(live, {kind: 'command', name: 'find'}, {kind: 'typed', text: '>90'});
const landed = {kind: 'found', landing: {index: 900, wrapped: false}} as const;
const own = stateAfter(live, readingEvent(64, 'accepted', {index: 1_200}));
const waiting: LinkEvent = {
	kind: 'phase',
	phase: {kind: 'waiting', retryAtMs: startMs + 9_000, reason: 'the hub closed it'},
};
const alarm = stateAfter(live, alarmEvent(makeFacts(makeColumns(), 813)));
const settled = settledState(80, 24);
const forks = stateAfter(settled, {kind: 'fork', fork: laterFork});
const consent = (state: State, word: string): State => ({...state, alarm: {...state.alarm, consent: word}});
export const states: Readonly<Record<string, State>> = {
	live,
	looking: stateAfter(live, {kind: 'command', name: 'pageUp'}, {kind: 'command', name: 'up'}),
	first: stateAfter(live, {kind: 'command', name: 'first'}),
	typing: {...typing, box: {...typing.box, caret: 1, history: ['64', '88'], historyAt: 1}},
	asking: stateAfter(live, readingEvent(64, 'asking')),
	waiting: stateAfter(live, waiting),
	lookingTyping: stateAfter(live, {kind: 'command', name: 'pageUp'}, {kind: 'typed', text: '7'}),
	noticed: stateAfter(live, {kind: 'notice', tone: 'bad', text: 'A fault.'}),
	finding: stateAfter(live, {kind: 'command', name: 'find'}),
	findingText: {...found, box: {...found.box, caret: 1}},
	found: stateAfter(found, {kind: 'command', name: 'runFind'}, landed),
	marked: stateAfter(live, {kind: 'marked', marks: new Map([[3, 'a']])}),
	own,
	ownFocused: stateAfter(own, {kind: 'command', name: 'own'}),
	wide: stateAfter(live, {kind: 'resized', columns: 200, rows: 50}),
	zoomed: stateAfter(live, {kind: 'command', name: 'explain'}),
	settled,
	fork: stateAfter(settled, {kind: 'command', name: 'fork'}),
	theirs: stateAfter(settled, {kind: 'command', name: 'fork'}, {kind: 'command', name: 'theirBranch'}),
	forks: stateAfter(forks, {kind: 'command', name: 'fork'}),
	earlier: stateAfter(forks, {kind: 'command', name: 'fork'}, {kind: 'command', name: 'previousFork'}),
	question: stateAfter(live, {kind: 'pasted', text: '72 88', cut: false}),
	leaving: stateAfter(live, readingEvent(64, 'sent'), {kind: 'command', name: 'quit'}),
	alarm,
	alarmLooking: stateAfter(alarm, {kind: 'command', name: 'lookBoth'}),
	consenting: consent(alarm, 'acce'),
	consented: consent(alarm, 'accept'),
	help: {
		...stateAfter(live, {kind: 'command', name: 'help'}, {kind: 'resized', columns: 60, rows: 12}),
		help: {filter: '', chosen: 4},
	},
	helpFiltered: {...stateAfter(live, {kind: 'command', name: 'help'}), help: {filter: 'quit', chosen: 0}},
};
