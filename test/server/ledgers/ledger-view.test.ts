import {mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import {describe, expect, it} from 'vitest';
import {openLedgerView} from '../../../src/server/ledgers/ledger-view.ts';
import {makeFolder} from '../../support/child-env.ts';
import {refusal} from '../../support/refusal.ts';
import {Chain, makeLedger, openLedger, tamper} from './support/ledgers.ts';

describe('a ledger that nobody has open', () => {
	it('is read to its end, and nothing in its folder changes', async () => {
		const {folder, chain} = await makeLedger(4_500);
		const before = readdirSync(folder).map(name => [name, readFileSync(path.join(folder, name))]);
		const view = openLedgerView(folder);
		const pieces = [...view.blocks()];
		expect(pieces.length).toBeGreaterThan(1);
		expect(pieces.flat()).toEqual(chain.blocks);
		expect(view.tip()).toEqual(chain.tip);
		expect([view.blockAt(0), view.blockAt(4_500), view.blockAt(4_501), view.blockAt(-1)]).toEqual([
			chain.blocks[0],
			chain.blocks[4_500],
			null,
			null,
		]);
		view.close();
		expect(readdirSync(folder).map(name => [name, readFileSync(path.join(folder, name))])).toEqual(before);
	});

	it('is found in a folder whose name needs to be escaped in an address', async () => {
		const {folder, chain} = await makeLedger(3);
		const strange = path.join(makeFolder(), 'a b?immutable=0#%20é');
		renameSync(folder, strange);
		const view = openLedgerView(strange);
		expect([...view.blocks()].flat()).toEqual(chain.blocks);
		view.close();
	});

	it('that a hub opens meanwhile is not called broken', async () => {
		const {folder} = await makeLedger(3);
		const view = openLedgerView(folder);
		await openLedger({folder});
		expect(view.isDisturbed()).toBe(true);
		view.close();
	});
});

describe('a ledger that a hub writes to', () => {
	it('is read up to the block that was the newest at the start', async () => {
		const {ledger, folder} = await openLedger();
		const chain = new Chain(ledger);
		await chain.add(...Array.from({length: 2_500}, () => 72));
		const view = openLedgerView(folder);
		const reading = view.blocks();
		const read = [...reading.next().value!];
		await chain.add(99);
		for (const blocks of reading) read.push(...blocks);
		expect(read).toEqual(chain.blocks.slice(0, -1));
		expect(view.tip()).toEqual(chain.tip);
		expect(view.isDisturbed()).toBe(false);
		view.close();
	});

	it('and that replaces blocks meanwhile is to be read again', async () => {
		const {ledger, folder} = await openLedger({replaceable: true});
		const chain = new Chain(ledger);
		await chain.add(...Array.from({length: 2_500}, () => 72));
		const view = openLedgerView(folder);
		const reading = view.blocks();
		reading.next();
		const branch = new Chain(ledger, chain.blocks.slice(0, 10)).seal(Array.from({length: 2_600}, () => 80));
		expect(await ledger.replaceFrom(chain.tip!, 10, branch)).toMatchObject({kind: 'stored'});
		expect(refusal(() => [...reading])).toEqual({
			code: 'LEDGER_UNAVAILABLE',
			message: `The chain in ${path.join(folder, 'chain.db')} was changed by a hub while it was read: try again.`,
		});
		view.close();
	});
});

describe('what is no ledger, or a broken one', () => {
	it('is named at the first bad block', async () => {
		const {folder, chain} = await makeLedger(10);
		tamper(folder, 'UPDATE blocks SET bpm = 99 WHERE idx = 5');
		const view = openLedgerView(folder);
		expect(refusal(() => [...view.blocks()])).toMatchObject({code: 'LEDGER_BROKEN'});
		expect(view.blockAt(5)).toEqual({...chain.blocks[5], bpm: 99});
		view.close();
	});

	it('is refused with what is wrong', () => {
		const folder = makeFolder();
		expect(refusal(() => openLedgerView(folder))).toEqual({
			code: 'LEDGER_UNAVAILABLE',
			message: `There is no ledger in ${folder}: it has no chain.db.`,
		});
		const file = path.join(folder, 'chain.db');
		for (const text of ['', 'hello', 'SQLite format 3\0 and nothing more']) {
			writeFileSync(file, text);
			expect(refusal(() => openLedgerView(folder))).toMatchObject({code: 'LEDGER_DAMAGED'});
		}
		expect(refusal(() => openLedgerView(path.join(folder, 'nowhere')))).toMatchObject({
			code: 'LEDGER_UNAVAILABLE',
		});
		mkdirSync(path.join(folder, 'inner', 'chain.db'), {recursive: true});
		expect(refusal(() => openLedgerView(path.join(folder, 'inner')))).toMatchObject({
			code: expect.stringMatching(/^LEDGER_/),
		});
	});
});
