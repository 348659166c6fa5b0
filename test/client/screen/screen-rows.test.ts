import {describe, expect, test, vi} from 'vitest';
import {createState} from '../../../src/client/state/state.ts';
import {
	factsOf,
	liveState,
	makeColumns,
	readingEvent,
	screenLines,
	screenText,
	startMs,
	stateAfter,
	welcome,
} from '../support/screen.ts';

vi.stubEnv('TZ', 'UTC');

const blocks = makeColumns();
const accepted = readingEvent(64, 'accepted', {index: 1_284, answeredMs: 12});

/** The screen without the trace of its chart, which has tests of its own. */
function show(columns: number, rows: number): string {
	const text = screenText(stateAfter(liveState(columns, rows, blocks), accepted), blocks);
	return `\n${text.replace(/\n *\d*[┤│] ?[\u2800-\u28ff◂ ]*(?=\n)/g, '')}\n`;
}

/** The first and the last lines of a high screen: those between are like them. */
function showEnds(columns: number, rows: number): string {
	const lines = show(columns, rows).trimEnd().split('\n');
	return `${[...lines.slice(0, 16), '…', ...lines.slice(-12)].join('\n')}\n`;
}

describe('a live screen', () => {
	test('of 40x10 has short columns, and the message beside the box', () => {
		expect(show(40, 10)).toMatchInlineSnapshot(`
			"
			 ● live  lab-hub:9000     #1,284  ✓ all
			     # time     BPM   prev→  hash
			  1280 14:05:34  77 ▐▌c4cf→▐▌2d93 ✓
			  1281 14:05:35  84 ▐▌2d93→▐▌da36 ✓
			  1282 14:05:36  91 ▐▌da36→▐▌dde2 ✓
			  1283 14:05:37  65 ▐▌dde2→▐▌02e7 ✓
			▸ 1284 14:05:38  72 ▐▌02e7→▐▌57ce ✓•
			  1285 next     ??? ▐▌57ce→ ?
			 BPM              │ ✓ 64 is block 1,284
			 0-9 add  ↑↓  / find  ? help  q quit
			"
		`);
	});

	test('of 80x24 says how a hash comes about, and in a line why the selected block is valid', () => {
		expect(show(80, 24)).toMatchInlineSnapshot(`
			"
			 bchain  ● live  lab-hub:9000     31 here   height 1,284   ✓ all 1,285 verified
			─ chain · following ────────────────────────────────────────────────────────────
			        #  time          BPM   PrevHash          Hash  = sha256(# time BPM prev)
			    1,274  14:05:28.528   68  ▐▌ 2ef5eba66ede → ▐▌ 54cd54cbe4cf  ✓
			    1,275  14:05:29.565   75  ▐▌ 54cd54cbe4cf → ▐▌ eaf8e0577b66  ✓
			    1,276  14:05:30.602   82  ▐▌ eaf8e0577b66 → ▐▌ f63c2ab11f9b  ✓
			    1,277  14:05:31.639   89  ▐▌ f63c2ab11f9b → ▐▌ f0070f24fc0c  ✓
			    1,278  14:05:32.676   63  ▐▌ f0070f24fc0c → ▐▌ ad16d8be8393  ✓
			    1,279  14:05:33.713   70  ▐▌ ad16d8be8393 → ▐▌ c4cf13fd7699  ✓
			    1,280  14:05:34.750   77  ▐▌ c4cf13fd7699 → ▐▌ 2d93a840fca3  ✓
			    1,281  14:05:35.787   84  ▐▌ 2d93a840fca3 → ▐▌ da36fbc44635  ✓
			    1,282  14:05:36.824   91  ▐▌ da36fbc44635 → ▐▌ dde23bd653bf  ✓
			    1,283  14:05:37.861   65  ▐▌ dde23bd653bf → ▐▌[02e7d32d520b] ✓
			 ▸  1,284  14:05:38.898   72  ▐▌[02e7d32d520b]→ ▐▌[57ce51507e3b] ✓ you
			    1,285  next          ???  ▐▌[57ce51507e3b]→ ?   type a BPM to make it
			─ heart rate ──────── last 146 readings, 2 min 30 s · min 60 · avg 76 · max 92 ─
			 #1,284 ✓ link: PrevHash = Hash of #1,283 ▐▌02e7d3   ✓ hash: recomputed ▐▌57ce51
			 BPM                                               a whole number from 1 to 999
			 ✓ 64 is durable in block 1,284 · 12 ms
			 0-9 add  ↑↓ look  Enter why?  g go to  / find  [ ] next mine  ? help  q quit
			"
		`);
	});

	test('of 120x36 has the pane that says why a block is valid beside the table, and our readings', () => {
		expect(showEnds(120, 36)).toMatchInlineSnapshot(`
			"
			 bchain  ● live  lab-hub:9000                     31 here            height 1,284   tip ▐▌57ce51   ✓ all 1,285 verified
			─ chain · following ────────── Hash = sha256(# time BPM prev) ─┬─ why 1,284 is valid ───────────────────────────────────
			        #  time          BPM   PrevHash      Hash              │ ✓ link   ✓ hash   ✓ shape                you, 14:05:38
			    1,264  14:05:18.158   64  ▐▌ fcffc133 → ▐▌ d2f37fa7  ✓     │
			    1,265  14:05:19.195   71  ▐▌ d2f37fa7 → ▐▌ c7d1e9e1  ✓     │ block 1,283  Hash      ▐▌ 02e7d32d520b…390a5b
			    1,266  14:05:20.232   78  ▐▌ c7d1e9e1 → ▐▌ e64b9c28  ✓     │                        ║ ✓ same 64 characters
			    1,267  14:05:21.269   85  ▐▌ e64b9c28 → ▐▌ 4b57b23d  ✓     │ block 1,284  PrevHash  ▐▌ 02e7d32d520b…390a5b
			    1,268  14:05:22.306   92  ▐▌ 4b57b23d → ▐▌ 7c95fa92  ✓     │
			    1,269  14:05:23.343   66  ▐▌ 7c95fa92 → ▐▌ b0db610d  ✓     │ the exact text that is hashed, nothing between:
			    1,270  14:05:24.380   73  ▐▌ b0db610d → ▐▌ 77250e10  ✓     │ 12842026-11-20T14:05:38.898Z72
			    1,271  14:05:25.417   80  ▐▌ 77250e10 → ▐▌ d77a5b2e  ✓     │ └#─┘└Timestamp─────────────┘└BPM
			    1,272  14:05:26.454   87  ▐▌ d77a5b2e → ▐▌ 27cf47d9  ✓     │ 02e7d32d520b8ae070e761490000b370 ┐
			    1,273  14:05:27.491   61  ▐▌ 27cf47d9 → ▐▌ 2ef5eba6  ✓     │ 49f782e2733f2c83661a5fb79b390a5b ┘ PrevHash
			    1,274  14:05:28.528   68  ▐▌ 2ef5eba6 → ▐▌ 54cd54cb  ✓     │                        ║ sha256, recomputed here
			    1,275  14:05:29.565   75  ▐▌ 54cd54cb → ▐▌ eaf8e057  ✓     │ block 1,284  Hash      ▐▌ 57ce51507e3b…af686d ✓
			…
			    1,278  14:05:32.676   63  ▐▌ f0070f24 → ▐▌ ad16d8be  ✓     │
			    1,279  14:05:33.713   70  ▐▌ ad16d8be → ▐▌ c4cf13fd  ✓     │ x  copies a shell line that proves it without us
			    1,280  14:05:34.750   77  ▐▌ c4cf13fd → ▐▌ 2d93a840  ✓     │
			    1,281  14:05:35.787   84  ▐▌ 2d93a840 → ▐▌ da36fbc4  ✓     │
			    1,282  14:05:36.824   91  ▐▌ da36fbc4 → ▐▌ dde23bd6  ✓     ├─ your readings ─────────────────────── 1 in the chain ─
			    1,283  14:05:37.861   65  ▐▌ dde23bd6 → ▐▌[02e7d32d] ✓     │ ✓  64  block 1,284  durable in 12 ms
			 ▸  1,284  14:05:38.898   72  ▐▌[02e7d32d]→ ▐▌[57ce5150] ✓ you │
			    1,285  next          ???  ▐▌[57ce5150]→ ?   type a BPM     │
			─ heart rate, a step a reading ────────────────────────────── last 224 readings, 3 min 51 s · min 60 · avg 76 · max 92 ─
			 BPM                  a whole number from 1 to 999
			 ✓ 64 is durable in block 1,284 · 12 ms
			 0-9 add  ↑↓ look  Enter why?  g go to  / find  [ ] next mine  y copy  c chart  Tab pane  z zoom  ? help  q quit
			"
		`);
	});

	test('of 200x50 has every pane', () => {
		expect(showEnds(200, 50)).toMatchInlineSnapshot(`
			"
			 bchain  ● live  lab-hub:9000  genesis ▐▌021767                                                         31 here            up 21 min   height 1,284   tip ▐▌57ce51   ✓ all 1,285 verified, rule decimal
			─ chain · following ─────────────────────────────────────────────────────────── Hash = sha256(# time BPM prev) ─┬─ why 1,284 is valid ──────────────────────────────────────────────────────────────────
			        #  time          BPM                PrevHash (22 of 64)         Hash (22 of 64)                         │ ✓ link   ✓ hash   ✓ shape                you, 20 November 2026, 14:05:38   the newest
			    1,253  14:05:06.751   86 ▉▉▉▉          ▐▌ a5152b7583ff1568164187 → ▐▌ e819a62e4e6007de0c2ef9  ✓             │
			    1,254  14:05:07.788   60 ▉▉            ▐▌ e819a62e4e6007de0c2ef9 → ▐▌ 9134e121a00dc6666c95e8  ✓             │ 1,283 Hash     ▐▌ 02e7d32d520b8ae070e761490000b37049f782e2733f2c83661a5fb79b390a5b
			    1,255  14:05:08.825   67 ▉▉            ▐▌ 9134e121a00dc6666c95e8 → ▐▌ 22a67ff12ac41d808a5637  ✓             │                ║ ✓ same 64 characters
			    1,256  14:05:09.862   74 ▉▉▉           ▐▌ 22a67ff12ac41d808a5637 → ▐▌ 519a885ec3e2f207055603  ✓             │ 1,284 PrevHash ▐▌ 02e7d32d520b8ae070e761490000b37049f782e2733f2c83661a5fb79b390a5b
			    1,257  14:05:10.899   81 ▉▉▉▉          ▐▌ 519a885ec3e2f207055603 → ▐▌ a99d8d8c3b1f3ad40eb483  ✓             │       Index       1284
			    1,258  14:05:11.936   88 ▉▉▉▉          ▐▌ a99d8d8c3b1f3ad40eb483 → ▐▌ 0269048497cbea7709795a  ✓             │       Timestamp   2026-11-20T14:05:38.898Z
			    1,259  14:05:12.973   62 ▉▉            ▐▌ 0269048497cbea7709795a → ▐▌ 3dd5c88751bb3986795069  ✓             │       BPM         72
			    1,260  14:05:14.010   69 ▉▉            ▐▌ 3dd5c88751bb3986795069 → ▐▌ 44a6d0176a3189b17a0331  ✓             │                ║ sha256 of the text below, recomputed here
			    1,261  14:05:15.047   76 ▉▉▉           ▐▌ 44a6d0176a3189b17a0331 → ▐▌ 6d245005fdaba674c9ac68  ✓             │ 1,284 Hash     ▐▌ 57ce51507e3bbca911389b5446882b7d808abe1be709afd15f4f46a445af686d ✓
			    1,262  14:05:16.084   83 ▉▉▉▉          ▐▌ 6d245005fdaba674c9ac68 → ▐▌ b5d0294759b8ee335bad2b  ✓             │                ║ will be: your next reading is bound to it
			    1,263  14:05:17.121   90 ▉▉▉▉          ▐▌ b5d0294759b8ee335bad2b → ▐▌ fcffc13383e9746a9d8217  ✓             │ 1,285 PrevHash ▐▌ 57ce51507e3bbca911389b5446882b7d808abe1be709afd15f4f46a445af686d
			    1,264  14:05:18.158   64 ▉▉            ▐▌ fcffc13383e9746a9d8217 → ▐▌ d2f37fa736551bf05911c4  ✓             │
			…
			    1,278  14:05:32.676   63 ▉▉            ▐▌ f0070f24fc0c70e382ac7e → ▐▌ ad16d8be839389f6cbf273  ✓             │ 65-69 ▉▉▉▉▉▉▉▉▉▉▉▉▉▉▉ 15%
			    1,279  14:05:33.713   70 ▉▉▉           ▐▌ ad16d8be839389f6cbf273 → ▐▌ c4cf13fd769901d9cb07ec  ✓             │ 70-74 ▉▉▉▉▉▉▉▉▉▉▉▉▉▉▉ 15%
			    1,280  14:05:34.750   77 ▉▉▉           ▐▌ c4cf13fd769901d9cb07ec → ▐▌ 2d93a840fca3522d082ffb  ✓             │ 75-79 ▉▉▉▉▉▉▉▉▉▉▉▉▉▉▉ 15%
			    1,281  14:05:35.787   84 ▉▉▉▉          ▐▌ 2d93a840fca3522d082ffb → ▐▌ da36fbc4463585c3328ed4  ✓             │ 80-84 ▉▉▉▉▉▉▉▉▉▉▉▉▉▉▉ 15%
			    1,282  14:05:36.824   91 ▉▉▉▉          ▐▌ da36fbc4463585c3328ed4 → ▐▌ dde23bd653bf4652ac7ba0  ✓             │ 85-89 ▉▉▉▉▉▉▉▉▉▉▉▉▉▉▉ 15%
			    1,283  14:05:37.861   65 ▉▉            ▐▌ dde23bd653bf4652ac7ba0 → ▐▌[02e7d32d520b8ae070e761] ✓             │ 90-94 ▉▉▉▉▉▉▉▉▉ 9%
			 ▸  1,284  14:05:38.898   72 ▉▉▉           ▐▌[02e7d32d520b8ae070e761]→ ▐▌[57ce51507e3bbca911389b] ✓ you         │
			    1,285  next          ???               ▐▌[57ce51507e3bbca911389b]→ ?   type a BPM to make it                │
			─ heart rate, a step a reading (sweeps like a bedside monitor) ────────────────────────────────────────────────────────────────────────────── last 384 readings, 6 min 37 s · min 60 · avg 76 · max 92 ─
			 BPM                  a whole number from 1 to 999
			 ✓ 64 is durable in block 1,284 · 12 ms
			 0-9 add  ↑↓ look  PgUp/Dn page  Home oldest  Enter why?  g go to  / find  [ ] next mine  m mark  y copy  c chart  Tab pane  z zoom  ? help  q quit
			"
		`);
	});
});

