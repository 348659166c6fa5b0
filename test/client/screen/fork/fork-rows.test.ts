import {describe, expect, test, vi} from 'vitest';
import type {ChainColumns} from '../../../../src/client/chain-columns.ts';
import {resolveKey} from '../../../../src/client/keys/resolve-key.ts';
import {spellChecks} from '../../../../src/client/screen/ascii.ts';
import type {State} from '../../../../src/client/state/state.ts';
import {
	branchOf,
	growBranch,
	laterFork,
	makeFork,
	ours,
	settledChain,
	settledState,
} from '../../support/forks.ts';
import {liveState, screenText, stateAfter} from '../../support/screen.ts';

vi.stubEnv('TZ', 'UTC');

const open = {kind: 'command', name: 'fork'} as const;

function press(
	state: State,
	...names: readonly ('down' | 'theirBranch' | 'lookBranch' | 'back' | 'previousFork')[]
) {
	return stateAfter(state, ...names.map(name => ({kind: 'command', name}) as const));
}

/** The pane of the fork: from its title to the box. */
function show(state: State, blocks: ChainColumns = settledChain): string {
	const lines = screenText(state, blocks).split('\n');
	const from = lines.findIndex(line => /^[━─] (?:the|fork|this|what)/.test(line));
	const to = lines.findIndex(line => line.startsWith(' BPM'));
	return `\n${lines.slice(from, to).join('\n').trimEnd()}\n`;
}

