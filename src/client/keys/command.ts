import type {Mode, State} from '../state/state.ts';

/** The name of a command of the full-screen client. */
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
	| 'lookBoth'
	| 'consent'
	| 'consentBack'
	| 'consentClear'
	| 'trust'
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
	| 'suspend'
	| 'quit'
	| 'leaveNow';

/** The headings of the help, in their order. */
export const groups = ['add', 'look', 'connection', 'leave', 'answer', 'alarm', 'help'] as const;
export type Group = (typeof groups)[number];

/** What the table of commands says of one. */
export interface Entry {
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
