import {expect, test} from 'vitest';
import type {AnyBlock} from '../../src/core/block.ts';
import {verifyChain} from '../../src/core/verify.ts';
import {listWeaknesses} from '../../src/core/weaknesses.ts';
import {makeChain, readVectorChain} from '../support/chains.ts';

/** One word of each sentence about a chain that holds. */
function about(chain: readonly AnyBlock[]): readonly (string | undefined)[] {
	const verdict = verifyChain(chain);
	if (!verdict.ok) throw new Error(verdict.detail);
	return listWeaknesses(verdict, chain[0]!).map(
		sentence => sentence.match(/Times|characters|no hash|its time|Difficulty/)?.[0],
	);
}

test('a chain in the strict shapes leaves nothing unprotected', () => {
	expect(about(makeChain([72]))).toEqual([]);
});

test('what the chains of the tutorial leave unprotected depends on the part', () => {
	expect(about(readVectorChain('tutorial-part1.chain.json'))).toEqual(['Times', 'its time']);
	expect(about(readVectorChain('tutorial-proof-of-work.chain.json'))).toEqual([
		'Times',
		'its time',
		'Difficulty',
	]);
	const rune = {index: 0, timestamp: 't', bpm: 0n, hash: '', prevHash: ''};
	expect(about([rune])).toEqual(['Times', 'characters', 'no hash']);
});
