import {reduceLab} from './reduce.ts';
import type {Action, LabState} from './state.ts';

/** Holds the state of the lab and tells the screen, and the demonstration, when to look again. */
export interface LabStore {
	readonly state: LabState;
	/** Reduces at once. The screen hears at once of what a person did, of the rest at most thirty times a second. */
	dispatch(action: Action): void;
	/** Calls `listener` after changes, until the returned function is called. */
	subscribe(listener: () => void): () => void;
	/** No listener is called any more. */
	close(): void;
}

const notifyMs = 33;
const tickMs = 250;
const urgent: ReadonlySet<Action['kind']> = new Set(['command', 'remark', 'resized', 'pasted']);

/** A store that begins with `initial` and tells it the time, in Date.now() milliseconds. */
export function createLabStore(initial: LabState): LabStore {
	const listeners = new Set<() => void>();
	let state = initial;
	let timer: NodeJS.Timeout | undefined;
	const notify = (): void => {
		clearTimeout(timer);
		timer = undefined;
		for (const listener of listeners) listener();
	};
	const dispatch = (action: Action): void => {
		const before = state;
		state = reduceLab(before, action, Date.now());
		if (state === before) return;
		if (urgent.has(action.kind)) notify();
		else timer ??= setTimeout(notify, notifyMs);
	};
	const ticker = setInterval(() => dispatch({kind: 'tick'}), tickMs);
	return {
		get state() {
			return state;
		},
		dispatch,
		subscribe(listener) {
			listeners.add(listener);
			return () => listeners.delete(listener);
		},
		close() {
			clearInterval(ticker);
			clearTimeout(timer);
			listeners.clear();
		},
	};
}
