import {describe, expect, it} from 'vitest';
import {ChainColumns} from '../../../src/client/chain-columns.ts';
import {compareBlocks, Inquiry} from '../../../src/client/link/inquiry.ts';
import {pinBlock, pinBlocks} from '../../../src/client/memory/pin.ts';
import {type Block, formatBlock} from '../../../src/core/block.ts';
import {parseHubMessage} from '../../../src/core/live-message.ts';
import {sealBlock} from '../../../src/core/seal.ts';
import {makeChain, startMs} from '../../support/chains.ts';

const chain = makeChain(Array.from({length: 200}, (_, index) => 60 + (index % 40)));

/** `chain` with other blocks from `from` on. */
function edit(from: number): Block[] {
	const edited = chain.slice(0, from);
	for (const {bpm} of chain.slice(from)) edited.push(sealBlock(edited.at(-1)!, bpm + 1, startMs + 600_000));
	return edited;
}

function hold(blocks: readonly Block[]): ChainColumns {
	const columns = new ChainColumns();
	for (const block of blocks) columns.append(block);
	return columns;
}

/** An inquiry that a hub with these blocks answers at once, and the lines that it got. */
function askHub(blocks: readonly Block[]): {readonly inquiry: Inquiry; readonly lines: string[]} {
	const lines: string[] = [];
	const inquiry = new Inquiry(line => {
		lines.push(line);
		const index = Number(line.slice('/block '.length));
		const block = blocks[index];
		const answer = block
			? `{"answer":{"block":${formatBlock(block)}}}`
			: `{"refused":{"line":"${line.trim()}","reason":"There is no block ${index}."}}`;
		const parsed = parseHubMessage(answer);
		if (parsed.ok) queueMicrotask(() => inquiry.take(parsed.message));
	});
	return {inquiry, lines};
}

describe('an inquiry', () => {
	it('gets the blocks that it asks for, in the order of its lines', async () => {
		const {inquiry, lines} = askHub(chain);
		expect(await inquiry.ask([7, 3, 999])).toEqual([pinBlock(chain[7]!), pinBlock(chain[3]!), 'none']);
		expect(lines).toEqual(['/block 7\n', '/block 3\n', '/block 999\n']);
	});

	it.each([
		['another block', `{"block":${formatBlock(chain[4]!)}}`],
		['a block whose hash is not that of its fields', `{"block":${formatBlock({...chain[3]!, bpm: 1})}}`],
		['no block', '{"block":{"Index":3}}'],
		['something else', '{"help":[]}'],
	])('does not take %s for an answer', async (_, text) => {
		const inquiry = new Inquiry(() => {});
		const asked = inquiry.ask([3]);
		inquiry.take({kind: 'answer', answer: JSON.parse(text)});
		expect(await asked).toEqual(['unknown']);
	});

	it('knows nothing of what was not answered before its end, and asks nothing afterwards', async () => {
		const lines: string[] = [];
		const inquiry = new Inquiry(line => void lines.push(line));
		const asked = inquiry.ask([1, 2]);
		inquiry.take({kind: 'refused', line: '/add x 72', reason: 'something else'});
		inquiry.end();
		expect(await asked).toEqual(['unknown', 'unknown']);
		expect(await inquiry.ask([3])).toEqual(['unknown']);
		expect(lines).toHaveLength(2);
	});
});

describe('the comparison of what was verified with a hub', () => {
	const pinned = pinBlocks(hold(chain), []);

	it.each([1, 2, 77, 113, 128, 199, 200])(
		'finds the first block that differs, %j, where the chain is held, with few questions',
		async from => {
			const {inquiry, lines} = askHub(edit(from));
			const compared = await compareBlocks(pinned, hold(chain), inquiry);
			const difference = compared.findLast(
				({pinned: {hash}, offered}) => typeof offered === 'object' && offered.hash !== hash,
			);
			expect(difference?.pinned.index).toBe(from);
			expect(
				compared.find(({pinned: {hash}, offered}) => typeof offered === 'object' && offered.hash === hash)
					?.pinned.index,
			).toBe(from - 1);
			expect(lines.length).toBeLessThanOrEqual(pinned.length + 8);
			const indexes = compared.map(({pinned: {index}}) => index);
			expect(indexes).toEqual(indexes.toSorted((a, b) => b - a));
		},
	);

	it('finds where a shorter chain ends', async () => {
		const {inquiry} = askHub(chain.slice(0, 150));
		const compared = await compareBlocks(pinned, hold(chain), inquiry);
		expect(compared.findLast(({offered}) => offered === 'none')?.pinned.index).toBe(150);
	});

	it('asks only for what is pinned where the chain is not held', async () => {
		const {inquiry, lines} = askHub(edit(113));
		const compared = await compareBlocks(pinned, new ChainColumns(), inquiry);
		expect(lines).toHaveLength(pinned.length);
		expect(compared.map(({pinned: block}) => block)).toEqual(pinned);
	});

	it('asks no further where nothing differs', async () => {
		const {inquiry, lines} = askHub(chain);
		await compareBlocks(pinned, hold(chain), inquiry);
		expect(lines).toHaveLength(pinned.length);
	});
});
