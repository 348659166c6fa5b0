import {describe, expect, test, vi} from 'vitest';
import {detailFacts} from '../../../../src/client/screen/detail/detail-facts.ts';
import {detailRows} from '../../../../src/client/screen/detail/detail-rows.ts';
import {detailTitle} from '../../../../src/client/screen/detail/verdict-row.ts';
import {type Row, rowText} from '../../../../src/client/screen/theme.ts';
import {
	chainFacts,
	columnsOf,
	factsOfLong,
	linesOf,
	longChain,
	otherHash,
	refusedFacts,
	textOf,
	tutorialFacts,
} from '../../support/details.ts';

vi.stubEnv('TZ', 'UTC');

const newest = factsOfLong(1_284, true);
const older = factsOfLong(1_281);
const broken = refusedFacts({prevHash: otherHash(longChain[3]!.prevHash, 40)}, 'link');

describe('the pane', () => {
	test('of 56x17 has everything, each hash in short', () => {
		expect(linesOf(detailRows(newest, {width: 56, height: 17}))).toEqual([
			' ✓ link   ✓ hash   ✓ shape                you, 05:23:01',
			'',
			' block 1,283  Hash      ▐▌ 1bfce11012e2…77ff56',
			'                        ║ ✓ same 64 characters',
			' block 1,284  PrevHash  ▐▌ 1bfce11012e2…77ff56',
			'',
			' the exact text that is hashed, nothing between:',
			' 12842026-11-20T05:23:01.390Z65',
			' └#─┘└Timestamp─────────────┘└BPM',
			' 1bfce11012e21e2d80e5c8afb09fa723 ┐',
			' 880b731ac06687b03060a0bc5b77ff56 ┘ PrevHash',
			'                        ║ sha256, recomputed here',
			' block 1,284  Hash      ▐▌ 0a404f4b900b…70324a ✓',
			'                        ║ binds your next reading',
			' block 1,285  PrevHash  ▐▌ 0a404f4b900b…70324a',
			'',
			' x  copies a shell line that proves it without us',
		]);
	});

	test('of 87x19 has all digits, field by field', () => {
		expect(linesOf(detailRows(older, {width: 87, height: 19}))).toEqual([
			' ✓ link   ✓ hash   ✓ shape               20 November 2026, 05:22:58   3 behind the tip',
			'',
			' 1,280 Hash     ▐▌ 4b5d6fa90027669a030d1d81ac4de04501a5d083ae26341fc373720af145a067',
			'                ║ ✓ same 64 characters',
			' 1,281 PrevHash ▐▌ 4b5d6fa90027669a030d1d81ac4de04501a5d083ae26341fc373720af145a067',
			'       Index       1281',
			'       Timestamp   2026-11-20T05:22:58.390Z',
			'       BPM         77',
			'                ║ sha256 of the text below, recomputed here',
			' 1,281 Hash     ▐▌ 4998ee3534e383a0840023e6e685ec9cf9ac5f82c7455977adefd34876038310 ✓',
			'                ║ ✓ same 64 characters',
			' 1,282 PrevHash ▐▌ 4998ee3534e383a0840023e6e685ec9cf9ac5f82c7455977adefd34876038310',
			'',
			' the exact text that is hashed, nothing between the parts:',
			' 12812026-11-20T05:22:58.390Z77',
			' └#─┘└Timestamp─────────────┘└BPM',
			' 4b5d6fa90027669a030d1d81ac4de04501a5d083ae26341fc373720af145a067 ← PrevHash',
			'',
			' x  copies a shell line that proves it without us',
		]);
	});

	test('of 40x17 has short labels', () => {
		expect(linesOf(detailRows(older, {width: 40, height: 17}))).toEqual([
			' ✓ link  ✓ hash  ✓ shape       05:22:58',
			'',
			' 1,280 Hash     ▐▌ 4b5d6fa9002…45a067',
			'                ║ ✓ same 64 characters',
			' 1,281 PrevHash ▐▌ 4b5d6fa9002…45a067',
			'',
			' the exact text that is hashed:',
			' 12812026-11-20T05:22:58.390Z77',
			' └#─┘└Timestamp─────────────┘└BPM',
			' 4b5d6fa90027669a030d1d81ac4de045',
			' 01a5d083ae26341fc373720af145a067',
			' └PrevHash──────────────────────┘',
			'                ║ sha256',
			' 1,281 Hash     ▐▌ 4998ee3534e…038310 ✓',
			'                ║ ✓ same 64 characters',
			' 1,282 PrevHash ▐▌ 4998ee3534e…038310',
			' x  copies a shell line that proves it',
		]);
	});

	test('of 56x9 says after the hashes what stood between them', () => {
		expect(linesOf(detailRows(newest, {width: 56, height: 9}))).toEqual([
			' ✓ link   ✓ hash   ✓ shape                you, 05:23:01',
			' block 1,283  Hash      ▐▌ 1bfce11012e2…77ff56',
			' block 1,284  PrevHash  ▐▌ 1bfce11012e2…77ff56 ✓ same',
			' 12842026-11-20T05:23:01.390Z65',
			' └#─┘└Timestamp─────────────┘└BPM',
			' 1bfce11012e21e2d80e5c8afb09fa723 ┐',
			' 880b731ac06687b03060a0bc5b77ff56 ┘ PrevHash',
			' block 1,284  Hash      ▐▌ 0a404f4b900b…70324a ✓ sha256',
			' block 1,285  PrevHash  ▐▌ 0a404f4b900b…70324a will be',
		]);
	});

	test('of 56x6 has the link, the hash and what they bind', () => {
		expect(linesOf(detailRows(newest, {width: 56, height: 6}))).toEqual([
			' ✓ link   ✓ hash   ✓ shape                you, 05:23:01',
			' block 1,283  Hash      ▐▌ 1bfce11012e2…77ff56',
			' block 1,284  PrevHash  ▐▌ 1bfce11012e2…77ff56 ✓ same',
			' block 1,284  Hash      ▐▌ 0a404f4b900b…70324a ✓ sha256',
			' block 1,285  PrevHash  ▐▌ 0a404f4b900b…70324a will be',
			' x  copies a shell line that proves it without us',
		]);
	});

	test('shows a broken link with the digits around the first that differs', () => {
		expect(linesOf(detailRows(broken, {width: 56, height: 20}))).toEqual([
			' ✗ link   ✗ hash   ✓ shape                    not taken',
			' ≠ its PrevHash is not the Hash of block 2',
			'',
			' block 2  Hash      ▐▌ …b31cd71a320b4a806…',
			'                    ≠           ^ character 41 differs',
			' block 3  PrevHash  ▐▌ …b31cd71aa20b4a806…',
			'',
			' the exact text that is hashed, nothing between:',
			' 32026-11-20T05:01:40.390Z74',
			' #└Timestamp─────────────┘└BPM',
			' 3139b32e0ec4d5e3f6c4bfc158616157 ┐',
			' b31cd71aa20b4a80654c05a1ddcebd13 ┘ PrevHash',
			'          sha256    ▐▌ de860489f5fd…07926c',
			'                    ≠   ^ character 2 differs',
			' block 3  Hash      ▐▌ d65d4d18d56c…6a0b83',
			' what comes after it is not counted',
			'',
			' x  copies a shell line that proves it without us',
		]);
	});

	test('of 87 cells points at it', () => {
		expect(linesOf(detailRows(broken, {width: 87, height: 12}))).toEqual([
			' ✗ link   ✗ hash   ✓ shape                                                   not taken',
			' ≠ its PrevHash is not the Hash of block 2',
			' 2 Hash     ▐▌ 3139b32e0ec4d5e3f6c4bfc158616157b31cd71a320b4a80654c05a1ddcebd13',
			'            ≠                                          ^ character 41 differs',
			' 3 PrevHash ▐▌ 3139b32e0ec4d5e3f6c4bfc158616157b31cd71aa20b4a80654c05a1ddcebd13',
			'   sha256   ▐▌ de860489f5fd5dc2d54edf6c77bf15303d9960bae295a5dd681dc19c7a07926c',
			'            ≠   ^ character 2 is the first that differs',
			' 3 Hash     ▐▌ d65d4d18d56c2e0e8d2184769e504b05468576713e86aadb71e943de236a0b83',
			' what comes after it is not counted',
			' 32026-11-20T05:01:40.390Z74',
			' #└Timestamp─────────────┘└BPM',
			' 3139b32e0ec4d5e3f6c4bfc158616157b31cd71aa20b4a80654c05a1ddcebd13 ← PrevHash',
		]);
	});

	test('of the genesis block says that there is none before it', () => {
		expect(linesOf(detailRows(factsOfLong(0), {width: 56, height: 14}))).toEqual([
			' ✓ link   ✓ hash   ✓ shape      05:01:37 · 1,284 behind',
			'',
			' the genesis block: there is none before it',
			' block 0  PrevHash  ▐▌ (empty) ✓ as it must be',
			'',
			' the exact text that is hashed, nothing between:',
			' 02026-11-20T05:01:37.390Z0',
			' #└Timestamp─────────────┘└BPM',
			' PrevHash is empty',
			'                    ║ sha256, recomputed here',
			' block 0  Hash      ▐▌ 582f382a473c…fffc2a ✓',
			'                    ║ ✓ same 64 characters',
			' block 1  PrevHash  ▐▌ 582f382a473c…fffc2a',
			' x  copies a shell line that proves it without us',
		]);
	});

	test('of a block of the tutorial says what its rule leaves unprotected', () => {
		expect(linesOf(detailRows(tutorialFacts(2, 4), {width: 56, height: 30}))).toEqual([
			' ✓ link   ✓ hash   ! shape                     04:25:54',
			'',
			' block 3  Hash      ▐▌ d7ba9e23d363…08b4f4',
			'                    ║ ✓ same 64 characters',
			' block 4  PrevHash  ▐▌ d7ba9e23d363…08b4f4',
			'',
			' the exact text that is hashed, nothing between:',
			' ?2026-11-20 04:25:54.727501101 +0000 UTC',
			' #└Timestamp─────────────────────────────',
			'  m=+4.011265140?',
			' ──────────────┘└BPM',
			' d7ba9e23d3639b421a6470c57a95cc85 ┐',
			' 5820f215bad91c4fa32bcba22f08b4f4 ┘ PrevHash',
			' # 4 is hashed as U+0004, BPM 55297 as U+FFFD',
			'                    ║ sha256, recomputed here',
			' block 4  Hash      ▐▌ a7dba63c5b47…c3677b ✓',
			'                    ║ binds your next reading',
			' block 5  PrevHash  ▐▌ a7dba63c5b47…c3677b',
			'',
			' ! Times have no fixed length: a digit can move from',
			'   one field to the next, and the hash stays the same.',
			' ! Index and BPM are hashed as characters: all negative',
			'   numbers, and others, hash alike.',
			' ! The genesis block has no hash: nothing shows a',
			'   change of it.',
			'',
			' x  copies a shell line that proves it without us',
		]);
	});

	test('with less height says that it leaves something', () => {
		expect(linesOf(detailRows(tutorialFacts(2, 4), {width: 56, height: 16}))).toEqual([
			' ✓ link   ✓ hash   ! shape                     04:25:54',
			' block 3  Hash      ▐▌ d7ba9e23d363…08b4f4',
			'                    ║ ✓ same 64 characters',
			' block 4  PrevHash  ▐▌ d7ba9e23d363…08b4f4',
			' ?2026-11-20 04:25:54.727501101 +0000 UTC',
			' #└Timestamp─────────────────────────────',
			'  m=+4.011265140?',
			' ──────────────┘└BPM',
			' d7ba9e23d3639b421a6470c57a95cc85 ┐',
			' 5820f215bad91c4fa32bcba22f08b4f4 ┘ PrevHash',
			' # 4 is hashed as U+0004, BPM 55297 as U+FFFD',
			'                    ║ sha256, recomputed here',
			' block 4  Hash      ▐▌ a7dba63c5b47…c3677b ✓',
			'                    ║ binds your next reading',
			' block 5  PrevHash  ▐▌ a7dba63c5b47…c3677b',
			` ! the tutorial's rule leaves gaps: zoom lists them`,
		]);
	});

	test('has rows left over where all of it fits', () => {
		expect(detailRows(newest, {width: 56, height: 40})).toHaveLength(17);
	});

	test('tells before anything else what holds and what does not', () => {
		expect(linesOf(detailRows(older, {width: 40, height: 1}))).toEqual([
			' ✓ link  ✓ hash  ✓ shape       05:22:58',
		]);
		expect(linesOf(detailRows(broken, {width: 56, height: 2}))).toEqual([
			' ✗ link   ✗ hash   ✓ shape                    not taken',
			' ≠ its PrevHash is not the Hash of block 2',
		]);
		expect(detailRows(newest, {width: 56, height: 0})).toEqual([]);
	});

	test('without chips gives their columns to the hashes', () => {
		const lines = linesOf(detailRows(newest, {width: 56, height: 17, chips: false}));
		expect(lines[2]).toBe(' block 1,283  Hash        1bfce11012e2…77ff56');
		expect(lines[3]).toBe('                        ║ ✓ same 64 characters');
	});

	test('shows a chip before every hash, and bad only where something is', () => {
		const tonesOf = (rows: readonly Row[]): readonly unknown[] => rows.flat().map(({tone}) => tone);
		const rows = detailRows(newest, {width: 56, height: 17});
		expect(rows.flat().filter(({hash}) => hash !== undefined)).toHaveLength(4);
		expect(tonesOf(rows)).not.toContain('bad');
		const prevHash = detailRows(broken, {width: 87, height: 20}).find(row =>
			rowText(row).startsWith(' 3 PrevHash'),
		)!;
		expect(prevHash.slice(-2)).toEqual([
			{text: '3139b32e0ec4d5e3f6c4bfc158616157b31cd71a'},
			{text: 'a20b4a80654c05a1ddcebd13', tone: 'bad'},
		]);
	});

	test('says of a block that was not kept that it does not hold', () => {
		const held = columnsOf(longChain.slice(0, 3));
		const fault = {index: 3, reason: 'hash', detail: 'its Hash is not the SHA-256 of its fields'} as const;
		const text = textOf(
			detailRows(detailFacts(held, 2, chainFacts(held, {fault}))!, {width: 56, height: 17}),
		);
		expect(text).toContain(' block 3  PrevHash    not taken: it does not hold\n');
	});
});

describe('the title', () => {
	test('says whether the block is valid, and by which rule where there is room', () => {
		expect(detailTitle(newest, 50)).toBe('why 1,284 is valid');
		expect(detailTitle(broken, 50)).toBe('why 3 is not valid');
		expect(detailTitle(tutorialFacts(1, 3), 50)).toBe("why 3 is valid by the tutorial's rule");
		expect(detailTitle(tutorialFacts(1, 3), 30)).toBe('why 3 is valid');
	});
});