test('Looking up leaves following, says how many blocks are below, and brackets the links of the block looked at', () => {
	const state = stateAfter(
		liveState(80, 16, blocks),
		{kind: 'command', name: 'up'},
		{kind: 'command', name: 'up'},
		{kind: 'command', name: 'up'},
	);
	expect(`\n${screenText(state, blocks)}\n`).toMatchInlineSnapshot(`
		"
		 bchain  ● live  lab-hub:9000     31 here   height 1,284   ✓ all 1,285 verified
		─ chain · looking at 1,281 · 3 below ───────────────────────────────────────────
		        #  time          BPM   PrevHash          Hash  = sha256(# time BPM prev)
		    1,276  14:05:30.602   82  ▐▌ eaf8e0577b66 → ▐▌ f63c2ab11f9b  ✓
		    1,277  14:05:31.639   89  ▐▌ f63c2ab11f9b → ▐▌ f0070f24fc0c  ✓
		    1,278  14:05:32.676   63  ▐▌ f0070f24fc0c → ▐▌ ad16d8be8393  ✓
		    1,279  14:05:33.713   70  ▐▌ ad16d8be8393 → ▐▌ c4cf13fd7699  ✓
		    1,280  14:05:34.750   77  ▐▌ c4cf13fd7699 → ▐▌[2d93a840fca3] ✓
		 ▸  1,281  14:05:35.787   84  ▐▌[2d93a840fca3]→ ▐▌[da36fbc44635] ✓
		    1,282  14:05:36.824   91  ▐▌[da36fbc44635]→ ▐▌ dde23bd653bf  ✓
		    1,283  14:05:37.861   65  ▐▌ dde23bd653bf → ▐▌ 02e7d32d520b  ✓
		    1,284  14:05:38.898   72  ▐▌ 02e7d32d520b → ▐▌ 57ce51507e3b  ✓
		    1,285  next          ???  ▐▌ 57ce51507e3b → ?   type a BPM to make it
		 BPM                                               a whole number from 1 to 999

		 End follow  0-9 add  ↑↓ look  Enter why?  g go to  / find  ? help  q quit
		"
	`);
});

