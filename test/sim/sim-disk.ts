import type {Block, Tip} from '../../src/core/block.ts';
import type {Entry, FoundEntry, Ledger, LedgerChange} from '../../src/server/ledger.ts';
import {createMemoryLedger} from '../../src/server/ledgers/memory.ts';
import type {World} from './world.ts';

/**
 * A disk that outlives crashes of its hub. A write takes its time; one that is under way when the hub
 * crashes is there afterwards or is not, and nobody was told.
 */
export class SimDisk {
	readonly #world: World;
	readonly #inner: Ledger;
	readonly #writeMs: number;
	/** Writes under way, which a crash ends. */
	readonly #writes = new Set<() => Promise<unknown>>();

	constructor(world: World) {
		this.#world = world;
		const id = String(world.whole(0, 999_999)).padStart(16, 'ledger-of-hub-00');
		this.#inner = createMemoryLedger({id, replaceable: true, now: () => world.now});
		this.#writeMs = world.between(0.1, 10);
	}

	/** The ledger as one process sees it. */
	attach(): Ledger {
		const inner = this.#inner;
		return {
			id: inner.id,
			durable: true,
			replaceable: true,
			folder: null,
			open: () => inner.open(),
			append: (expected: Tip | null, batch: readonly Entry[]) =>
				expected === null ? inner.append(expected, batch) : this.#write(() => inner.append(expected, batch)),
			replaceFrom: (expected, from, branch) => this.#write(() => inner.replaceFrom(expected, from, branch)),
			read: (version, from, to) => inner.read(version, from, to),
			readText: (version, from, bytesMax) => inner.readText(version, from, bytesMax),
			hashesAt: indexes => inner.hashesAt(indexes),
			find: ids => inner.find(ids),
			locate: readings => inner.locate(readings),
			listDisplaced: () => inner.listDisplaced(),
			adoptReadings: sinceMs => inner.adoptReadings(sinceMs),
			listSealed: countMax => inner.listSealed(countMax),
			yieldBlocks: blocks => this.#write(() => inner.yieldBlocks(blocks)),
			watch: (on: (change: LedgerChange) => void) => inner.watch(on),
			announce: async () => {},
			close: async () => {},
		};
	}

	/** All blocks, in the version that the ledger has now. */
	async read(version: number): Promise<readonly Block[]> {
		const entries = await this.#inner.read(version, 0, Number.POSITIVE_INFINITY);
		if (entries === 'replaced') throw new Error('the chain changed while it was read');
		return entries.map(({block}) => block);
	}

	/** Where the readings with these ids are. */
	find(ids: readonly string[]): Promise<ReadonlyMap<string, FoundEntry>> {
		return this.#inner.find(ids);
	}

	/** The blocks that its hub sealed for readings and did not yield, on the chain or not. */
	listSealed(): Promise<readonly Tip[]> {
		return this.#inner.listSealed(Number.POSITIVE_INFINITY);
	}

	/** The process is gone. */
	crash(): void {
		this.#inner.watch(() => {});
		for (const write of this.#writes) if (this.#world.chance(0.5)) void write();
		this.#writes.clear();
	}

	#write<Result>(write: () => Promise<Result>): Promise<Result> {
		this.#writes.add(write);
		return new Promise(resolve => {
			this.#world.after(this.#world.between(0.5, 1.5) * this.#writeMs, () => {
				if (this.#writes.delete(write)) void write().then(resolve);
			});
		});
	}
}
