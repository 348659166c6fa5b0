import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {type Block, formatBlock} from '../../src/core/block.ts';
import {ChainText, type Snapshot, sliceOf} from '../../src/server/chain-text.ts';
import {makeChain} from '../support/chains.ts';
import {makeBranch} from './support/branch.ts';

/** A chunk of the text holds about 4,500 blocks: this many make three of them. */
const blocksOfThreeChunks = 13_000;

function textOf(blocks: readonly Block[]): string {
	return blocks.map(formatBlock).join(',');
}

function times(count: number, bpm: number): number[] {
	return Array.from({length: count}, () => bpm);
}

function fill(chain: ChainText, blocks: readonly Block[]): ChainText {
	for (const block of blocks) chain.append(block);
	return chain;
}

/** The whole snapshot, read slice by slice. */
function readAll(snapshot: Snapshot, bytesMax: number): string {
	const pieces: string[] = [];
	for (let from = 0; from < snapshot.length; ) {
		const slice = sliceOf(snapshot, from, bytesMax)!;
		pieces.push(slice.bytes.toString());
		from = slice.to;
	}
	return pieces.join(',');
}

const long = makeChain(Array.from({length: blocksOfThreeChunks - 1}, (_, i) => 1 + (i % 999)));

describe('a chain of several chunks', () => {
	const chain = fill(new ChainText(), long);
	const snapshot = chain.snapshot();

	it('reads as it was written, in slices of any size', () => {
		for (const bytesMax of [0, 1, 1_000, 65_536, 10_000_000]) {
			expect(readAll(snapshot, bytesMax) === textOf(long)).toBe(true);
		}
	});

	it('knows the hash of every block, and of none that is not there', () => {
		for (const {index, hash} of long) if (chain.hashAt(index) !== hash) expect(index).toBe('another one');
		expect(chain.hashAt(long.length)).toBeUndefined();
		expect(new ChainText(0, 5).hashAt(2)).toBeUndefined();
	});

	it('gives as many whole blocks as fit, and at least one', () => {
		fc.assert(
			fc.property(fc.nat(long.length - 1), fc.nat(3_000), (from, bytesMax) => {
				const {bytes, to} = sliceOf(snapshot, from, bytesMax)!;
				expect(bytes.toString()).toBe(textOf(long.slice(from, to)));
				expect(to > from && (bytes.length <= bytesMax || to === from + 1)).toBe(true);
				const startsChunk = snapshot.chunks.some(chunk => chunk.firstIndex === to);
				if (to < long.length && !startsChunk)
					expect(textOf(long.slice(from, to + 1)).length).toBeGreaterThan(bytesMax);
			}),
		);
	});

	it('ends a slice exactly at the limit', () => {
		const three = textOf(long.slice(100, 103)).length;
		expect(sliceOf(snapshot, 100, three)!.to).toBe(103);
		expect(sliceOf(snapshot, 100, three - 1)!.to).toBe(102);
	});

	it('knows the newest blocks that fit, exactly', () => {
		const firstChunkEnd = snapshot.chunks[1]!.firstIndex;
		for (const from of [0, 1, firstChunkEnd - 1, firstChunkEnd, firstChunkEnd + 1, long.length - 2]) {
			const bytes = textOf(long.slice(from)).length;
			expect(chain.newestWithin(bytes)).toBe(from);
			expect(chain.newestWithin(bytes - 1)).toBe(from + 1);
			if (from > 0) expect(chain.newestWithin(bytes + 1)).toBe(from);
		}
		expect(chain.newestWithin(0)).toBe(long.length - 1);
		expect(chain.newestWithin(Number.MAX_SAFE_INTEGER)).toBe(0);
	});

	it('finds each block, and none outside', () => {
		for (const index of [0, 1, 4_567, long.length - 1]) {
			expect(chain.blockAt(index)).toEqual(long[index]);
		}
		for (const index of [-1, long.length, 1e15]) {
			expect(chain.blockAt(index)).toBeUndefined();
		}
	});

	it('hands out views of one memory, not copies', () => {
		const {bytes} = sliceOf(snapshot, 5, 1_000)!;
		expect(bytes.buffer).toBe(sliceOf(chain.snapshot(), 6, 1_000)!.bytes.buffer);
	});

	it('refuses a block that is not the next', () => {
		expect(() => chain.append(long[3]!)).toThrow('block 3 cannot follow 12999');
	});
});

