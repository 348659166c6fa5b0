import {layoutOf} from '../screen/layout.ts';
import {isNarrow} from '../screen/tame-text.ts';
import {modeOf, type State} from '../state/state.ts';
import type {Command, CommandName} from './command.ts';
import {commandTable} from './keymap.ts';

export type Resolved =
	| {readonly kind: 'command'; readonly command: Command}
	/** The key has a meaning here, but not now: why. */
	| {readonly kind: 'unavailable'; readonly reason: string}
	| {readonly kind: 'unknown'};

/** What `key` means in this state: the first command of the table that has it and can be done now. */
export function resolveKey(key: string, state: State): Resolved {
	if (layoutOf(state).tooSmall) return resolveUnseen(key);
	const mode = modeOf(state);
	let reason: string | undefined;
	for (const command of commandTable) {
		if (!command.modes.includes(mode) || !command.keys.includes(key)) continue;
		const answer = command.when?.(state) ?? true;
		if (answer === true) return {kind: 'command', command};
		reason ??= answer;
	}
	if (isCharacter(key) && (isNarrow(key) || mode === 'typing')) {
		const command = commandTable.find(({takesText, modes}) => takesText && modes.includes(mode));
		if (command) return {kind: 'command', command};
	}
	return reason === undefined ? {kind: 'unknown'} : {kind: 'unavailable', reason};
}

/** Where nothing is seen nothing is done but leaving; a larger terminal shows everything again. */
const unseen: readonly CommandName[] = ['quit', 'leaveNow', 'suspend', 'redraw'];

function resolveUnseen(key: string): Resolved {
	const command = commandTable.find(({name, keys}) => unseen.includes(name) && keys.includes(key));
	return command ? {kind: 'command', command} : {kind: 'unknown'};
}

/** The commands that the status line may name now, in order: those first that resolve the present state. */
export function hintsOf(state: State): readonly Command[] {
	const mode = modeOf(state);
	const hints = commandTable.filter(
		({hint, modes, hintModes = modes, when, hintWhen}) =>
			hint !== undefined &&
			hintModes.includes(mode) &&
			(when?.(state) ?? true) === true &&
			(hintWhen?.(state) ?? true),
	);
	return [...hints.filter(({resolves}) => resolves), ...hints.filter(({resolves}) => !resolves)];
}

/** Whether the key is a character that was typed, a space too. */
export function isCharacter(key: string): boolean {
	return Array.from(key).length === 1;
}
