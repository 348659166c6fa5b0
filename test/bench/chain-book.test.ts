import {Buffer} from 'node:buffer';
import {expect, it} from 'vitest';
import {ChainBook} from '../../bench/load/chain-book.ts';
import {type Block, formatBlock} from '../../src/core/block.ts';
import {sealBlock} from '../../src/core/seal.ts';
import {makeChain, startMs} from '../support/chains.ts';

const bytesOf = (block: Block): Buffer => Buffer.from(formatBlock(block));

it('forgets old blocks, and the places of those that stay do not change', () => {
	const book = new ChainBook('live', 0);
	let newest = makeChain([])[0]!;
	book.append(bytesOf(newest));
	for (let index = 1; index <= 500; index++) {
		newest = sealBlock(newest, 72, startMs);
		book.append(bytesOf(newest));
	}
	const [place, end] = [book.startOf(450), book.end];
	const {hash} = book.blockAt(450);
	book.forget(501, 200);
	expect(book.first).toBe(301);
	expect(book.length).toBe(501);
	expect([book.startOf(450), book.end]).toEqual([place, end]);
	expect(book.blockEndingAt(place - 1)).toBe(450);
	expect(book.blockAt(450).hash).toBe(hash);
	expect(book.blockAt(301).index).toBe(301);
	book.append(bytesOf(sealBlock(newest, 73, startMs)));
	expect(book.fault).toBeNull();
	const fork = book.forkAt(301);
	expect(fork.length).toBe(301);
	fork.append(bytesOf(sealBlock(newest, 74, startMs)));
	expect(fork.fault).toMatch(/^block 301 does not hold: its Index/);
});
