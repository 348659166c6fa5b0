export {keyLabel} from './key-label.ts';

import {findAsking, findWithdrawable} from '../state/readings.ts';
import type {Mode, State} from '../state/state.ts';

/**
 * Every command of the full-screen client, in one table that drives the keys, the help overlay, the status
 * line and docs/keys.md. A command that is not here does not exist; a name without an entry does not compile.
 */
export type CommandName =
	| 'type'
	| 'add'
	| 'eraseBack'
	| 'eraseForward'
	| 'eraseWord'
	| 'clear'
	| 'caretLeft'
	| 'caretRight'
	| 'caretStart'
	| 'caretEnd'
	| 'earlierReading'
	| 'laterReading'
	| 'resend'
	| 'withdraw'
	| 'up'
	| 'down'
	| 'pageUp'
	| 'pageDown'
	| 'first'
	| 'follow'
	| 'confirm'
	| 'decline'
	| 'dismiss'
	| 'retry'
	| 'help'
	| 'helpUp'
	| 'helpDown'
	| 'helpPageUp'
	| 'helpPageDown'
	| 'helpClose'
	| 'redraw'
	| 'quit'
	| 'leaveNow';

/** The headings of the help, in their order. */
export const groups = ['add', 'look', 'connection', 'leave', 'answer', 'help'] as const;
export type Group = (typeof groups)[number];

interface Entry {
	/** As `KeyToken` names them; a character stands for itself. */
	readonly keys: readonly string[];
	/** Where the keys mean this command. */
	readonly modes: readonly Mode[];
	readonly group: Group;
	/** What it does, as a phrase. Commands next to each other with the same phrase are shown as one. */
	readonly help: string;
	/** One or two words for the status line; none: it is not shown there. */
	readonly hint?: string;
	/** Where it is in the status line, if not everywhere. */
	readonly hintModes?: readonly Mode[];
	/** How the status line names the keys, where that differs from the first key. */
	readonly hintKeys?: string;
	/** In the status line those with a lower priority give way first. */
	readonly priority?: number;
	/** True, or why it cannot be done now, as a sentence. */
	readonly when?: (state: State) => true | string;
}

export interface Command extends Entry {
	readonly name: CommandName;
}

const box: readonly Mode[] = ['looking', 'typing'];
const always: readonly Mode[] = ['looking', 'typing', 'question', 'help'];

