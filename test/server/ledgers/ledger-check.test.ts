import {copyFileSync, readdirSync, rmSync, truncateSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import {describe, expect, it} from 'vitest';
import {checkLedger} from '../../../src/server/ledgers/ledger-check.ts';
import {Chain, copyLedger, makeLedger, openLedger, tamper} from './support/ledgers.ts';

describe('a ledger that holds', () => {
	it('is verified as a whole, and its folder stays as it is', async () => {
		const {folder, chain} = await makeLedger(5_000);
		const seen: number[] = [];
		const before = readdirSync(folder);
		const report = checkLedger(folder, (done, total) => {
			expect(total).toBe(5_001);
			seen.push(done);
		});
		expect(report).toEqual({
			id: expect.stringMatching(/^[\w-]{16}$/),
			tip: chain.tip,
			readings: 5_000,
			fault: null,
			notes: [],
		});
		expect(seen.at(-1)).toBe(5_001);
		expect(readdirSync(folder)).toEqual(before);
	});

	it('is verified while a hub adds to it', async () => {
		const {ledger, folder} = await openLedger();
		const chain = new Chain(ledger);
		await chain.add(72, [80, 'an-id-of-16-chars']);
		expect(checkLedger(folder)).toMatchObject({tip: chain.tip, readings: 2, fault: null, notes: []});
		await chain.add(99);
		expect(checkLedger(folder)).toMatchObject({tip: chain.tip, readings: 3, fault: null});
	});

	it('that was left by a crash is verified with what its log holds', async () => {
		const {ledger, folder} = await openLedger();
		const chain = new Chain(ledger);
		await chain.add(72, 80);
		expect(checkLedger(copyLedger(folder))).toMatchObject({tip: chain.tip, fault: null});
	});

	it('may be a database by itself, and one without the noted tip says so', async () => {
		const {folder, chain} = await makeLedger(3);
		const file = path.join(folder, 'copy.db');
		copyFileSync(path.join(folder, 'chain.db'), file);
		expect(checkLedger(file)).toMatchObject({tip: chain.tip, fault: null, notes: []});
		rmSync(path.join(folder, 'chain.tip'));
		const {notes} = checkLedger(path.join(folder, 'chain.db'));
		expect(notes).toEqual([expect.stringContaining('chain.tip is missing')]);
	});

	it('may be empty', async () => {
		const {folder} = await openLedger();
		expect(checkLedger(folder)).toMatchObject({tip: null, readings: 0, fault: null});
	});
});

describe('what is wrong with a ledger is named', () => {
	it.each([
		['UPDATE blocks SET bpm = 99 WHERE idx = 5', {index: 5, reason: 'hash'}],
		['UPDATE blocks SET hash = lower(hex(randomblob(32))) WHERE idx = 7', {index: 7, reason: 'hash'}],
		['UPDATE blocks SET prev_hash = lower(hex(randomblob(32))) WHERE idx = 7', {index: 7, reason: 'link'}],
		["UPDATE blocks SET timestamp = '2026-11-20T05:01:37.39Z0' WHERE idx = 2", {index: 2, reason: 'shape'}],
		['DELETE FROM blocks WHERE idx = 4', {index: 4, reason: 'index'}],
		['UPDATE blocks SET bpm = 4294967296 WHERE idx = 3', {index: 3, reason: 'shape'}],
		['UPDATE blocks SET bpm = 9223372036854775807 WHERE idx = 3', {index: 3, reason: 'shape'}],
		['DELETE FROM blocks WHERE idx > 8', {index: null, reason: 'readings'}],
		['DELETE FROM readings WHERE idx > 8; DELETE FROM blocks WHERE idx > 8', {index: 9, reason: 'tail'}],
		['UPDATE readings SET bpm = 1 WHERE idx = 2', {index: null, reason: 'readings'}],
	])('%s', async (sql, fault) => {
		const {folder, chain} = await makeLedger(10);
		tamper(folder, sql);
		const report = checkLedger(folder);
		expect(report.fault).toMatchObject(fault);
		expect(report.fault!.detail).toMatch(/^\S.*[^.]$/);
		const index = report.fault!.index ?? 11;
		const {tip} = report;
		if (report.fault!.reason !== 'readings')
			expect(tip).toMatchObject({index: index - 1, hash: chain.blocks[index - 1]!.hash});
	});

	it.each([false, true])('a damaged file is refused; with a log beside it: %j', async hasLog => {
		const {folder} = await makeLedger(2_000);
		const file = path.join(folder, 'chain.db');
		if (hasLog) writeFileSync(`${file}-wal`, '');
		truncateSync(file, 100_000);
		expect(() => checkLedger(folder)).toThrow(expect.objectContaining({code: 'LEDGER_DAMAGED'}));
		writeFileSync(file, 'hello');
		expect(() => checkLedger(folder)).toThrow(expect.objectContaining({code: 'LEDGER_DAMAGED'}));
	});
});
