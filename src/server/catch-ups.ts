import type {Counters} from './status.ts';

/**
 * Lets no more ranges of old blocks be fetched from the ledger at the same time than a hub is set to: the disk
 * and the memory for them are everybody's. Others wait, the first who came first.
 */
export class CatchUps {
	readonly #most: number;
	readonly #counters: Pick<Counters, 'catchUpsHeld'>;
	#running = 0;
	readonly #waiting: (() => void)[] = [];

	constructor(most: number, counters: Pick<Counters, 'catchUpsHeld'>) {
		this.#most = most;
		this.#counters = counters;
	}

	/** Calls `load` when its turn comes, and gives what it gives. */
	async run<Loaded>(load: () => Promise<Loaded>): Promise<Loaded> {
		if (this.#running < this.#most) this.#running++;
		else {
			this.#counters.catchUpsHeld++;
			// Whoever ends hands his place on.
			await new Promise<void>(resolve => this.#waiting.push(resolve));
		}
		try {
			return await load();
		} finally {
			const next = this.#waiting.shift();
			if (next) next();
			else this.#running--;
		}
	}
}
