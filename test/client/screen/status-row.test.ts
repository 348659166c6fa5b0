import {expect, test} from 'vitest';
import {statusRow} from '../../../src/client/screen/status-row.ts';
import {rowText} from '../../../src/client/screen/theme.ts';
import {queryOf} from '../../../src/client/state/finding.ts';
import type {State} from '../../../src/client/state/state.ts';
import {liveState, makeColumns, startMs, stateAfter} from '../support/screen.ts';

const blocks = makeColumns(250);
const low = liveState(40, 10, blocks);

function hints(state: State): string {
	return rowText(statusRow(state, state.columns)).trim();
}

test('40 columns name the keys that matter where one is', () => {
	expect(hints(low)).toBe('0-9 add  ↑↓  / find  ? help  q quit');
	const looking = stateAfter(low, {kind: 'command', name: 'up'});
	expect(hints(looking)).toBe('End  ↑↓  Enter why?  ? help  q quit');
	expect(hints(stateAfter(low, {kind: 'command', name: 'explain'}))).toBe(
		'Esc back  PgUp/Dn page  ? help  q quit',
	);
});

test('40 columns name the next match while there is one', () => {
	const typed = stateAfter(low, {kind: 'command', name: 'find'}, {kind: 'typed', text: '>90'});
	const run = stateAfter(typed, {kind: 'command', name: 'runFind'});
	const found = stateAfter(run, {kind: 'found', landing: {index: 14, wrapped: false}});
	const matches = {query: queryOf(found)!, count: 14, isComplete: true, rank: 1};
	expect(hints(stateAfter(found, {kind: 'counted', matches}))).toContain('n N match');
	const missed = stateAfter(run, {kind: 'found', landing: null}, {kind: 'command', name: 'endFind'});
	expect(hints(missed)).not.toContain('match');
});

test('40 columns say how a notice is put away', () => {
	const phase = {kind: 'waiting', retryAtMs: startMs + 3_000, reason: 'the hub closed it'} as const;
	const lost = stateAfter(
		low,
		{kind: 'notice', tone: 'warn', text: 'The hub is gone.'},
		{kind: 'phase', phase},
	);
	expect(hints(lost)).toContain('Esc put away');
});

test('Panes that are away are offered', () => {
	const wide = liveState(200, 50, blocks);
	const away = stateAfter(
		wide,
		...(['detail', 'own', 'histogram'] as const).map(name => ({kind: 'command', name}) as const),
	);
	expect(hints(away)).toContain('d details  c chart  h histogram  o readings');
	expect(hints(wide)).not.toContain('details');
});
