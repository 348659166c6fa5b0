/** Chains for tests: sealed by the program itself, at a clock that the test sets. */
import {readFileSync} from 'node:fs';
import type {Block, TutorialBlock} from '../../src/core/block.ts';
import {sealBlock, sealGenesis} from '../../src/core/seal.ts';

/** 2026-11-20T05:01:37.390Z */
export const startMs = 1_795_150_897_390;

/** A chain of one genesis block and these readings, a second apart. */
export function makeChain(bpms: readonly number[], fromMs: number = startMs): Block[] {
	const chain = [sealGenesis(fromMs)];
	for (const bpm of bpms) chain.push(sealBlock(chain.at(-1)!, bpm, fromMs + chain.length * 1_000));
	return chain;
}

/** The bytes of a file in test/vectors. */
export function readVector(name: string): Buffer {
	return readFileSync(new URL(`../vectors/${name}`, import.meta.url));
}

/** The blocks of a pretty-printed chain in test/vectors. */
export function readVectorChain(name: string): TutorialBlock[] {
	type Written = {
		readonly Index: number;
		readonly Timestamp: string;
		readonly BPM: number;
		readonly Hash: string;
		readonly PrevHash: string;
		readonly Difficulty?: number;
		readonly Nonce?: string;
	};
	return (JSON.parse(readVector(name).toString()) as Written[]).map(written => ({
		index: written.Index,
		timestamp: written.Timestamp,
		bpm: BigInt(written.BPM),
		hash: written.Hash,
		prevHash: written.PrevHash,
		...(written.Nonce === undefined ? {} : {difficulty: written.Difficulty ?? 0, nonce: written.Nonce}),
	}));
}
