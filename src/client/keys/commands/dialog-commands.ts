import {chosenEntry} from '../../screen/help-rows.ts';
import {consentWord, isConsent} from '../../state/alarm-state.ts';
import type {State} from '../../state/state.ts';
import type {Entry} from '../command.ts';

/** What a question, the alarm and the help take. */
export const dialogCommands = {
	runFind: {
		keys: ['enter'],
		modes: ['finding'],
		group: 'find',
		help: 'go there',
		hint: 'go there',
		resolves: true,
		priority: 90,
	},
	endFind: {
		keys: ['escape'],
		modes: ['finding'],
		group: 'find',
		help: 'back to the BPM',
		hint: 'back',
		resolves: true,
		priority: 89,
	},
	typeFind: {
		keys: ['text'],
		takesText: true,
		modes: ['finding'],
		group: 'find',
		help: 'what to find, or where to go',
	},
	confirm: {
		keys: ['enter', 'y'],
		modes: ['question'],
		group: 'answer',
		help: 'yes',
		hint: 'yes',
		resolves: true,
		priority: 90,
	},
	decline: {
		keys: ['escape', 'n'],
		modes: ['question'],
		group: 'answer',
		help: 'no',
		hint: 'no',
		resolves: true,
		priority: 90,
	},
	lookBoth: {
		keys: ['l'],
		modes: ['alarm'],
		group: 'alarm',
		help: 'look at both chains side by side, and back',
		hint: 'look',
		resolves: true,
		priority: 96,
	},
	consent: {
		keys: [...'acept'],
		modes: ['alarm'],
		group: 'alarm',
		helpKeys: 'accept',
		help: 'type it, to trust the new chain',
		hint: 'trust it',
		hintKeys: 'type accept:',
		resolves: true,
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
	helpType: {
		keys: ['text'],
		takesText: true,
		modes: ['help'],
		group: 'help',
		help: 'type to filter the list',
		hint: 'filter',
		hintKeys: 'letters',
		priority: 40,
	},
	helpErase: {keys: ['backspace'], modes: ['help'], group: 'help', help: 'erase from the filter'},
	helpClear: {keys: ['ctrl+u', 'ctrl+w'], modes: ['help'], group: 'help', help: 'erase from the filter'},
	helpUp: {
		keys: ['up'],
		modes: ['help'],
		group: 'help',
		help: 'choose',
		hint: 'choose',
		hintKeys: '↑↓',
		priority: 50,
	},
	helpDown: {keys: ['down'], modes: ['help'], group: 'help', help: 'choose'},
	helpPageUp: {keys: ['pageup'], modes: ['help'], group: 'help', help: 'one page up or down'},
	helpPageDown: {keys: ['pagedown'], modes: ['help'], group: 'help', help: 'one page up or down'},
	helpFirst: {keys: ['home'], modes: ['help'], group: 'help', help: 'first, last'},
	helpLast: {keys: ['end'], modes: ['help'], group: 'help', help: 'first, last'},
	helpUnfilter: {
		keys: ['escape'],
		modes: ['help'],
		group: 'help',
		help: 'the whole list again',
		hint: 'whole list',
		resolves: true,
		priority: 88,
		when: ({help}) => (help !== null && help.filter !== '') || 'The whole list is there.',
	},
	helpRun: {
		keys: ['enter'],
		modes: ['help'],
		group: 'help',
		help: 'run what is chosen',
		hint: 'run it',
		resolves: true,
		priority: 85,
		when: canRun,
	},
	helpClose: {
		keys: ['escape', '?', 'f1'],
		modes: ['help'],
		group: 'help',
		help: 'close the help',
		hint: 'close',
		hintWhen: ({help}) => help?.filter === '',
		resolves: true,
		priority: 90,
	},
} satisfies Readonly<Record<string, Entry>>;

function canTrust(state: State): true | string {
	if (isConsent(state)) return true;
	return state.alarm.consent === ''
		? `Enter alone does nothing here: type ${consentWord} before it, or leave with q.`
		: `Not yet: the word is ${consentWord}.`;
}

function canRun(state: State): true | string {
	const entry = chosenEntry(state);
	if (entry === undefined) return 'There is nothing to run.';
	if (entry.kind === 'sign') return 'That is a sign on the screen: there is nothing to run.';
	return entry.reason ?? true;
}
