import {reduce} from './reduce.ts';
import type {Action, State} from './state.ts';

/** Holds the state of the full-screen client and tells the screen when to look again. */
export interface Store {
	readonly state: State;
	/**
	 * Reduces at once. The screen hears of it at most thirty times a second, together with everything else
	 * that happened, and at once of what a person did and of the end of catching up.
	 */
	dispatch(action: Action): void;
	/** Calls `listener` after changes, until the returned function is called. */
	subscribe(listener: () => void): () => void;
	/** No listener is called any more. */
	close(): void;
}

/** Between two notifications that nobody waits for: thirty a second, half of it while blocks rush by. */
const notifyMs = 33;
const notifyFastMs = 66;
/** While the past arrives only the progress changes, and what is drawn is time that it takes longer. */
const notifyCatchUpMs = 100;
/** How often time is told to the state. */
const tickMs = 100;

/** What a person did, and must see at once. */
const urgent: ReadonlySet<Action['kind']> = new Set([
	'command',
	'typed',
	'pasted',
	'found',
	'marked',
	'scrolled',
	'mouse',
	'remark',
	'resized',
]);

/** A store that begins with `initial` and tells it the time, in Date.now() milliseconds by `now`. */
export function createStore(initial: State, now: () => number = Date.now): Store {
	const listeners = new Set<() => void>();
	let state = initial;
	let timer: NodeJS.Timeout | undefined;
	let notifiedAtMs = 0;

	const notify = (): void => {
		clearTimeout(timer);
		timer = undefined;
		notifiedAtMs = now();
		for (const listener of listeners) listener();
	};

	const gapMs = (): number => {
		if (state.phase.kind === 'catchingUp') return notifyCatchUpMs;
		return state.arrivals.fast ? notifyFastMs : notifyMs;
	};

	const dispatch = (action: Action): void => {
		const before = state;
		state = reduce(before, action, now());
		if (state === before) return;
		const isCaughtUp = before.phase.kind === 'catchingUp' && state.phase.kind !== 'catchingUp';
		if (urgent.has(action.kind) || isCaughtUp) notify();
		else timer ??= setTimeout(notify, Math.max(0, gapMs() - Math.abs(now() - notifiedAtMs)));
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
