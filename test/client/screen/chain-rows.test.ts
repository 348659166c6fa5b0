import {describe, expect, test, vi} from 'vitest';
import {ruleRow} from '../../../src/client/screen/chain-rows.ts';
import {layoutOf} from '../../../src/client/screen/layout.ts';
import {textWidth} from '../../../src/client/screen/text-width.ts';
import {rowText} from '../../../src/client/screen/theme.ts';
import {createState} from '../../../src/client/state/state.ts';
import type {Block} from '../../../src/core/block.ts';
import {sealBlock} from '../../../src/core/seal.ts';
import {
	factsOf,
	liveState,
	makeColumns,
	screenLines,
	screenText,
	startMs,
	stateAfter,
} from '../support/screen.ts';

vi.stubEnv('TZ', 'UTC');

const blocks = makeColumns();

test('What answers and is no hub is told once, with what it did, and no hub is advised to be started there', () => {
	const begun = createState({address: 'localhost:9210', columns: 80, rows: 16, serveHint: 'bchain serve'});
	const waiting = stateAfter(begun, {
		kind: 'phase',
		phase: {kind: 'waiting', retryAtMs: startMs + 3_000, reason: 'it does not greet', stranger: true},
	});
	const again = stateAfter(waiting, {kind: 'phase', phase: {kind: 'negotiating'}});
	for (const state of [waiting, again]) {
		expect(screenText(state, blocks).split('\n').slice(1, 8).join('\n').trim()).toBe(
			[
				'─'.repeat(80),
				'',
				'',
				'   localhost:9210 answers, but it is not a bchain hub.',
				'   It does not greet.',
				'   What you type waits here until there is a connection; r tries now.',
			].join('\n'),
		);
	}
	expect(screenLines(waiting, blocks)[0]).toContain('○ not a bchain hub · next try in 3 s  localhost:9210');
	expect(screenLines(again, blocks)[0]).toContain('○ not a bchain hub · trying again  localhost:9210');
});

test('Where nothing listens on this machine the command is named that starts a hub there', () => {
	const phase = {kind: 'waiting', retryAtMs: startMs, reason: 'nothing listens at localhost:9100'} as const;
	const serveHint = 'npx bchain serve --port 9100';
	const begun = createState({address: 'localhost:9100', columns: 80, rows: 16, serveHint});
	const state = stateAfter(begun, {kind: 'phase', phase});
	expect(screenText(state, blocks)).toContain('A hub is started with: npx bchain serve --port 9100');
	expect(screenText({...state, serveHint: null}, blocks)).not.toContain('is started with');
});

test('A chain of which nothing holds is not announced as on its way', () => {
	const fault = {index: 0, reason: 'hash', detail: 'its Hash is not the SHA-256 of its fields'} as const;
	const state = stateAfter(
		createState({address: 'tutorial:9000', columns: 80, rows: 16}),
		{kind: 'phase', phase: {kind: 'plain', forced: false}},
		{kind: 'chain', chain: factsOf(makeColumns(0), {length: 0, fault})},
	);
	const text = screenText(state, blocks);
	expect(text).toContain('The chain of this hub does not hold: nothing of it was taken.');
	expect(text).not.toContain('on its way');
});

test('Without chips their columns go to the hashes', () => {
	const state = {...liveState(80, 16, blocks), chips: false};
	const lines = screenLines(state, blocks);
	expect(lines.join('')).not.toContain('▐▌');
	expect(lines.find(line => line.includes('1,284 '))).toContain('✓');
	expect(lines.at(-4)).toMatch(/1,285 {2}next {10}\?\?\? {2}\[57ce51507e3bbc\]→ \?/);
	for (const line of lines) expect(textWidth(line)).toBe(80);
});

describe('a block that does not hold', () => {
	const forged = {
		...sealBlock(blocks.blockAt(1_284) as Block, 71, startMs + 2_000_000),
		prevHash: 'ab'.repeat(32),
	};
	const fault = {
		index: 1_285,
		reason: 'link',
		detail: 'its PrevHash is not the Hash of block 1284',
	} as const;

	/** The rows of the table from the last good block on, at this size. */
	function showEnd(columns: number, rows: number, reason: 'link' | 'hash' = 'link'): string {
		const chain = factsOf(blocks, {fault: {...fault, reason}, refused: forged});
		const state = stateAfter(liveState(columns, rows, blocks), {kind: 'chain', chain});
		const lines = screenText(state, blocks).split('\n');
		const at = lines.findIndex(line => /^[ ▸]+1,?284 /.test(line));
		return lines
			.slice(at, at + 3)
			.map(line => line.replace(/│.*/, '').trimEnd())
			.join('\n');
	}

	test('is drawn with the broken link and the reason, and nothing after it is counted', () => {
		expect(`\n${showEnd(80, 24)}\n`).toMatchInlineSnapshot(`
			"
			    1,284  14:05:38.898   72  ▐▌ 02e7d32d520b → ▐▌[57ce51507e3b] ✓
			 ▸  1,285  14:16:47.390   71 ≠▐▌[abababababab]→ ▐▌[26120a18a2aa] ✗ link
			    1,286  not counted, nor what comes after it
			"
		`);
		expect(`\n${showEnd(120, 36, 'hash')}\n`).toMatchInlineSnapshot(`
			"
			    1,284  14:05:38.898   72  ▐▌ 02e7d32d → ▐▌[57ce5150] ✓
			 ▸  1,285  14:16:47.390   71  ▐▌[abababab]≠ ▐▌[26120a18] ✗ hash
			    1,286  not counted, nor what comes after it
			"
		`);
		expect(`\n${showEnd(40, 10)}\n`).toMatchInlineSnapshot(`
			"
			  1284 14:05:38  72 ▐▌02e7→▐▌57ce ✓
			▸ 1285 14:16:47  71≠▐▌abab→▐▌2612 ✗
			  1286  not counted
			"
		`);
	});

	test('can be looked at: the detail says why it is not valid', () => {
		const chain = factsOf(blocks, {fault, refused: forged});
		const state = stateAfter(
			liveState(120, 36, blocks),
			{kind: 'command', name: 'up'},
			{kind: 'chain', chain},
			{kind: 'command', name: 'follow'},
		);
		expect(state.view.selected).toBe(1_285);
		expect(screenText(state, blocks)).toContain('why 1,285 is not valid');
	});
});

test('A mark stands before the block, and both can be seen', () => {
	const state = stateAfter(liveState(80, 24, blocks), {
		kind: 'marked',
		marks: new Map([
			[1_283, 'a'],
			[1_284, 'b'],
		]),
	});
	const lines = screenText(state, blocks).split('\n');
	const marked = lines.filter(line => line.startsWith("'")).map(line => line.slice(0, 10));
	expect(marked).toEqual(["'   1,283 ", "'▸  1,284 "]);
});

test('How a hash comes about stands above the table where the titles have no room for it', () => {
	const ruleAt = (columns: number, rows: number): string => {
		const state = liveState(columns, rows, blocks);
		return rowText(ruleRow(state, layoutOf(state).panes.table!.width));
	};
	expect(ruleAt(120, 36)).toContain(' Hash = sha256(# time BPM prev) ');
	expect(ruleAt(80, 24)).not.toContain('sha256');
});
