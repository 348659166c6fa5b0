import {expect, test} from 'vitest';
import {detailLine} from '../../../../src/client/screen/detail/detail-line.ts';
import {rowText} from '../../../../src/client/screen/theme.ts';
import {factsOfLong, longChain, otherHash, refusedFacts, tutorialFacts} from '../../support/details.ts';

const newest = factsOfLong(1_284, true);

test.each([
	[
		120,
		' #1,284 ✓ link: PrevHash = Hash of #1,283 ▐▌1bfce1   ✓ hash: recomputed ▐▌0a404f                          you, 05:23:01 ',
	],
	[80, ' #1,284 ✓ link: PrevHash = Hash of #1,283 ▐▌1bfce1   ✓ hash: recomputed ▐▌0a404f'],
	[70, ' #1,284 ✓ link: PrevHash = Hash of #1,283 ▐▌1bfce1   ✓ hash ▐▌0a404f'],
	[60, ' #1,284 ✓ link: Hash of #1,283 ▐▌1bfce1   ✓ hash ▐▌0a404f'],
	[40, ' #1,284 ✓ link ▐▌1bfce1   ✓ hash    you '],
	[24, ' #1,284 ✓ link   ✓ hash'],
	[16, ' ✓ link   ✓ hash'],
])('The line of the newest block in %i cells', (width, text) => {
	expect(rowText(detailLine(newest, width))).toBe(text);
});

test('Without chips the digits stand alone', () => {
	expect(rowText(detailLine(newest, 80, false)).trimEnd()).toBe(
		' #1,284 ✓ link: PrevHash = Hash of #1,283 1bfce1   ✓ hash: recomputed 0a404f',
	);
});

test('A genesis block, and one of the tutorial, are told as what they are', () => {
	expect(rowText(detailLine(factsOfLong(0), 80)).trimEnd()).toBe(
		' #0 ✓ link: the genesis block, none before it   ✓ hash: recomputed ▐▌582f38',
	);
	expect(rowText(detailLine(tutorialFacts(2, 0), 94)).trimEnd()).toBe(
		' #0 ✓ link: the genesis block, none before it   ! hash: the tutorial gives it none   ! shape',
	);
});

test('A broken block is told with both hashes, and in bad', () => {
	const broken = refusedFacts({prevHash: otherHash(longChain[3]!.prevHash, 3)}, 'link');
	const row = detailLine(broken, 102);
	expect(rowText(row).trimEnd()).toBe(
		' #3 ✗ link: PrevHash ▐▌313ab3 ≠ Hash of #2 ▐▌3139b3   ✗ hash: ▐▌d65d4d ≠ sha256 ▐▌0c9eb8    not taken',
	);
	expect(row.find(({text}) => text === '✗')?.tone).toBe('bad');
	expect(rowText(detailLine(broken, 40)).trimEnd()).toBe(' #3 ✗ link   ✗ hash ≠ sha256');
});
