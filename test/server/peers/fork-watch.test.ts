import {describe, expect, it} from 'vitest';
import type {Block} from '../../../src/core/block.ts';
import {ForkWatch, ForkWatches} from '../../../src/server/peers/fork-watch.ts';
import {type OwnChain, PeerView} from '../../../src/server/peers/peer-view.ts';
import {makeChain} from '../../support/chains.ts';
import {makeForkBranch, toBranch} from '../../support/forks.ts';

/** The genesis block and two that both have; then one chain goes on with 71, 72 and 73, the other with 64 and 65. */
const shared = makeChain([61, 62]);
const own = [...shared, ...makeForkBranch(shared[2]!, [71, 72, 73])];
const theirs = makeForkBranch(shared[2]!, [64, 65]);
const limit = 5;

function ownChain(blocks: Block[]): OwnChain {
	return {
		get tip() {
			return blocks.at(-1)!;
		},
		hashAt: index => blocks[index]?.hash,
	};
}

/** A view of a peer that has the shared blocks. */
function viewOf(chain: OwnChain, reorgLimit = limit): PeerView {
	return new PeerView(chain, shared[2]!, reorgLimit);
}

describe('a peer that gives up its branch for ours', () => {
	it('is noticed when it has our first block, with what both had before', () => {
		const chain = ownChain([...own]);
		const watch = new ForkWatch(chain);
		const view = viewOf(chain);
		expect(watch.look(view)).toBeNull();
		view.take(theirs.slice(0, 1));
		expect(watch.look(view)).toBeNull();
		view.take(theirs.slice(1));
		expect(watch.look(view)).toBeNull();
		view.rollback(3);
		expect(watch.look(view)).toBeNull();
		view.endsIn(own[5]!, own[5]!.hash);
		expect(watch.look(view)).toEqual({shared: 2, count: 3, tip: own[5]!.hash, theirs: toBranch(theirs)});
		expect(watch.look(view)).toBeNull();
	});

	it('is told as it was when the peer decided, although ours has grown since', () => {
		const chain = ownChain([...own]);
		const watch = new ForkWatch(chain);
		const view = viewOf(chain);
		const [only] = theirs;
		view.take([only!]);
		expect(watch.look(view)).toBeNull();
		view.rollback(3);
		view.endsIn(own[4]!, own[4]!.hash);
		expect(watch.look(view)).toEqual({shared: 2, count: 2, tip: own[4]!.hash, theirs: toBranch([only!])});
	});

	it('is told as we had it where the peer came back with only a part of it', () => {
		const chain = ownChain([...own]);
		const watch = new ForkWatch(chain);
		const view = viewOf(chain);
		view.take(theirs);
		expect(watch.look(view)).toBeNull();
		view.rollback(3);
		view.take(own.slice(3, 4));
		expect(watch.look(view)).toMatchObject({count: 3, tip: own[5]!.hash, theirs: {count: 2}});
	});

	it('is told as it was announced where the peer takes it line by line', () => {
		const chain = ownChain([...own]);
		const watch = new ForkWatch(chain);
		const view = viewOf(chain);
		const [only] = theirs;
		view.take([only!]);
		expect(watch.look(view, 5)).toBeNull();
		view.rollback(3);
		view.endsIn(own[4]!, own[4]!.hash);
		expect(watch.look(view, 5)).toMatchObject({count: 3, tip: own[5]!.hash, theirs: {count: 1}});
	});

	it('is noticed after its link broke and it came back', () => {
		const chain = ownChain([...own]);
		const watches = new ForkWatches(chain);
		const view = viewOf(chain);
		view.take(theirs);
		expect(watches.of('a').look(view)).toBeNull();
		const later = viewOf(chain);
		expect(watches.of('b').look(later)).toBeNull();
		expect(watches.of('a').look(later)).toBeNull();
		later.take(own.slice(3, 4));
		expect(watches.of('b').look(later)).toBeNull();
		expect(watches.of('a').look(later)).toMatchObject({shared: 2, count: 3, theirs: {count: 2}});
	});

	it('is noticed where its branch was too deep to be kept, and its first blocks are known', () => {
		const long = makeForkBranch(shared[2]!, [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
		const longer = makeForkBranch(shared[2]!, [71, 72, 73, 74, 75, 76, 77, 78, 79, 80, 81]);
		const chain = ownChain([...shared, ...longer]);
		const watch = new ForkWatch(chain);
		const view = viewOf(chain);
		view.take(long);
		expect(view.isDeep).toBe(true);
		expect(watch.look(view)).toBeNull();
		view.rollback(3);
		view.take(longer);
		expect(watch.look(view)).toMatchObject({shared: 2, count: 11, theirs: toBranch(long)});
	});
});

describe('nothing is told', () => {
	it('where the peer only had nothing yet', () => {
		const chain = ownChain([...own]);
		const watch = new ForkWatch(chain);
		const view = viewOf(chain);
		expect(watch.look(view)).toBeNull();
		view.take(own.slice(3));
		expect(watch.look(view)).toBeNull();
	});

	it('where we took its branch', () => {
		const blocks = [...own];
		const chain = ownChain(blocks);
		const watch = new ForkWatch(chain);
		const view = viewOf(chain);
		const long = makeForkBranch(shared[2]!, [1, 2, 3, 4]);
		view.take(long);
		expect(watch.look(view)).toBeNull();
		const removed = blocks.splice(3, 3, ...long);
		view.follow({from: 3, removed, blocks: long});
		expect([view.shared, view.standing]).toEqual([6, 'same']);
		expect(watch.look(view)).toBeNull();
	});

	it('where its branch was the better one, and was gone', () => {
		const chain = ownChain([...own]);
		const watch = new ForkWatch(chain);
		const view = viewOf(chain, 1);
		view.take(makeForkBranch(shared[2]!, [1, 2, 3, 4]));
		expect(watch.look(view)).toBeNull();
		view.rollback(3);
		view.take(own.slice(3));
		expect(watch.look(view)).toBeNull();
	});

	it('where both took that of a third hub', () => {
		const blocks = [...own];
		const chain = ownChain(blocks);
		const watch = new ForkWatch(chain);
		const view = viewOf(chain);
		view.take(theirs);
		expect(watch.look(view)).toBeNull();
		const third = makeForkBranch(shared[2]!, [1, 2, 3, 4]);
		view.rollback(3);
		const removed = blocks.splice(3, 3, ...third);
		view.follow({from: 3, removed, blocks: third});
		expect(watch.look(view)).toBeNull();
		view.take(third);
		expect(watch.look(view)).toBeNull();
	});
});

it('keeps one watch for each of the latest 256 peers', () => {
	const watches = new ForkWatches(ownChain([...own]));
	const [first, second] = [watches.of('a'), watches.of('b')];
	for (let i = 0; i < 254; i++) watches.of(`peer ${i}`);
	expect(watches.of('a')).toBe(first);
	watches.of('one more');
	expect(watches.of('a')).toBe(first);
	expect(watches.of('b')).not.toBe(second);
});
