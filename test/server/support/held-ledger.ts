/** A ledger whose writes the test holds back, answers in its own way, or lets another writer overtake. */
import {sealBlock} from '../../../src/core/seal.ts';
import type {Entry, Ledger, LedgerChange, Write} from '../../../src/server/ledger.ts';
import {createMemoryLedger} from '../../../src/server/ledgers/memory.ts';
import {createWatch} from '../../support/watch.ts';

export interface HeldLedger extends Ledger {
	/** What was given to each append, the first of which is the genesis block's. */
	readonly batches: readonly (readonly Entry[])[];
	/** From now on every append waits for `release`. */
	hold(): void;
	/** The batch of the append that waits, as soon as there is one. */
	held(): Promise<readonly Entry[]>;
	/** Lets the append that waits go to the ledger, or answers it without that. */
	release(answer?: Write): void;
	/** Appends from now on go to the ledger at once. */
	unhold(): void;
	/** Another writer appends a reading, whatever waits here. */
	intrude(bpm: number, id?: string): Promise<Entry>;
}

export function createHeldLedger(options: {readonly replaceable?: boolean} = {}): HeldLedger {
	const inner = createMemoryLedger(options);
	const batches: (readonly Entry[])[] = [];
	const watch = createWatch(() => `${batches.length} appends so far`);
	let holding = false;
	let waiting: {readonly batch: readonly Entry[]; readonly answer: (write?: Write) => void} | null = null;
	let newest: Entry['block'] | undefined;

	const release = (answer?: Write): void => {
		const {answer: settle} = waiting!;
		waiting = null;
		settle(answer);
	};
	return {
		id: inner.id,
		durable: inner.durable,
		folder: inner.folder,
		announce: address => inner.announce(address),
		replaceable: inner.replaceable,
		open: () => inner.open(),
		replaceFrom: (expected, from, branch) => inner.replaceFrom(expected, from, branch),
		read: (version, from, to) => inner.read(version, from, to),
		readText: (version, from, bytesMax) => inner.readText(version, from, bytesMax),
		hashesAt: indexes => inner.hashesAt(indexes),
		find: ids => inner.find(ids),
		locate: readings => inner.locate(readings),
		listDisplaced: () => inner.listDisplaced(),
		adoptReadings: sinceMs => inner.adoptReadings(sinceMs),
		listSealed: countMax => inner.listSealed(countMax),
		yieldBlocks: blocks => inner.yieldBlocks(blocks),
		close: () => inner.close(),
		batches,
		watch(on) {
			inner.watch((change: LedgerChange) => {
				if (change.kind !== 'health') newest = change.entries.at(-1)?.block;
				on(change);
			});
		},
		async append(expected, batch) {
			batches.push(batch);
			if (holding) {
				const answer = await new Promise<Write | undefined>(resolve => {
					waiting = {batch, answer: resolve};
					watch.changed();
				});
				if (answer) return answer;
			}
			return inner.append(expected, batch);
		},
		hold() {
			holding = true;
		},
		held: async () => (await watch.until('an append that waits', () => waiting ?? undefined)).batch,
		release,
		unhold() {
			holding = false;
			if (waiting) release();
		},
		async intrude(bpm, id) {
			const parent = newest!;
			const entry = {
				block: sealBlock(parent, bpm, Date.parse(parent.timestamp)),
				...(id === undefined ? {} : {id}),
			};
			const write = await inner.append({index: parent.index, hash: parent.hash}, [entry]);
			if (write.kind !== 'stored') throw new Error(`the other writer was refused: ${write.kind}`);
			return entry;
		},
	};
}
