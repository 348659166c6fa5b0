import type {ChainBook} from './chain-book.ts';
import type {Expected} from './crowd-options.ts';

/**
 * Readings in plain mode have no ids, and a prompt names no block: that none was lost is seen by counting how many
 * blocks of each BPM came since the load began.
 */
export class BpmCount {
	readonly #baseline: number;
	readonly #accepted: Readonly<Record<number, number>>;
	#book: ChainBook | null = null;
	#next = 0;
	#counts = new Map<number, number>();

	constructor({baseline, accepted}: Extract<Expected, {kind: 'plain'}>) {
		this.#baseline = baseline;
		this.#accepted = accepted;
	}

	/** Acknowledged readings for which there is no block in this chain. */
	countAbsent(book: ChainBook | null): number {
		if (book && book !== this.#book) {
			this.#book = book;
			this.#next = Math.max(this.#baseline + 1, book.first);
			this.#counts = new Map();
		}
		for (; book && this.#next < book.length; this.#next++) {
			const bpm = Number(book.blockAt(this.#next).bpm);
			this.#counts.set(bpm, (this.#counts.get(bpm) ?? 0) + 1);
		}
		const accepted = Object.entries(this.#accepted);
		return accepted.reduce(
			(sum, [bpm, count]) => sum + Math.max(0, count - (this.#counts.get(Number(bpm)) ?? 0)),
			0,
		);
	}
}
