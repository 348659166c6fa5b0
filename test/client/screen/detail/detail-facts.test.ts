import {describe, expect, test} from 'vitest';
import {compareHashes, detailFacts} from '../../../../src/client/screen/detail/detail-facts.ts';
import {hashBlock} from '../../../../src/core/hash-rule.ts';
import {
	chainFacts,
	columnsOf,
	factsOfLong,
	long,
	longChain,
	otherHash,
	refusal,
	refusedFacts,
	tutorialFacts,
} from '../../support/details.ts';

function statesOf({checks}: {checks: readonly {name: string; state: string}[]}): readonly string[] {
	return checks.map(({name, state}) => `${name} ${state}`);
}

describe('a block of ours', () => {
	test('holds in every check, between the block before and the one after', () => {
		const facts = factsOfLong(1_281);
		expect(statesOf(facts)).toEqual(['link holds', 'hash holds', 'shape holds']);
		expect(facts).toMatchObject({
			valid: true,
			strict: true,
			reason: null,
			before: {index: 1_280, hash: longChain[1_280]!.hash},
			link: {kind: 'same'},
			hash: {kind: 'same'},
			next: {kind: 'held', index: 1_282, prevHash: longChain[1_281]!.hash},
			behind: 3,
			own: false,
			weaknesses: [],
		});
		expect(facts.explanation.computed).toBe(hashBlock('decimal', longChain[1_281]!));
	});

	test('that is the newest is followed by the one that a reading makes', () => {
		expect(factsOfLong(1_284, true)).toMatchObject({
			behind: 0,
			own: true,
			next: {kind: 'open', index: 1_285},
		});
	});

	test('that is the first has none before it', () => {
		const facts = factsOfLong(0);
		expect(facts).toMatchObject({before: null, link: {kind: 'alone'}, valid: true, strict: true});
		expect(facts.checks[0]!.because).toBe('it is the first block: its PrevHash is empty');
	});

	test('cannot be compared with a block that is not held', () => {
		const newest = columnsOf(longChain.slice(2, 5));
		const facts = detailFacts(newest, 2, chainFacts(newest))!;
		expect(facts).toMatchObject({before: {index: 1, hash: null}, link: {kind: 'alone'}, valid: true});
		expect(statesOf(facts)[0]).toBe('link unknown');
	});

	test('is looked at as far as the chain is shown, also while the columns have more', () => {
		const facts = detailFacts(long, 10, chainFacts(long, {length: 11}))!;
		expect(facts).toMatchObject({behind: 0, next: {kind: 'open', index: 11}});
	});

	test('is hashed once, however often it is asked for', () => {
		const once = factsOfLong(700);
		expect(factsOfLong(700).explanation).toBe(once.explanation);
		expect(factsOfLong(701).explanation).not.toBe(once.explanation);
	});

	test('is hashed anew when another block has taken its place', () => {
		const {explanation} = factsOfLong(5);
		const other = [...longChain.slice(0, 5), {...longChain[5]!, bpm: 99}];
		const columns = columnsOf(other);
		expect(detailFacts(columns, 5, chainFacts(columns))!.explanation).not.toEqual(explanation);
	});

	test('that is not there has no facts', () => {
		expect(detailFacts(long, 1_285, chainFacts(long))).toBeNull();
		expect(detailFacts(long, -1, chainFacts(long))).toBeNull();
	});
});

describe('a block that was refused', () => {
	test('with a broken link shows where it differs from the block before', () => {
		const prevHash = otherHash(longChain[3]!.prevHash, 40);
		const facts = refusedFacts({prevHash}, 'link');
		expect(statesOf(facts)).toEqual(['link broken', 'hash broken', 'shape holds']);
		expect(facts).toMatchObject({
			valid: false,
			reason: 'its PrevHash is not the Hash of block 2',
			link: {kind: 'differs', at: 40},
			next: {kind: 'uncounted'},
		});
	});

	test('with changed fields shows where its hash differs from theirs', () => {
		const facts = refusedFacts({bpm: 71}, 'hash');
		const comparison = compareHashes(longChain[3]!.hash, hashBlock('decimal', {...longChain[3]!, bpm: 71}));
		expect(statesOf(facts)).toEqual(['link holds', 'hash broken', 'shape holds']);
		expect(comparison.kind).toBe('differs');
		expect(facts.hash).toEqual(comparison);
	});

	test('with another index or shape is told so', () => {
		expect(statesOf(refusedFacts({index: 7}, 'index'))[0]).toBe('index broken');
		const timestamp = '2026-11-20 05:01:37';
		expect(statesOf(refusedFacts({timestamp}, 'shape'))).toContain('shape broken');
	});

	test('is what the newest block says about the next one', () => {
		const prevHash = otherHash(longChain[3]!.prevHash, 0);
		const [held, chain] = refusal({prevHash}, 'link');
		expect(detailFacts(held, 2, chain)!.next).toEqual({kind: 'refused', index: 3, prevHash});
		const {refused: _, ...without} = chain;
		expect(detailFacts(held, 2, without)!.next).toEqual({kind: 'refused', index: 3, prevHash: null});
		expect(detailFacts(held, 3, without)).toBeNull();
	});
});

test('Two hashes differ from the first character on in which they do', () => {
	expect(compareHashes('abc', 'abc')).toEqual({kind: 'same'});
	expect(compareHashes('abc', 'abd')).toEqual({kind: 'differs', at: 2});
	expect(compareHashes('ab', 'abd')).toEqual({kind: 'differs', at: 2});
	expect(compareHashes('', 'a')).toEqual({kind: 'differs', at: 0});
});

describe('a block of the tutorial', () => {
	test('holds by its rule, and what that leaves unprotected is told', () => {
		const facts = tutorialFacts(1, 3);
		expect(statesOf(facts)).toEqual(['link holds', 'hash holds', 'shape weak']);
		expect(facts).toMatchObject({valid: true, strict: false});
		expect(facts.weaknesses[0]).toContain('a digit can move from one field to the next');
	});

	test('that is its genesis block has no hash, or one that does not cover its time', () => {
		expect(tutorialFacts(2, 0)).toMatchObject({hash: {kind: 'alone'}, valid: true});
		expect(tutorialFacts(2, 0).checks[1]).toMatchObject({state: 'weak', because: 'this block has none'});
		expect(tutorialFacts(1, 0)).toMatchObject({hash: {kind: 'same'}, valid: true});
		expect(tutorialFacts(1, 0).checks[1]!.because).toBe('it does not cover the time of this block');
		// Both the hash that is not there and the PrevHash that names it are empty.
		expect(tutorialFacts(2, 1)).toMatchObject({link: {kind: 'same'}, before: {hash: ''}});
	});

	test('with proof of work is checked for that too', () => {
		expect(tutorialFacts(3, 2).checks.at(-1)).toEqual({
			name: 'work',
			state: 'holds',
			because: 'its Hash begins with 1 zero, as Difficulty says',
		});
	});
});
