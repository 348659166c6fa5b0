import {expect, test} from 'vitest';
import {textWidth} from '../../../src/client/screen/text-width.ts';
import {createState} from '../../../src/client/state/state.ts';
import {
	factsOf,
	liveState,
	makeColumns,
	screenLines,
	screenText,
	startMs,
	stateAfter,
} from '../support/screen.ts';

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
