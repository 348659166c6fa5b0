import type {Fault, JudgedBlock} from '../chain/judge.ts';

/**
 * How a block stands: `valid` only when its hash and its link were verified here and nothing below it is known to be
 * broken; `after`: it holds by itself, but hangs on a block that does not; `unknown`: it is not here yet.
 */
export type Standing = 'valid' | 'invalid' | 'after' | 'unknown';

/** The word for it. */
export const standingWord: Readonly<Record<Standing, string>> = {
	valid: 'valid',
	invalid: 'not valid',
	after: 'unproven, because it comes after a block that is not valid',
	unknown: 'not verified yet',
};

/** How a block stands in a chain whose lowest known fault is `fault`. */
export function standingOf(judged: JudgedBlock | undefined, fault: Fault | null): Standing {
	if (!judged) return 'unknown';
	if (judged.fault) return 'invalid';
	return fault && fault.index < judged.block.index ? 'after' : 'valid';
}
