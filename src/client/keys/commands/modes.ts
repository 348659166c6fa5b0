import type {Mode} from '../../state/state.ts';

/** On the main screen while the box is empty: letters are commands there, and beside a number they belong to it. */
export const looking: readonly Mode[] = ['looking'];

/** On the main screen, whatever stands in the box. */
export const box: readonly Mode[] = ['looking', 'typing'];

/** Everywhere. */
export const always: readonly Mode[] = ['looking', 'typing', 'finding', 'alarm', 'question', 'help'];

/** Wherever there is text in the box to be edited. */
export const editing: readonly Mode[] = ['typing', 'finding'];
