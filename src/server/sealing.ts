import type {Block} from '../core/block.ts';
import {type Parent, sealBlock} from '../core/seal.ts';
import type {Displaced} from './displaced.ts';
import type {Entry, FoundEntry, Ledger, Write} from './ledger.ts';
import type {ReadingQueue} from './reading-queue.ts';
import type {Submission} from './submission.ts';

/** A reading whose block is being stored. */
interface Sealed {
	readonly block: Block;
	readonly submission: Submission;
}

/** Readings sealed into one commit at most. */
const commitReadingsMax = 4_096;

/** Seals the readings that wait into blocks, one commit at a time, and answers them by what the ledger reports. */
export class Sealing {
	readonly #ledger: Ledger;
	readonly #queue: ReadingQueue;
	readonly #displaced: Displaced;
	readonly #now: () => number;
	/** What is left of the commit under way, in the order of the chain. */
	#inFlight: readonly Sealed[] = [];
	/** The last commit was overtaken: by other blocks, or by a reading that the ledger knows. */
	#overtaken = false;

	/** `now` gives milliseconds since 1970. */
	constructor(ledger: Ledger, queue: ReadingQueue, displaced: Displaced, now: () => number) {
		this.#ledger = ledger;
		this.#queue = queue;
		this.#displaced = displaced;
		this.#now = now;
	}

	/** Readings of the commit under way. */
	get inFlight(): number {
		return this.#inFlight.length;
	}

	/** Seals what waits after `parent`, and has `write` append it. */
	async commit(parent: Parent, write: (entries: readonly Entry[]) => Promise<Write>): Promise<void> {
		const waiting = this.#queue.take(commitReadingsMax);
		// Ids are seldom known, and the ledger looks at them itself: to ask before each commit would double its time.
		const batch = this.#overtaken ? await this.#settleKnown(waiting) : waiting;
		if (batch.length === 0) return;
		this.#inFlight = this.#seal(parent, batch);
		this.#settleRest(await write(this.#inFlight.map(toEntry)));
	}

	/** Blocks were appended: answers the readings that are in them. Gives who sent those of the first blocks. */
	settle(blocks: readonly Block[]): readonly (string | undefined)[] {
		const ours = this.#takeOurs(blocks);
		for (const {submission, block} of ours) {
			// A displaced one is told as moved, for which it must not be known yet to be here.
			this.#queue.settle(submission, block);
			this.#displaced.stored(submission, block);
		}
		return ours.map(({submission}) => submission.from);
	}

	/** The readings under way that are durable now: sealed one after the other, they are the first of `blocks`. */
	#takeOurs(blocks: readonly Block[]): readonly Sealed[] {
		const sealed = this.#inFlight;
		let count = 0;
		while (count < sealed.length && sealed[count]!.block.hash === blocks[count]?.hash) count++;
		this.#inFlight = sealed.slice(count);
		return sealed.slice(0, count);
	}

	/** Answers the readings that have a block already; gives the others. */
	async #settleKnown(batch: readonly Submission[]): Promise<readonly Submission[]> {
		const ids: string[] = [];
		const readings: number[] = [];
		for (const {id, reading} of batch) {
			if (reading !== undefined) readings.push(reading);
			else if (id !== undefined) ids.push(id);
		}
		const known = ids.length > 0 ? await this.#ledger.find(ids) : none;
		const placed = readings.length > 0 ? await this.#ledger.locate(readings) : none;
		return batch.filter(submission => {
			const {id, reading} = submission;
			const found = reading === undefined ? id !== undefined && known.get(id) : placed.get(reading);
			if (!found) return true;
			this.#queue.settle(submission, found);
			this.#displaced.stored(submission, found);
			return false;
		});
	}

	#seal(parent: Parent, submissions: readonly Submission[]): readonly Sealed[] {
		const now = this.#now();
		let last = parent;
		return submissions.map(submission => {
			const block = sealBlock(last, submission.bpm, now);
			last = block;
			return {block, submission};
		});
	}

	/** What the ledger reported has been answered already; this is for the readings that it did not take. */
	#settleRest(write: Write): void {
		const rest = this.#inFlight.map(({submission}) => submission);
		this.#inFlight = [];
		this.#overtaken = write.kind === 'conflict';
		if (this.#overtaken) {
			// Somebody else's block came first: seal again on top of it. Or a reading came again: it is answered then.
			this.#queue.putBack(rest);
			return;
		}
		const reason = write.kind === 'notStored' ? write.reason : 'the ledger stored it without saying where';
		for (const submission of rest) this.#queue.settle(submission, reason);
	}
}

const none: ReadonlyMap<string | number, FoundEntry> = new Map();

function toEntry({block, submission: {id, reading}}: Sealed): Entry {
	return {
		block,
		...(id === undefined ? {} : {id}),
		...(reading === undefined ? {} : {reading}),
	};
}
