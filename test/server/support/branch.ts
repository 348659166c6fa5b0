import type {Block} from '../../../src/core/block.ts';
import {sealBlock} from '../../../src/core/seal.ts';
import {startMs} from '../../support/chains.ts';

/** Blocks after `parent` with these readings, all sealed in one moment of a later day than those of `makeChain`. */
export function makeBranch(parent: Block, bpms: Iterable<number>): Block[] {
	const blocks: Block[] = [];
	for (const bpm of bpms) blocks.push(sealBlock(blocks.at(-1) ?? parent, bpm, startMs + 20_000_000_000));
	return blocks;
}
