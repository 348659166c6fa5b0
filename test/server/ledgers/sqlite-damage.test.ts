import {copyFileSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import {beforeAll, describe, expect, it} from 'vitest';
import {BchainError} from '../../../src/core/errors.ts';
import {createSqliteLedger} from '../../../src/server/ledgers/sqlite.ts';
import {makeFolder} from '../../support/child-env.ts';
import {readLedger} from './support/in-thread.ts';
import {Chain, copyLedger, idOf, makeLedger, textOf} from './support/ledgers.ts';

/** Readings that are in the main file, and those that are only in its log. */
const readingsBefore = 60;
const readingsAfter = 15;

const files = ['chain.db', 'chain.db-wal', 'chain.tip'] as const;
type File = (typeof files)[number];

/** A ledger as a power cut left it, every block of it acknowledged. */
let folder: string;
let text: string;
const ids: string[] = [];

beforeAll(async () => {
	const {folder: data, chain: before} = await makeLedger(readingsBefore);
	const ledger = createSqliteLedger({folder: data});
	await ledger.open();
	const chain = new Chain(ledger, before.blocks);
	for (let n = readingsBefore + 1; n <= readingsBefore + readingsAfter; n++) await chain.add([72, idOf(n)]);
	folder = copyLedger(data);
	await ledger.close();
	text = textOf(chain.blocks);
	for (const {index} of chain.blocks) if (index % 2 || index > readingsBefore) ids.push(idOf(index));
});

/** Opens a copy in which one file has these bytes: `whole` when nothing at all is missing, or the refusal's code. */
async function open(file: File, bytes: Buffer | null): Promise<string> {
	const copy = makeFolder('damaged');
	for (const each of files) copyFileSync(path.join(folder, each), path.join(copy, each));
	if (bytes === null) rmSync(path.join(copy, file));
	else writeFileSync(path.join(copy, file), bytes);
	try {
		const {blocks, found} = await readLedger(copy, ids);
		return textOf(blocks) === text && found.size === ids.length ? 'whole' : `${blocks.length} blocks`;
	} catch (error) {
		if (error instanceof BchainError) return error.code;
		throw error;
	} finally {
		rmSync(copy, {recursive: true});
	}
}

/** How often each outcome came, over damages to one file. */
async function tally(file: File, damages: Iterable<Buffer>): Promise<Map<string, number>> {
	const outcomes = new Map<string, number>();
	for (const bytes of damages) {
		const outcome = await open(file, bytes);
		outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
	}
	return outcomes;
}

function* flips(file: File, count: number): Generator<Buffer> {
	const bytes = readFileSync(path.join(folder, file));
	const step = Math.max(1, Math.floor(bytes.length / count));
	for (let at = 0; at < bytes.length; at += step) {
		const changed = Buffer.from(bytes);
		changed[at]! ^= 1 << (at % 8);
		yield changed;
	}
}

function* cuts(file: File, count: number): Generator<Buffer> {
	const bytes = readFileSync(path.join(folder, file));
	const step = Math.ceil(bytes.length / count);
	for (let length = 0; length < bytes.length; length += step) yield bytes.subarray(0, length);
}

const refusals = [
	'LEDGER_BROKEN',
	'LEDGER_DAMAGED',
	'LEDGER_LOST_TAIL',
	'LEDGER_NEWER',
	'LEDGER_UNAVAILABLE',
];

describe('a ledger whose files were damaged', () => {
	it('is recovered as it was left, when nothing was damaged', async () => {
		expect(await open('chain.tip', readFileSync(path.join(folder, 'chain.tip')))).toBe('whole');
	});

	it.each<[file: File, count: number, seen: readonly string[]]>([
		['chain.db', 400, ['whole', 'LEDGER_BROKEN', 'LEDGER_DAMAGED']],
		['chain.db-wal', 150, ['LEDGER_LOST_TAIL']],
		['chain.tip', 99, ['whole', 'LEDGER_LOST_TAIL']],
	])('is either whole or refused, wherever a bit of %s was flipped', async (file, count, seen) => {
		const outcomes = await tally(file, flips(file, count));
		expect(
			[...outcomes.keys()].filter(outcome => outcome !== 'whole' && !refusals.includes(outcome)),
		).toEqual([]);
		expect([...outcomes.keys()]).toEqual(expect.arrayContaining([...seen]));
	});

	it('is either whole or refused, wherever chain.db was cut', async () => {
		const outcomes = await tally('chain.db', cuts('chain.db', 60));
		expect(
			[...outcomes.keys()].filter(outcome => outcome !== 'whole' && !refusals.includes(outcome)),
		).toEqual([]);
		// What the log brings back is not missed in the main file.
		expect(outcomes.get('whole') ?? 0).toBeLessThan(30);
	});

	it('is refused wherever its log was cut', async () => {
		expect([...(await tally('chain.db-wal', cuts('chain.db-wal', 60))).keys()]).toEqual(['LEDGER_LOST_TAIL']);
	});

	it('is refused when the log, or the database, is gone', async () => {
		expect(await open('chain.db-wal', null)).toBe('LEDGER_LOST_TAIL');
		expect(await open('chain.db', null)).toBe('LEDGER_LOST_TAIL');
	});

	it('is refused when the database is gone and nothing but the log tells of it', async () => {
		const copy = makeFolder('damaged');
		copyFileSync(path.join(folder, 'chain.db-wal'), path.join(copy, 'chain.db-wal'));
		await expect(readLedger(copy)).rejects.toMatchObject({code: 'LEDGER_DAMAGED'});
	});

	it('says so when it could not have noticed a cut', async () => {
		const copy = makeFolder('damaged');
		copyFileSync(path.join(folder, 'chain.db'), path.join(copy, 'chain.db'));
		const {opened, blocks} = await readLedger(copy);
		expect(blocks).toHaveLength(readingsBefore + 1);
		const tipFile = path.join(copy, 'chain.tip');
		expect(opened.notes).toEqual([
			`${tipFile} is missing: blocks cut off at the end would not have been noticed.`,
		]);
		expect((await readLedger(copy)).opened.notes).toEqual([]);
		writeFileSync(tipFile, 'x'.repeat(99));
		expect((await readLedger(copy)).opened.notes).toEqual([
			`${tipFile} was not used (it is not what bchain writes): blocks cut off at the end would not have been noticed.`,
		]);
	});
});
