import type {Entry} from '../command.ts';
import {always, box, looking} from './modes.ts';

/** The connection, the screen, and leaving. */
export const sessionCommands = {
	retry: {
		keys: ['r'],
		modes: looking,
		group: 'connection',
		help: 'try to connect now',
		hint: 'retry now',
		resolves: true,
		priority: 88,
		when: state => state.phase.kind === 'waiting' || 'There is no waiting attempt to connect.',
	},
	redraw: {keys: ['ctrl+l'], modes: always, group: 'connection', help: 'draw the screen again'},
	suspend: {keys: ['ctrl+z'], modes: always, group: 'connection', help: 'back to the shell; fg returns'},
	dismiss: {
		keys: ['escape'],
		modes: looking,
		group: 'connection',
		help: 'put the notices away',
		hint: 'put away',
		resolves: true,
		priority: 81,
		// Esc closes what is open first.
		hintWhen: ({panes}) => panes.zoomed === null && panes.focus === 'table',
		when: ({notices, network}) => notices.length > 0 || network.news !== null || 'There is nothing to close.',
	},
	help: {
		keys: ['?', 'f1'],
		modes: [...box, 'alarm'],
		group: 'leave',
		help: 'the keys',
		hint: 'help',
		priority: 95,
	},
	quit: {
		keys: ['q'],
		modes: ['looking', 'alarm', 'question'],
		group: 'leave',
		help: 'leave; asks if a reading waits',
		hint: 'quit',
		keyAlone: 73,
		priority: 96,
		when: state =>
			state.question === null || state.question.kind === 'leave' || 'Enter or Esc answers first.',
	},
	leaveNow: {keys: ['ctrl+c'], modes: always, group: 'leave', help: 'leave at once'},
} satisfies Readonly<Record<string, Entry>>;
