import {isForkFocused} from '../../state/fork-commands.ts';
import {isOwnFocused, selectedOwn} from '../../state/own-commands.ts';
import type {State} from '../../state/state.ts';
import type {Entry} from '../command.ts';
import {hasList} from './conditions.ts';
import {box, looking} from './modes.ts';

/** Moving over the blocks. */
export const lookCommands = {
	up: {
		keys: ['up', 'k'],
		modes: ['looking', 'alarm'],
		group: 'look',
		help: 'one block up or down',
		hint: 'look',
		hintModes: ['looking'],
		hintKeys: '↑↓',
		keyAlone: 60,
		priority: ({panes}) => (panes.zoomed === 'detail' ? 59 : 74),
		when: hasList,
	},
	down: {
		keys: ['down', 'j'],
		modes: ['looking', 'alarm'],
		group: 'look',
		help: 'one block up or down',
		when: hasList,
	},
	pageUp: {
		keys: ['pageup'],
		modes: [...box, 'alarm'],
		group: 'look',
		help: 'one page up or down',
		hint: 'page',
		hintKeys: 'PgUp/Dn',
		priority: ({panes}) => (panes.zoomed === 'detail' ? 93 : 30),
		when: hasList,
	},
	pageDown: {
		keys: ['pagedown'],
		modes: [...box, 'alarm'],
		group: 'look',
		help: 'one page up or down',
		when: hasList,
	},
	first: {
		keys: ['home'],
		modes: ['looking', 'alarm'],
		group: 'look',
		help: 'the oldest block',
		hint: 'oldest',
		priority: 20,
		when: hasList,
	},
	follow: {
		keys: ['end', 'F'],
		modes: [...looking, 'alarm'],
		group: 'look',
		help: 'the newest block; follow it again',
		hint: 'follow',
		hintModes: looking,
		resolves: true,
		keyAlone: 60,
		priority: ({panes}) => (panes.zoomed === null && panes.focus !== 'fork' ? 75 : 59),
		when: state => (state.view.following ? 'The newest block is being followed.' : hasList(state)),
	},
	openOwn: {
		keys: ['enter'],
		modes: ['looking'],
		group: 'look',
		help: 'in your readings: go to the block',
		hint: 'its block',
		priority: 69,
		when: inBlock,
	},
	lookBranch: {
		keys: ['enter'],
		modes: looking,
		group: 'look',
		help: 'in a fork: look at the branch, block by block, and back',
		hint: 'look closer',
		hintWhen: ({panes}) => !panes.fork.looks,
		priority: 93,
		when: inFork,
	},
	explain: {
		keys: ['enter'],
		modes: ['looking'],
		group: 'look',
		help: 'zoom: why is this block valid?',
		hint: 'why?',
		hintWhen: ({panes}) => panes.zoomed === null && panes.focus !== 'own' && panes.focus !== 'fork',
		priority: ({view}) => (view.following ? 62 : 71),
		when: hasList,
	},
} satisfies Readonly<Record<string, Entry>>;

function inBlock(state: State): true | string {
	if (!isOwnFocused(state)) return 'Only with your readings in focus: Tab, or o.';
	return selectedOwn(state)?.index !== undefined || 'That reading is in no block yet.';
}

function inFork(state: State): true | string {
	return isForkFocused(state) || 'Only with a fork in focus: f shows it.';
}
