import type {Block, Tip} from '../core/block.ts';
import {type Adoption, type AdoptOptions, type Branch, refuseBranch} from './adoption.ts';
import type {ChainReader} from './chain-reader.ts';
import type {Entry, Ledger, Write} from './ledger.ts';

/** Branches adopted one after the other while readings wait: a busy peer must not keep this hub from sealing. */
const inRowMax = 4;

/** What adopting works with. */
export interface AdoptionsOptions {
	readonly ledger: Pick<Ledger, 'append' | 'replaceFrom'>;
	readonly reader: ChainReader;
	readonly reorgLimit: number;
	/** Does a write of the ledger, and takes its time. */
	readonly write: (write: () => Promise<Write>) => Promise<Write>;
}

/** Branches of other hubs that wait for their turn between two commits, and what becomes of them. */
export class Adoptions {
	readonly #options: AdoptionsOptions;
	readonly #branches: Branch[] = [];
	#inRow = 0;
	#current: Branch | undefined;

	constructor(options: AdoptionsOptions) {
		this.#options = options;
	}

	/** How many wait. */
	get waiting(): number {
		return this.#branches.length;
	}

	/** The branch that was taken up last: while blocks are replaced, the one that replaces them. */
	get current(): Branch | undefined {
		return this.#current;
	}

	/** See `Hub.adopt`. */
	add(
		shared: number,
		blocks: readonly Block[],
		{peer = '', height = -1, unlimited = false}: AdoptOptions,
	): Promise<Adoption> {
		return new Promise(settle => {
			const announced = Math.max(height, shared + blocks.length);
			this.#branches.push({shared, blocks, peer, height: announced, unlimited, settle});
		});
	}

	/** Whose turn it is: the next branch, or undefined for the readings that wait, if any do. */
	take(readingsWait: boolean): Branch | undefined {
		const branch = readingsWait && this.#inRow >= inRowMax ? undefined : this.#branches.shift();
		this.#inRow = branch ? this.#inRow + 1 : 0;
		return branch;
	}

	/** Adopts a branch on the chain that ends in `tip`, if it still wins, and tells whoever brought it. */
	async adopt(branch: Branch, tip: Tip): Promise<void> {
		this.#current = branch;
		branch.settle(await this.#adopt(branch, tip));
	}

	async #adopt(branch: Branch, tip: Tip): Promise<Adoption> {
		const {shared, blocks} = branch;
		const {ledger, reader, reorgLimit, write} = this.#options;
		const sharedHash = shared < 0 ? undefined : (await reader.hashesAt([shared])).get(shared);
		const refusal = refuseBranch(branch, sharedHash, tip, reorgLimit);
		if (refusal) return refusal;
		const entries = blocks.map((block): Entry => ({block, foreign: true}));
		const replaced = tip.index - shared;
		const written = await write(() =>
			replaced === 0
				? ledger.append(tip.index < 0 ? null : tip, entries)
				: ledger.replaceFrom(tip, shared + 1, entries),
		);
		if (written.kind === 'stored') return {kind: 'adopted', from: shared + 1, replaced};
		return written.kind === 'conflict' ? {kind: 'overtaken'} : written;
	}
}
