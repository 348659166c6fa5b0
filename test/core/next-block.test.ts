import {Buffer} from 'node:buffer';
import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {type Block, formatBlock, parseBlockAt, type Tip} from '../../src/core/block.ts';
import {hashBlock} from '../../src/core/hash-rule.ts';
import {NextBlocks, readNextBlock, readNextBlocks} from '../../src/core/next-block.ts';
import {verifyNext} from '../../src/core/verify.ts';
import {makeChain} from '../support/chains.ts';

const chain = makeChain([72, -5, 2 ** 31 - 1]);
const parent = chain[0]!;
const block = chain[1]!;
const text = formatBlock(block);

/** What reading and judging one after the other say. */
function readAndJudge(given: string, at: number, tip: Tip): {block: Block; end: number} | null {
	const found = parseBlockAt(given, at);
	return found && verifyNext(tip, found.block) === null ? found : null;
}

describe('the next block', () => {
	test('is read where it stands in a text', () => {
		expect(readNextBlock(`[${text},${text}]`, 1, parent)).toEqual({block, end: 1 + text.length});
		for (const [at, each] of chain.entries()) {
			if (at > 0) expect(readNextBlock(formatBlock(each), 0, chain[at - 1]!)?.block).toEqual(each);
		}
	});

	test('is not one that follows another, nor a genesis block, nor any other text', () => {
		expect(readNextBlock(text, 0, block)).toBeNull();
		expect(readNextBlock(formatBlock(parent), 0, parent)).toBeNull();
		for (const other of ['', ',', '{}', '{"Index":1', text.slice(0, -1)]) {
			expect(readNextBlock(other, 0, parent), other).toBeNull();
		}
	});

	test('is taken exactly when reading and judging take it, whatever character is another', () => {
		for (let at = 0; at < text.length; at++) {
			for (const change of ['', ' ', '"', ',', '0', '9', '-', 'a', 'f', `${text[at]}${text[at]}`]) {
				const changed = text.slice(0, at) + change + text.slice(at + 1);
				expect(readNextBlock(changed, 0, parent), changed).toEqual(readAndJudge(changed, 0, parent));
			}
		}
	});

	test('is taken exactly when its fields are good, also when its hash is right for them', () => {
		const timestamps = ['2026-02-30T00:00:00.000Z', '2028-02-29T23:59:59.999Z', '2026-11-20 05:01:37.390Z'];
		const bpms = [
			'072',
			'-0',
			'7.2e1',
			'0x48',
			'',
			' 72',
			'NaN',
			'2147483648',
			'-2147483648',
			'1e3',
			'Infinity',
		];
		const fields = fc.record({
			timestamp: fc.constantFrom(block.timestamp, ...timestamps),
			bpm: fc.oneof(fc.integer().map(String), fc.constantFrom(...bpms)),
		});
		fc.assert(
			fc.property(fields, ({timestamp, bpm}) => {
				const hash = hashBlock('decimal', {...block, timestamp, bpm: bpm as unknown as number});
				const given = formatBlock({...block, timestamp, bpm: bpm as unknown as number, hash});
				expect(readNextBlock(given, 0, parent)).toEqual(readAndJudge(given, 0, parent));
			}),
			{numRuns: 1_000, seed: 9_000},
		);
	});
});

describe('the next blocks of a line', () => {
	const texts = chain.map(formatBlock);
	const line = (list: string): Buffer => Buffer.from(`{"blocks":[${list}]}`);
	const read = (bytes: Buffer): {blocks: readonly Block[]; rest: string | null} => {
		const next = new NextBlocks(bytes, parent);
		const blocks = [...next];
		return {blocks, rest: next.rest};
	};

	test('are all of them where each follows the one before', () => {
		expect(read(line(texts.slice(1).join()))).toEqual({blocks: chain.slice(1), rest: null});
		expect(read(line(text))).toEqual({blocks: [block], rest: null});
	});

	test('end before the first that does not, and the rest is a line of its own', () => {
		const other = formatBlock({...chain[2]!, bpm: 1});
		for (const [wrong, left] of [
			[
				[text, other, texts[3]],
				[other, texts[3]],
			],
			[
				[text, text, texts[2]],
				[text, texts[2]],
			],
			[[text, 'é'], ['é']],
			[[text, ''], ['']],
		]) {
			expect(read(line(wrong!.join()))).toEqual({blocks: [block], rest: line(left!.join()).toString()});
		}
		expect(read(line(texts[2]!))).toEqual({blocks: [], rest: line(texts[2]!).toString()});
	});

	test('are not taken from what only begins like them', () => {
		for (const bad of [
			'{"blocks":[',
			'{"blocks":[]}',
			`{"blocks":[${text}],"x":1}`,
			`{"blocks":[${text}`,
			'{"from":1}',
		]) {
			const bytes = Buffer.from(bad);
			expect(NextBlocks.areIn(bytes) && read(bytes).rest === null, bad).toBe(false);
		}
		const glued = line(`${text}${texts[2]}`);
		expect(read(glued).rest).not.toBeNull();
	});

	test('are read from a line as text, all of them or none', () => {
		const asText = (list: string): string => line(list).toString();
		expect(readNextBlocks(asText(texts.slice(1).join()), parent)).toEqual(chain.slice(1));
		expect(readNextBlocks(asText(text), parent)).toEqual([block]);
		const bad = [
			asText(''),
			asText(`${text},`),
			asText(`${text}${texts[2]}`),
			asText(`${text},${texts[3]}`),
			asText(texts[2]!),
			`${asText(text)} `,
			asText(text).slice(0, -1),
			`{"blocks":[${text}],"x":1}`,
			`{"from":[${text}]}`,
		];
		for (const each of bad) expect(readNextBlocks(each, parent), each).toBeNull();
	});
});
