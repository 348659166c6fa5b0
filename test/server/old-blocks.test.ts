import {describe, expect, it} from 'vitest';
import {formatBlock} from '../../src/core/block.ts';
import {parseHubMessage} from '../../src/core/live-message.ts';
import {makeLocator} from '../../src/core/locator.ts';
import {ChainText, clipSlice, sliceOf} from '../../src/server/chain-text.ts';
import type {Ledger} from '../../src/server/ledger.ts';
import {createMemoryLedger} from '../../src/server/ledgers/memory.ts';
import {makeChain} from '../support/chains.ts';
import type {SocketClient} from '../support/socket-client.ts';
import {openHub} from './support/hub.ts';

const prompt = '\nEnter a new BPM:';
const blocks = makeChain(Array.from({length: 7_999}, (_, i) => 1 + (i % 999)));
const chainJson = `[${blocks.map(formatBlock).join(',')}]`;
const tip = blocks.at(-1)!;

/** A hub that was started on a ledger with 8,000 blocks, of which it has the newest few dozen in memory. */
async function openOldHub(ledger: Ledger = createMemoryLedger()) {
	await ledger.append(
		null,
		blocks.map(block => ({block})),
	);
	return openHub({broadcastBytesMax: 10_000}, ledger);
}

async function readBlocks(client: SocketClient, count: number) {
	const seen = [];
	while (seen.length < count) {
		const line = (await client.until('\n')).slice(0, -1);
		// The welcome stands after an LF.
		if (line.endsWith('BPM:') || line === '') continue;
		const parsed = parseHubMessage(line);
		if (!parsed.ok) throw new Error(parsed.reason);
		if (parsed.message.kind === 'blocks') seen.push(...parsed.message.blocks);
	}
	return seen;
}

describe('blocks that are only in the ledger', () => {
	it('are part of /chain, /last and /block', async () => {
		const hub = await openOldHub();
		const client = await hub.connect();
		client.write('/chain\n/block 0\n/last 1000\n/block 8000\n');
		expect(await client.until(prompt)).toBe(`\n${chainJson}${prompt}`);
		expect(await client.until(prompt)).toBe(`\n${formatBlock(blocks[0]!)}${prompt}`);
		expect(await client.until(prompt)).toBe(
			`\n[${blocks.slice(-1_000).map(formatBlock).join(',')}]${prompt}`,
		);
		expect(await client.until(prompt)).toBe(`\nThere is no block 8000: the newest is 7999.${prompt}`);
	});

	it('reach live connections that ask for them, in order, with what is new behind', async () => {
		const hub = await openOldHub();
		const clients = [await hub.connect(), await hub.connect()];
		for (const client of clients) client.write('/live\n/from 0\n');
		const [first] = clients;
		first!.write('72\n');
		for (const client of clients) {
			const seen = await readBlocks(client, blocks.length + 1);
			expect(seen.slice(0, -1)).toEqual(blocks);
			expect(seen.at(-1)).toMatchObject({index: 8_000, bpm: 72, prevHash: tip.hash});
		}
	});

	it('are found by a locator', async () => {
		const hub = await openOldHub();
		const client = await hub.connect();
		// A chain that parts from this one after block 100.
		const locator = makeLocator(200, index => (index > 100 ? '0'.repeat(64) : blocks[index]!.hash));
		client.write(`/live\n/from ${JSON.stringify(locator)}\n`);
		const shared = locator.find(([index]) => index <= 100)![0];
		await client.until(`{"from":{"index":${shared + 1}}}\n`);
		expect((await readBlocks(client, 1))[0]).toEqual(blocks[shared + 1]);
	});

	it('that are replaced while an array with them is under way end that connection', async () => {
		const ledger = createMemoryLedger({replaceable: true});
		const hub = await openOldHub(ledger);
		const client = await hub.connect();
		const readText = ledger.readText.bind(ledger);
		let replaced = false;
		ledger.readText = async (...range) => {
			if (range[1] > 4_000 && !replaced) {
				replaced = true;
				const branch = makeChain(Array.from({length: 8_000}, () => 50)).slice(1);
				await ledger.replaceFrom(
					tip,
					1,
					branch.map(block => ({block})),
				);
			}
			return readText(...range);
		};
		client.write('/chain\n');
		const half = await client.closed();
		expect(half.startsWith(`\n${chainJson.slice(0, 100_000)}`)).toBe(true);
		expect(half.endsWith(prompt)).toBe(false);
	});
});

describe('chain text', () => {
	it('keeps its newest blocks only', () => {
		const chain = new ChainText(0, 0, 512 * 1024);
		for (const block of blocks) chain.append(block);
		expect(chain.length).toBe(8_000);
		expect(chain.slice(0, 0)).not.toBeNull();
		const more = new ChainText(0, 0, 1);
		for (let round = 0, index = 0; round < 3; round++) {
			for (const block of blocks) more.append({...block, index: index++});
		}
		const isKept = Array.from({length: more.length}, (_, index) => more.slice(index, 0) !== null);
		const first = isKept.indexOf(true);
		expect(first).toBeGreaterThan(8_000);
		expect(isKept.slice(first)).not.toContain(false);
		expect(more.slice(first, 0)!.to).toBe(first + 1);
		expect(more.blockAt(first - 1)).toBeUndefined();
	});

	it('slices are clipped to a shorter chain at a block', () => {
		const chain = new ChainText();
		for (const block of blocks.slice(0, 50)) chain.append(block);
		const slice = sliceOf(chain.snapshot(), 10, 1e6)!;
		const clipped = clipSlice(slice, 20);
		expect(clipped.to).toBe(20);
		expect(clipped.bytes.toString()).toBe(blocks.slice(10, 20).map(formatBlock).join(','));
		expect(clipSlice(slice, 50)).toBe(slice);
	});
});
