import type {LabState} from './state.ts';

/** What a person can do in the lab. */
export type CommandName =
	| 'type'
	| 'add'
	| 'erase'
	| 'clear'
	| 'select'
	| 'nextHub'
	| 'previousHub'
	| 'link'
	| 'split'
	| 'heal'
	| 'kill'
	| 'burst'
	| 'auto'
	| 'guide'
	| 'help'
	| 'helpUp'
	| 'helpDown'
	| 'closeHelp'
	| 'redraw'
	| 'suspend'
	| 'quit'
	| 'leaveNow';

/** Which keys mean what: with an empty box, with a number in it, or with the help over it. */
export type Mode = 'looking' | 'typing' | 'help';

export interface Entry {
	/** As `KeyToken` names them; a character stands for itself. */
	readonly keys: readonly string[];
	readonly modes: readonly Mode[];
	/** How the help names the keys, where they are not named one by one. */
	readonly helpKeys?: string;
	/** What it does, as a phrase. */
	readonly help: string;
	/** One or two words for the line of keys, and how it names them; with none it is not named there. */
	readonly hint?: string;
	readonly hintKeys?: string;
	/** Where it is named there, if not everywhere. */
	readonly hintModes?: readonly Mode[];
	/** Whether it is worth naming there now: always unless given. */
	readonly hintWhen?: (state: Pick<LabState, 'wires'>) => boolean;
	/** In the line of keys those with a lower priority give way first. */
	readonly priority?: number;
}

export interface Command extends Entry {
	readonly name: CommandName;
}

const box: readonly Mode[] = ['looking', 'typing'];
const always: readonly Mode[] = ['looking', 'typing', 'help'];

/** Every command, in one table that drives the keys, the help, the line of keys and docs/keys.md. */
const entries: Readonly<Record<CommandName, Entry>> = {
	type: {
		keys: [...'0123456789', ' '],
		modes: box,
		helpKeys: '0-9 Space',
		help: 'type a BPM, or several with spaces',
		hint: 'add',
		hintKeys: '0-9',
		hintModes: ['looking'],
		priority: 90,
	},
	add: {keys: ['enter'], modes: ['typing'], help: 'add it at the selected hub', hint: 'add', priority: 95},
	erase: {keys: ['backspace', 'delete'], modes: ['typing'], help: 'erase the last character'},
	clear: {
		keys: ['escape', 'ctrl+u'],
		modes: box,
		help: 'clear the box; with an empty one, put the guide away',
		hint: 'clear',
		hintKeys: 'Esc',
		hintModes: ['typing'],
		priority: 30,
	},
	select: {
		keys: ['a', 'b', 'c'],
		modes: ['looking'],
		help: 'select hub A, B or C',
		hint: 'hub',
		hintKeys: 'abc',
		priority: 70,
	},
	nextHub: {keys: ['tab', 'right'], modes: box, help: 'select the next hub'},
	previousHub: {keys: ['shift+tab', 'left'], modes: box, help: 'select the hub before'},
	link: {
		keys: ['x', 'y', 'z'],
		modes: ['looking'],
		help: 'cut or heal the link that shows this letter',
		hint: 'link',
		hintKeys: 'xyz',
		priority: 65,
	},
	split: {
		keys: ['s'],
		modes: ['looking'],
		help: 'split the selected hub off: cut both its links, or heal them',
		hint: 'split',
		priority: 85,
	},
	heal: {
		keys: ['h'],
		modes: ['looking'],
		help: 'heal all links',
		hint: 'heal',
		hintWhen: ({wires}) => Object.values(wires).some(({state}) => state === 'cut'),
		priority: 86,
	},
	kill: {
		keys: ['k'],
		modes: ['looking'],
		help: 'kill the selected hub (kill -9), or start it again',
		hint: 'kill',
		priority: 55,
	},
	burst: {
		keys: ['r'],
		modes: ['looking'],
		help: 'five readings at once at the selected hub',
		hint: 'five readings',
		priority: 45,
	},
	auto: {
		keys: ['p'],
		modes: ['looking'],
		help: 'a pulse: a reading a second at every hub, on or off',
		hint: 'pulse',
		priority: 60,
	},
	guide: {keys: ['g'], modes: ['looking'], help: 'the guide: what to try next', hint: 'guide', priority: 40},
	help: {keys: ['?', 'f1'], modes: box, help: 'the keys', hint: 'help', priority: 94},
	helpUp: {keys: ['up', 'pageup'], modes: ['help'], help: 'in the help: up'},
	helpDown: {
		keys: ['down', 'pagedown', ' '],
		modes: ['help'],
		help: 'in the help: down',
		hint: 'look',
		hintKeys: '↑↓',
		priority: 50,
	},
	closeHelp: {
		keys: ['escape', '?', 'f1', 'q', 'enter'],
		modes: ['help'],
		help: 'close the help',
		hint: 'close',
		priority: 95,
	},
	redraw: {keys: ['ctrl+l'], modes: always, help: 'draw the screen again'},
	suspend: {keys: ['ctrl+z'], modes: always, help: 'back to the shell, hubs and all; fg returns'},
	quit: {
		keys: ['q'],
		modes: ['looking'],
		help: 'end the lab and remove its hubs',
		hint: 'quit',
		priority: 93,
	},
	leaveNow: {keys: ['ctrl+c'], modes: always, help: 'end the lab, from anywhere'},
};

/** Every command, in the order of the help. */
export const commandTable: readonly Command[] = Object.entries(entries).map(([name, entry]) => ({
	name: name as CommandName,
	...entry,
}));

/** Which keys mean what at the moment. */
export function modeOf({helpTop, box: text}: {readonly helpTop: number | null; readonly box: string}): Mode {
	if (helpTop !== null) return 'help';
	return text === '' ? 'looking' : 'typing';
}

/** The command that a key means in this mode; undefined: none. */
export function findCommand(key: string, mode: Mode): Command | undefined {
	// A space begins no number.
	if (key === ' ' && mode === 'looking') return undefined;
	return commandTable.find(({keys, modes}) => modes.includes(mode) && keys.includes(key));
}
