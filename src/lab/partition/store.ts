import {createPacedStore, type PacedStore} from '../../client/state/paced-store.ts';
import {reduceLab} from './reduce.ts';
import type {Action, LabState} from './state.ts';

/**
 * Holds the state of the lab and tells the screen, and the demonstration, when to look again: at once of what a
 * person did, of the rest at most thirty times a second.
 */
export type LabStore = PacedStore<LabState, Action>;

const notifyMs = 33;
const tickMs = 250;
const urgent: ReadonlySet<Action['kind']> = new Set(['command', 'remark', 'resized', 'pasted']);

/** A store that begins with `initial` and tells it the time, in Date.now() milliseconds. */
export function createLabStore(initial: LabState): LabStore {
	return createPacedStore<LabState, Action>({
		initial,
		reduce: reduceLab,
		tick: {kind: 'tick'},
		tickMs,
		gapMs: () => notifyMs,
		isUrgent: ({kind}) => urgent.has(kind),
	});
}
