import {tellOpenFork, tellSettled} from '../fork-words.ts';
import {newFork, openFork} from '../state/network.ts';
import type {State} from '../state/state.ts';
import {hidden, type Segment} from './segments.ts';
import type {Tone} from './theme.ts';

/** A fork as it is, and how the last one was settled a moment ago: no segments where there is neither. */
export function forkSegments({network, phase}: State): readonly Segment[] {
	if (phase.kind !== 'live') return [];
	const open = openFork(network);
	const told = open && tellOpenFork(open);
	if (open && told) return [say(open.state === 'diverged' ? 'bad' : 'wait', told, 60, 69)];
	const settled = newFork(network);
	return settled ? [say('moved', tellSettled(settled), 1, 26)] : [];
}

/** From the most words to the fewest, which give way last: what became of our own readings matters more than the rest. */
function say(tone: Tone, texts: readonly string[], keep: number, last: number): Segment {
	const variants = texts.map((text, at) => {
		return {row: [{text, tone}], keep: at === texts.length - 1 ? last : keep + at};
	});
	return [...variants, hidden];
}