test('A low screen says beside the box where the person looks', () => {
	const state = stateAfter(liveState(40, 10, blocks), {kind: 'command', name: 'up'});
	expect(screenLines(state, blocks).at(-2)).toBe(' BPM         looking at 1,283 · 1 below ');
});

test('A low screen says beside the box what is wrong with what was typed', () => {
	const state = stateAfter(
		liveState(40, 10, blocks),
		{kind: 'typed', text: '1200'},
		{kind: 'command', name: 'add'},
	);
	expect(screenLines(state, blocks).at(-2)).toBe(' BPM 1200           │ "1200": not 1-999 ');
});

test('What is typed stands in the next block', () => {
	const state = stateAfter(liveState(80, 16, blocks), {kind: 'typed', text: '72'});
	const lines = screenText(state, blocks).split('\n');
	expect(lines.find(line => line.includes('next'))).toMatch(
		/ {4}1,285 {2}next {11}72 .*→ \? {3}Enter makes it$/,
	);
	expect(lines.at(-1)).toBe(' Enter add  ↑↓ earlier  Esc clear  PgUp/Dn page  g go to  / find  ? help');
});

test('While the past of the hub arrives, a bar says how much is verified', () => {
	const {length} = blocks;
	const state = stateAfter(
		createState({address: 'lab-hub:9000', columns: 120, rows: 36}),
		{kind: 'hub', hub: {welcome, live: true}},
		{kind: 'phase', phase: {kind: 'catchingUp', target: 2_569}},
		{kind: 'chain', chain: factsOf(blocks)},
	);
	expect(length).toBe(1_285);
	const lines = screenText(state, blocks).split('\n');
	expect(lines.slice(0, 5)).toMatchInlineSnapshot(`
		[
		  " bchain  ↓ catching up  lab-hub:9000                                  height 2,569   tip ▐▌57ce51   ✓ verified to 1,284",
		  " ✓ ██████████████████████████████░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░  50%   1,290 blocks/s   1.0 s left",
		  "        #  time          BPM                PrevHash (26 of 64)             Hash (26 of 64)  = sha256(# time BPM prev)",
		  " ▸      0  13:43:27.390    0                (none)                       → ▐▌[a6f2ac5365bdcd3d688b6cd04e] ✓  genesis",
		  "        1  13:43:28.427   67 ▉▉            ▐▌[a6f2ac5365bdcd3d688b6cd04e]→ ▐▌ 5e415dc891a5c9fc89d01644af  ✓",
		]
	`);
});

