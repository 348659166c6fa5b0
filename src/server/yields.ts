import type {Tip} from '../core/block.ts';
import type {Displaced} from './displaced.ts';
import type {Ledger} from './ledger.ts';

/** Blocks yielded in one transaction. */
const atOnceMax = 256;

/** Blocks that other hubs have: gives up the readings that were put into them here, and has these put again. */
export class Yields {
	readonly #ledger: Pick<Ledger, 'yieldBlocks'>;
	readonly #displaced: Pick<Displaced, 'queue'>;
	#waiting: Tip[] = [];
	/** The ledger did not store it: until it works again, there is nothing to be done. */
	#isStuck = false;

	constructor(ledger: Pick<Ledger, 'yieldBlocks'>, displaced: Pick<Displaced, 'queue'>) {
		this.#ledger = ledger;
		this.#displaced = displaced;
	}

	/** Whether there is something to `store`. */
	get isDue(): boolean {
		return this.#waiting.length > 0 && !this.#isStuck;
	}

	add(block: Tip): void {
		this.#waiting.push(block);
	}

	/** Stores what waits. To be called between two commits. */
	async store(): Promise<void> {
		const blocks = this.#waiting.splice(0, atOnceMax);
		const yielded = await this.#ledger.yieldBlocks(blocks);
		if (yielded.kind === 'stored') {
			this.#displaced.queue(yielded.displaced);
			return;
		}
		this.#isStuck = true;
		this.#waiting = [...blocks, ...this.#waiting];
	}

	/** The ledger can store again. */
	retry(): void {
		this.#isStuck = false;
	}
}
