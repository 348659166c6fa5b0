/** The table of protocol section 6, row by row. */
import {describe, expect, it} from 'vitest';
import {ChainColumns} from '../../../src/client/chain-columns.ts';
import {
	compareColumns,
	compareFrom,
	compareWelcome,
	mayReplace,
} from '../../../src/client/link/remembered.ts';
import {type Pin, type Promises, pinBlock, pinBlocks} from '../../../src/client/memory/pin.ts';
import type {Block} from '../../../src/core/block.ts';
import {makeLocator} from '../../../src/core/locator.ts';
import {sealBlock} from '../../../src/core/seal.ts';
import {makeChain, startMs} from '../../support/chains.ts';
import {makeWelcome} from '../support/live-visit.ts';

const chain = makeChain([72, 88, 65]);
const durable: Promises = {ledger: 'ledger-one', durable: true, reorgLimit: 0};

function hold(blocks: readonly Block[], firstIndex = 0): ChainColumns {
	const columns = new ChainColumns(firstIndex);
	for (const block of blocks.slice(firstIndex)) columns.append(block);
	return columns;
}

/** What is remembered after `blocks` were verified. */
function pinOf(blocks: readonly Block[], promises: Promises | null = durable): Pin {
	const genesis = blocks[0]!.hash;
	const fresh = blocks.length === 1;
	return {promises, genesis, blocks: pinBlocks(hold(blocks), []), verifiedAtMs: startMs, fresh, accepted: 0};
}

/** `chain` up to below `index`, then other blocks. */
function branchAt(index: number, bpms: readonly number[]): Block[] {
	const branch = chain.slice(0, index);
	for (const bpm of bpms) branch.push(sealBlock(branch.at(-1)!, bpm, startMs + 60_000));
	return branch;
}

const pin = pinOf(chain);
const welcome = makeWelcome(chain, {durable: true});
const short = (block: Block): string => block.hash.slice(0, 8);

