import type {CommandName} from '../keys/command.ts';
import {isNarrow} from '../screen/tame-text.ts';
import {boxMax} from './finding.ts';
import type {State} from './state.ts';

/**
 * The keys that ink-text-input is given for a command, in its own bytes. It knows the arrows, Backspace and
 * characters; its cursor is never pushed beyond the ends of the text, where it would lose its place.
 */
export function keysForInput(state: State, name: CommandName, key: string): readonly string[] {
	const {text, caret} = state.box;
	switch (name) {
		case 'type':
		case 'typeFind':
			return text.length < boxMax(state) ? [key] : [];
		case 'typeOn':
			return text.length < boxMax(state) ? [isNarrow(key) ? key : unreadable] : [];
		case 'eraseBack':
			return caret > 0 ? [inputKeys.backspace] : [];
		case 'eraseForward':
			return caret < text.length ? [inputKeys.right, inputKeys.backspace] : [];
		case 'caretLeft':
			return caret > 0 ? [inputKeys.left] : [];
		case 'caretRight':
			return caret < text.length ? [inputKeys.right] : [];
		case 'caretStart':
			return Array.from({length: caret}, () => inputKeys.left);
		case 'caretEnd':
			return Array.from({length: text.length - caret}, () => inputKeys.right);
		default:
			return [];
	}
}

/** Stands in the box for what would move the cells beside it: left out, it would leave another number. */
const unreadable = '?';

const inputKeys = {left: '\x1b[D', right: '\x1b[C', backspace: '\x7f'} as const;
