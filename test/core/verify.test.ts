import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import type {AnyBlock, Block, TutorialBlock} from '../../src/core/block.ts';
import {hashBlock, sha256} from '../../src/core/hash-rule.ts';
import {createPlainStream} from '../../src/core/plain-stream.ts';
import {createChainVerifier, verifyChain, verifyNext} from '../../src/core/verify.ts';
import {makeChain, readVector, readVectorChain} from '../support/chains.ts';

const chain = makeChain([72, 80, 65]);

/** The chain with some fields of one block changed. */
function withChange<T extends AnyBlock>(blocks: readonly T[], index: number, change: Partial<T>): T[] {
	return blocks.map((block, at) => (at === index ? {...block, ...change} : block));
}

/** The first fault that the strict judge of live mode and ledgers finds. */
function firstFault(blocks: readonly Block[]): unknown {
	for (const [at, block] of blocks.entries()) {
		const fault = verifyNext(blocks[at - 1] ?? null, block);
		if (fault) return fault;
	}
	return null;
}

describe('a chain that holds', () => {
	test('is named by its rule and strict when it is ours', () => {
		const tip = {index: 3, hash: chain[3]!.hash};
		expect(verifyChain(chain)).toEqual({ok: true, rule: 'decimal', strict: true, blocks: 4, tip});
		expect(firstFault(chain)).toBeNull();
	});

	test('may be empty', () => {
		expect(verifyChain([])).toEqual({ok: true, rule: null, strict: false, blocks: 0, tip: null});
	});

	const session = createPlainStream()
		.push(readVector('tutorial-part2.session.txt'))
		.flatMap(event => (event.kind === 'block' ? [event.block] : []));

	test.each<[name: string, blocks: readonly TutorialBlock[], rule: string, count: number]>([
		['part 1 of the tutorial', readVectorChain('tutorial-part1.chain.json'), 'decimal', 6],
		['part 2 of the tutorial', session, 'rune', 5],
		['the proof-of-work part', readVectorChain('tutorial-proof-of-work.chain.json'), 'decimal', 3],
	])('by the rule of %s is not strict', (_name, blocks, rule, count) => {
		const {index, hash} = blocks.at(-1)!;
		expect(verifyChain(blocks)).toEqual({ok: true, rule, strict: false, blocks: count, tip: {index, hash}});
	});

	test('may begin at a later block when only its newest part is known', () => {
		const verifier = createChainVerifier(2);
		expect([verifier.next(chain[2]!), verifier.next(chain[3]!)]).toEqual([null, null]);
		expect(verifier.standing).toEqual({
			rule: 'decimal',
			strict: true,
			blocks: 2,
			tip: {index: 3, hash: chain[3]!.hash},
		});
		expect(createChainVerifier(1).next(chain[2]!)).toMatchObject({index: 1, reason: 'index'});
	});
});

describe('the first bad block is named', () => {
	const other = 'e'.repeat(64);
	test.each<[change: Partial<Block>, reason: string, detail: string]>([
		[{bpm: 81}, 'hash', 'its Hash is not the SHA-256 of its fields'],
		[{timestamp: '2026-11-20T05:01:39.391Z'}, 'hash', 'its Hash is not the SHA-256 of its fields'],
		[{hash: other}, 'hash', 'its Hash is not the SHA-256 of its fields'],
		[{prevHash: other}, 'link', 'its PrevHash is not the Hash of block 1'],
		[{index: 3}, 'index', 'its Index is 3, 2 was expected'],
		[{timestamp: '2026-11-20'}, 'shape', 'Timestamp is not of the form 2026-11-20T05:01:37.390Z'],
		[{bpm: 2 ** 31}, 'shape', 'BPM is not within -2^31 to 2^31-1'],
	])('block 2 with %j', (change, reason, detail) => {
		expect(firstFault(withChange(chain, 2, change))).toEqual({index: 2, reason, detail});
		expect(verifyChain(withChange(chain, 2, change))).toMatchObject({ok: false, index: 2, blocks: 2});
	});

	test('also when block and hash were both made anew: the next one no longer links', () => {
		const forged = {...chain[1]!, bpm: 99};
		const changed = withChange(chain, 1, {bpm: 99, hash: hashBlock('decimal', forged)});
		expect(verifyChain(changed)).toMatchObject({ok: false, index: 2, reason: 'link', blocks: 2});
	});

	test('when a block is missing, twice there, or in another place', () => {
		const [genesis, one, two, three] = chain as [Block, Block, Block, Block];
		const table: readonly [blocks: Block[], index: number][] = [
			[[genesis, two, three], 1],
			[[genesis, one, one], 2],
			[[genesis, one, three, two], 2],
			[[genesis, genesis], 1],
		];
		for (const [blocks, index] of table) {
			expect(firstFault(blocks)).toMatchObject({index, reason: 'index'});
			expect(verifyChain(blocks)).toMatchObject({ok: false, index, reason: 'index', blocks: index});
		}
		expect(verifyChain([one])).toMatchObject({ok: false, index: 0, reason: 'index', blocks: 0});
	});

	test('when the rule changes on the way', () => {
		const next = {index: 4, timestamp: 't', bpm: 7n, hash: '', prevHash: chain[3]!.hash};
		const mixed = [...chain, {...next, hash: hashBlock('rune', next)}];
		expect(verifyChain(mixed)).toEqual({
			ok: false,
			blocks: 4,
			index: 4,
			reason: 'hash',
			detail: 'its Hash is not the SHA-256 of its fields by the decimal rule',
		});
	});
});

