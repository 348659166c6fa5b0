import {describe, expect, test, vi} from 'vitest';
import type {AlarmFacts} from '../../../src/client/alarm-facts.ts';
import {ChainColumns} from '../../../src/client/chain-columns.ts';
import {textWidth} from '../../../src/client/screen/text-width.ts';
import {createState, type State} from '../../../src/client/state/state.ts';
import {alarmEvent, makeFacts, otherHash} from '../support/alarm.ts';
import {
	liveState,
	makeColumns,
	readingEvent,
	screenLines,
	screenText,
	stateAfter,
} from '../support/screen.ts';

vi.stubEnv('TZ', 'UTC');

const blocks = makeColumns();
const none = new ChainColumns();
const exact = makeFacts(blocks, 813, [812, 813]);
const rough = makeFacts(blocks, 813);

/** An alarm of a client that holds the chain, or of one that was started after it was verified. */
function held(columns: number, rows: number, facts = exact): State {
	return stateAfter(liveState(columns, rows, blocks), alarmEvent(facts));
}

function fresh(columns: number, rows: number, facts = rough): State {
	return stateAfter(createState({address: 'lab-hub:9000', columns, rows}), alarmEvent(facts));
}

describe('the screen of an alarm', () => {
	test('holds every fact at 80x24', () => {
		expect(screenText(held(80, 24), blocks)).toMatchInlineSnapshot(`
			" bchain  !! NOT THE SAME CHAIN  lab-hub:9000             pinned #1,284 ▐▌57ce51
			━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━

			   This hub does not have the past it had. Nothing from it has been taken over.
			   What was noticed: its block 813 is not the one that was verified before.

			            you, until 14:05:38       the hub now
			   genesis  ▐▌ a6f2ac53               ▐▌ a6f2ac53             same
			   # 812    ▐▌ e75f75ef  BPM 68       ▐▌ e75f75ef  BPM 68     same
			   # 813    ▐▌ b7f54351  BPM 75    ≠  ▐▌ ddddd813  BPM 70     first difference
			   tip      ▐▌ 57ce5150  #1,284    ≠  ▐▌ dddd1284  #1,284

			   Someone rebuilt 472 blocks, or this is another hub at the same address, or
			   you reset the chain.
			   Ask the person who runs it and compare the tip aloud.

			   l   look at both, side by side (read only)
			   q   leave; your pin stays
			       to trust the new chain, type  accept  and press Enter: ▏


			 BPM                                                 paused: readings wait here
			 Nothing is sent to this hub until you choose.
			 l look  type accept: trust it  ? help  q quit"
		`);
	});

	test('holds what is compared and how to decide at 40x10', () => {
		expect(screenText(held(40, 10), blocks)).toMatchInlineSnapshot(`
			" !! NOT THE SAME CHAIN  lab-hub:9000
			 Nothing was taken from this hub.
			          verified     now
			 genesis  ▐▌a6f2ac53   ▐▌a6f2ac53  same
			 #812     ▐▌e75f75ef   ▐▌e75f75ef  same
			 #813     ▐▌b7f54351 ≠ ▐▌ddddd813
			 tip      ▐▌57ce5150 ≠ ▐▌dddd1284
			 to trust it, type accept, Enter: ▏
			 BPM                  │ Nothing is sent
			 l look  type accept: trust it  q"
		`);
	});

	test('shows both chains below the facts at 120x36', () => {
		expect(screenText(held(120, 36), blocks)).toMatchInlineSnapshot(`
			" bchain  !! NOT THE SAME CHAIN  lab-hub:9000                           pinned #1,284 ▐▌57ce51   offered #1,284 ▐▌dddd12
			━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━

			     This hub does not have the past it had. Nothing from it has been taken over.
			     What was noticed: its block 813 is not the one that was verified before.

			              what you verified until 14:05:38       what lab-hub:9000 says now
			     genesis  ▐▌ a6f2ac5365bd                        ▐▌ a6f2ac5365bd                      same
			     # 812    ▐▌ e75f75ef0c01  BPM 68                ▐▌ e75f75ef0c01  BPM 68              same
			     # 813    ▐▌ b7f543510bf6  BPM 75             ≠  ▐▌ ddddd813bbbb  BPM 70              first difference
			     tip      ▐▌ 57ce51507e3b  #1,284             ≠  ▐▌ dddd1284bbbb  #1,284

			     Someone rebuilt 472 blocks, or this is another hub at the same address, or you reset the chain.
			     Ask the person who runs it and compare the tip aloud.

			     l   look at both, side by side (read only)
			     q   leave; your pin stays
			         to trust the new chain, type  accept  and press Enter: ▏


			─ the last chain you verified · read only ──────────────────────────────────────────────────────────────────────────────
			            #   BPM  you verified               BPM  lab-hub:9000 has
			          811    61  ▐▌ 64239a60dd96f392  =  the same
			          812    68  ▐▌ e75f75ef0c01004b  =  the same
			▸         813    75  ▐▌ b7f543510bf6a3fb  ≠      70  ▐▌ ddddd813bbbbbbbb
			          814    82  ▐▌ acbbf8d52b03ce49  ≠  another block
			          815    89  ▐▌ cb1f96f9dcf0dad8  ≠  another block
			          816    63  ▐▌ e59569746a0ff476  ≠  another block
			          817    70  ▐▌ 36e3fecb991093e4  ≠  another block
			          818    77  ▐▌ b697626b7d55aa2a  ≠  another block
			          819    84  ▐▌ fa2582c03b83b067  ≠  another block
			          820    91  ▐▌ b2251d97cafcbc80  ≠  another block
			          821    65  ▐▌ cdd4285df27500f7  ≠  another block
			 BPM                  paused: readings wait here
			 Nothing is sent to this hub until you choose.
			 l look  type accept: trust it  PgUp/Dn page  Home oldest  ? help  q quit"
		`);
	});

	test('says after a fresh start that only some blocks are known', () => {
		const text = screenText(fresh(120, 36), none);
		expect(text).toContain('the 20 blocks that are remembered from before this start · read only');
		expect(text).toContain('Someone rebuilt 264 to 519 blocks, or this is another hub at the same address');
		expect(text).toMatch(/▸ +1,021 .* ≠ .* dddd1021/);
	});

	test('shows what was typed of the word, and that readings wait', () => {
		const typed = stateAfter(
			held(80, 24),
			{kind: 'command', name: 'consent', key: 'a'},
			{kind: 'command', name: 'consent', key: 'c'},
			readingEvent(72, 'waiting'),
		);
		const text = screenText(typed, blocks);
		expect(text).toContain('type  accept  and press Enter: ac▏');
		expect(text).toContain('… 1 reading waiting: nothing is sent to this hub until you choose');
		expect(text).toContain('paused: readings wait here');
	});

	test('does not ask about readings that wait for a decision', () => {
		expect(screenText(stateAfter(held(80, 24), readingEvent(72, 'asking')), blocks)).not.toContain('s sends');
	});

	test('is exactly as large as the terminal, whatever it shows', () => {
		const look = {kind: 'command', name: 'lookBoth'} as const;
		const makers = [
			held,
			fresh,
			(c: number, r: number) => stateAfter(held(c, r), look),
			(c: number, r: number) => stateAfter(fresh(c, r), look),
		];
		for (const make of makers) {
			for (let columns = 40; columns <= 220; columns++) {
				const rows = 10 + (columns % 41);
				const state = make(columns, rows);
				const lines = screenLines(state, state.chain.length > 0 ? blocks : none);
				expect(lines).toHaveLength(rows);
				for (const line of lines) expect(textWidth(line)).toBe(columns);
				expect(lines.join('\n')).toContain('NOT THE SAME CHAIN');
				if (!state.alarm.looks) {
					expect(lines.join('\n')).toMatch(/type +accept/);
					expect(lines.join('\n')).toMatch(/# ?(?:813|1,?021)/);
				}
			}
		}
	});
});

describe('looking at both', () => {
	const look = (state: State): State => stateAfter(state, {kind: 'command', name: 'lookBoth'});
	const rowOf = (state: State, index: string): string =>
		screenText(state, blocks)
			.split('\n')
			.find(line => new RegExp(`^.? +${index} `).test(line)) ?? '';

	test('shows every block that is held beside what is known of the other chain', () => {
		const state = look(held(80, 24));
		expect(rowOf(state, '812')).toMatch(/ {2}= {2}the same$/);
		expect(rowOf(state, '813')).toMatch(/▸ +813 .* {2}≠ +70 {2}▐▌ ddddd813bbbb$/);
		expect(rowOf(state, '814')).toMatch(/ {2}≠ {2}another block$/);
		const top = stateAfter(state, {kind: 'command', name: 'first'});
		expect(rowOf(top, '0')).toMatch(/ {2}= {2}the same$/);
		const end = stateAfter(state, {kind: 'command', name: 'follow'});
		expect(rowOf(end, '1,284')).toMatch(/ {2}≠ +70 {2}▐▌ dddd1284bbbb$/);
		expect(screenText(look(state), blocks)).toBe(screenText(held(80, 24), blocks));
	});

	test('says of blocks between two that are known that they are not', () => {
		const rows = stateAfter(look(held(80, 24, rough)), {kind: 'command', name: 'up'});
		expect(rowOf(rows, '1,020')).toMatch(/ {2}\? {2}not known$/);
	});

	test('has a title that is not cut at 40 cells', () => {
		const line = screenText(look(held(40, 10)), blocks)
			.split('\n')
			.find(text => text.startsWith('─'));
		expect(line).toMatch(/^─ last verified chain · read only ─+$/);
	});

	test('offers the keys of a list only where there is one', () => {
		const keysOf = (state: State): string => screenText(state, blocks).split('\n').at(-1)!;
		expect(keysOf(look(held(80, 24)))).toContain('PgUp/Dn page  Home oldest');
		expect(keysOf(held(80, 24))).toBe(' l look  type accept: trust it  ? help  q quit');
	});

	test('of a hub whose chain is shorter says where there is no block', () => {
		const offered = {index: 1_279, hash: otherHash(1_279)};
		const cut: AlarmFacts = {
			...exact,
			tip: {...exact.tip, offered},
			blocks: exact.blocks.map(({pinned, ...rest}) => ({
				pinned,
				offered: pinned.index > 1_279 ? 'none' : rest.offered,
			})),
		};
		const end = stateAfter(look(held(80, 24, cut)), {kind: 'command', name: 'follow'});
		expect(rowOf(end, '1,284')).toMatch(/ {2}≠ {2}no such block$/);
	});
});
