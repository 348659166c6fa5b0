import {describe, expect, it} from 'vitest';
import {ChainColumns} from '../../src/client/chain-columns.ts';
import type {AnyBlock, Block} from '../../src/core/block.ts';
import {makeChain, readVectorChain} from '../support/chains.ts';

const chain = makeChain([72, -5, 2_147_483_647, -2_147_483_648, 0]);

function columnsOf(blocks: readonly AnyBlock[]): ChainColumns {
	const columns = new ChainColumns(blocks[0]?.index);
	for (const block of blocks) columns.append(block);
	return columns;
}

function blocksOf(columns: ChainColumns): (AnyBlock | undefined)[] {
	return Array.from({length: columns.length}, (_, at) => columns.blockAt(columns.firstIndex + at));
}

describe('columns', () => {
	it('give back every block as it was', () => {
		expect(blocksOf(columnsOf(chain))).toEqual(chain);
		const part = columnsOf(chain.slice(2));
		expect(blocksOf(part)).toEqual(chain.slice(2));
		expect([part.firstIndex, part.length, part.tipIndex]).toEqual([2, 4, 5]);
	});

	it.each(['tutorial-part1.chain.json', 'tutorial-proof-of-work.chain.json'])(
		'give back blocks of the tutorial as they were written (%s)',
		name => {
			const blocks = readVectorChain(name);
			expect(blocks.length).toBeGreaterThan(1);
			expect(blocksOf(columnsOf(blocks))).toEqual(blocks);
		},
	);

	it('keep a BPM of 64 bits', () => {
		const columns = columnsOf([{...chain[0]!, bpm: 9_223_372_036_854_775_807n}]);
		expect(columns.bpmAt(0)).toBe(9_223_372_036_854_775_807n);
	});

	it('know nothing outside the chain', () => {
		const columns = columnsOf(chain.slice(2));
		for (const index of [-1, 1, 6]) {
			expect(columns.hashAt(index)).toBeUndefined();
			expect(columns.bpmAt(index)).toBeUndefined();
			expect(columns.blockAt(index)).toBeUndefined();
		}
		expect(new ChainColumns().tipIndex).toBe(-1);
	});

	it('take only the next block', () => {
		expect(() => columnsOf([chain[0]!, chain[2]!])).toThrow('block 2 is not the next, 1 is');
	});

	it('grow', () => {
		const long = makeChain(Array.from({length: 40_000}, (_, index) => index));
		const columns = columnsOf(long);
		expect(blocksOf(columns)).toEqual(long);
		columns.truncate(16_384);
		for (const block of long.slice(16_384)) columns.append(block);
		expect(columns.firstDifference(columnsOf(long.slice(1)))).toBeNull();
		expect(columns.tipIndex).toBe(40_000);
	});

	it('forget the newest', () => {
		const tutorial = readVectorChain('tutorial-part1.chain.json');
		const columns = columnsOf(tutorial);
		columns.truncate(1);
		expect(blocksOf(columns)).toEqual(tutorial.slice(0, 1));
		for (const block of chain.slice(1)) columns.append(block);
		expect(columns.bpmAt(1)).toBe(72);
		columns.truncate(-1);
		expect(columns.length).toBe(0);
	});

	it('find the first block that differs, in whatever field', () => {
		const columns = columnsOf(chain);
		expect(columns.firstDifference(columnsOf(chain))).toBeNull();
		expect(columns.firstDifference(columnsOf(chain.slice(2)))).toBeNull();
		expect(columns.firstDifference(new ChainColumns())).toBeNull();
		const changes: Partial<Block>[] = [
			{bpm: 1},
			{timestamp: '2026-11-20T05:01:37.391Z'},
			{timestamp: '2026-11-20 05:01:37'},
			{hash: 'a'.repeat(64)},
		];
		for (const change of changes) {
			const other = columnsOf(chain.with(3, {...chain[3]!, ...change}));
			expect(columns.firstDifference(other)).toBe(3);
			expect(other.firstDifference(columns)).toBe(3);
		}
		const otherPart = columnsOf(chain.slice(2).with(0, {...chain[2]!, prevHash: 'b'.repeat(64)}));
		expect(columns.firstDifference(otherPart)).toBe(2);
	});
});
