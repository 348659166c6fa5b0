import {existsSync, readdirSync} from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import type {Block} from '../../../src/core/block.ts';
import {chainFormats, formatChain} from '../../../src/core/chain-format.ts';
import {createChainJudge} from '../../../src/core/chain-judge.ts';
import {checkLedger} from '../../../src/server/ledgers/ledger-check.ts';
import {openLedgerView} from '../../../src/server/ledgers/ledger-view.ts';
import {type Imported, openImport} from '../../../src/server/ledgers/sqlite-import.ts';
import {makeChain, startMs} from '../../support/chains.ts';
import {makeFolder} from '../../support/child-env.ts';
import {refusal} from '../../support/refusal.ts';
import {makeLedger, openLedger, tamper} from './support/ledgers.ts';

const nowMs = startMs;

function importInto(folder: string, blocks: readonly Block[]): Imported {
	const ledger = openImport(folder, nowMs);
	try {
		for (const block of blocks) ledger.take(block);
		return ledger.commit();
	} finally {
		ledger.close();
	}
}

function blocksIn(folder: string): readonly Block[] {
	const view = openLedgerView(folder);
	try {
		return [...view.blocks()].flat();
	} finally {
		view.close();
	}
}

describe('an import', () => {
	it('makes a ledger in a new folder, of which no block is a reading accepted here', () => {
		const folder = path.join(makeFolder(), 'new');
		const chain = makeChain(Array.from({length: 2_500}, (_, at) => at));
		const tip = {index: 2_500, hash: chain.at(-1)!.hash};
		expect(importInto(folder, chain)).toEqual({added: 2_501, tip});
		expect(blocksIn(folder)).toEqual(chain);
		expect(checkLedger(folder)).toMatchObject({tip, readings: 0, fault: null, notes: []});
	});

	it('adds to a ledger what it lacks, and nothing the second time', async () => {
		const {folder, chain} = await makeLedger(1_500);
		const longer = makeLonger(chain.blocks, [1, 2, 3]);
		expect(importInto(folder, longer)).toMatchObject({added: 3, tip: {index: 1_503}});
		expect(blocksIn(folder)).toEqual(longer);
		expect(importInto(folder, longer)).toMatchObject({added: 0, tip: {index: 1_503}});
		expect(checkLedger(folder)).toMatchObject({readings: 1_500, fault: null, notes: []});
	});

	it('leaves a ledger that a hub starts on', async () => {
		const folder = path.join(makeFolder(), 'new');
		const chain = makeChain([72]);
		importInto(folder, chain);
		const {opened} = await openLedger({folder});
		expect(opened).toEqual({tip: {index: 1, hash: chain[1]!.hash}, version: 0, displaced: [], notes: []});
	});
});

function makeLonger(blocks: readonly Block[], bpms: readonly number[]): readonly Block[] {
	const other = makeChain([...blocks.slice(1).map(({bpm}) => bpm), ...bpms]);
	// Chains of tests are sealed by the same clock.
	expect(other.slice(0, blocks.length)).toEqual(blocks);
	return other;
}

it('whatever chain is written verifies, is imported piece by piece, and is written again as the same bytes', () => {
	const bpms = fc.array(fc.integer({min: -(2 ** 31), max: 2 ** 31 - 1}), {maxLength: 40});
	const property = fc.property(bpms, fc.nat(40), fc.constantFrom(...chainFormats), (list, cut, format) => {
		const folder = path.join(makeFolder(), 'new');
		const chain = makeChain(list);
		for (const part of [chain.slice(0, cut + 1), chain]) {
			const text = [...formatChain(format, [part])].join('');
			const read: Block[] = [];
			const judge = createChainJudge({block: block => void read.push(block as Block)});
			judge.push(Buffer.from(text));
			expect(judge.end()).toMatchObject({kind: 'valid', standing: {strict: true}});
			importInto(folder, read);
			expect([...formatChain(format, [blocksIn(folder)])].join('')).toBe(text);
		}
	});
	fc.assert(property, {seed: 5, numRuns: 25});
});

describe('nothing is added', () => {
	it('when the first block that differs comes after many that are the same', async () => {
		const {folder, chain} = await makeLedger(10);
		const bpms = chain.blocks.slice(1).map(({bpm}) => bpm);
		const other = makeChain([...bpms.with(6, 99), 1, 2]);
		expect(refusal(() => importInto(folder, other))).toEqual({
			code: 'IMPORT_DIFFERS',
			message: `The chain is another one than that of the ledger in ${folder}: block 7 is the first that differs (its BPM is 99, and ${bpms[6]} in the ledger).`,
		});
		expect(blocksIn(folder)).toEqual(chain.blocks);
	});

	it('when the chain has another genesis block, or ends before the ledger', async () => {
		const {folder, chain} = await makeLedger(10);
		expect(refusal(() => importInto(folder, makeChain([1], startMs + 1)))).toMatchObject({
			message: expect.stringContaining('block 0 is the first that differs (its Timestamp is'),
		});
		expect(refusal(() => importInto(folder, chain.blocks.slice(0, 5)))).toEqual({
			code: 'IMPORT_DIFFERS',
			message: `The chain ends before block 5, and the ledger in ${folder} goes on to block 10: there is nothing to add.`,
		});
		expect(blocksIn(folder)).toEqual(chain.blocks);
	});

	it('when a block does not hold, however many good ones came before it', () => {
		const folder = path.join(makeFolder(), 'new');
		const chain = makeChain(Array.from({length: 2_500}, () => 72));
		const broken = chain.with(2_400, {...chain[2_400]!, bpm: 73});
		expect(refusal(() => importInto(folder, broken))).toEqual({
			code: 'CHAIN_BROKEN',
			message: 'Block 2400 does not hold: its Hash is not the SHA-256 of its fields.',
		});
		expect(checkLedger(folder)).toMatchObject({tip: null, fault: null});
		expect(importInto(folder, chain)).toMatchObject({added: 2_501});
	});

	it('when it is given up before the commit', () => {
		const folder = path.join(makeFolder(), 'new');
		const ledger = openImport(folder, nowMs);
		for (const block of makeChain(Array.from({length: 2_500}, () => 72))) ledger.take(block);
		ledger.close();
		expect(checkLedger(folder)).toMatchObject({tip: null, fault: null});
		expect(readdirSync(folder)).not.toContain('hub.json');
	});

	it('to a ledger that a hub runs on: its process is named', async () => {
		const {folder} = await openLedger();
		expect(refusal(() => openImport(folder, nowMs))).toEqual({
			code: 'LEDGER_LOCKED',
			message: expect.stringMatching(
				`is in use by another bchain \\(process ${process.pid}, started \\S+\\): stop that one, or choose another folder with --data\\.$`,
			),
		});
		expect(existsSync(path.join(folder, 'hub.json'))).toBe(true);
	});

	it('to a ledger that is broken or has lost blocks', async () => {
		const {folder} = await makeLedger(10);
		tamper(folder, 'DELETE FROM readings WHERE idx > 8; DELETE FROM blocks WHERE idx > 8');
		expect(refusal(() => openImport(folder, nowMs))).toMatchObject({code: 'LEDGER_LOST_TAIL'});
		tamper(folder, 'UPDATE blocks SET bpm = 99 WHERE idx = 5');
		expect(refusal(() => openImport(folder, nowMs))).toMatchObject({code: 'LEDGER_BROKEN'});
	});
});
