import {describe, expect, test, vi} from 'vitest';
import {textWidth} from '../../../src/client/screen/text-width.ts';
import type {State} from '../../../src/client/state/state.ts';
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

function show(columns: number, rows: number): string {
	return `\n${screenText(stateAfter(liveState(columns, rows, blocks), accepted), blocks)}\n`;
}

/** The first and the last lines of a high screen: those between are blocks. */
function showEnds(columns: number, rows: number): string {
	const lines = show(columns, rows).trimEnd().split('\n');
	return `${[...lines.slice(0, 6), '…', ...lines.slice(-8)].join('\n')}\n`;
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
			 BPM                ✓ 64 is block 1,284
			 0-9 add  ↑↓ look  ? help  q quit
			"
		`);
	});

	test('of 80x24 has hashes of twelve digits and says how a hash comes about', () => {
		expect(show(80, 24)).toMatchInlineSnapshot(`
			"
			 bchain  ● live  lab-hub:9000     31 here   height 1,284   ✓ all 1,285 verified
			─ chain · following ────────────────────────────────────────────────────────────
			        #  time          BPM   PrevHash          Hash  = sha256(# time BPM prev)
			    1,268  14:05:22.306   92  ▐▌ 4b57b23d3fa8 → ▐▌ 7c95fa92fe78  ✓
			    1,269  14:05:23.343   66  ▐▌ 7c95fa92fe78 → ▐▌ b0db610dfb3f  ✓
			    1,270  14:05:24.380   73  ▐▌ b0db610dfb3f → ▐▌ 77250e107026  ✓
			    1,271  14:05:25.417   80  ▐▌ 77250e107026 → ▐▌ d77a5b2e9531  ✓
			    1,272  14:05:26.454   87  ▐▌ d77a5b2e9531 → ▐▌ 27cf47d901d2  ✓
			    1,273  14:05:27.491   61  ▐▌ 27cf47d901d2 → ▐▌ 2ef5eba66ede  ✓
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
			 BPM                                               a whole number from 1 to 999
			 ✓ 64 is durable in block 1,284 · 12 ms
			 0-9 add  ↑↓ look  PgUp PgDn page  Home oldest  ? help  q quit
			"
		`);
	});

	test('of 120x36 draws the BPM as bars', () => {
		expect(showEnds(120, 36)).toMatchInlineSnapshot(`
			"
			 bchain  ● live  lab-hub:9000                     31 here            height 1,284   tip ▐▌57ce51   ✓ all 1,285 verified
			─ chain · following ────────────────────────────────────────────────────────────────────────────────────────────────────
			        #  time          BPM                PrevHash (26 of 64)             Hash (26 of 64)  = sha256(# time BPM prev)
			    1,256  14:05:09.862   74 ▉▉▉           ▐▌ 22a67ff12ac41d808a56374120 → ▐▌ 519a885ec3e2f2070556032a18  ✓
			    1,257  14:05:10.899   81 ▉▉▉▉          ▐▌ 519a885ec3e2f2070556032a18 → ▐▌ a99d8d8c3b1f3ad40eb4838962  ✓
			…
			    1,281  14:05:35.787   84 ▉▉▉▉          ▐▌ 2d93a840fca3522d082ffb5f85 → ▐▌ da36fbc4463585c3328ed4cc16  ✓
			    1,282  14:05:36.824   91 ▉▉▉▉          ▐▌ da36fbc4463585c3328ed4cc16 → ▐▌ dde23bd653bf4652ac7ba068d6  ✓
			    1,283  14:05:37.861   65 ▉▉            ▐▌ dde23bd653bf4652ac7ba068d6 → ▐▌[02e7d32d520b8ae070e7614900] ✓
			 ▸  1,284  14:05:38.898   72 ▉▉▉           ▐▌[02e7d32d520b8ae070e7614900]→ ▐▌[57ce51507e3bbca911389b5446] ✓ you
			    1,285  next          ???               ▐▌[57ce51507e3bbca911389b5446]→ ?   type a BPM to make it
			 BPM                                                                                       a whole number from 1 to 999
			 ✓ 64 is durable in block 1,284 · 12 ms
			 0-9 add  ↑↓ look  PgUp PgDn page  Home oldest  ? help  q quit
			"
		`);
	});

	test('of 200x50 shows dates, and by which rule the chain was verified', () => {
		expect(showEnds(200, 50)).toMatchInlineSnapshot(`
			"
			 bchain  ● live  lab-hub:9000  genesis ▐▌021767                                                                     31 here            height 1,284   tip ▐▌57ce51   ✓ all 1,285 verified, rule decimal
			─ chain · following ────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────
			        #  date       time          BPM                PrevHash                                                              Hash  = sha256(# time BPM prev)
			    1,242  2026-11-20 14:04:55.344   75 ▉▉▉           ▐▌ 444140bd576a0e90d4dc9765f6180d55917fc9476748d00c5baae3bcae3655b4 → ▐▌ ed61e7610faa31fde6efedfcf5d71573a9e516b68112f6b17097f02bec7c20cc  ✓
			    1,243  2026-11-20 14:04:56.381   82 ▉▉▉▉          ▐▌ ed61e7610faa31fde6efedfcf5d71573a9e516b68112f6b17097f02bec7c20cc → ▐▌ 90b342325181eac7f0c059cfb9019010de387443ad5ad6fdd81a3c01c6782c84  ✓
			…
			    1,281  2026-11-20 14:05:35.787   84 ▉▉▉▉          ▐▌ 2d93a840fca3522d082ffb5f85ae9271e3f9fb1f78046ea90f09c1e5eac07d6c → ▐▌ da36fbc4463585c3328ed4cc16adafde70acac9e15fb2c2063422982775d622f  ✓
			    1,282  2026-11-20 14:05:36.824   91 ▉▉▉▉          ▐▌ da36fbc4463585c3328ed4cc16adafde70acac9e15fb2c2063422982775d622f → ▐▌ dde23bd653bf4652ac7ba068d63828b77be11e2c42a0c2db88716dbca677576c  ✓
			    1,283  2026-11-20 14:05:37.861   65 ▉▉            ▐▌ dde23bd653bf4652ac7ba068d63828b77be11e2c42a0c2db88716dbca677576c → ▐▌[02e7d32d520b8ae070e761490000b37049f782e2733f2c83661a5fb79b390a5b] ✓
			 ▸  1,284  2026-11-20 14:05:38.898   72 ▉▉▉           ▐▌[02e7d32d520b8ae070e761490000b37049f782e2733f2c83661a5fb79b390a5b]→ ▐▌[57ce51507e3bbca911389b5446882b7d808abe1be709afd15f4f46a445af686d] ✓ you
			    1,285  next                     ???               ▐▌[57ce51507e3bbca911389b5446882b7d808abe1be709afd15f4f46a445af686d]→ ?   type a BPM to make it
			 BPM                                                                                                                                                                       a whole number from 1 to 999
			 ✓ 64 is durable in block 1,284 · 12 ms
			 0-9 add  ↑↓ look  PgUp PgDn page  Home oldest  ? help  q quit
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

		 0-9 add  ↑↓ look  PgUp PgDn page  Home oldest  End follow  ? help  q quit
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
	expect(screenLines(state, blocks).at(-2)).toBe(' BPM 1200               1200: not 1-999 ');
});

