import {expect, it} from 'vitest';
import {formatBlock} from '../../../src/core/block.ts';
import {indentBlock, indentSlice} from '../../../src/server/http/indented.ts';
import {makeChain} from '../../support/chains.ts';

const chain = makeChain([72, -5, 2 ** 31 - 1, -(2 ** 31)]);

it('a block is indented as the tutorial does it', () => {
	const texts = chain.map(formatBlock);
	expect(texts.map(indentBlock)).toEqual(texts.map(text => JSON.stringify(JSON.parse(text), null, 2)));
	expect(indentBlock(texts[0]!)).toBe(
		`{\n  "Index": 0,\n  "Timestamp": "${chain[0]!.timestamp}",\n  "BPM": 0,\n  "Hash": "${chain[0]!.hash}",\n  "PrevHash": ""\n}`,
	);
});

it('blocks are, as they stand in the whole array', () => {
	for (const count of [1, 2, 5]) {
		const text = chain.slice(0, count).map(formatBlock).join(',');
		const indented = indentSlice({bytes: Buffer.from(text), to: count});
		expect(`[\n${indented}\n]`).toBe(JSON.stringify(JSON.parse(`[${text}]`), null, 2));
	}
});
