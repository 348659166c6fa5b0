/** What the header, the message and the pane of the other hubs say of the network. */
import {describe, expect, test} from 'vitest';
import {drawPeers} from '../../../src/client/screen/peers-pane.ts';
import {textWidth} from '../../../src/client/screen/text-width.ts';
import {rowText} from '../../../src/client/screen/theme.ts';
import type {State} from '../../../src/client/state/state.ts';
import type {PeerReport} from '../../../src/core/peer-report.ts';
import {laterFork, makeFork, makePeer, peers, settledChain, settledState} from '../support/forks.ts';
import {liveState, screenLines, stateAfter} from '../support/screen.ts';

const away: PeerReport = makePeer({
	...{address: 'far-hub:9000', state: 'waiting', height: null, roundTripMs: null},
	reason: 'nothing listens at far-hub:9000',
});
const parted = makePeer({state: 'conflict', height: 1_285, shared: 1_281, own: 2, branch: 4, waits: 'ours'});
const diverged = makePeer({state: 'diverged', shared: 900});

function withPeers(columns: number, rows: number, ...peers: readonly PeerReport[]): State {
	return stateAfter(liveState(columns, rows, settledChain), {kind: 'peers', peers});
}

const header = (state: State): string => screenLines(state, settledChain)[0]!;
const message = (state: State): string => screenLines(state, settledChain).at(-2)!.trim();

describe('the header', () => {
	test('counts the other hubs, and says when one is missing also where there is little room', () => {
		expect(header(liveState(120, 36, settledChain))).not.toContain('peer');
		expect(header(withPeers(120, 36, ...peers))).toContain('  2 peers  ');
		expect(header(withPeers(120, 36, ...peers, away))).toContain('peers 2/3');
		expect(header(withPeers(80, 24, ...peers))).toContain('2 peers');
		expect(header(withPeers(40, 10, ...peers, away))).toContain('peers 2/3');
		expect(header(withPeers(40, 10, makePeer({state: 'self'}), ...peers))).not.toContain('peers 2/');
	});

	test('says that there are two branches while they are settled, and a while after', () => {
		expect(header(withPeers(120, 36, parted))).toContain('● two branches  ');
		expect(header(withPeers(40, 10, parted))).toMatch(/● (?:two branches|fork)/);
		expect(header(settledState(120, 36))).toMatch(/● two branches, settled .* 2 blocks replaced/);
		expect(header(settledState(40, 10))).toContain('● settled');
		expect(header(stateAfter(settledState(120, 36), {kind: 'command', name: 'dismiss'}))).toContain('● live');
	});

	test('says loudly that a peer has diverged', () => {
		expect(header(withPeers(120, 36, diverged, ...peers))).toContain('✗ a peer has DIVERGED');
		expect(header(withPeers(40, 10, diverged))).toContain('✗ DIVERGED');
	});
});

describe('the message', () => {
	test('tells of an open fork: where the branches part, by how many blocks, and which hub waits', () => {
		expect(message(withPeers(120, 36, parted))).toBe(
			'Two branches after block 1,281: 2 here, 4 at east-hub:9000. They are being settled, and this hub waits with new blocks',
		);
		expect(message(withPeers(200, 50, makePeer({...parted, waits: 'theirs'})))).toBe(
			'Two branches after block 1,281: 2 here, 4 at east-hub:9000. They are being settled, and east-hub:9000 waits with new blocks',
		);
		expect(message(withPeers(80, 24, parted))).toBe(
			'Two branches after block 1,281: 2 here, 4 at east-hub:9000; this hub waits',
		);
		expect(screenLines(withPeers(40, 10, parted), settledChain)[8]).toContain('fork after #1,281');
	});

	test('tells how it was settled, after what became of our own reading', () => {
		expect(message(settledState(200, 50))).toBe(
			'✓ 66 moved from block 1,283 to block 1,287   Two branches after block 1,281, settled: that of east-hub:9000 won (4 blocks), as it is longer. 2 blocks replaced here',
		);
		const state = stateAfter(liveState(120, 36, settledChain), {kind: 'fork', fork: laterFork});
		expect(message(state)).toBe(
			'Two branches after block 1,287, settled: the one here stays (2 blocks), as it is longer. east-hub:9000 replaced 1',
		);
	});

	test('says what a person has to do about a peer that has diverged', () => {
		expect(message(withPeers(120, 36, diverged))).toContain('bchain peers accept');
		expect(message(withPeers(80, 24, diverged))).toContain('a person decides with bchain peers accept');
	});
});

