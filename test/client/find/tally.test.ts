import {describe, expect, it} from 'vitest';
import {ChainColumns} from '../../../src/client/chain-columns.ts';
import type {Query} from '../../../src/client/find/query.ts';
import {beginTally, countOn, isCounted, rankIn} from '../../../src/client/find/tally.ts';
import {makeChain} from '../../support/chains.ts';

/** A chain in which every hundredth block has BPM 99. */
const chain = makeChain(Array.from({length: 40_000}, (_, at) => ((at + 1) % 100 === 0 ? 99 : 70)));
const above: Query = {kind: 'bpm', min: 99, max: 99};

function columnsTo(length: number, from = 0): ChainColumns {
	const columns = new ChainColumns(from);
	for (const block of chain.slice(from, length)) columns.append(block);
	return columns;
}

describe('a tally', () => {
	it('counts in steps and knows when it is done', () => {
		const columns = columnsTo(chain.length);
		let tally = beginTally(columns, above);
		const counts: number[] = [];
		while (!isCounted(tally, columns)) {
			tally = countOn(columns, tally, 15_000);
			counts.push(tally.count);
		}
		expect(counts).toEqual([149, 299, 400]);
		expect(countOn(columns, tally)).toBe(tally);
	});

	it('goes on where the chain has grown', () => {
		const columns = columnsTo(20_050);
		let tally = countOn(columns, beginTally(columns, above));
		expect([tally.count, isCounted(tally, columns)]).toEqual([200, true]);
		for (const block of chain.slice(20_050, 20_150)) columns.append(block);
		expect(isCounted(tally, columns)).toBe(false);
		tally = countOn(columns, tally);
		expect([tally.count, isCounted(tally, columns)]).toEqual([201, true]);
	});

	it('says which of the matches a block is', () => {
		for (const from of [0, 17]) {
			const columns = columnsTo(chain.length, from);
			let tally = countOn(columns, beginTally(columns, above), 33_000);
			expect(rankIn(columns, tally, 300)).toBe(3);
			expect(rankIn(columns, tally, 399)).toBe(3);
			expect(rankIn(columns, tally, 32_900)).toBe(329);
			expect(rankIn(columns, tally, 33_100)).toBeNull();
			tally = countOn(columns, tally);
			expect(rankIn(columns, tally, 33_100)).toBe(331);
			expect(rankIn(columns, tally, 40_000)).toBe(400);
			expect(rankIn(columns, tally, -1)).toBeNull();
		}
	});
});
