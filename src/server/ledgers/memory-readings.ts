import type {Block, Tip} from '../../core/block.ts';
import type {DisplacedReading, Entry, FoundEntry} from '../ledger.ts';

/** A reading that was displaced at least once, with every block that it was put into, the newest last. */
interface Row {
	readonly reading: number;
	readonly id: string | undefined;
	bpm: number;
	readonly attempts: Attempt[];
}

interface Attempt extends Tip {
	/** The block was sealed by another hub, and the reading was taken over. */
	readonly isAdopted: boolean;
	/** Another hub sealed the block, too, and has it. */
	isYielded: boolean;
}

/** Blocks of other hubs that were replaced and are kept; the oldest go first. */
const asideBlocksMax = 10_000;

/**
 * What a ledger in memory knows of the readings in replaced blocks. Those whose block was never replaced need no
 * row: the chain has them.
 */
export class MemoryReadings {
	readonly #hashAt: (index: number) => string | undefined;
	readonly #rows: Row[] = [];
	readonly #ofBlock = new Map<string, Row>();
	readonly #ofId = new Map<string, Row>();
	/** By hash, with when they were replaced. */
	readonly #aside = new Map<string, {readonly block: Block; readonly atMs: number}>();

	/** `hashAt` gives the hashes of the present chain. */
	constructor(hashAt: (index: number) => string | undefined) {
		this.#hashAt = hashAt;
	}

	/** Notes a block that has come to the chain. Gives the id of the reading in it, if it has one. */
	take({block, id, reading, foreign}: Entry): string | undefined {
		const own = foreign || block.index === 0 ? undefined : id;
		const known = own === undefined ? undefined : this.#ofId.get(own);
		const again = reading === undefined ? known : this.#row(reading, block);
		if (!again) return this.#ofBlock.get(block.hash)?.id ?? own;
		again.bpm = block.bpm;
		this.#attempt(again, block);
		return again.id;
	}

	/** Notes blocks that have left the chain. Gives the readings that were accepted here in them. */
	leave(entries: readonly Entry[], nowMs: number): readonly DisplacedReading[] {
		const readings: DisplacedReading[] = [];
		for (const entry of entries) {
			const {block} = entry;
			const isOwn = !entry.foreign && block.index > 0;
			const row = this.#ofBlock.get(block.hash) ?? (isOwn ? this.#add(block, entry.id) : undefined);
			if (row) readings.push(describe(row));
			else if (block.index > 0) this.#keep(block, nowMs);
		}
		return readings;
	}

	/** Where the reading is on the present chain. */
	find(reading: number): FoundEntry | undefined {
		const row = this.#rows[reading - 1];
		const place = row?.attempts.find(
			({index, hash, isYielded}) => !isYielded && this.#hashAt(index) === hash,
		);
		return place && {index: place.index, hash: place.hash, bpm: row!.bpm};
	}

	/** The readings that are in no block of the present chain. */
	displaced(): readonly DisplacedReading[] {
		return this.#rows.map(describe).filter(({reading}) => this.find(reading) === undefined);
	}

	/**
	 * Gives up the reading in a block; `entry` is the one of the chain, where the block is on it. Gives the reading if
	 * it was accepted here.
	 */
	yield({index, hash}: Tip, entry: Entry | undefined): DisplacedReading | undefined {
		const isOwn = entry !== undefined && !entry.foreign && index > 0;
		const row = this.#ofBlock.get(hash) ?? (isOwn ? this.#add(entry.block, entry.id) : undefined);
		const attempt = row?.attempts.find(each => each.hash === hash);
		if (!row || !attempt || attempt.isAdopted) return undefined;
		attempt.isYielded = true;
		this.#ofBlock.delete(hash);
		return describe(row);
	}

	/** The blocks that were sealed here for readings that were displaced at least once. */
	sealed(): readonly Tip[] {
		return this.#rows.flatMap(({attempts}) =>
			attempts
				.filter(({isAdopted, isYielded}) => !isAdopted && !isYielded)
				.map(({index, hash}) => ({index, hash})),
		);
	}

	/** Takes over what the blocks hold that were kept aside. */
	adopt(sinceMs: number): void {
		for (const [hash, {block, atMs}] of this.#aside) {
			if (atMs < sinceMs || this.#hashAt(block.index) === hash) continue;
			this.#aside.delete(hash);
			if (!this.#ofBlock.has(hash)) this.#add(block, undefined, true);
		}
	}

	#row(reading: number, {bpm}: Block): Row {
		const row = this.#rows[reading - 1];
		if (!row) throw new Error(`there is no reading ${reading}`);
		if (row.bpm !== bpm) throw new Error(`reading ${reading} has another BPM`);
		return row;
	}

	#add(block: Block, id: string | undefined, isAdopted = false): Row {
		const row: Row = {reading: this.#rows.length + 1, id, bpm: block.bpm, attempts: []};
		this.#rows.push(row);
		if (id !== undefined) this.#ofId.set(id, row);
		this.#attempt(row, block, isAdopted);
		return row;
	}

	#attempt(row: Row, {index, hash}: Block, isAdopted = false): void {
		row.attempts.push({index, hash, isAdopted, isYielded: false});
		this.#ofBlock.set(hash, row);
	}

	#keep(block: Block, atMs: number): void {
		this.#aside.delete(block.hash);
		this.#aside.set(block.hash, {block, atMs});
		if (this.#aside.size <= asideBlocksMax) return;
		const [oldest] = this.#aside.keys();
		this.#aside.delete(oldest!);
	}
}

function describe({reading, id, bpm, attempts}: Row): DisplacedReading {
	const {index, hash} = attempts.at(-1)!;
	return {reading, ...(id === undefined ? {} : {id}), bpm, index, hash};
}
