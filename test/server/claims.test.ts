import {describe, expect, it} from 'vitest';
import type {Tip} from '../../src/core/block.ts';
import type {Claim} from '../../src/core/claim.ts';
import {Claims} from '../../src/server/claims.ts';

const [lower, own, higher] = ['ledger-of-hub-01', 'ledger-of-hub-05', 'ledger-of-hub-09'] as const;
const block: Tip = {index: 3, hash: 'a'.repeat(64)};

/** Claims of a hub whose chain is `hashes`, with what it yields and tells others. */
function makeClaims(hashes: readonly string[] = []) {
	const yielded: Tip[] = [];
	const told: [claims: readonly Claim[], from: object | null][] = [];
	const chain = {length: hashes.length, hashAt: (index: number) => hashes[index]};
	const claims = new Claims(own, chain, tip => yielded.push(tip));
	claims.follow((...news) => told.push(news));
	return {claims, yielded, told};
}

const peer = {};

describe('a block that was sealed here', () => {
	it('is yielded to a lower id, and every other peer is told', () => {
		const {claims, yielded, told} = makeClaims();
		claims.sealed([block]);
		expect([claims.ownerOf(block.hash), claims.isOwn(block.hash)]).toEqual([own, true]);
		const claim = {...block, by: lower};
		expect(claims.learn([claim], peer)).toEqual({better: [], yielded: 1});
		expect(yielded).toEqual([block]);
		expect(told).toEqual([[[claim], peer]]);
		expect([claims.ownerOf(block.hash), claims.isOwn(block.hash)]).toEqual([lower, false]);
		// Once is enough.
		expect(claims.learn([claim], peer)).toEqual({better: [], yielded: 0});
		expect([yielded.length, told.length]).toEqual([1, 1]);
	});

	it('is kept against a higher id, which is told so', () => {
		const {claims, yielded, told} = makeClaims();
		claims.sealed([block]);
		const better = [{...block, by: own}];
		expect(claims.learn([{...block, by: higher}], peer)).toEqual({better, yielded: 0});
		expect([yielded, told]).toEqual([[], []]);
		expect(claims.ownerOf(block.hash)).toBe(own);
	});

	it('is yielded as soon as it is durable when a lower id has claimed it before', () => {
		const {claims, yielded} = makeClaims();
		claims.learn([{...block, by: lower}], peer);
		claims.sealed([block]);
		expect(yielded).toEqual([block]);
		expect([claims.ownerOf(block.hash), claims.isOwn(block.hash)]).toEqual([lower, false]);
	});

	it('is told to all when a higher id has claimed it before', () => {
		const {claims, yielded, told} = makeClaims();
		claims.learn([{...block, by: higher}], peer);
		claims.sealed([block]);
		expect(yielded).toEqual([]);
		expect(told).toEqual([[[{...block, by: own}], null]]);
	});
});

describe('a block that others sealed', () => {
	it('is the lowest one’s, in whatever order they come', () => {
		const ids = [higher, lower, own];
		for (const order of [ids, ids.toReversed(), ids.toSorted()]) {
			const {claims, yielded} = makeClaims();
			for (const by of order) claims.learn([{...block, by}], peer);
			expect(claims.ownerOf(block.hash)).toBe(lower);
			// It was not sealed here, though somebody says so.
			expect(yielded).toEqual([]);
		}
	});

	it('is told on by itself where peers have the block already', () => {
		const onChain = makeClaims(['0', '1', '2', block.hash]);
		onChain.claims.learn([{...block, by: higher}], peer);
		expect(onChain.told).toEqual([[[{...block, by: higher}], peer]]);
		const toCome = makeClaims(['0', '1', '2']);
		toCome.claims.learn([{...block, by: higher}], peer);
		expect(toCome.told).toEqual([]);
		// What they have is wrong.
		toCome.claims.learn([{...block, by: lower}], peer);
		expect(toCome.told).toEqual([[[{...block, by: lower}], peer]]);
	});

	it('is forgotten when very many have come after it', () => {
		const {claims} = makeClaims();
		claims.learn([{...block, by: lower}], peer);
		for (let n = 1; n < 32_768; n++) claims.learn([{index: n, hash: String(n), by: lower}], peer);
		expect(claims.ownerOf(block.hash)).toBe(lower);
		claims.learn([{index: 9, hash: 'one more', by: lower}], peer);
		expect(claims.ownerOf(block.hash)).toBeUndefined();
	});
});