test('Without a block the screen says what is going on and what to do', () => {
	const state = stateAfter(createState({address: 'lab-hub:9000', columns: 80, rows: 16}), {
		kind: 'phase',
		phase: {kind: 'waiting', retryAtMs: startMs + 3_000, reason: 'nothing listens at lab-hub:9000'},
	});
	expect(`\n${screenText(state, blocks)}\n`).toMatchInlineSnapshot(`
		"
		 bchain  ○ no connection · next try in 3 s  lab-hub:9000
		────────────────────────────────────────────────────────────────────────────────


		   Nothing listens at lab-hub:9000.
		   What you type waits here until there is a connection; r tries now.







		 BPM                                               a whole number from 1 to 999

		 r retry now  0-9 add  ? help  q quit
		"
	`);
});

test('A tutorial hub is named as one, and its chain as valid by the rule of the tutorial', () => {
	const state = stateAfter(
		createState({address: 'tutorial:9000', columns: 120, rows: 16}),
		{kind: 'phase', phase: {kind: 'plain', forced: false}},
		{kind: 'chain', chain: factsOf(blocks, {rule: 'rune', strict: false})},
	);
	expect(screenText(state, blocks).split('\n')[0]).toMatchInlineSnapshot(
		`" bchain  ◐ tutorial hub · refreshes at each broadcast  tutorial:9000              height 1,284   tutorial's rule (rune)"`,
	);
});

test('A block that does not verify is named, with what is wrong with it', () => {
	const fault = {index: 812, reason: 'hash', detail: 'its Hash is not the SHA-256 of its fields'} as const;
	const state = stateAfter(liveState(120, 16, blocks), {kind: 'chain', chain: factsOf(blocks, {fault})});
	expect(screenLines(state, blocks)[0]).toContain('✗ block 812: its Hash is not the SHA-256 of its fields');
	const small = stateAfter(liveState(40, 10, blocks), {kind: 'chain', chain: factsOf(blocks, {fault})});
	expect(screenLines(small, blocks)[0]).toContain('✗ #812');
});