it('shares the chunks below a cut, copies the one that is cut, and lets the older version be', () => {
	const chain = fill(new ChainText(), long);
	const before = chain.snapshot();
	const from = before.chunks[1]!.firstIndex + 10;
	chain.cut(from, 1);
	const branch = makeBranch(long[from - 1]!, times(5_000, 72));
	fill(chain, branch);
	const after = chain.snapshot();
	expect(after.chunks[0]!.bytes).toBe(before.chunks[0]!.bytes);
	expect(after.chunks[1]!.bytes).not.toBe(before.chunks[1]!.bytes);
	expect(readAll(before, 65_536) === textOf(long)).toBe(true);
	expect(readAll(after, 65_536) === textOf([...long.slice(0, from), ...branch])).toBe(true);
});

it('keeps the older version apart when the cut falls between two chunks and the shared one grows', () => {
	const {old, firstIndex} = makeChainWithGap();
	const chain = fill(new ChainText(), old);
	const before = chain.snapshot();
	expect(before.chunks[1]!.firstIndex).toBe(firstIndex);
	const branch = makeBranch(old[firstIndex - 1]!, times(20, 7));
	chain.cut(firstIndex, 1);
	fill(chain, branch);
	const after = chain.snapshot();
	expect(after.chunks[0]!.bytes).toBe(before.chunks[0]!.bytes);
	expect(after.chunks[0]!.count).toBe(firstIndex + 1);
	expect(readAll(before, 65_536) === textOf(old)).toBe(true);
	expect(readAll(after, 65_536) === textOf([...old.slice(0, firstIndex), ...branch])).toBe(true);
});

it('reads every version as a plain list would, whatever is added and cut', () => {
	type Step = {readonly add: number} | {readonly cut: number};
	const step: fc.Arbitrary<Step> = fc.oneof(
		fc.record({add: fc.integer({min: 1, max: 3_000})}),
		fc.record({cut: fc.double({min: 0, max: 1, noNaN: true})}),
	);
	fc.assert(
		fc.property(fc.array(step, {minLength: 1, maxLength: 12}), steps => {
			const chain = new ChainText();
			let model = makeChain([]);
			fill(chain, model);
			const kept: {readonly snapshot: Snapshot; readonly model: readonly Block[]}[] = [];
			const cuts: number[] = [];
			for (const each of steps) {
				if ('add' in each) {
					const more = makeBranch(model.at(-1)!, times(each.add, kept.length + 1));
					fill(chain, more);
					model = [...model, ...more];
				} else {
					const from = 1 + Math.floor(each.cut * (model.length - 1));
					cuts.push(from);
					chain.cut(from, cuts.length);
					model = model.slice(0, from);
				}
				kept.push({snapshot: chain.snapshot(), model});
			}
			for (const {snapshot, model: blocks} of kept) {
				expect(readAll(snapshot, 100_000) === textOf(blocks)).toBe(true);
				const lowest = Math.min(Number.POSITIVE_INFINITY, ...cuts.slice(snapshot.version));
				expect(chain.changedSince(snapshot.version)).toBe(lowest);
			}
		}),
		{numRuns: 30},
	);
});

/**
 * A chain whose first chunk ends with a gap that is too small for its next block, which has a long reading, and
 * large enough for one with a short reading.
 */
function makeChainWithGap(): {readonly old: readonly Block[]; readonly firstIndex: number} {
	for (let short = 0; short < 40; short++) {
		const begin = [...makeChain([]), ...makeBranch(makeChain([])[0]!, times(short, 7))];
		const old = [...begin, ...makeBranch(begin.at(-1)!, times(6_000, -2_147_483_648))];
		const [first, second] = fill(new ChainText(), old).snapshot().chunks;
		const gap = first!.bytes.length - first!.end;
		const wanted = formatBlock({...old[second!.firstIndex]!, bpm: 7}).length + 1;
		if (gap >= wanted) return {old, firstIndex: second!.firstIndex};
	}
	throw new Error('no such chain was found');
}
