import type {Tip} from '../core/block.ts';
import type {Claim} from '../core/claim.ts';
import type {ChainText} from './chain-text.ts';

/** Own blocks that are remembered; the oldest go first. */
export const sealedKeptMax = 8_192;
/** Claims of other hubs that are remembered. */
export const knownKeptMax = 32_768;

/** What came of claims that a peer sent. */
export interface Learned {
	/** What is known better here: claims of lower ids to the same blocks. */
	readonly better: readonly Claim[];
	/** How many blocks that were sealed here others have now. */
	readonly yielded: number;
}

/** Claims that others do not know yet. `from` is who told of them, null: this hub. */
export type OnClaims = (claims: readonly Claim[], from: object | null) => void;

/**
 * Who sealed which block. A block does not say so, and two hubs that put the same BPM on the same block in the same
 * millisecond make one and the same block of two readings. Every sealer claims his blocks under the id of his
 * ledger; the lowest id has a block, and whoever yields it puts his reading again. Claims travel with the blocks;
 * one that is lower than what was known goes to all peers. A claim is never taken back, so it does not matter in
 * which order they come.
 */
export class Claims {
	readonly #own: string;
	readonly #chain: Pick<ChainText, 'length' | 'hashAt'>;
	readonly #onYield: (block: Tip) => void;
	/** Blocks sealed here that nobody else has claimed with a lower id. */
	readonly #sealed = new Map<string, true>();
	/** The ledgers that have other blocks, by hash. */
	readonly #known = new Map<string, string>();
	readonly #followers = new Set<OnClaims>();

	/** `own` is the id of the ledger, `chain` the present one; `onYield` is told of blocks that others have. */
	constructor(own: string, chain: Pick<ChainText, 'length' | 'hashAt'>, onYield: (block: Tip) => void) {
		this.#own = own;
		this.#chain = chain;
		this.#onYield = onYield;
	}

	/** Calls `on` with every claim that peers must be told of by itself. The function that it gives ends that. */
	follow(on: OnClaims): () => void {
		this.#followers.add(on);
		return () => this.#followers.delete(on);
	}

	/** The lowest ledger known to have sealed the block; undefined when none is. */
	ownerOf(hash: string): string | undefined {
		return this.#sealed.has(hash) ? this.#own : this.#known.get(hash);
	}

	/** Whether the block was sealed here, and is not yielded. */
	isOwn(hash: string): boolean {
		return this.#sealed.has(hash);
	}

	/** Blocks were sealed here and are durable. */
	sealed(blocks: readonly Tip[]): void {
		const contested: Claim[] = [];
		for (const {index, hash} of blocks) {
			const other = this.#known.get(hash);
			if (other !== undefined && other < this.#own) {
				this.#onYield({index, hash});
				continue;
			}
			this.#known.delete(hash);
			remember(this.#sealed, hash, true, sealedKeptMax);
			// Peers have it with the other claim.
			if (other !== undefined) contested.push({index, hash, by: this.#own});
		}
		this.#tell(contested, null);
	}

	/** Takes what a peer claims for itself and others. */
	learn(claims: Iterable<Claim>, from: object): Learned {
		const better: Claim[] = [];
		const news: Claim[] = [];
		let yielded = 0;
		for (const claim of claims) {
			const {index, hash, by} = claim;
			const known = this.ownerOf(hash);
			if (known === by) continue;
			if (known !== undefined && known < by) {
				better.push({index, hash, by: known});
				continue;
			}
			if (this.#sealed.delete(hash)) {
				yielded++;
				this.#onYield({index, hash});
			}
			remember(this.#known, hash, by, knownKeptMax);
			// A block that is still to come to this chain takes its claim along.
			if (known !== undefined || this.#mayHold(claim)) news.push(claim);
		}
		this.#tell(news, from);
		return {better, yielded};
	}

	/** Whether the block is on the chain, or too far down for that to be known at once. */
	#mayHold({index, hash}: Tip): boolean {
		return index < this.#chain.length && (this.#chain.hashAt(index) ?? hash) === hash;
	}

	#tell(claims: readonly Claim[], from: object | null): void {
		if (claims.length > 0) for (const on of this.#followers) on(claims, from);
	}
}

/** Makes an entry the newest of a map that keeps so many. */
function remember<Value>(map: Map<string, Value>, key: string, value: Value, sizeMax: number): void {
	map.delete(key);
	map.set(key, value);
	if (map.size <= sizeMax) return;
	const [oldest] = map.keys();
	map.delete(oldest!);
}
