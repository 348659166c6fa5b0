import {expect, test} from 'vitest';
import {reduce} from '../../../src/client/state/reduce.ts';
import type {State} from '../../../src/client/state/state.ts';
import {factsOf, liveState, makeColumns, screenText, startMs} from '../support/screen.ts';

const blocks = makeColumns(1_284);

/** The screen after blocks came five at a time, 25 ms apart, until there are so many. */
function rush(state: State, from: number, to: number): State {
	let next = state;
	for (let length = from; length <= to; length += 5) {
		const event = {kind: 'chain', chain: factsOf(blocks, {length})} as const;
		next = reduce(next, {kind: 'link', event}, startMs + 10_000 + (length - from) * 5);
	}
	return next;
}

test('While blocks rush by, the detail says how far behind its block is and what the next one says', () => {
	const wide = liveState(200, 50, makeColumns(800));
	const rushing = rush(wide, 801, 1_191);
	const {selected} = rushing.view;
	const behind = rushing.chain.length - 1 - selected;
	expect(behind).toBeGreaterThan(0);
	const text = screenText(rushing, blocks);
	expect(text).toContain(`${behind} behind the tip`);
	expect(text).not.toContain('your next reading is bound to it');
});

test('What is below and what is behind the tip are one number', () => {
	const looking = reduce(
		rush(liveState(200, 50, makeColumns(800)), 801, 1_001),
		{kind: 'command', name: 'up'},
		startMs + 11_001,
	);
	const later = rush(looking, 1_006, 1_021);
	const text = screenText(later, blocks);
	const [, below] = /· (\d+) below/.exec(text) ?? [];
	expect(text).toContain(`${below} behind the tip`);
});