const entries: Readonly<Record<CommandName, Entry>> = {
	type: {
		keys: [...'0123456789+-.'],
		modes: box,
		group: 'add',
		help: 'type a BPM, from anywhere',
		hint: 'add',
		hintModes: ['looking'],
		hintKeys: '0-9',
		priority: 80,
	},
	add: {
		keys: ['enter'],
		modes: ['typing'],
		group: 'add',
		help: 'add it: it becomes the next block',
		hint: 'add',
		priority: 85,
	},
	earlierReading: {
		keys: ['up'],
		modes: ['typing'],
		group: 'add',
		help: 'while typing: earlier readings',
		hint: 'earlier',
		hintKeys: '↑↓',
		priority: 40,
	},
	laterReading: {keys: ['down'], modes: ['typing'], group: 'add', help: 'while typing: earlier readings'},
	clear: {
		keys: ['ctrl+u', 'escape'],
		modes: ['typing'],
		group: 'add',
		help: 'clear the box',
		hint: 'clear',
		hintKeys: 'Esc',
		priority: 50,
	},
	eraseWord: {
		keys: ['ctrl+w'],
		modes: ['typing'],
		group: 'add',
		help: 'erase the last word',
	},
	eraseBack: {
		keys: ['backspace'],
		modes: ['typing'],
		group: 'add',
		help: 'erase before, after the cursor',
	},
	eraseForward: {
		keys: ['delete'],
		modes: ['typing'],
		group: 'add',
		help: 'erase before, after the cursor',
	},
	caretLeft: {keys: ['left'], modes: ['typing'], group: 'add', help: 'move the cursor'},
	caretRight: {keys: ['right'], modes: ['typing'], group: 'add', help: 'move the cursor'},
	caretStart: {
		keys: ['home', 'ctrl+a'],
		modes: ['typing'],
		group: 'add',
		help: 'to the start or the end',
	},
	caretEnd: {
		keys: ['end', 'ctrl+e'],
		modes: ['typing'],
		group: 'add',
		help: 'to the start or the end',
	},
	resend: {
		keys: ['s'],
		modes: box,
		group: 'add',
		help: 'send what waits for your decision',
		hint: 'send it',
		priority: 90,
		when: state => findAsking(state.readings).length > 0 || 'No reading waits for your decision.',
	},
	withdraw: {
		keys: ['x', 'delete'],
		modes: box,
		group: 'add',
		help: 'withdraw a reading not yet sent',
		hint: 'withdraw',
		priority: 75,
		when: state =>
			findWithdrawable(state.readings) !== undefined || 'There is no reading that could be withdrawn.',
	},
	up: {
		keys: ['up', 'k'],
		modes: ['looking'],
		group: 'look',
		help: 'one block up or down',
		hint: 'look',
		hintKeys: '↑↓',
		priority: 70,
		when: hasChain,
	},
	down: {
		keys: ['down', 'j'],
		modes: ['looking'],
		group: 'look',
		help: 'one block up or down',
		when: hasChain,
	},
	pageUp: {
		keys: ['pageup'],
		modes: box,
		group: 'look',
		help: 'one page up or down',
		hint: 'page',
		hintKeys: 'PgUp PgDn',
		priority: 30,
		when: hasChain,
	},
	pageDown: {
		keys: ['pagedown'],
		modes: box,
		group: 'look',
		help: 'one page up or down',
		when: hasChain,
	},
	first: {
		keys: ['home'],
		modes: ['looking'],
		group: 'look',
		help: 'the oldest block',
		hint: 'oldest',
		priority: 20,
		when: hasChain,
	},
	follow: {
		keys: ['end', 'f'],
		modes: box,
		group: 'look',
		help: 'the newest block; follow it again',
		hint: 'follow',
		priority: 60,
		when: state => (state.view.following ? 'The newest block is being followed.' : true),
	},
	retry: {
		keys: ['r'],
		modes: box,
		group: 'connection',
		help: 'try to connect now',
		hint: 'retry now',
		priority: 88,
		when: state => state.phase.kind === 'waiting' || 'There is no waiting attempt to connect.',
	},
	redraw: {keys: ['ctrl+l'], modes: always, group: 'connection', help: 'draw the screen again'},
	dismiss: {
		keys: ['escape'],
		modes: ['looking'],
		group: 'connection',
		help: 'put the notices away',
		hint: 'put away',
		priority: 55,
		when: state => state.notices.length > 0 || 'There is nothing to close.',
	},
	confirm: {
		keys: ['enter', 'y'],
		modes: ['question'],
		group: 'answer',
		help: 'yes',
		hint: 'yes',
		priority: 90,
	},
	decline: {
		keys: ['escape', 'n'],
		modes: ['question'],
		group: 'answer',
		help: 'no',
		hint: 'no',
		priority: 90,
	},
	helpUp: {
		keys: ['up', 'k'],
		modes: ['help'],
		group: 'help',
		help: 'scroll',
		hint: 'scroll',
		hintKeys: '↑↓',
		priority: 50,
	},
	helpDown: {keys: ['down', 'j'], modes: ['help'], group: 'help', help: 'scroll'},
	helpPageUp: {keys: ['pageup'], modes: ['help'], group: 'help', help: 'one page up or down'},
	helpPageDown: {keys: ['pagedown', ' '], modes: ['help'], group: 'help', help: 'one page up or down'},
	helpClose: {
		keys: ['escape', '?', 'enter', 'q'],
		modes: ['help'],
		group: 'help',
		help: 'close the help',
		hint: 'close',
		priority: 90,
	},
	help: {keys: ['?'], modes: box, group: 'leave', help: 'the keys', hint: 'help', priority: 95},
	quit: {
		keys: ['q'],
		modes: ['looking', 'typing', 'question'],
		group: 'leave',
		help: 'leave; asks if a reading waits',
		hint: 'quit',
		priority: 96,
	},
	leaveNow: {keys: ['ctrl+c'], modes: always, group: 'leave', help: 'leave at once'},
};

function hasChain(state: State): true | string {
	return state.chain.length > 0 || 'There is no block to look at yet.';
}

/** Every command, in the order of the help and of the status line. */
export const commandTable: readonly Command[] = Object.entries(entries).map(([name, entry]) => ({
	name: name as CommandName,
	...entry,
}));
