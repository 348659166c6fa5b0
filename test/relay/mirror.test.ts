import {expect, it} from 'vitest';
import {ChainColumns} from '../../src/client/chain-columns.ts';
import type {Block} from '../../src/core/block.ts';
import {Mirror} from '../../src/relay/mirror.ts';
import {Hub} from '../../src/server/hub.ts';
import {createMemoryLedger} from '../../src/server/ledgers/memory.ts';
import {makeChain, startMs} from '../support/chains.ts';

/** More than are stored at a time. */
const manyBlocks = 10_000;

function columnsOf(chain: readonly Block[]): ChainColumns {
	const columns = new ChainColumns();
	for (const block of chain) columns.append(block);
	return columns;
}

async function openMirror() {
	const hub = await Hub.open(createMemoryLedger({replaceable: true}), {seals: false, reorgLimit: manyBlocks});
	const parted: number[] = [];
	const sizes: number[] = [];
	const adopt = hub.adopt.bind(hub);
	hub.adopt = (shared, blocks, options) => {
		sizes.push(blocks.length);
		return adopt(shared, blocks, options);
	};
	const mirror = new Mirror(hub, 'a:9000', depth => parted.push(depth));
	return {hub, mirror, parted, sizes};
}

it('takes a branch in parts, the first of which is longer than what it replaces', async () => {
	const {hub, mirror, sizes} = await openMirror();
	const before = makeChain([70, 71, 72]);
	mirror.follow(columnsOf(before), 10);
	await expect.poll(() => hub.tip.index).toBe(3);
	const after = makeChain([70, ...Array.from({length: manyBlocks}, () => 80)]);
	mirror.follow(columnsOf(after), 10);
	await expect.poll(() => hub.tip.hash).toBe(after.at(-1)!.hash);

	expect(Math.max(...sizes)).toBe(4_096);
	expect(sizes.slice(1)).toHaveLength(3);
});

it.each([
	['more than may be', [70, 80, 81, 82], startMs, 1, 2],
	['everything after another genesis block', [80, 81, 82, 83], startMs + 60_000, 10, 4],
])('takes nothing of a chain that replaces %s', async (_what, bpms, fromMs, depthMax, depth) => {
	const {hub, mirror, parted} = await openMirror();
	const before = makeChain([70, 71, 72]);
	mirror.follow(columnsOf(before), depthMax);
	await expect.poll(() => hub.tip.index).toBe(3);
	mirror.follow(columnsOf(makeChain(bpms, fromMs)), depthMax);
	await expect.poll(() => parted).toEqual([depth]);

	expect(hub.tip.hash).toBe(before.at(-1)!.hash);
});

it('follows a hub that had only its genesis block into the network that it joins', async () => {
	const {hub, mirror, parted} = await openMirror();
	mirror.follow(columnsOf(makeChain([])), 0);
	await expect.poll(() => hub.tip.index).toBe(0);
	const network = makeChain([80], startMs + 60_000);
	mirror.follow(columnsOf(network), 0);
	await expect.poll(() => hub.tip.hash).toBe(network.at(-1)!.hash);

	expect(parted).toEqual([]);
});
