import {describe, expect, test, vi} from 'vitest';
import {planColumns} from '../../../src/client/screen/columns.ts';
import {hitTest} from '../../../src/client/screen/hit-test.ts';
import {replacedRow} from '../../../src/client/screen/replaced-row.ts';
import {type TableLine, tableLines} from '../../../src/client/screen/table-lines.ts';
import {textWidth} from '../../../src/client/screen/text-width.ts';
import {rowText} from '../../../src/client/screen/theme.ts';
import {reduce} from '../../../src/client/state/reduce.ts';
import type {State} from '../../../src/client/state/state.ts';
import {
	chainWith,
	growBranch,
	ours,
	replacedEvent,
	settledChain,
	settledState,
	theirs,
} from '../support/forks.ts';
import {factsOf, liveState, screenText, startMs, stateAfter} from '../support/screen.ts';

vi.stubEnv('TZ', 'UTC');

/** The lines of the table in short: the index of a block, `╌` and the index of one that was replaced, `+` and how many more. */
function lines(state: State): readonly string[] {
	return tableLines(state).map(nameLine);
}

function nameLine(line: TableLine): string {
	switch (line.kind) {
		case 'block':
			return String(line.index);
		case 'gone':
			return `╌${line.fork.ours.blocks[line.at]!.index}`;
		case 'more':
			return `+${line.count}`;
		case 'after':
			return 'next';
	}
}

const command = (name: 'up' | 'pageUp' | 'first' | 'dismiss') => ({kind: 'command', name}) as const;

describe('blocks that were replaced', () => {
	test('stand where the branches part, for ten seconds or until Esc', () => {
		const state = settledState(80, 24);
		expect(lines(state)).toEqual([
			...['1279', '1280', '1281', '╌1282', '╌1283'],
			...['1282', '1283', '1284', '1285', '1286', '1287', 'next'],
		]);
		const text = screenText(state, settledChain);
		expect(text).toContain('╌  1,282  14:05:37.002   71  ▐▌ da36fbc44635 → ▐▌ 695cd5c03894  ╌ now 1,286');
		expect(text).toContain('╌  1,283  14:05:38.124   66  ▐▌ 695cd5c03894 → ▐▌ 832f8c7fd ╌ yours, now 1,287');
		const wide = screenText(settledState(200, 50), settledChain);
		expect(wide).toContain('╌ replaced, now block 1,286');
		expect(lines(stateAfter(state, command('dismiss')))).not.toContain('╌1282');
		expect(lines(reduce(state, {kind: 'tick'}, startMs + 13_999))).toContain('╌1282');
		const later = reduce(state, {kind: 'tick'}, startMs + 14_000);
		expect(lines(later)).toEqual(Array.from({length: 11}, (_, at) => String(1_277 + at)).concat('next'));
		expect(later.network.news).not.toBeNull();
		expect(reduce(later, {kind: 'tick'}, startMs + 24_000).network.news).toBeNull();
	});

	test('are shown on the smallest screen as well, and the newest block with them', () => {
		expect(lines(settledState(40, 10))).toEqual(['╌1282', '╌1283', '1285', '1286', '1287', 'next']);
		expect(screenText(settledState(40, 10), settledChain)).toContain('╌ 1283 14:05:38  66 ▐▌695c→▐▌832f ╌•');
	});

	test('are counted where they are many', () => {
		const gone = growBranch(Array.from({length: 9}, (_, at) => 70 + at));
		const by = growBranch(
			Array.from({length: 10}, (_, at) => 80 + at),
			500,
		);
		const state = stateAfter(
			liveState(80, 24, chainWith(...gone)),
			{kind: 'chain', chain: factsOf(chainWith(...by), {revision: 1, replacedFrom: 1_282})},
			replacedEvent(gone, by),
		);
		expect(lines(state).slice(0, 5)).toEqual(['1281', '╌1282', '╌1283', '╌1284', '+6']);
		expect(lines(state)).toHaveLength(12);
		expect(screenText(state, chainWith(...by))).toContain('6 more replaced: f shows them');
	});

	test('leave whoever looks at older blocks alone, and the selected block in sight', () => {
		const state = settledState(80, 24);
		expect(lines(stateAfter(state, command('first')))[0]).toBe('0');
		expect(lines(stateAfter(state, command('pageUp'), command('pageUp'))).join()).not.toContain('╌');
		const up = stateAfter(state, ...Array.from({length: 7}, () => command('up')));
		expect(up.view.selected).toBe(1_280);
		expect(lines(up)).toContain('1280');
		expect(lines(up)).toContain('╌1283');
	});

	test('are no blocks to be clicked, and those below them are the ones that stand there', () => {
		const state = settledState(80, 24);
		expect(hitTest(state, 10, 5)).toMatchObject({index: 1_281});
		expect(hitTest(state, 10, 6)).toEqual({pane: 'table', row: 5});
		expect(hitTest(state, 10, 8)).toMatchObject({index: 1_282});
	});

	test('say in the longest words for which there is room what became of them', () => {
		const row = (width: number, notes?: readonly string[]): string =>
			rowText(replacedRow(ours[1]!, planColumns(width, 9_999), width, notes));
		expect(row(63)).toMatch(/ ╌ replaced$/);
		// What stands beside the table does not touch it.
		for (let width = 58; width < 120; width++) expect(textWidth(row(width))).toBeLessThan(width);
		expect(row(63, ['replaced, yours, now block 1,287', 'yours', 'gone'])).toMatch(/ ╌ yours$/);
		expect(row(40, ['yours', 'gone'])).toMatch(/^╌ 1283 .* ╌•$/);
		expect(row(200)).toContain(ours[1]!.hash.slice(0, 20));
	});
});

test('A branch that is not told by the hub leaves its blocks in the table as well', () => {
	const state = stateAfter(
		liveState(80, 24, chainWith(...ours)),
		{kind: 'chain', chain: factsOf(chainWith(...theirs), {revision: 1, replacedFrom: 1_282})},
		replacedEvent(ours, theirs),
	);
	expect(lines(state)).toContain('╌1283');
	expect(screenText(state, chainWith(...theirs))).toContain('● two branches, settled');
});
