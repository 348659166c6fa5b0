import {describe, expect, test, vi} from 'vitest';
import {detailFacts} from '../../../../src/client/screen/detail/detail-facts.ts';
import {zoomRows} from '../../../../src/client/screen/detail/zoom-rows.ts';
import type {Block} from '../../../../src/core/block.ts';
import {
	factsOfLong,
	linesOf,
	longChain,
	otherHash,
	refusal,
	refusedFacts,
	textOf,
	tutorialFacts,
} from '../../support/details.ts';

vi.stubEnv('TZ', 'UTC');

const newest = factsOfLong(1_284, true);
const whole = {width: 120, height: 100};

describe('the zoomed view', () => {
	test('of 120 cells has every check with its reason', () => {
		expect(linesOf(zoomRows(newest, whole, 0).rows)).toEqual([
			' block 1,284 is valid                                                      you, 20 November 2026, 05:23:01   the newest',
			'',
			' ✓ link   its PrevHash is the Hash of block 1,283',
			'   1,283 Hash     ▐▌ 1bfce11012e21e2d80e5c8afb09fa723880b731ac06687b03060a0bc5b77ff56',
			'                  ║ ✓ same 64 characters',
			'   1,284 PrevHash ▐▌ 1bfce11012e21e2d80e5c8afb09fa723880b731ac06687b03060a0bc5b77ff56',
			'',
			' ✓ hash   its Hash is the SHA-256 of its fields, recomputed here',
			'   the exact text that is hashed, nothing between the parts:',
			'   12842026-11-20T05:23:01.390Z65',
			'   └#─┘└Timestamp─────────────┘└BPM',
			'   1bfce11012e21e2d80e5c8afb09fa723880b731ac06687b03060a0bc5b77ff56 ← PrevHash',
			'         sha256   ▐▌ 0a404f4b900bdaef27d6a0ee9fa97fe12cd8290e62aca187ddecc1855770324a',
			'                  ║ ✓ same 64 characters',
			'   1,284 Hash     ▐▌ 0a404f4b900bdaef27d6a0ee9fa97fe12cd8290e62aca187ddecc1855770324a',
			'',
			' ✓ shape  each field has the only form that it may have',
			'   Index       1284',
			'   Timestamp   2026-11-20T05:23:01.390Z',
			'   BPM         65',
			'   rule        decimal: Index and BPM are hashed as their digits',
			'',
			' → next   block 1,285 is not there yet: your next reading is bound to this Hash',
			'   1,285 PrevHash ▐▌ 0a404f4b900bdaef27d6a0ee9fa97fe12cd8290e62aca187ddecc1855770324a',
			'',
			' $ proof  in a shell, without us',
			`   printf %s '12842026-11-20T05:23:01.390Z651bfce11012e21e2d80e5c8afb09fa723880b731ac06687b03060a0bc5b77ff56'`,
			'   | sha256sum',
			'   0a404f4b900bdaef27d6a0ee9fa97fe12cd8290e62aca187ddecc1855770324a  -',
			'   macOS: shasum -a 256 instead of sha256sum',
			'   x copies it as one line that also compares',
		]);
	});

	test('of 40x24 has all digits too', () => {
		expect(linesOf(zoomRows(newest, {width: 40, height: 24}, 0).rows)).toEqual([
			' block 1,284 is valid     you, 05:23:01',
			'',
			' ✓ link   its PrevHash is the Hash of',
			'          block 1,283',
			'   block 1,283  Hash',
			'   ▐▌ 1bfce11012e21e2d80e5c8afb09fa723',
			'      880b731ac06687b03060a0bc5b77ff56',
			'   ║ ✓ same 64 characters',
			'   block 1,284  PrevHash',
			'   ▐▌ 1bfce11012e21e2d80e5c8afb09fa723',
			'      880b731ac06687b03060a0bc5b77ff56',
			'',
			' ✓ hash   its Hash is the SHA-256 of',
			'          its fields, recomputed here',
			'   the exact text that is hashed,',
			'   nothing between the parts:',
			'   12842026-11-20T05:23:01.390Z65',
			'   └#─┘└Timestamp─────────────┘└BPM',
			'   1bfce11012e21e2d80e5c8afb09fa723',
			'   880b731ac06687b03060a0bc5b77ff56',
			'   └PrevHash──────────────────────┘',
			'   sha256',
			'   ▐▌ 0a404f4b900bdaef27d6a0ee9fa97fe1',
			'      2cd8290e62aca187ddecc1855770324a',
		]);
	});

	test('scrolls, and stops where the last row is at the bottom', () => {
		const place = {width: 40, height: 9};
		const {total} = zoomRows(newest, place, 0);
		const all = zoomRows(newest, {...place, height: total}, 0).rows;
		expect(zoomRows(newest, place, 5)).toEqual({rows: all.slice(5, 14), top: 5, total});
		expect(zoomRows(newest, place, 1_000)).toEqual({rows: all.slice(-9), top: total - 9, total});
		expect(zoomRows(newest, place, -3).top).toBe(0);
		expect(zoomRows(newest, whole, 7)).toMatchObject({top: 0});
	});

	test('lists what the rule of the tutorial leaves unprotected, and what characters numbers are hashed as', () => {
		const text = textOf(zoomRows(tutorialFacts(2, 4), whole, 0).rows);
		expect(text).toContain(
			'   # 4 is hashed as U+0004, BPM 55297 as U+FFFD\n   What cannot be shown stands as "?".',
		);
		expect(text).toContain(' ! shape  its numbers are hashed as characters\n');
		expect(text).toContain("   valid by the tutorial's rule, which leaves unprotected:\n   ! Times have");
		expect(text).toContain('   ! The genesis block has no hash: nothing shows a change of it.\n');
		expect(text).toContain(
			"   printf '\\0042026-11-20 04:25:54.727501101 +0000 UTC m=+4.011265140\\357\\277\\275",
		);
	});

	test('shows the fields of proof of work', () => {
		const text = textOf(zoomRows(tutorialFacts(3, 2), whole, 0).rows);
		expect(text).toContain('   Difficulty  1\n   Nonce       4\n');
		expect(text).toContain(' ✓ work   its Hash begins with 1 zero, as Difficulty says\n');
	});

	test('points into a hash on one line, and names the character in one that is broken into two', () => {
		const prevHash = otherHash(longChain[3]!.prevHash, 40);
		const facts = refusedFacts({prevHash}, 'link');
		const narrow = linesOf(zoomRows(facts, {width: 40, height: 60}, 0).rows);
		expect(narrow.slice(4, 11)).toEqual([
			'   block 2  Hash',
			'   ▐▌ 3139b32e0ec4d5e3f6c4bfc158616157',
			'      b31cd71a320b4a80654c05a1ddcebd13',
			'   ≠ character 41 differs',
			'   block 3  PrevHash',
			'   ▐▌ 3139b32e0ec4d5e3f6c4bfc158616157',
			'      b31cd71aa20b4a80654c05a1ddcebd13',
		]);
		const second = zoomRows(facts, {width: 40, height: 60}, 0).rows[10]!;
		expect(second.slice(-2)).toEqual([{text: 'b31cd71a'}, {text: 'a20b4a80654c05a1ddcebd13', tone: 'bad'}]);
	});

	test('tells of a block that holds and was refused all the same', () => {
		const [held, chain] = refusal({}, 'link');
		const fault = {index: 3, reason: 'link', detail: 'it is not the block that was verified before'} as const;
		const facts = detailFacts(held, 3, {...chain, fault, refused: longChain[3] as Block})!;
		expect(linesOf(zoomRows(facts, whole, 0).rows).slice(0, 3)).toEqual([
			` block 3 is not valid${' '.repeat(89)}not taken`,
			' ≠ it is not the block that was verified before',
			'',
		]);
	});
});