describe('a fork, side by side', () => {
	test('at 120x36 tells which branch won and why, and where every reading is now', () => {
		expect(show(stateAfter(settledState(120, 36), open))).toMatchInlineSnapshot(`
			"
			━ the fork after block 1,281 · settled 14:05:40 · f closes ━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━
			   1,281  14:05:35.787   84  ▐▌ da36fbc4463585c3328   both hubs agree up to here
			                             ┌──────────┴────────────────────────────────────────────────┐
			  this hub had 2 more                                         east-hub:9000 had 4 more  ✓ longer, so it wins
			▸╌ 1,282  14:05:37.002   71  ▐▌ 695cd5c038940004ff8          ✓ 1,282  14:05:36.102   80  ▐▌ c8d25b1b17fb4d39d01
			 ╌ 1,283  14:05:38.124   66  ▐▌ 832f8c7fddb36ae8530  yours   ✓ 1,283  14:05:37.224   82  ▐▌ ed9d7a4723e42c151b5
			                                                             ✓ 1,284  14:05:38.346   79  ▐▌ 6579123a7e6dd49dbc8
			                                                             ✓ 1,285  14:05:39.468   77  ▐▌ 45ca5fd21f920c02b2d

			 put again at the end:  71 → block 1,286 ✓   66 (yours) → block 1,287 ✓   no reading is lost

			 Both hubs added blocks before they heard of those of the other. The longer valid chain wins; the readings of the
			 shorter one are put again at its end.
			"
		`);
	});

	test('at 80x24 has the same in fewer words', () => {
		expect(show(stateAfter(settledState(80, 24), open))).toMatchInlineSnapshot(`
			"
			━ the fork after block 1,281 · settled 14:05:40 · f closes ━━━━━━━━━━━━━━━━━━━━━
			   1,281   84  ▐▌ da36fbc446358   both hubs agree up to here
			               ┌───────┴───────────────────────────────┐
			  this hub had 2 more                     east-hub:9000 had 4 more  ✓ longer
			▸╌ 1,282   71  ▐▌ 695cd5c038940          ✓ 1,282   80  ▐▌ c8d25b1b17fb4
			 ╌ 1,283   66  ▐▌ 832f8c7fddb36  yours   ✓ 1,283   82  ▐▌ ed9d7a4723e42
			                                         ✓ 1,284   79  ▐▌ 6579123a7e6dd
			                                         ✓ 1,285   77  ▐▌ 45ca5fd21f920
			 put again at the end:  71 → block 1,286 ✓   66 (yours) → block 1,287 ✓
			                        no reading is lost
			"
		`);
	});

	test('at 40x10 has both branches, which won, and where the readings are', () => {
		expect(show(stateAfter(settledState(40, 10), open))).toMatchInlineSnapshot(`
			"
			━ the fork after block 1,281 ━━━━━━━━━━━
			  this hub: 2 more    there: 4 ✓ longer
			▸╌1282  71 ▐▌695c    ✓1282  80 ▐▌c8d2
			 ╌1283  66 ▐▌832f•   ✓1283  82 ▐▌ed9d
			                     ✓1284  79 ▐▌6579
			                     ✓1285  77 ▐▌45ca
			 again:  71→#1,286 ✓  66•→#1,287 ✓
			"
		`);
	});

	test('of which no hub has told is what was seen here', () => {
		expect(show(stateAfter(settledState(80, 24, false), open))).toMatchInlineSnapshot(`
			"
			━ the fork after block 1,281 · settled 13:43:30 · f closes ━━━━━━━━━━━━━━━━━━━━━
			   1,281   84  ▐▌ da36fbc446358   both branches agree up to here
			               ┌───────┴───────────────────────────────┐
			  the branch here had 2 more              the other branch had 4 more  ✓ longer
			▸╌ 1,282   71  ▐▌ 695cd5c038940          ✓ 1,282   80  ▐▌ c8d25b1b17fb4
			 ╌ 1,283   66  ▐▌ 832f8c7fddb36  yours   ✓ 1,283   82  ▐▌ ed9d7a4723e42
			                                         ✓ 1,284   79  ▐▌ 6579123a7e6dd
			                                         ✓ 1,285   77  ▐▌ 45ca5fd21f920
			 put again at the end:  66 (yours) → block 1,287 ✓
			 Both branches grew while nobody saw the two side by side. The longer valid
			 chain wins; the readings of the shorter one are put again at its end.
			"
		`);
	});

	test('in which the branch of this hub stays says so, and leads to the forks before it', () => {
		const state = stateAfter(settledState(100, 30), {kind: 'fork', fork: laterFork}, open);
		expect(show(state)).toMatchInlineSnapshot(`
			"
			━ fork 2 of 2 after block 1,287 · settled 14:06:40 · f closes ━━━━━━━━ [ ] earlier and later forks ━
			   1,287  14:05:44.124   66  ▐▌ 6336a2133   both hubs agree up to here
			                             ┌─────┴───────────────────────────────────────────┐
			  this hub had 2 more  ✓ longer, so it wins         east-hub:9000 had 1 more
			▸✓ 1,288  14:06:37.002   90  ▐▌ 88b57b059          ╌ 1,288  14:06:38.002   99  ▐▌ fe97e0b63
			 ✓ 1,289  14:06:38.124   91  ▐▌ fc7a6a6cb

			 The hubs that took the readings of the other branch put them again at the end: none is lost.

			 Both hubs added blocks before they heard of those of the other. The longer valid chain wins; the
			 readings of the shorter one are put again at its end.
			"
		`);
		expect(show(press(state, 'previousFork'))).toContain('fork 1 of 2 after block 1,281');
	});

	test('with more blocks than there is room for counts them, and can be gone through to its last', () => {
		const long = growBranch(Array.from({length: 60}, (_, at) => 60 + at));
		const theirs = {...branchOf(long), count: 60, tip: long[59]!.hash};
		const state = stateAfter(liveState(80, 24, settledChain), {kind: 'fork', fork: makeFork({theirs})}, open);
		expect(show(state)).toMatchInlineSnapshot(`
			"
			━ the fork after block 1,281 · settled 14:05:40 · f closes ━━━━━━━━━━━━━━━━━━━━━
			   1,281   84  ▐▌ da36fbc446358   both hubs agree up to here
			  this hub had 2 more                     east-hub:9000 had 60 more  ✓ longer
			▸╌ 1,282   71  ▐▌ 695cd5c038940          ✓ 1,282   60  ▐▌ 33f3c351d7fd1
			 ╌ 1,283   66  ▐▌ 832f8c7fddb36          ✓ 1,283   61  ▐▌ 094e5e56fb4d2
			                                         ✓ 1,284   62  ▐▌ 3bf7835051bc4
			                                         ✓ 1,285   63  ▐▌ c10e91e10d6e0
			                                         ✓ 1,286   64  ▐▌ 3509a5c87b157
			                                         ✓ 1,287   65  ▐▌ ffca752e3bf07
			                                            … 54 more, up to block 1,341
			 2 to be put again at the end …
			"
		`);
		const down = press(state, 'theirBranch', ...Array.from({length: 20}, () => 'down' as const));
		expect(down.panes.fork.at).toBe(7);
		expect(show(down)).toMatch(/▸✓ 1,289 .*\n.*… 52 more, up to block 1,341/);
	});

	test('of a hub that lies says of each block what does not hold', () => {
		const changed = branchOf([{...ours[0]!, bpm: 99}, ours[1]!]);
		const lie = makeFork({ours: changed, winner: 'ours'});
		const text = show(stateAfter(liveState(100, 30, settledChain), {kind: 'fork', fork: lie}, open));
		expect(text).toMatch(/✗ 1,282 .*✗ hash/);
		expect(text).toContain('✗ By the rule the other branch wins');
	});
});

