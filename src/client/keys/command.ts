import type {Mode, State} from '../state/state.ts';

/** The name of a command of the full-screen client. */
export type CommandName =
	| 'type'
	| 'typeOn'
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
	| 'goTo'
	| 'find'
	| 'typeFind'
	| 'runFind'
	| 'endFind'
	| 'endSearch'
	| 'nextMatch'
	| 'previousMatch'
	| 'nextOwn'
	| 'previousOwn'
	| 'mark'
	| 'nextMark'
	| 'copyHash'
	| 'copyBlock'
	| 'copyProof'
	| 'openOwn'
	| 'explain'
	| 'detail'
	| 'chart'
	| 'chartStyle'
	| 'histogram'
	| 'own'
	| 'peers'
	| 'fork'
	| 'closeFork'
	| 'previousFork'
	| 'nextFork'
	| 'ourBranch'
	| 'theirBranch'
	| 'lookBranch'
	| 'nextPane'
	| 'previousPane'
	| 'zoom'
	| 'back'
	| 'theme'
	| 'mouse'
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
	| 'helpType'
	| 'helpErase'
	| 'helpClear'
	| 'helpUp'
	| 'helpDown'
	| 'helpPageUp'
	| 'helpPageDown'
	| 'helpFirst'
	| 'helpLast'
	| 'helpUnfilter'
	| 'helpRun'
	| 'helpClose'
	| 'redraw'
	| 'suspend'
	| 'quit'
	| 'leaveNow';

/** The headings of the help, in their order. */
export const groups = [
	'add',
	'look',
	'find',
	'take',
	'show',
	'network',
	'connection',
	'leave',
	'answer',
	'alarm',
	'help',
] as const;
export type Group = (typeof groups)[number];

/** What the table of commands says of one. */
export interface Entry {
	/** As `KeyToken` names them; a character stands for itself. */
	readonly keys: readonly string[];
	/** Whether every character that is no key of another command there means this one. */
	readonly takesText?: boolean;
	/** Where the keys mean this command. */
	readonly modes: readonly Mode[];
	readonly group: Group;
	/** How the help names the keys, where they are no keys of their own. */
	readonly helpKeys?: string;
	/** What it does, as a phrase. Commands next to each other with the same phrase are shown as one. */
	readonly help: string;
	/** One or two words for the status line; none: it is not shown there. */
	readonly hint?: string;
	/** Where it is in the status line, if not everywhere. */
	readonly hintModes?: readonly Mode[];
	/** How the status line names the keys, where that differs from the first key. */
	readonly hintKeys?: string;
	/** Whether it is worth naming in the status line, where it can be done: always unless given. */
	readonly hintWhen?: (state: State) => boolean;
	/** From which priority on the status line names the key alone, where the word has no room. */
	readonly keyAlone?: number;
	/** In the status line it comes first: it ends the present state, or answers what it asks. */
	readonly resolves?: boolean;
	/** In the status line those with a lower priority give way first; it may depend on what is seen. */
	readonly priority?: number | ((state: State) => number);
	/** True, or why it cannot be done now, as a sentence. */
	readonly when?: (state: State) => true | string;
}

export interface Command extends Entry {
	readonly name: CommandName;
}
