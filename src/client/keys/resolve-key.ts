import {modeOf, type State} from '../state/state.ts';
import type {Command} from './command.ts';
import {commandTable} from './keymap.ts';

export type Resolved =
	| {readonly kind: 'command'; readonly command: Command}
	/** The key has a meaning here, but not now: why. */
	| {readonly kind: 'unavailable'; readonly reason: string}
	| {readonly kind: 'unknown'};

/** What `key` means in this state: the first command of the table that has it and can be done now. */
export function resolveKey(key: string, state: State): Resolved {
	const mode = modeOf(state);
	let reason: string | undefined;
	for (const command of commandTable) {
		if (!command.modes.includes(mode) || !command.keys.includes(key)) continue;
		const answer = command.when?.(state) ?? true;
		if (answer === true) return {kind: 'command', command};
		reason ??= answer;
	}
	return reason === undefined ? {kind: 'unknown'} : {kind: 'unavailable', reason};
}

/** The commands that the status line may name now, in order. */
export function hintsOf(state: State): readonly Command[] {
	const mode = modeOf(state);
	return commandTable.filter(
		({hint, modes, hintModes = modes, when}) =>
			hint !== undefined && hintModes.includes(mode) && (when?.(state) ?? true) === true,
	);
}
