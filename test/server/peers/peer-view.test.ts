import {expect, it} from 'vitest';
import {type Block, formatBlock} from '../../../src/core/block.ts';
import {sealBlock} from '../../../src/core/seal.ts';
import {Conflict, conflictHoldMs} from '../../../src/server/peers/conflict.ts';
import {PeerView} from '../../../src/server/peers/peer-view.ts';
import {makeChain, startMs} from '../../support/chains.ts';

const limit = 5;

/** A chain of ours that a view is taken of, and what it does. */
function own(bpms: readonly number[]): {chain: Block[]; view: (shared: number) => PeerView} {
	const chain = makeChain(bpms);
	const view = (shared: number): PeerView =>
		new PeerView(
			{
				get tip() {
					return chain.at(-1)!;
				},
				hashAt: index => chain[index]?.hash,
			},
			chain[shared] ?? null,
			limit,
		);
	return {chain, view};
}

function branchOf(parent: Block, bpms: readonly number[]): Block[] {
	const blocks: Block[] = [];
	for (const bpm of bpms) blocks.push(sealBlock(blocks.at(-1) ?? parent, bpm, startMs + 60_000));
	return blocks;
}

it('knows the first eight blocks of a branch, also of one that is too deep to be kept', () => {
	const {chain, view: viewFrom} = own([61, 62, 63]);
	const long = branchOf(chain[0]!, [1, 2, 3, 4, 5, 6, 7, 8, 9]);
	const view = viewFrom(0);
	view.take(long);
	expect([view.isDeep, view.start]).toEqual([false, long.slice(0, 8)]);
	for (const reorgLimit of [2, 1]) {
		const deep = viewFrom(0);
		deep.limitDepth(reorgLimit);
		deep.take(long.slice(0, 3));
		expect([deep.isDeep, deep.start]).toEqual([true, long.slice(0, 3)]);
		deep.rollback(3);
		expect(deep.start).toEqual(long.slice(0, 2));
		deep.take(long.slice(2));
		expect([deep.isDeep, deep.start]).toEqual([true, long.slice(0, 8)]);
		deep.rollback(1);
		expect([deep.isDeep, deep.start]).toEqual([false, []]);
	}
});

it('finds where the chains part, and whether the peer wins', () => {
	const {chain, view: viewFrom} = own([61, 62, 63]);
	const view = viewFrom(0);
	expect([view.standing, view.height, view.wins]).toEqual(['behind', 0, false]);
	expect(view.take(chain.slice(1, 3))).toBeNull();
	expect([view.shared, view.standing]).toEqual([2, 'behind']);
	const branch = branchOf(chain[2]!, [71, 72]);
	expect(view.take(branch.slice(0, 1))).toBeNull();
	expect([view.shared, view.standing, view.depth, view.forkHash]).toEqual([
		2,
		'conflict',
		1,
		branch[0]!.hash,
	]);
	expect(view.wins).toBe(branch[0]!.hash < chain[3]!.hash);
	expect(view.take(branch.slice(1))).toBeNull();
	expect([view.wins, view.height, view.branch]).toEqual([true, 4, branch]);
});

it('follows our own chain: blocks that were replaced here are the peer’s alone, and come back', () => {
	const {chain, view: viewFrom} = own([61, 62, 63]);
	const view = viewFrom(3);
	const removed = chain.splice(2);
	const branch = branchOf(chain[1]!, [71, 72, 73]);
	chain.push(...branch);
	view.follow({from: 2, removed, blocks: branch});
	expect([view.shared, view.branch, view.standing, view.wins]).toEqual([1, removed, 'conflict', false]);
	chain.splice(2, 3, ...removed);
	view.follow({from: 2, removed: branch, blocks: removed});
	expect([view.shared, view.branch, view.standing]).toEqual([3, [], 'same']);
});

it('keeps only the tip of a branch that would replace too much, however long it is', () => {
	const {chain, view: viewFrom} = own([61, 62, 63, 64, 65, 66]);
	const view = viewFrom(0);
	expect(view.take(branchOf(chain[0]!, Array(2_000).fill(71)))).toBeNull();
	expect([view.isDeep, view.branch, view.height, view.wins]).toEqual([true, [], 2_000, true]);
	// It rolls all of it back, and is what we have.
	expect(view.rollback(1)).toBeNull();
	expect([view.isDeep, view.standing]).toEqual([false, 'behind']);
});

it('names what is wrong with a block, also in a branch that is too deep to be kept', () => {
	const {chain, view: viewFrom} = own([61, 62, 63, 64, 65, 66]);
	const branch = branchOf(chain[0]!, [71, 72, 73]);
	const bad = {...branch[2]!, bpm: 74};
	for (const shared of [0, 3]) {
		const view = viewFrom(shared);
		const blocks = shared === 0 ? [...branch.slice(0, 2), bad] : [branchOf(chain[2]!, [75])[0]!];
		expect(view.take(blocks), blocks.map(formatBlock).join()).toMatch(/^block \d is not valid: its /);
	}
	expect(viewFrom(2).rollback(3)).toBe('it rolled back block 3 of a chain that ends in block 2');
});

it('does not judge again what was verified after its newest block, and judges everything else', () => {
	const {chain, view: viewFrom} = own([61, 62, 63]);
	const view = viewFrom(1);
	const branch = branchOf(chain[1]!, [71, 72, 73]);
	expect(view.take(branch.slice(0, 2), chain[1]!)).toBeNull();
	expect([view.shared, view.branch]).toEqual([1, branch.slice(0, 2)]);
	const bad = {...branch[2]!, bpm: 74};
	for (const after of [undefined, chain[1]!, {...branch[1]!, hash: chain[1]!.hash}])
		expect(view.take([bad], after)).toMatch(/^block 4 is not valid: its Hash/);
	expect(viewFrom(1).take(chain.slice(2), chain[1]!)).toBeNull();
});

it('holds back in a conflict where the peer’s hash is lower, five seconds at most until both agree again', () => {
	const {chain, view: viewFrom} = own([61, 62]);
	const view = viewFrom(1);
	const rivals = Array.from({length: 40}, (_, i) => branchOf(chain[1]!, [70 + i])[0]!);
	const lower = rivals.find(({hash}) => hash < chain[2]!.hash)!;
	const higher = rivals.find(({hash}) => hash > chain[2]!.hash)!;
	const conflict = new Conflict();
	const look = (nowMs: number): boolean => conflict.look(view, chain[view.shared + 1]?.hash, nowMs);
	expect(look(0)).toBe(false);
	view.take([higher]);
	expect(look(1)).toBe(false);
	view.rollback(2);
	view.take([lower]);
	expect([look(2), look(conflictHoldMs), look(conflictHoldMs + 2), look(1_000_000)]).toEqual([
		true,
		true,
		false,
		false,
	]);
	// The same again is the same conflict: nobody is held back by rolling back and starting anew.
	view.rollback(2);
	expect(look(1_000_001)).toBe(false);
	view.take([lower]);
	expect(look(1_000_002)).toBe(false);
	// Both have our block now, and part anew.
	view.endsIn(chain[2]!, chain[2]!.hash);
	expect(look(1_000_003)).toBe(false);
	view.rollback(2);
	view.take([lower]);
	expect(look(1_000_004)).toBe(true);
});
