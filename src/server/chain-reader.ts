import {parseBlock} from '../core/block.ts';
import {highestShared, type Locator} from '../core/locator.ts';
import type {ChainText, Slice} from './chain-text.ts';
import type {Ledger} from './ledger.ts';

/**
 * Gives the memory of a loaded slice back at once. A long chain leaves gigabytes of them, and the collector
 * lets 64 MiB wait before it looks at memory outside its heap.
 */
export function release({bytes}: Slice): void {
	(bytes.buffer as ArrayBuffer).transfer(0);
}

/** Reads any part of the chain: the newest blocks from the chain text, at once; older ones from the ledger. */
export class ChainReader {
	readonly chain: ChainText;
	readonly #ledger: Pick<Ledger, 'readText' | 'hashesAt'>;

	constructor(chain: ChainText, ledger: Pick<Ledger, 'readText' | 'hashesAt'>) {
		this.chain = chain;
		this.#ledger = ledger;
	}

	/**
	 * Whole blocks from `from` on that the chain text no longer keeps, at most `bytesMax` or one;
	 * 'replaced' when the ledger no longer holds them as they were in `version`. The bytes are the caller's own:
	 * `release` them when they are not needed any more.
	 */
	load(version: number, from: number, bytesMax: number): Promise<Slice | 'replaced'> {
		return this.#ledger.readText(version, from, bytesMax);
	}

	/** The canonical text of a block of the present chain; undefined above the tip. */
	async blockText(index: number): Promise<string | undefined> {
		if (index >= this.chain.length) return undefined;
		const slice = this.chain.slice(index, 0) ?? (await this.load(this.chain.version, index, 0));
		return slice === 'replaced' ? this.blockText(index) : slice.bytes.toString('latin1');
	}

	/** The index of the highest pair of a locator that the present chain shares, -1 when it shares none. */
	async highestShared(locator: Locator): Promise<number> {
		const kept = highestShared(locator, index => this.chain.hashAt(index));
		if (kept >= 0) return kept;
		const hashes = await this.#ledger.hashesAt(locator.map(([index]) => index));
		return highestShared(locator, index => hashes.get(index));
	}

	/** The hashes of these blocks of the present chain; what is not on it is left out. */
	async hashesAt(indexes: readonly number[]): Promise<ReadonlyMap<number, string>> {
		const hashes = new Map<number, string>();
		const older: number[] = [];
		for (const index of indexes) {
			const hash = this.chain.hashAt(index);
			if (hash !== undefined) hashes.set(index, hash);
			else if (index < this.chain.length) older.push(index);
		}
		if (older.length > 0)
			for (const [index, hash] of await this.#ledger.hashesAt(older)) hashes.set(index, hash);
		return hashes;
	}

	/** The hashes of the blocks from `from` up to, not including, `to`, all of one moment. */
	async hashesBetween(from: number, to: number): Promise<ReadonlyMap<number, string>> {
		const indexes = Array.from({length: Math.max(0, to - from)}, (_, at) => from + at);
		const isKept = this.chain.hashAt(from) !== undefined;
		return isKept ? this.hashesAt(indexes) : this.#ledger.hashesAt(indexes);
	}

	/** The hash of the genesis block. */
	async genesisHash(): Promise<string> {
		return parseBlock((await this.blockText(0))!)!.hash;
	}
}
