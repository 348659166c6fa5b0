/** Durable ledgers in folders of their own, and what other programs may do to them. */
import {copyFileSync, existsSync} from 'node:fs';
import path from 'node:path';
import {DatabaseSync} from 'node:sqlite';
import {MessageChannel} from 'node:worker_threads';
import {onTestFinished} from 'vitest';
import {type Block, formatBlock, type Tip} from '../../../../src/core/block.ts';
import {BchainError} from '../../../../src/core/errors.ts';
import {sealBlock, sealGenesis} from '../../../../src/core/seal.ts';
import type {
	DisplacedReading,
	Entry,
	Health,
	Ledger,
	LedgerChange,
	OpenedLedger,
} from '../../../../src/server/ledger.ts';
import {toColumns} from '../../../../src/server/ledgers/block-columns.ts';
import {createSqliteLedger, type SqliteLedgerOptions} from '../../../../src/server/ledgers/sqlite.ts';
import {SqliteWriter} from '../../../../src/server/ledgers/sqlite-writer.ts';
import {startMs} from '../../../support/chains.ts';
import {makeFolder} from '../../../support/child-env.ts';
import {createWatch} from '../../../support/watch.ts';

export interface OpenLedger {
	readonly ledger: Ledger;
	readonly folder: string;
	readonly opened: OpenedLedger;
	/** What it reported since it was opened. */
	readonly changes: readonly LedgerChange[];
	/** Waits for a report on its health, also one that has come already. */
	readonly untilHealth: (isIt: (health: Health) => boolean, deadlineMs?: number) => Promise<Health>;
}

/** Opens a ledger, in a new folder unless one is given, and closes it when the test is over. */
export async function openLedger(options: Partial<SqliteLedgerOptions> = {}): Promise<OpenLedger> {
	const folder = options.folder ?? path.join(makeFolder('ledger'), 'data');
	const ledger = createSqliteLedger({...options, folder});
	const changes: LedgerChange[] = [];
	const watch = createWatch(() => `reported: ${JSON.stringify(changes.slice(-5))}`);
	ledger.watch(change => {
		changes.push(change);
		watch.changed();
	});
	const opened = await ledger.open();
	onTestFinished(() => ledger.close());
	return {
		ledger,
		folder,
		opened,
		changes,
		untilHealth: (isIt, deadlineMs) =>
			watch.until(
				'a report on its health',
				() => changes.find((change): change is Health => change.kind === 'health' && isIt(change)),
				deadlineMs,
			),
	};
}

/** A chain that a test appends to a ledger as it goes. */
export class Chain {
	readonly blocks: Block[] = [];
	readonly #ledger: Pick<Ledger, 'append'>;

	constructor(ledger: Pick<Ledger, 'append'>, blocks: readonly Block[] = []) {
		this.#ledger = ledger;
		this.blocks.push(...blocks);
	}

	get tip(): Tip | null {
		const block = this.blocks.at(-1);
		return block ? {index: block.index, hash: block.hash} : null;
	}

	/** The next blocks for these readings, an id with each where one is given; not stored yet. */
	seal(readings: readonly (number | readonly [bpm: number, id: string])[]): Entry[] {
		let parent = this.blocks.at(-1);
		const entries: Entry[] = [];
		if (!parent) {
			parent = sealGenesis(startMs);
			entries.push({block: parent});
		}
		for (const reading of readings) {
			const [bpm, id] = typeof reading === 'number' ? [reading] : reading;
			const block: Block = sealBlock(parent, bpm, startMs + (parent.index + 1) * 1_000);
			entries.push(id === undefined ? {block} : {block, id});
			parent = block;
		}
		return entries;
	}

	/** Stores the next readings in one write; a chain that has none begins with its genesis block. */
	async add(...readings: readonly (number | readonly [bpm: number, id: string])[]): Promise<void> {
		const entries = this.seal(readings);
		const write = await this.#ledger.append(this.tip, entries);
		if (write.kind !== 'stored') throw new Error(`not stored: ${JSON.stringify(write)}`);
		this.blocks.push(...entries.map(({block}) => block));
	}
}

/** Blocks for these readings after `parent`, as another hub seals them, at its own times. */
export function sealAfter(parent: Block, bpms: readonly number[]): Block[] {
	const blocks: Block[] = [];
	for (const bpm of bpms) {
		const last = blocks.at(-1) ?? parent;
		blocks.push(sealBlock(last, bpm, startMs + last.index * 1_000 + 1_500));
	}
	return blocks;
}

/** Entries that put displaced readings again. */
export function sealAgain(parent: Block, displaced: readonly DisplacedReading[]): Entry[] {
	const blocks = sealAfter(
		parent,
		displaced.map(({bpm}) => bpm),
	);
	return displaced.map(({reading}, at) => ({block: blocks[at]!, reading}));
}

/** Entries of blocks that came from another hub. */
export function foreign(blocks: readonly Block[]): Entry[] {
	return blocks.map(block => ({block, foreign: true}));
}

/** A folder with a closed ledger of a genesis block and these many readings; every second one has an id. */
export async function makeLedger(readings: number): Promise<{folder: string; chain: Chain}> {
	const folder = path.join(makeFolder('ledger'), 'data');
	const {port1, port2} = new MessageChannel();
	const writer = new SqliteWriter({folder, role: 'writer', peer: port1, faults: {}}, () => {});
	writer.prepare();
	writer.start([]);
	const chain = new Chain({append: (expected, batch) => writer.append(expected, toColumns(batch))});
	const numbers = Array.from({length: readings}, (_, at) => at + 1);
	await chain.add(...numbers.map(n => (n % 2 ? ([60 + (n % 40), idOf(n)] as const) : 60 + (n % 40))));
	await writer.close();
	port2.close();
	return {folder, chain};
}

/** The id that `makeLedger` gives to the reading in block `index`. */
export function idOf(index: number): string {
	return `id-of-reading-${String(index).padStart(8, '0')}`;
}

/** What a person does who wants to change the past: takes the triggers away, does it, and puts them back. */
export function tamper(folder: string, sql: string): void {
	const database = new DatabaseSync(path.join(folder, 'chain.db'));
	const triggers = database.prepare("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'").all();
	for (const {name} of triggers) database.exec(`DROP TRIGGER ${name}`);
	database.exec(`PRAGMA ignore_check_constraints = ON; ${sql}`);
	for (const trigger of triggers) database.exec(String(trigger.sql));
	database.close();
}

/** The files of a ledger as a power cut would leave them now, in a new folder. */
export function copyLedger(folder: string): string {
	const copy = makeFolder('copy');
	for (const name of ['chain.db', 'chain.db-wal', 'chain.tip']) {
		const file = path.join(folder, name);
		if (existsSync(file)) copyFileSync(file, path.join(copy, name));
	}
	return copy;
}

/** What opening the ledger in this folder is refused with. */
export async function refusalOf(folder: string): Promise<BchainError> {
	const ledger = createSqliteLedger({folder});
	try {
		await ledger.open();
	} catch (error) {
		if (error instanceof BchainError) return error;
		throw error;
	}
	await ledger.close();
	throw new Error('the ledger was opened');
}

/** Where a block is. */
export function tipOf({index, hash}: Block): Tip {
	return {index, hash};
}

/** The text of these blocks as `readText` gives it. */
export function textOf(blocks: readonly Block[]): string {
	return blocks.map(formatBlock).join(',');
}