test('What is typed stands in the next block', () => {
	const state = stateAfter(liveState(80, 16, blocks), {kind: 'typed', text: '72'});
	const lines = screenText(state, blocks).split('\n');
	expect(lines.find(line => line.includes('next'))).toMatch(
		/ {4}1,285 {2}next {11}72 .*→ \? {3}Enter makes it$/,
	);
	expect(lines.at(-1)).toBe(' Enter add  ↑↓ earlier  Esc clear  PgUp PgDn page  ? help  q quit');
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

		 0-9 add  r retry now  ? help  q quit
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
		`" bchain  ◐ tutorial hub · refreshes every 30 s  tutorial:9000        height 1,284   valid by the tutorial's rule (rune)"`,
	);
});

test('A block that does not verify is named, with what is wrong with it', () => {
	const fault = {index: 812, reason: 'hash', detail: 'its Hash is not the SHA-256 of its fields'} as const;
	const state = stateAfter(liveState(120, 16, blocks), {kind: 'chain', chain: factsOf(blocks, {fault})});
	expect(screenLines(state, blocks)[0]).toContain('✗ block 812: its Hash is not the SHA-256 of its fields');
	const small = stateAfter(liveState(40, 10, blocks), {kind: 'chain', chain: factsOf(blocks, {fault})});
	expect(screenLines(small, blocks)[0]).toContain('✗ #812');
});

test('Every screen of every size is exactly as large as the terminal', () => {
	const states: readonly ((columns: number, rows: number) => State)[] = [
		(columns, rows) => liveState(columns, rows, blocks),
		(columns, rows) =>
			stateAfter(
				liveState(columns, rows, blocks),
				{kind: 'notice', tone: 'bad', text: 'A sentence about something '.repeat(8)},
				{kind: 'typed', text: '1234567890123456'},
				readingEvent(72, 'refused', {reason: 'the ledger cannot store it at the moment'}),
				readingEvent(88, 'asking'),
			),
	];
	for (const make of states) {
		for (let columns = 40; columns <= 220; columns++) {
			const rows = 10 + (columns % 41);
			const lines = screenLines(make(columns, rows), blocks);
			expect(lines).toHaveLength(rows);
			for (const line of lines) expect(textWidth(line)).toBe(columns);
		}
	}
});
