import {isForkFocused, isForkSeen} from '../../state/fork-commands.ts';
import {shownFork} from '../../state/network.ts';
import type {State} from '../../state/state.ts';
import type {Entry} from '../command.ts';
import {looking} from './modes.ts';

/** The other hubs, and the forks between them. */
export const networkCommands = {
	peers: {
		keys: ['p'],
		modes: looking,
		group: 'network',
		help: 'the other hubs, on or off',
		hint: 'hubs',
		priority: 34,
		hintWhen: ({panes}) => !panes.wanted.peers,
		when: ({network}) => network.peers.length > 0 || 'The hub has told of no other hubs.',
	},
	fork: {
		keys: ['f'],
		modes: looking,
		group: 'network',
		help: 'the last fork, with both its branches',
		hint: 'both branches',
		priority: ({network}) => (network.news ? 91 : 21),
		when: state => {
			if (isForkSeen(state)) return 'The fork is shown already.';
			return state.network.forks.length > 0 || 'No fork was seen yet.';
		},
	},
	closeFork: {
		keys: ['f'],
		modes: looking,
		group: 'network',
		help: 'close the fork',
		hint: 'close',
		resolves: true,
		priority: 94,
		when: state => isForkSeen(state) || 'No fork is shown: f shows one.',
	},
	ourBranch: {
		keys: ['left'],
		modes: looking,
		group: 'network',
		help: "in a fork: this hub's branch, the other one",
		hint: 'branch',
		hintKeys: '←→',
		priority: 76,
		when: inFork,
	},
	theirBranch: {
		keys: ['right'],
		modes: looking,
		group: 'network',
		help: "in a fork: this hub's branch, the other one",
		when: inFork,
	},
	previousFork: {
		keys: ['['],
		modes: looking,
		group: 'network',
		help: 'in a fork: an earlier, a later fork',
		hint: 'forks',
		hintKeys: '[ ]',
		priority: 70,
		hintWhen: ({network}) => network.forks.length > 1,
		when: state => hasFork(state, -1),
	},
	nextFork: {
		keys: [']'],
		modes: looking,
		group: 'network',
		help: 'in a fork: an earlier, a later fork',
		when: state => hasFork(state, 1),
	},
} satisfies Readonly<Record<string, Entry>>;

function inFork(state: State): true | string {
	return isForkFocused(state) || 'Only with a fork in focus: f shows it.';
}

function hasFork(state: State, by: 1 | -1): true | string {
	const answer = inFork(state);
	if (answer !== true) return answer;
	const {forks} = state.network;
	const at = forks.indexOf(shownFork(state)!);
	const none = by === 1 ? 'This is the latest fork.' : 'No earlier fork is known.';
	return forks[at + by] !== undefined || none;
}
