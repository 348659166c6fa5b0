import {expect, it} from 'vitest';
import {type Claim, formatClaims, joinClaims, readClaims} from '../../src/core/claim.ts';

const [one, two] = ['ledger-of-hub-01', 'ledger-of-hub-02'] as const;

function hashOf(index: number): string {
	return String(index).padStart(64, '0');
}

function claim(index: number, by: string): Claim {
	return {index, hash: hashOf(index), by};
}

it('says in one run what a hub claims of blocks that follow each other', () => {
	const runs = joinClaims([claim(4, one), claim(5, one), claim(6, two), claim(8, two)]);
	expect(runs).toEqual([
		{...claim(5, one), count: 2},
		{...claim(6, two), count: 1},
		{...claim(8, two), count: 1},
	]);
	const text = formatClaims(runs);
	expect(text).toBe(
		`[[5,"${hashOf(5)}","${one}",2],[6,"${hashOf(6)}","${two}"],[8,"${hashOf(8)}","${two}"]]`,
	);
	expect(readClaims(JSON.parse(text))).toEqual(runs);
});

it('begins another run where one is as long as may be', () => {
	const runs = joinClaims(Array.from({length: 1_030}, (_, at) => claim(at + 1, one)));
	expect(runs.map(({index, count}) => [index, count])).toEqual([
		[1_024, 1_024],
		[1_030, 6],
	]);
	expect(readClaims(JSON.parse(formatClaims(runs)))).toEqual(runs);
});

it.each([
	[{}],
	['text'],
	[[1]],
	[[[1, hashOf(1)]]],
	[[[-1, hashOf(1), one]]],
	[[[1, 'ab', one]]],
	[[[1, hashOf(1), 'short']]],
	[[[1, hashOf(1), 'sixteen+letters!']]],
	[[[5, hashOf(5), one, 0]]],
	[[[5, hashOf(5), one, 1.5]]],
	// There is no reading in the genesis block.
	[[[0, hashOf(0), one]]],
	[[[5, hashOf(5), one, 6]]],
	[[[5_000, hashOf(5), one, 1_025]]],
	[Array.from({length: 513}, () => [1, hashOf(1), one])],
])('takes no other shape: %j', value => {
	expect(readClaims(value)).toBeNull();
});
