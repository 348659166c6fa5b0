import {isForkFocused} from '../../state/fork-commands.ts';
import type {State} from '../../state/state.ts';
import type {Entry} from '../command.ts';
import {hasChain} from './conditions.ts';
import {box, looking} from './modes.ts';

/** Finding blocks: what the box asks for instead of a BPM, and jumps. */
export const findCommands = {
	goTo: {
		keys: ['g'],
		modes: box,
		group: 'find',
		help: 'go to a block: g 1234, or +10, -10',
		hint: 'go to',
		priority: 68,
		when: hasChain,
	},
	find: {
		keys: ['/'],
		modes: box,
		group: 'find',
		help: 'find >120, 60-70, 14:05, a hash start',
		hint: 'find',
		priority: 69,
		when: hasChain,
	},
	nextMatch: {
		keys: ['n'],
		modes: looking,
		group: 'find',
		help: 'next, previous match',
		hint: 'match',
		hintKeys: 'n N',
		priority: 72,
		when: hasQuery,
	},
	previousMatch: {keys: ['N'], modes: looking, group: 'find', help: 'next, previous match', when: hasQuery},
	endSearch: {
		keys: ['escape'],
		modes: looking,
		group: 'find',
		help: 'end the search',
		hint: 'end search',
		priority: 54,
		when: ({finding, panes, notices, network}) => {
			if (finding.last === null) return 'There is nothing to close.';
			const isTable = panes.zoomed === null && panes.focus === 'table';
			const isSeen = isTable && notices.length === 0 && network.news === null;
			return isSeen || 'Esc closes what is open first.';
		},
	},
	previousOwn: {
		keys: ['['],
		modes: looking,
		group: 'find',
		help: 'your previous, your next reading',
		hint: 'next mine',
		hintKeys: '[ ]',
		priority: 45,
		when: hasOwn,
	},
	nextOwn: {
		keys: [']'],
		modes: looking,
		group: 'find',
		help: 'your previous, your next reading',
		when: hasOwn,
	},
	mark: {
		keys: ['m'],
		modes: looking,
		group: 'find',
		help: 'mark the block, or take its mark away',
		hint: 'mark',
		priority: 22,
		when: hasChain,
	},
	nextMark: {
		keys: ["'"],
		modes: looking,
		group: 'find',
		help: 'next mark',
		hint: 'next mark',
		priority: 38,
		when: ({finding}) => finding.marks.size > 0 || 'No block is marked: m marks one.',
	},
} satisfies Readonly<Record<string, Entry>>;

function hasQuery(state: State): true | string {
	const {last, matches} = state.finding;
	if (last === null) return 'Nothing was looked for yet: / finds.';
	const isNone = matches?.query === last.query && matches.isComplete && matches.count === 0;
	return !isNone || `Not found: ${last.readAs}.`;
}

function hasOwn(state: State): true | string {
	if (isForkFocused(state)) return 'These keys go through the forks now: Esc goes back to the chain.';
	const {readings} = state;
	return readings.own.size > 0 || 'No block here holds a reading of yours yet.';
}
