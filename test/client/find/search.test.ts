import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {ChainColumns} from '../../../src/client/chain-columns.ts';
import {parseQuery, type Query} from '../../../src/client/find/query.ts';
import {countBetween, type Direction, findNext} from '../../../src/client/find/search.ts';
import type {AnyBlock} from '../../../src/core/block.ts';
import {makeChain, readVectorChain} from '../../support/chains.ts';

function columnsOf(blocks: readonly AnyBlock[]): ChainColumns {
	const columns = new ChainColumns(blocks[0]?.index);
	for (const block of blocks) columns.append(block);
	return columns;
}

function query(text: string): Query {
	const parsed = parseQuery(text);
	if (!parsed.ok) throw new Error(parsed.reason);
	return parsed.query;
}

/** Whether a query means a block, in the plainest words. */
function isMeant(asked: Query, {bpm, hash, timestamp}: AnyBlock, before: AnyBlock | undefined): boolean {
	if (asked.kind === 'bpm') return bpm >= asked.min && bpm <= asked.max;
	if (asked.kind === 'hash') return hash.startsWith(asked.digits);
	const at = new Date(timestamp).getTime();
	const start = asked.kind === 'moment' ? asked.ms : new Date(timestamp).setHours(0, 0, 0, asked.ms);
	const day = new Date(timestamp);
	day.setHours(24, 0, 0, 0);
	const isLate = (ms: number) => ms >= start && (asked.kind === 'moment' || ms < day.getTime());
	return isLate(at) && !(before && isLate(Date.parse(before.timestamp)));
}

function findNaively(blocks: readonly AnyBlock[], asked: Query, from: number, direction: Direction) {
	const first = blocks[0]!.index;
	const meant = blocks.filter((block, at) => isMeant(asked, block, blocks[at - 1])).map(({index}) => index);
	if (direction === -1) meant.reverse();
	const next = meant.find(index => direction * (index - from) > 0);
	if (next !== undefined) return {index: next, wrapped: false};
	return meant.length === 0 ? null : {index: meant[0]!, wrapped: first >= 0};
}

const queries = [
	'>80',
	'<-3',
	'=72',
	'60-70',
	'9',
	'a0',
	'0',
	'14:05',
	'00:00',
	'23:59:59.9',
	'2026-11-21 10:00',
];

/** Chains over some days whose clock may also go back, as those of others can. */
const chains = fc
	.record({
		first: fc.constantFrom(0, 7),
		steps: fc.array(
			fc.record({
				bpm: fc.oneof(fc.integer({min: 55, max: 90}), fc.constantFrom(-(2 ** 31), -4, 2 ** 31 - 1)),
				ms: fc.constantFrom(1, 1_000, 60_000, 3_600_000, 40_000_000, -7_200_000),
			}),
			{maxLength: 60},
		),
	})
	.map(({first, steps}) => {
		let ms = Date.parse('2026-11-20T05:01:37.390Z');
		return makeChain(steps.map(({bpm}) => bpm))
			.map((block, at) => {
				ms += steps[at]?.ms ?? 0;
				return {...block, timestamp: new Date(ms).toISOString()};
			})
			.slice(first);
	})
	.filter(blocks => blocks.length > 0);

describe('a search', () => {
	it('finds what a look at every block finds', () => {
		fc.assert(
			fc.property(
				chains,
				fc.constantFrom(...queries),
				fc.integer({min: -5, max: 70}),
				fc.constantFrom<Direction>(1, -1),
				(blocks, text, from, direction) => {
					const expected = findNaively(blocks, query(text), from, direction);
					expect(findNext(columnsOf(blocks), query(text), from, direction)).toEqual(expected);
				},
			),
			{numRuns: 500},
		);
	});

	it('counts what a look at every block counts', () => {
		fc.assert(
			fc.property(chains, fc.constantFrom(...queries), fc.nat(70), fc.nat(70), (blocks, text, from, to) => {
				const expected = blocks.filter(
					(block, at) =>
						block.index >= from && block.index <= to && isMeant(query(text), block, blocks[at - 1]),
				);
				expect(countBetween(columnsOf(blocks), query(text), from, to)).toBe(expected.length);
			}),
			{numRuns: 300},
		);
	});

	it('goes through all of a chain that is longer than a column', () => {
		const blocks = makeChain(Array.from({length: 40_000}, (_, at) => (at === 35_000 ? 200 : 70)));
		const columns = columnsOf(blocks);
		expect(findNext(columns, query('>100'), 3, 1)).toEqual({index: 35_001, wrapped: false});
		expect(findNext(columns, query('>100'), 3, -1)).toEqual({index: 35_001, wrapped: true});
		for (const index of [0, 16_383, 16_384, 32_768, 40_000]) {
			expect(findNext(columns, query(blocks[index]!.hash), index, 1)).toEqual({index, wrapped: true});
			expect(findNext(columns, query(blocks[index]!.hash), 20_000, -1)?.index).toBe(index);
			const moment = query(blocks[index]!.timestamp);
			expect(findNext(columns, moment, 20_000, 1)?.index).toBe(index);
			expect(countBetween(columns, moment, 0, 40_000)).toBe(1);
		}
	});

	it('finds a hash by any number of its digits', () => {
		const blocks = makeChain([72, 88, 99]);
		const columns = columnsOf(blocks);
		for (let length = 1; length <= 64; length++) {
			const digits = blocks[2]!.hash.slice(0, length);
			expect(countBetween(columns, query(digits), 2, 2)).toBe(1);
			const other = digits.slice(0, -1) + (digits.endsWith('0') ? '1' : '0');
			expect(countBetween(columns, query(other), 2, 2)).toBe(0);
		}
	});

	it('reads times and numbers of the tutorial as they were written', () => {
		const blocks = readVectorChain('tutorial-part1.chain.json');
		const columns = columnsOf(blocks);
		const newest = blocks.at(-1)!;
		expect(columns.isExact).toBe(false);
		expect(findNext(columns, query(`=${newest.bpm}`), 0, 1)?.index).toBe(
			blocks.find(({bpm, index}) => bpm === newest.bpm && index > 0)!.index,
		);
		expect(findNext(columns, query(newest.hash.slice(0, 12)), 0, 1)?.index).toBe(newest.index);
		const moment = new Date(columns.timeAt(newest.index)).toISOString();
		expect(findNext(columns, query(moment), 0, 1)?.index).toBe(newest.index);
		expect(countBetween(columns, query('>0'), 0, newest.index)).toBe(
			blocks.filter(({bpm}) => bpm > 0n).length,
		);
		expect(
			findNext(columnsOf(blocks.with(1, {...blocks[1]!, bpm: 2n ** 62n})), query('>999'), 0, 1)?.index,
		).toBe(1);
	});

	it('finds nothing in no chain', () => {
		expect(findNext(new ChainColumns(), query('>0'), 0, 1)).toBeNull();
		expect(countBetween(new ChainColumns(), query('>0'), 0, 9)).toBe(0);
	});
});