describe('a welcome', () => {
	it('is taken as it is at the first contact', () => {
		expect(compareWelcome(null, welcome)).toEqual({kind: 'same'});
	});

	it('of the same past, longer, is the same', () => {
		const longer = [...chain, sealBlock(chain[3]!, 60, startMs + 60_000)];
		expect(compareWelcome(pin, makeWelcome(longer, {durable: true}))).toEqual({kind: 'same'});
		expect(compareWelcome(pin, welcome)).toEqual({kind: 'same'});
	});

	it('with another genesis block is a network that the hub joined, where only its own was seen and it promised so', () => {
		const other = makeWelcome(makeChain([72], startMs + 60_000), {durable: true, reorgLimit: 10});
		const replaces: Promises = {...durable, ledger: other.ledger, reorgLimit: 10};
		const young = chain.slice(0, 1);
		expect(compareWelcome(pinOf(young, replaces), other)).toMatchObject({kind: 'newChain'});
		const heard = {...pinOf(young, replaces), blocks: []};
		expect(compareWelcome(heard, other)).toMatchObject({kind: 'newChain'});
		const kind = 'alarm';
		expect(compareWelcome(pinOf(chain.slice(0, 2), replaces), other)).toMatchObject({kind});
		expect(compareWelcome({...pinOf(young, replaces), fresh: false}, other)).toMatchObject({kind});
		expect(compareWelcome(pinOf(young, {...replaces, reorgLimit: 0}), other)).toMatchObject({kind});
		expect(compareWelcome(pinOf(young, {...replaces, ledger: 'another'}), other)).toMatchObject({kind});
		expect(compareWelcome(pinOf(young, replaces), {...other, reorgLimit: 11})).toMatchObject({kind});
		expect(compareWelcome(pinOf(young, replaces), {...other, durable: false})).toMatchObject({kind});
	});

	it('with another genesis block is an alarm of a hub that kept its chain, and else a new chain', () => {
		const other = makeChain([72, 88, 65], startMs + 60_000);
		const reason = `its genesis block is ${short(other[0]!)}, and was ${short(chain[0]!)}`;
		expect(compareWelcome(pin, makeWelcome(other, {durable: true}))).toEqual({kind: 'alarm', reason});
		const lost = pinOf(chain, {...durable, durable: false});
		expect(compareWelcome(lost, makeWelcome(other))).toEqual({kind: 'newChain', reason});
		expect(compareWelcome(pinOf(chain, null), makeWelcome(other))).toEqual({kind: 'newChain', reason});
	});

	it('of another ledger is an alarm of a hub that kept its chain, and else a new chain', () => {
		const reason = 'its ledger is two, and was ledger-one';
		expect(compareWelcome(pin, {...welcome, ledger: 'two'})).toEqual({kind: 'alarm', reason});
		const lost = pinOf(chain, {...durable, durable: false});
		expect(compareWelcome(lost, {...welcome, ledger: 'two'})).toEqual({kind: 'newChain', reason});
		expect(compareWelcome(pinOf(chain, null), {...welcome, ledger: 'two'})).toEqual({kind: 'same'});
	});

	it('with a smaller tip is an alarm where no block is ever replaced', () => {
		const shorter = makeWelcome(chain.slice(0, 3), {durable: true});
		const reason = 'its newest block is 2, and block 3 was verified before';
		expect(compareWelcome(pin, shorter)).toEqual({kind: 'alarm', reason});
		const loose = pinOf(chain, {...durable, reorgLimit: 2});
		expect(compareWelcome(loose, {...shorter, reorgLimit: 2})).toEqual({kind: 'same'});
	});

	it('with another tip at the same height is an alarm where no block is ever replaced', () => {
		const other = branchAt(3, [66]);
		const reason = `its block 3 is ${short(other[3]!)}, and was ${short(chain[3]!)}`;
		expect(compareWelcome(pin, makeWelcome(other, {durable: true}))).toEqual({kind: 'alarm', reason});
	});

	it('with a raised limit is an alarm, with a lowered one the same', () => {
		expect(compareWelcome(pin, {...welcome, reorgLimit: 1})).toEqual({
			kind: 'alarm',
			reason: 'it never replaced blocks, and now a longer chain may replace the newest 1',
		});
		const loose = pinOf(chain, {...durable, reorgLimit: 5});
		expect(compareWelcome(loose, {...welcome, reorgLimit: 6})).toEqual({
			kind: 'alarm',
			reason: 'a longer chain could replace its newest 5 blocks, and now 6',
		});
		expect(compareWelcome(loose, welcome)).toEqual({kind: 'same'});
	});

	it('that is not durable any more is an alarm, one that is now is the same', () => {
		expect(compareWelcome(pin, {...welcome, durable: false})).toEqual({
			kind: 'alarm',
			reason: 'it kept its chain over a restart, and now says that it does not',
		});
		expect(compareWelcome(pinOf(chain, {...durable, durable: false}), welcome)).toEqual({kind: 'same'});
	});

	it('has only the promises to be compared with where nothing was verified', () => {
		const blank = {...pin, blocks: []};
		expect(compareWelcome(blank, {...welcome, height: 0, tip: chain[0]!.hash})).toEqual({kind: 'same'});
	});
});

describe('where the hub says that the chains part', () => {
	const hashes = Array.from({length: 101}, (_, index) => String(index).padStart(64, '0'));
	// Pairs: 100 to 91, then 89, 85, 77, 61, 29, 0.
	const asked = makeLocator(100, index => hashes[index]!);
	const tip = {index: 100, hash: hashes[100]!};
	const loose = {...durable, reorgLimit: 40};

	it.each([
		['above the tip', durable, 101, {kind: 'same'}],
		['at the tip', durable, 100, {kind: 'alarm', reason: expect.stringContaining('its block 100 is not')}],
		['within the limit', loose, 62, {kind: 'same'}],
		['between two pairs at the limit', loose, 30, {kind: 'same'}],
		['below the limit', loose, 1, {kind: 'alarm', reason: expect.stringContaining('its block 29 is not')}],
	] as const)('is judged %s', (_, promises, from, comparison) => {
		expect(compareFrom(asked, tip, promises, from)).toEqual(comparison);
	});

	it.each([
		[100, 0, 101, true],
		[100, 0, 100, false],
		[100, 2, 99, true],
		[100, 2, 98, false],
		[3, 9, 0, false],
		[3, 9, 1, true],
	])('with tip %j and limit %j, block %j may be another: %j', (height, limit, index, may) => {
		expect(mayReplace(height, limit, index)).toBe(may);
	});
});

