import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {type Block, formatBlock} from '../../src/core/block.ts';
import {parseCsvRow} from '../../src/core/chain-csv.ts';
import {chainFormats, formatChain} from '../../src/core/chain-format.ts';
import {createChainJudge} from '../../src/core/chain-judge.ts';
import {makeChain} from '../support/chains.ts';

const [genesis, one] = makeChain([72]) as [Block, Block];

function format(kind: (typeof chainFormats)[number], ...pieces: (readonly Block[])[]): string {
	return [...formatChain(kind, pieces)].join('');
}

describe('a chain is written', () => {
	test('as one block a line', () => {
		expect(format('ndjson', [genesis], [one])).toBe(`${formatBlock(genesis)}\n${formatBlock(one)}\n`);
	});

	test('as the array of a broadcast', () => {
		expect(format('json', [genesis], [one])).toBe(`[${formatBlock(genesis)},${formatBlock(one)}]`);
		expect(format('json')).toBe('[]');
	});

	test('as CSV by RFC 4180, with a header', () => {
		expect(format('csv', [genesis, one])).toBe(
			'index,timestamp,bpm,hash,prevHash\r\n' +
				`0,2026-11-20T05:01:37.390Z,0,${genesis.hash},\r\n` +
				`1,2026-11-20T05:01:38.390Z,72,${one.hash},${genesis.hash}\r\n`,
		);
	});
});

test('whatever is written is read again as the same blocks, in any pieces', () => {
	const bpms = fc.array(fc.integer({min: -(2 ** 31), max: 2 ** 31 - 1}), {maxLength: 20});
	const property = fc.property(bpms, fc.constantFrom(...chainFormats), fc.nat(20), (list, kind, cut) => {
		const chain = makeChain(list);
		const pieces = [chain.slice(0, cut), chain.slice(cut)].filter(piece => piece.length > 0);
		const read: unknown[] = [];
		const judge = createChainJudge({block: block => void read.push(block)});
		judge.push(Buffer.from(format(kind, ...pieces)));
		expect(judge.end()).toMatchObject({kind: 'valid', standing: {strict: true}});
		expect(read).toEqual(chain);
	});
	fc.assert(property, {seed: 1, numRuns: 300});
});

test.each([
	`1,2026-11-20T05:01:38.390Z,72,${one.hash},${genesis.hash} `,
	`1,2026-02-30T05:01:38.390Z,72,${one.hash},${genesis.hash}`,
	`1,2026-11-20T05:01:38.390Z,+72,${one.hash},${genesis.hash}`,
	`1,2026-11-20T05:01:38.390Z,2147483648,${one.hash},${genesis.hash}`,
	`1,2026-11-20T05:01:38.390Z,72,${one.hash},`,
	`0,2026-11-20T05:01:38.390Z,72,${one.hash},`,
	`1,2026-11-20T05:01:38.390Z,72,${one.hash.toUpperCase()},${genesis.hash}`,
])('%s is no row', row => {
	expect(parseCsvRow(row)).toBeNull();
});
