import {describe, expect, it} from 'vitest';
import {ChainColumns} from '../../../src/client/chain-columns.ts';
import {speakBlock, speakReasons} from '../../../src/client/reader/spoken-block.ts';
import {readMoment} from '../../../src/client/screen/format.ts';
import {readVectorChain} from '../../support/chains.ts';
import {makeColumns} from '../support/screen.ts';

const blocks = makeColumns(20);

describe('a block', () => {
	it('is one line: what it holds and the beginnings of its hashes', () => {
		const block = blocks.blockAt(12)!;
		const {date, time} = readMoment(block);
		expect(speakBlock(block, true)).toBe(
			`Block 12: BPM ${block.bpm}, at ${time.slice(0, 8)} on ${date}. Hash ${block.hash.slice(0, 8)}, PrevHash ${block.prevHash.slice(0, 8)}. Yours.`,
		);
		expect(speakBlock(blocks.blockAt(0)!, false)).toContain('the genesis block, none before it.');
	});

	it('of others cannot bring anything to the terminal but text', () => {
		const [, block] = readVectorChain('tutorial-part1.chain.json');
		const said = speakBlock({...block!, timestamp: '\x1b[2Jnow\u202e', hash: '\x07'}, false);
		expect(said).toMatch(/^[\x20-\x7e]*$/);
		expect(said).toContain('at ?[2Jnow?.');
	});
});

describe('why a block is valid', () => {
	it('is told from its link to the proof without us', () => {
		const said = speakReasons(blocks, 12, 'decimal');
		expect(said[1]).toBe('Link: its PrevHash is the Hash of block 11, all 64 digits the same.');
		expect(said[2]).toMatch(
			/^Hashed are Index, Timestamp, BPM, PrevHash, nothing between them: 122026-11-20T/,
		);
		expect(said[3]).toContain("the same as the block's Hash");
		expect(said[4]).toBe('Block 13 has its Hash as PrevHash.');
		expect(said[5]).toMatch(/^A shell proves it without us: printf %s '12.*' \| sha256sum$/);
	});

	it('is told of the ends of the chain, too', () => {
		expect(speakReasons(blocks, 0, 'decimal')[1]).toContain('none before it');
		expect(speakReasons(blocks, 20, 'decimal')[4]).toContain('the newest block');
	});

	it('says so where it is not', () => {
		const broken = new ChainColumns(5);
		const block = blocks.blockAt(5)!;
		if (typeof block.bpm !== 'number') throw new Error('not a block of ours');
		broken.append({...block, bpm: block.bpm + 1} as typeof block);
		const said = speakReasons(broken, 5, 'decimal');
		expect(said[1]).toContain('not held here');
		expect(said[3]).toContain('the block was changed');
	});
});