describe('a broadcast in plain mode', () => {
	const loose: Promises = {...durable, reorgLimit: 2};
	const others = makeChain([72, 88, 65], startMs + 60_000);
	const alarm = (reason: string) => ({kind: 'alarm', reason});
	const replaced = (...blocks: readonly Block[]) => ({kind: 'replaced', blocks: blocks.map(pinBlock)});

	it.each([
		['the same past', durable, chain, {kind: 'same'}],
		['the same past, longer', durable, branchAt(4, [60]), {kind: 'same'}],
		[
			'a difference of a hub that never replaces',
			durable,
			branchAt(2, [99, 98]),
			alarm('its block 2 is not the one that was verified before'),
		],
		[
			'a difference below the limit',
			loose,
			branchAt(1, [99, 98, 97]),
			alarm('its block 1 is not the one that was verified before'),
		],
		['a difference above the limit', loose, branchAt(2, [99, 98, 97]), replaced(chain[3]!, chain[2]!)],
		[
			'a difference of a hub without promises',
			null,
			branchAt(1, [99, 98, 97]),
			replaced(chain[3]!, chain[2]!, chain[1]!),
		],
		[
			'a smaller tip of a hub that never replaces',
			durable,
			chain.slice(0, 3),
			alarm('its newest block is 2, and block 3 was verified before'),
		],
		['a smaller tip within the limit', loose, chain.slice(0, 3), {kind: 'same'}],
		['a smaller tip of a hub without promises', null, chain.slice(0, 3), replaced(chain[3]!)],
		[
			'another genesis block of a hub that kept its chain',
			durable,
			others,
			alarm(`its genesis block is ${short(others[0]!)}, and was ${short(chain[0]!)}`),
		],
		[
			'another genesis block of a hub that did not',
			{...durable, durable: false},
			others,
			expect.objectContaining({kind: 'newChain'}),
		],
		[
			'another genesis block of a hub without promises',
			null,
			others,
			expect.objectContaining({kind: 'newChain'}),
		],
	] as const)('that shows %s is judged so', (_, promises, blocks, comparison) => {
		expect(compareColumns(pinOf(chain, promises), hold(blocks), true)).toEqual(comparison);
	});

	it('that broke off or has a fault is no smaller tip', () => {
		expect(compareColumns(pin, hold(chain.slice(0, 3)), false)).toEqual({kind: 'same'});
	});

	it('of the newest part only is compared where it can be', () => {
		expect(compareColumns(pin, hold(chain, 2), true)).toEqual({kind: 'same'});
		expect(compareColumns(pin, hold(branchAt(3, [99]), 2), true)).toMatchObject({kind: 'alarm'});
	});

	it('of the tutorial, whose genesis hash is empty, is told by its other fields', () => {
		const blocks = [{index: 0, hash: '', bpm: '0', time: '2026-11-20 05:01:36 +0000 UTC'}];
		const tutorial: Pin = {...pinOf(chain, null), genesis: '', blocks};
		const columns = new ChainColumns();
		columns.append({index: 0, timestamp: '2026-11-20 06:00:00 +0000 UTC', bpm: 0n, hash: '', prevHash: ''});
		expect(compareColumns(tutorial, columns, true)).toMatchObject({kind: 'newChain'});
	});
});
