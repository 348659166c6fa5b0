import {createHash} from 'node:crypto';
import {describe, expect, test} from 'vitest';
import type {TutorialBlock} from '../../src/core/block.ts';
import {hashBlock, sha256} from '../../src/core/hash-rule.ts';
import {hashedText} from '../../src/core/hashed-text.ts';
import {makeChain} from '../support/chains.ts';

const tutorial: TutorialBlock = {index: 65, timestamp: 't', bpm: 72n, hash: '', prevHash: 'p'};

test('the decimal rule hashes Index, Timestamp, BPM and PrevHash in decimal with nothing between', () => {
	const [genesis, block] = makeChain([72]);
	const text = `12026-11-20T05:01:38.390Z72${genesis!.hash}`;
	expect(hashedText('decimal', block!)).toBe(text);
	expect(hashBlock('decimal', block!)).toBe(createHash('sha256').update(text, 'utf8').digest('hex'));
	expect(hashedText('decimal', genesis!)).toBe('02026-11-20T05:01:37.390Z0');
});

test('the decimal rule puts a nonce at the end', () => {
	expect(hashedText('decimal', {...tutorial, difficulty: 1, nonce: '1f'})).toBe('65t72p1f');
});

test('the decimal rule writes a BPM of 64 bits with all its digits', () => {
	expect(hashedText('decimal', {...tutorial, bpm: -9_223_372_036_854_775_808n})).toBe(
		'65t-9223372036854775808p',
	);
});

describe('the rune rule writes Index and BPM as characters', () => {
	test.each<[bpm: bigint, character: string]>([
		[72n, 'H'],
		[0n, '\0'],
		[300n, 'Ĭ'],
		[128_147n, '💓'],
		[0x10_ffffn, '\u{10ffff}'],
		[0x11_0000n, '\ufffd'],
		[0xd7ffn, '\ud7ff'],
		[0xd800n, '\ufffd'],
		[0xdfffn, '\ufffd'],
		[0xe000n, '\ue000'],
		[-1n, '\ufffd'],
		[-5n, '\ufffd'],
		[9_223_372_036_854_775_807n, '\ufffd'],
	])('BPM %s', (bpm, character) => {
		expect(hashedText('rune', {...tutorial, bpm})).toBe(`At${character}p`);
	});

	test('so that BPM -1 and -2 hash alike', () => {
		expect(hashBlock('rune', {...tutorial, bpm: -1n})).toBe(hashBlock('rune', {...tutorial, bpm: -2n}));
	});
});

test('SHA-256 is over the UTF-8 bytes', () => {
	expect(sha256('abc')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
	expect(sha256('é')).toBe(createHash('sha256').update(Uint8Array.of(0xc3, 0xa9)).digest('hex'));
});
