import {couldBeReadings} from '../../state/input-box.ts';
import {canWithdrawSelected, isOwnFocused} from '../../state/own-commands.ts';
import {findAsking, findWithdrawable} from '../../state/readings.ts';
import type {Entry} from '../command.ts';
import {editing, looking} from './modes.ts';

/** Typing, adding and withdrawing readings. */
export const addCommands = {
	type: {
		keys: [...'0123456789+-.'],
		modes: [...looking, 'alarm'],
		group: 'add',
		help: 'type a BPM, from anywhere',
		hint: 'add',
		hintModes: looking,
		hintKeys: '0-9',
		priority: ({view, panes}) => (view.following && panes.zoomed === null ? 80 : 59),
	},
	typeOn: {
		keys: ['text'],
		takesText: true,
		modes: ['typing'],
		group: 'add',
		help: 'the rest of it; Enter says what is no number',
	},
	add: {
		keys: ['enter'],
		modes: ['typing'],
		group: 'add',
		help: 'add it: it becomes the next block',
		hint: 'add',
		hintWhen: ({box}) => couldBeReadings(box.text),
		resolves: true,
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
		modes: editing,
		group: 'add',
		help: 'clear the box',
		hint: 'clear',
		hintModes: ['typing'],
		hintKeys: 'Esc',
		priority: 50,
	},
	eraseWord: {
		keys: ['ctrl+w'],
		modes: editing,
		group: 'add',
		help: 'erase the last word',
	},
	eraseBack: {
		keys: ['backspace'],
		modes: editing,
		group: 'add',
		help: 'erase before, after the cursor',
	},
	eraseForward: {
		keys: ['delete'],
		modes: editing,
		group: 'add',
		help: 'erase before, after the cursor',
	},
	caretLeft: {keys: ['left'], modes: editing, group: 'add', help: 'move the cursor'},
	caretRight: {keys: ['right'], modes: editing, group: 'add', help: 'move the cursor'},
	caretStart: {
		keys: ['home', 'ctrl+a'],
		modes: editing,
		group: 'add',
		help: 'to the start or the end',
	},
	caretEnd: {
		keys: ['end', 'ctrl+e'],
		modes: editing,
		group: 'add',
		help: 'to the start or the end',
	},
	resend: {
		keys: ['s'],
		modes: looking,
		group: 'add',
		help: 'send what waits for your decision',
		hint: 'send',
		resolves: true,
		priority: 90,
		when: state => findAsking(state.readings).length > 0 || 'No reading waits for your decision.',
	},
	withdraw: {
		keys: ['delete'],
		modes: looking,
		group: 'add',
		help: 'withdraw a reading that still waits',
		hint: 'withdraw',
		resolves: true,
		priority: 75,
		when: state =>
			isOwnFocused(state)
				? canWithdrawSelected(state)
				: findWithdrawable(state.readings) !== undefined || 'There is no reading that could be withdrawn.',
	},
} satisfies Readonly<Record<string, Entry>>;