describe('what the tutorial’s chains leave open', () => {
	test('a digit moved from the timestamp to the BPM hashes alike: only the strict shapes show it', () => {
		const [genesis] = chain as [Block];
		const fields = {index: 1, timestamp: '2026-11-20T05:01:38.207Z', prevHash: genesis.hash};
		const honest = {...fields, timestamp: '2026-11-20T05:01:38.20', bpm: 72, hash: ''};
		const moved = {...fields, timestamp: '2026-11-20T05:01:38.207', bpm: 2, hash: ''};
		const hash = hashBlock('decimal', honest);
		expect(hashBlock('decimal', moved)).toBe(hash);
		expect(verifyChain([genesis, {...moved, hash}])).toMatchObject({ok: true, strict: false});
		expect(firstFault([genesis, {...moved, hash}])).toMatchObject({index: 1, reason: 'shape'});
	});

	test('a genesis block without a hash, or with that of no fields, is the tutorial’s and never ours', () => {
		for (const [hash, rule] of [
			['', 'rune'],
			[sha256('00'), 'decimal'],
		] as const) {
			const changed = withChange(chain, 0, {hash});
			expect(verifyChain(changed.slice(0, 1))).toMatchObject({ok: true, rule, strict: false});
			expect(verifyChain(changed)).toMatchObject({ok: false, index: 1, reason: 'link'});
			expect(firstFault(changed)).toMatchObject({index: 0});
		}
	});
});

describe('any change of any field of any block', () => {
	const hex = fc.string({unit: fc.constantFrom(...'0123456789abcdef'), minLength: 64, maxLength: 64});
	const timestamps = fc.integer({min: 0, max: 4e12}).map(ms => new Date(ms).toISOString());
	const change = fc.oneof(
		fc.record({index: fc.integer({min: -5, max: 2 ** 53})}),
		fc.record({timestamp: fc.oneof(timestamps, fc.string({unit: 'grapheme'}))}),
		fc.record({bpm: fc.integer({min: -(2 ** 31), max: 2 ** 31 - 1})}),
		fc.record({hash: fc.oneof(hex, fc.string())}),
		fc.record({prevHash: fc.oneof(hex, fc.string())}),
	) as fc.Arbitrary<Partial<Block>>;
	const bpms = fc.array(fc.integer({min: 1, max: 999}), {minLength: 0, maxLength: 12});
	const cases = fc.tuple(bpms, fc.nat(), change).map(([list, at, changed]) => {
		const blocks = makeChain(list);
		return {blocks, index: at % blocks.length, changed};
	});
	const isChange = (block: Block, changed: Partial<Block>): boolean =>
		Object.entries(changed).some(([field, value]) => block[field as keyof Block] !== value);

	test('is noticed exactly at its index', () => {
		const property = fc.property(cases, ({blocks, index, changed}) => {
			fc.pre(isChange(blocks[index]!, changed) && !(index === 0 && changed.hash === ''));
			expect(firstFault(withChange(blocks, index, changed))).toMatchObject({index});
			expect(verifyChain(withChange(blocks, index, changed))).toMatchObject({
				ok: false,
				index,
				blocks: index,
			});
		});
		fc.assert(property, {seed: 1, numRuns: 2_000});
	});

	test('is noticed for every single digit of every field', () => {
		for (const [index, block] of chain.entries()) {
			for (const field of ['timestamp', 'hash', 'prevHash'] as const) {
				for (let at = 0; at < block[field].length; at++) {
					const digit = block[field][at] === '1' ? '2' : '1';
					const changed = block[field].slice(0, at) + digit + block[field].slice(at + 1);
					expect(firstFault(withChange(chain, index, {[field]: changed}))).toMatchObject({index});
					expect(verifyChain(withChange(chain, index, {[field]: changed}))).toMatchObject({index});
				}
			}
		}
	});

	test('of a recorded chain, too, save what its rule cannot tell apart', () => {
		const blocks = readVectorChain('tutorial-part1.chain.json');
		for (let index = 1; index < blocks.length; index++) {
			const block = blocks[index]!;
			const changes: Partial<TutorialBlock>[] = [
				{index: block.index + 1},
				{timestamp: `${block.timestamp}0`},
				{bpm: block.bpm + 1n},
				{hash: sha256('')},
				{prevHash: sha256('')},
			];
			for (const changed of changes) {
				expect(verifyChain(withChange(blocks, index, changed))).toMatchObject({ok: false, index});
			}
		}
	});
});