describe('the pane of the other hubs', () => {
	const draw = (width: number, height: number, ...peers: readonly PeerReport[]): readonly string[] =>
		drawPeers(withPeers(200, 50, ...peers), undefined, {left: 0, top: 0, width, height}).map(rowText);

	test('has their state, height and round trip, those first that somebody should see', () => {
		expect(draw(87, 6, ...peers, away, parted)).toEqual([
			'─ other hubs ────────────────────────────────────────────────────────── 3 of 4 linked ─',
			' ≠ east-hub:9000  fork: 2 here, 4 there  block 1,285  0.8 ms',
			' ○ far-hub:9000   away                   nothing listens at far-hub:9000',
			' ✓ east-hub:9000  same chain             block 1,287  0.8 ms',
			' ✓ west-hub:9000  same chain             block 1,287  12 ms',
		]);
	});

	test('counts those for which there is no room', () => {
		expect(draw(56, 3, ...peers, away)).toEqual([
			'─ other hubs ─────────────────────────── 2 of 3 linked ─',
			' ○ far-hub:9000  away  nothing listens at far-hub:9000',
			'   … 2 more',
		]);
	});

	test('has the whole of the smallest screen', () => {
		const state = stateAfter(withPeers(40, 10, ...peers, diverged), {kind: 'command', name: 'peers'});
		expect(screenLines(state, settledChain).slice(1, 5)).toEqual([
			'━ other hubs ━━━━━━━━━━━ 3 of 3 linked ━',
			' ✗ east-hub:9000  DIVERGED    #1,287    ',
			' ✓ east-hub:9000  same chain  #1,287    ',
			' ✓ west-hub:9000  same chain  #1,287    ',
		]);
		expect(stateAfter(state, {kind: 'command', name: 'back'}).panes.zoomed).toBeNull();
	});
});

test('Whatever a hub says of its peers and forks, every line is exactly as wide as the screen', () => {
	const huge = {count: 2 ** 52, tip: 'f'.repeat(64), blocks: []};
	for (const name of ['\u5b57'.repeat(60), 'a'.repeat(264), '', '?'.repeat(9), '[::1]:9000']) {
		const peer = {...parted, address: name, own: 2 ** 52, branch: 2 ** 52, roundTripMs: 1e300};
		const forks = [
			makeFork({peer: name, ours: huge, shared: 2 ** 52}),
			makeFork({...laterFork, id: 7, peer: name, shared: 0, theirs: huge, displaced: 2 ** 52}),
		];
		for (const [columns, rows] of [
			[40, 10],
			[61, 20],
			[80, 24],
			[120, 36],
			[200, 50],
		] as const) {
			for (const fork of forks) {
				const state = stateAfter(
					withPeers(columns, rows, peer, {...diverged, address: name, reason: name.repeat(3)}),
					{kind: 'fork', fork},
					{kind: 'putAgain', putAgain: {fork: fork.id, count: 2 ** 52, readings: manyReadings}},
				);
				for (const names of [[], ['fork'], ['fork', 'theirBranch', 'lookBranch'], ['peers']] as const) {
					const shown = stateAfter(state, ...names.map(name => ({kind: 'command', name}) as const));
					for (const line of screenLines(shown, settledChain)) expect(textWidth(line)).toBe(columns);
				}
			}
		}
	}
});

const manyReadings = Array.from({length: 64}, (_, at) => {
	return {bpm: -(2 ** 31) + at, was: 2 ** 52 + at, index: 2 ** 52 + at, hash: 'e'.repeat(64)};
});
