import {expect, it} from 'vitest';
import type {Block} from '../../src/core/block.ts';
import {limits} from '../../src/core/limits.ts';
import {parseHubMessage} from '../../src/core/live-message.ts';
import {BlockLines} from '../../src/server/block-lines.ts';
import {ChainReader} from '../../src/server/chain-reader.ts';
import {ChainText} from '../../src/server/chain-text.ts';
import {createMemoryLedger} from '../../src/server/ledgers/memory.ts';
import {makeChain} from '../support/chains.ts';

const blocks = makeChain(Array.from({length: 9_999}, (_, i) => 1 + (i % 999)));

function fill(chain: ChainText, more: readonly Block[]): ChainText {
	for (const block of more) chain.append(block);
	return chain;
}

function read(line: Buffer): readonly Block[] {
	const text = line.toString();
	expect(text.endsWith('\n')).toBe(true);
	const parsed = parseHubMessage(text.slice(0, -1));
	if (!parsed.ok || parsed.message.kind !== 'blocks') throw new Error('not a line of blocks');
	return parsed.message.blocks;
}

function linesOf(chain: ChainText): BlockLines {
	return new BlockLines(new ChainReader(chain, createMemoryLedger()));
}

it('are of at most 64 KiB, as full as they can be, and hold the chain in order', () => {
	const lines = linesOf(fill(new ChainText(), blocks));
	const seen: Block[] = [];
	const sizes: number[] = [];
	for (let from = 0; from < blocks.length; ) {
		const {bytes, to} = lines.from(from)!;
		seen.push(...read(bytes));
		sizes.push(bytes.length);
		expect(to).toBe(seen.length);
		from = to;
	}
	expect(seen).toEqual(blocks);
	expect(Math.max(...sizes)).toBeLessThanOrEqual(limits.blocksLineBytesMax);
	// One is short because a chunk of the chain text ends there, and one because the chain does.
	expect(sizes.filter(size => size < limits.blocksLineBytesMax - 300).length).toBeLessThanOrEqual(3);
});

it('are made once for all who stand at the same place', () => {
	const lines = linesOf(fill(new ChainText(), blocks.slice(0, 100)));
	expect(lines.from(7)!.bytes).toBe(lines.from(7)!.bytes);
	expect(lines.from(8)!.bytes).not.toBe(lines.from(7)!.bytes);
});

it('reach the newest block, also after one was added or replaced', () => {
	const chain = fill(new ChainText(), blocks.slice(0, 100));
	const lines = linesOf(chain);
	expect(lines.from(98)!.to).toBe(100);
	chain.append(blocks[100]!);
	expect(read(lines.from(98)!.bytes)).toEqual(blocks.slice(98, 101));
	chain.cut(100, 1);
	const other = {...blocks[100]!, bpm: 7};
	chain.append(other);
	expect(read(lines.from(98)!.bytes)).toEqual([...blocks.slice(98, 100), other]);
});

it('come from the ledger where the chain text no longer keeps the blocks', async () => {
	const ledger = createMemoryLedger();
	await ledger.append(
		null,
		blocks.map(block => ({block})),
	);
	const chain = fill(new ChainText(0, 9_000), blocks.slice(9_000));
	const lines = new BlockLines(new ChainReader(chain, ledger));
	expect(lines.from(8_999)).toBeNull();
	const loaded = await lines.load(0, 8_900);
	if (loaded === 'replaced') throw new Error('nothing was replaced');
	expect(read(loaded.bytes)).toEqual(blocks.slice(8_900, loaded.to));
	expect(loaded.bytes.length).toBeLessThanOrEqual(limits.blocksLineBytesMax);
	expect(lines.from(8_900)).toBe(loaded);
	expect(await lines.load(-1, 8_900)).not.toBe(loaded);
});
