import {alarmOf, consentWord, isConsent} from '../state/alarm-state.ts';
import {findAsking, findWithdrawable} from '../state/readings.ts';
import {alarmFrameOf, extentOf, type Mode, type State} from '../state/state.ts';
import type {Command, CommandName, Entry} from './command.ts';

export {type Command, type CommandName, type Group, groups} from './command.ts';
export {keyLabel} from './key-label.ts';

/**
 * Every command of the full-screen client, in one table that drives the keys, the help overlay, the status
 * line and docs/keys.md. A command that is not here does not exist; a name without an entry does not compile.
 */

const box: readonly Mode[] = ['looking', 'typing'];
const always: readonly Mode[] = ['looking', 'typing', 'alarm', 'question', 'help'];

const entries: Readonly<Record<CommandName, Entry>> = {
	type: {
		keys: [...'0123456789+-.'],
		modes: [...box, 'alarm'],
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
		modes: ['looking', 'alarm'],
		group: 'look',
		help: 'one block up or down',
		hint: 'look',
		hintModes: ['looking'],
		hintKeys: '↑↓',
		priority: 70,
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
		hintKeys: 'PgUp PgDn',
		priority: 30,
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
		keys: ['end', 'f'],
		modes: [...box, 'alarm'],
		group: 'look',
		help: 'the newest block; follow it again',
		hint: 'follow',
		hintModes: box,
		priority: 60,
		when: state => (state.view.following ? 'The newest block is being followed.' : hasList(state)),
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
	suspend: {keys: ['ctrl+z'], modes: always, group: 'connection', help: 'back to the shell; fg returns'},
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
	lookBoth: {
		keys: ['l'],
		modes: ['alarm'],
		group: 'alarm',
		help: 'look at both chains side by side, and back',
		hint: 'look',
		priority: 96,
	},
	consent: {
		keys: [...'acept'],
		modes: ['alarm'],
		group: 'alarm',
		help: 'type accept, to trust the new chain',
		hint: 'trust it',
		hintKeys: 'type accept:',
		priority: 97,
	},
	trust: {
		keys: ['enter'],
		modes: ['alarm'],
		group: 'alarm',
		help: 'after accept: forget the pin, go on with this hub',
		when: canTrust,
	},
	consentBack: {keys: ['backspace'], modes: ['alarm'], group: 'alarm', help: 'erase what was typed'},
	consentClear: {keys: ['escape', 'ctrl+u'], modes: ['alarm'], group: 'alarm', help: 'erase what was typed'},
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
	help: {keys: ['?'], modes: [...box, 'alarm'], group: 'leave', help: 'the keys', hint: 'help', priority: 95},
	quit: {
		keys: ['q'],
		modes: ['looking', 'typing', 'alarm', 'question'],
		group: 'leave',
		help: 'leave; asks if a reading waits',
		hint: 'quit',
		priority: 96,
	},
	leaveNow: {keys: ['ctrl+c'], modes: always, group: 'leave', help: 'leave at once'},
};

/** In an alarm the blocks are a list only where there is room for it, or when it is looked at. */
function hasList(state: State): true | string {
	if (alarmOf(state) && alarmFrameOf(state).tableRows === 0)
		return 'There is no list here: l shows both chains.';
	const {first, last} = extentOf(state);
	return last >= first || 'There is no block to look at yet.';
}

function canTrust(state: State): true | string {
	if (isConsent(state)) return true;
	return state.alarm.consent === ''
		? `Enter alone does nothing here: type ${consentWord} before it, or leave with q.`
		: `Not yet: the word is ${consentWord}.`;
}

/** Every command, in the order of the help and of the status line. */
export const commandTable: readonly Command[] = Object.entries(entries).map(([name, entry]) => ({
	name: name as CommandName,
	...entry,
}));