test('In ASCII the halves stand where they stand otherwise', () => {
	const state = stateAfter(settledState(100, 30), {kind: 'fork', fork: laterFork}, open);
	const ascii = screenText({...state, unicode: false, chips: false}, settledChain).split('\n');
	const painted = ascii.map(line => spellChecks(line));
	const headings = painted.find(line => line.includes('this hub had'))!;
	const blocks = painted.filter(line => /^.ok 1,28\d .* (?:9[019])/.test(line));
	expect(blocks).toHaveLength(2);
	expect(blocks[0]!.indexOf('╌ 1,288')).toBe(headings.indexOf('east-hub') - 1);
});

describe('a branch that is looked at', () => {
	test('has every hash whole, and why it holds', () => {
		expect(show(press(stateAfter(settledState(120, 36), open), 'lookBranch'))).toMatchInlineSnapshot(`
			"
			━ this hub's branch ━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━ from 1 of 2 · ←→ the other branch · Esc back ━
			 2 blocks after block 1,281: replaced by the 4 blocks of the other branch. The readings are not lost with them.
			 ▸╌ block 1,282   2026-11-20 14:05:37.002   BPM 71  now block 1,286
			    PrevHash  ▐▌ da36fbc4463585c3328ed4cc16adafde70acac9e15fb2c2063422982775d622f ✓ the Hash of block 1,281
			    Hash      ▐▌ 695cd5c038940004ff84c2f03fc1469f5c933a9f40d88a0c3f452b789a7c2d08 ✓ sha256, recomputed here

			  ╌ block 1,283   2026-11-20 14:05:38.124   BPM 66  yours, now block 1,287
			    PrevHash  ▐▌ 695cd5c038940004ff84c2f03fc1469f5c933a9f40d88a0c3f452b789a7c2d08 ✓ the Hash of block 1,282
			    Hash      ▐▌ 832f8c7fddb36ae8530f5c6d44d75380ac51097e210173308b72cd4773dec82a ✓ sha256, recomputed here
			"
		`);
	});

	test('goes on to the other one, and back to both', () => {
		const state = press(stateAfter(settledState(80, 24), open), 'lookBranch', 'theirBranch');
		expect(show(state)).toContain('━ the branch of east-hub:9000 ━');
		expect(show(press(state, 'down', 'down'))).toContain('▸✓ block 1,284');
		expect(show(press(state, 'back'))).toContain('both hubs agree up to here');
		expect(press(state, 'back', 'back').panes).toMatchObject({focus: 'table', wanted: {fork: false}});
	});

	test('goes back to both with Enter, and with whatever else takes the screen from it', () => {
		for (const [columns, rows] of [
			[120, 36],
			[80, 24],
			[40, 10],
		] as const) {
			const state = press(stateAfter(settledState(columns, rows), open), 'lookBranch');
			expect(show(press(state, 'lookBranch'))).toContain('fork after block 1,281');
			for (const name of ['detail', 'chart', 'peers'] as const) {
				const other = stateAfter(state, {kind: 'command', name}, {kind: 'command', name});
				expect(other.panes.fork.looks).toBe(false);
				expect(stateAfter(other, {kind: 'command', name: 'back'}, open).panes.fork.looks).toBe(false);
			}
			expect(resolveKey('enter', state)).toMatchObject({kind: 'command', command: {name: 'lookBranch'}});
		}
	});

	test('at 40x10 shows a block at a time', () => {
		expect(show(press(stateAfter(settledState(40, 10), open), 'lookBranch', 'down'))).toMatchInlineSnapshot(`
			"
			━ this hub's branch ━━━━━━ from 2 of 2 ━
			 2 blocks after block 1,281, replaced
			 ▸╌ #1,283  BPM 66  yours, now #1,287
			prev ✓ 695cd5c038940004ff84c2f03fc1469f
			       5c933a9f40d88a0c3f452b789a7c2d08
			hash ✓ 832f8c7fddb36ae8530f5c6d44d75380
			       ac51097e210173308b72cd4773dec82a
			"
		`);
	});

	test('says which hash of a block is not what it should be', () => {
		const changed = branchOf([{...ours[0]!, bpm: 99}, ours[1]!]);
		const state = stateAfter(
			liveState(120, 36, settledChain),
			{kind: 'fork', fork: makeFork({ours: changed})},
			open,
		);
		expect(show(press(state, 'lookBranch'))).toMatch(/Hash .* ✗ not sha256/);
	});
});
