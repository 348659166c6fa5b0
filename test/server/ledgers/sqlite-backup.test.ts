import {
	copyFileSync,
	existsSync,
	mkdirSync,
	readdirSync,
	readFileSync,
	statSync,
	writeFileSync,
} from 'node:fs';
import path from 'node:path';
import {describe, expect, it} from 'vitest';
import {backUpLedger} from '../../../src/server/ledgers/sqlite-backup.ts';
import {makeFolder} from '../../support/child-env.ts';
import {Chain, idOf, makeLedger, openLedger, tamper} from './support/ledgers.ts';

describe('a backup', () => {
	it('of a ledger in use holds everything, is for its owner alone, and is verified', async () => {
		const {ledger, folder} = await openLedger();
		const chain = new Chain(ledger);
		await chain.add(72, [80, 'an-id-of-16-chars']);
		const target = path.join(makeFolder(), 'heart.db');
		const {report, bytes} = await backUpLedger(folder, target, {force: false});
		expect(report).toMatchObject({id: ledger.id, tip: chain.tip, readings: 2, fault: null});
		expect(statSync(target)).toMatchObject({size: bytes});
		expect(statSync(target).mode & 0o777).toBe(0o600);
		expect(readdirSync(path.dirname(target))).toEqual(['heart.db']);
	});

	it('starts as a ledger of its own in a new folder, with the same id, readings and blocks', async () => {
		const {folder, chain} = await makeLedger(2_000);
		const restored = path.join(makeFolder(), 'restored');
		mkdirSync(restored);
		const target = path.join(makeFolder(), 'heart.db');
		const {report} = await backUpLedger(folder, target, {force: false});
		copyFileSync(target, path.join(restored, 'chain.db'));
		const {ledger, opened} = await openLedger({folder: restored});
		expect(ledger.id).toBe(report.id);
		expect(opened).toMatchObject({tip: chain.tip, notes: [expect.stringContaining('chain.tip is missing')]});
		expect((await ledger.find([idOf(7)])).get(idOf(7))).toMatchObject({
			index: 7,
			hash: chain.blocks[7]!.hash,
		});
		const next = new Chain(ledger, chain.blocks);
		await next.add(99);
		expect(next.tip).toMatchObject({index: 2_001});
	});

	it('that lies in the old folder is refused when it lacks blocks that were there', async () => {
		const {ledger, folder} = await openLedger();
		const chain = new Chain(ledger);
		await chain.add(72);
		const target = path.join(makeFolder(), 'heart.db');
		await backUpLedger(folder, target, {force: false});
		await chain.add(80);
		await ledger.close();
		copyFileSync(target, path.join(folder, 'chain.db'));
		await expect(openLedger({folder})).rejects.toMatchObject({code: 'LEDGER_LOST_TAIL'});
	});

	it('of a broken chain is not made, and leaves nothing behind', async () => {
		const {folder} = await makeLedger(10);
		tamper(folder, 'UPDATE blocks SET bpm = 99 WHERE idx = 5');
		const place = makeFolder();
		await expect(backUpLedger(folder, path.join(place, 'heart.db'), {force: false})).rejects.toThrow(
			expect.objectContaining({
				code: 'LEDGER_BROKEN',
				message: `No backup was made: the chain is broken at block 5 (its Hash is not the SHA-256 of its fields). See it with "bchain verify ${folder}".`,
			}),
		);
		expect(readdirSync(place)).toEqual([]);
	});

	it('replaces a file only with force, and only by a good copy', async () => {
		const {folder} = await makeLedger(10);
		const target = path.join(makeFolder(), 'heart.db');
		writeFileSync(target, 'mine');
		await expect(backUpLedger(folder, target, {force: false})).rejects.toThrow(
			expect.objectContaining({code: 'FILE_EXISTS'}),
		);
		await expect(backUpLedger(makeFolder(), target, {force: true})).rejects.toThrow(
			expect.objectContaining({code: 'LEDGER_UNAVAILABLE'}),
		);
		expect(readFileSync(target, 'utf8')).toBe('mine');
		await backUpLedger(folder, target, {force: true});
		expect(readFileSync(target, 'latin1')).toMatch(/^SQLite format 3/);
	});

	it('never makes a folder or a ledger where there is none', async () => {
		const nowhere = path.join(makeFolder(), 'nowhere');
		await expect(backUpLedger(nowhere, path.join(makeFolder(), 'x'), {force: false})).rejects.toThrow();
		expect(existsSync(nowhere)).toBe(false);
	});
});
