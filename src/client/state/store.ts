import {createPacedStore, type PacedStore} from './paced-store.ts';
import {reduce} from './reduce.ts';
import type {Action, State} from './state.ts';

/**
 * Holds the state of the full-screen client. The screen hears of changes at most thirty times a second, together with
 * everything else that happened, and at once of what a person did and of the end of catching up.
 */
export type Store = PacedStore<State, Action>;

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
	return createPacedStore<State, Action>({
		initial,
		reduce,
		tick: {kind: 'tick'},
		tickMs,
		gapMs({phase, arrivals}) {
			if (phase.kind === 'catchingUp') return notifyCatchUpMs;
			return arrivals.fast ? notifyFastMs : notifyMs;
		},
		isUrgent(action, before, after) {
			const isCaughtUp = before.phase.kind === 'catchingUp' && after.phase.kind !== 'catchingUp';
			return urgent.has(action.kind) || isCaughtUp;
		},
		now,
	});
}
