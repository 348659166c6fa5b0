import {expect, test} from 'vitest';
import {liveState, makeColumns, screenLines, stateAfter} from '../support/screen.ts';

const blocks = makeColumns(250);
const low = liveState(40, 10, blocks);

test('A marked block that is selected shows both, on a narrow screen too', () => {
	const marked = stateAfter(low, {kind: 'marked', marks: new Map([[250, blocks.hashAt(250)!]])});
	expect(screenLines(marked, blocks).find(line => line.startsWith('▸'))).toMatch(/^▸' {1,2}250 /);
});

test('What is typed stands whole in the next block where a cell is free before it', () => {
	const typed = stateAfter(low, {kind: 'typed', text: '1000'});
	expect(screenLines(typed, blocks).find(line => line.includes('next'))).toContain(' 1000 ');
});

test('The genesis block says that there is none before it in as few cells as there are', () => {
	const first = stateAfter(low, {kind: 'command', name: 'first'});
	expect(screenLines(first, blocks).find(line => line.startsWith('▸'))).toContain('none→');
});

test('Without colours the links of the selected block are bracketed, on a narrow screen too', () => {
	const bare = stateAfter({...low, chips: false}, {kind: 'command', name: 'up'});
	const rows = screenLines(bare, blocks).slice(4, 7);
	const [before, own, after] = [248, 249, 250].map(index => blocks.hashAt(index)!.slice(0, 4));
	expect(rows[0]).toContain(`→[${before}]`);
	expect(rows[1]).toContain(`[${before}]→[${own}]`);
	expect(rows[2]).toContain(`[${own}]→ ${after} `);
});
