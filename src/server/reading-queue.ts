import type {FoundEntry} from './ledger.ts';
import {judge, type Submission} from './submission.ts';

/**
 * The readings that wait for a block, in order, those that were displaced first. Readings with the same id are one
 * reading with several people asking (protocol section 5): it waits once, and all get its answer.
 */
export class ReadingQueue {
	#queue: Submission[] = [];
	/** Ids of the readings that wait or are being committed. */
	readonly #pendingIds = new Set<string>();
	/** Readings that came again meanwhile, by their id. */
	readonly #repeats = new Map<string, Submission[]>();
	#repeating = 0;

	/** How many wait for a commit. */
	get length(): number {
		return this.#queue.length;
	}

	/** How many came again and wait with the first of their id. */
	get repeating(): number {
		return this.#repeating;
	}

	/** Queues a reading, or makes it wait with the one of the same id. */
	add(submission: Submission): void {
		const {id} = submission;
		if (id !== undefined) {
			if (this.#pendingIds.has(id)) {
				this.#repeat(id, submission);
				return;
			}
			this.#pendingIds.add(id);
		}
		this.#queue.push(submission);
	}

	/**
	 * Queues readings that were displaced before all others. One that waits already waits once; whoever waits with the
	 * id of one waits for that one now, because it has an earlier right to the id.
	 */
	addFirst(displaced: readonly Submission[]): void {
		const readings = new Set(displaced.map(({reading}) => reading));
		const ids = new Set<string>();
		for (const {id} of displaced) if (id !== undefined) ids.add(id);
		const others = this.#queue.filter(submission => {
			const {id, reading} = submission;
			if (reading !== undefined) return !readings.has(reading);
			if (id === undefined || !ids.has(id)) return true;
			this.#repeat(id, submission);
			return false;
		});
		for (const id of ids) this.#pendingIds.add(id);
		this.#queue = [...displaced, ...others];
	}

	/** Takes the first `countMax` for a commit. */
	take(countMax: number): readonly Submission[] {
		return this.#queue.splice(0, countMax);
	}

	/** Those that were taken wait again, before all others. */
	putBack(submissions: readonly Submission[]): void {
		this.#queue.unshift(...submissions);
	}

	/** Answers a reading, and those that came with its id, by the block that it has or why it has none. */
	settle(submission: Submission, found: FoundEntry | string): void {
		submission.settle(judge(submission, found));
		const {id} = submission;
		if (id === undefined) return;
		this.#pendingIds.delete(id);
		const repeats = this.#repeats.get(id);
		if (!repeats) return;
		this.#repeats.delete(id);
		this.#repeating -= repeats.length;
		for (const repeat of repeats) repeat.settle(judge(repeat, found));
	}

	#repeat(id: string, submission: Submission): void {
		this.#repeating++;
		const repeats = this.#repeats.get(id);
		if (repeats) repeats.push(submission);
		else this.#repeats.set(id, [submission]);
	}
}
