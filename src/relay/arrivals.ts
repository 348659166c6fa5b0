import type {Block} from '../core/block.ts';
import type {ToldBlocks} from '../server/front.ts';
import type {HubLog} from '../server/log.ts';

/**
 * What the log of a front tells of blocks that come: of those that were there when a connection began only how many
 * they were, when all of them are here; of new ones each, with who sent it from here.
 */
export class Arrivals {
	readonly #upstream: string;
	readonly #log: HubLog;
	readonly #senderOf: (hash: string) => string | undefined;
	#height = -1;
	/** Blocks up to there that have come and are not told yet. */
	#count = 0;

	/** `upstream` names the hub behind; `senderOf` gives who sent the reading in the block with a hash, if he is here. */
	constructor(upstream: string, log: HubLog, senderOf: (hash: string) => string | undefined) {
		this.#upstream = upstream;
		this.#log = log;
		this.#senderOf = senderOf;
	}

	/** The newest block of the hub behind when it introduced itself; -1 before that. */
	get height(): number {
		return this.#height;
	}

	/** A connection begins, and the chain there ends in block `height`. */
	begin(height: number): void {
		this.#height = height;
	}

	/** Takes the next blocks of the chain, at least one, and gives those that are told each by each. */
	take(blocks: readonly Block[]): ToldBlocks {
		const fresh = blocks.filter(({index}) => index > this.#height);
		this.#count += blocks.length - fresh.length;
		if (this.#count > 0 && blocks.at(-1)!.index >= this.#height) {
			this.#log({event: 'mirrored', upstream: this.#upstream, count: this.#count, height: this.#height});
			this.#count = 0;
		}
		return {blocks: fresh, from: fresh.map(({hash}) => this.#senderOf(hash))};
	}
}
