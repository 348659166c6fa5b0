import {describe, expect, test} from 'vitest';
import {shapeFault} from '../../src/core/block.ts';
import {sha256} from '../../src/core/hash-rule.ts';
import {sealBlock, sealGenesis} from '../../src/core/seal.ts';
import {verifyNext} from '../../src/core/verify.ts';
import {startMs} from '../support/chains.ts';

const genesis = sealGenesis(startMs);

test('the genesis block has BPM 0, no previous hash and a real hash of its own', () => {
	expect(genesis).toEqual({
		index: 0,
		timestamp: '2026-11-20T05:01:37.390Z',
		bpm: 0,
		hash: sha256('02026-11-20T05:01:37.390Z0'),
		prevHash: '',
	});
	expect(verifyNext(null, genesis)).toBeNull();
});

test('a block follows its parent', () => {
	const block = sealBlock(genesis, 72, startMs + 1);
	expect(block).toEqual({
		index: 1,
		timestamp: '2026-11-20T05:01:37.391Z',
		bpm: 72,
		hash: sha256(`12026-11-20T05:01:37.391Z72${genesis.hash}`),
		prevHash: genesis.hash,
	});
	expect(verifyNext(genesis, block)).toBeNull();
});

describe('time never runs backwards along a chain', () => {
	test.each([
		['in the same millisecond', 0, '2026-11-20T05:01:37.390Z'],
		['after the clock stepped back by a second', -1_000, '2026-11-20T05:01:37.390Z'],
		['after the clock was set to 1970', -startMs, '2026-11-20T05:01:37.390Z'],
		['a millisecond later', 1, '2026-11-20T05:01:37.391Z'],
		['in the next year', 365 * 86_400_000, '2027-11-20T05:01:37.390Z'],
	])('%s', (_name, afterMs, timestamp) => {
		const block = sealBlock(genesis, 72, startMs + afterMs);
		expect(block.timestamp).toBe(timestamp);
		expect(verifyNext(genesis, block)).toBeNull();
	});
});

test('two readings of one moment become different blocks', () => {
	const first = sealBlock(genesis, 72, startMs);
	const second = sealBlock(first, 72, startMs);
	expect(second.hash).not.toBe(first.hash);
	expect(second.prevHash).toBe(first.hash);
});

test.each([-(2 ** 31), -1, 0, 2 ** 31 - 1])('a block can carry BPM %d', bpm => {
	expect(shapeFault(sealBlock(genesis, bpm, startMs))).toBeNull();
});
