import type {ChainColumns} from '../chain-columns.ts';
import {linkLimits} from './link-limits.ts';
import type {Entry, ReadingBook} from './reading-book.ts';
import {parseBlockTime} from './tutorial-time.ts';

/** A reading sent as a bare number, and what tells its block from others with the same BPM. */
interface Sending {
	readonly entry: Entry;
	/** The connection it was sent on; null once a broadcast after it has shown which chain it went to. */
	connection: object | null;
	/** Milliseconds since 1970. */
	readonly sentAtMs: number;
	/** Its block can only be a newer one; -1 when no block of the chain was known. */
	afterIndex: number;
	/** The hub prompted before the broadcast under way began, so that broadcast has to show it. */
	due: boolean;
}

/**
 * Finds readings of plain mode in the chain that broadcasts show (protocol section 4: a tutorial hub's prompt
 * is no receipt). Blocks carry no ids there, so a reading is taken for the first block with its BPM that came
 * after it was sent and that no other reading of ours is taken for.
 */
export class ShownReadings {
	readonly #book: ReadingBook;
	#awaited: Sending[] = [];
	readonly #claimed = new Set<number>();

	constructor(book: ReadingBook) {
		this.#book = book;
	}

	/** A reading was sent when the newest block known was `tipIndex`. */
	await(entry: Entry, tipIndex: number, connection: object): void {
		if (this.#awaited.length >= 2 * linkLimits.unansweredMax) this.#awaited = this.#stillAwaited();
		this.#awaited.push({entry, connection, sentAtMs: Date.now(), afterIndex: tipIndex, due: false});
	}

	/** A broadcast begins to arrive. */
	broadcastBegins(): void {
		this.#awaited = this.#stillAwaited();
		for (const sending of this.#awaited) sending.due = sending.entry.reading.state === 'taken';
	}

	/**
	 * Looks for the readings in the verified chain after a broadcast. `whole` says that the broadcast had no
	 * fault: then a reading that it should show and does not is uncertain.
	 */
	look(chain: ChainColumns, whole: boolean): void {
		const awaited = this.#stillAwaited();
		const candidates = this.#findCandidates(chain, awaited);
		this.#awaited = [];
		for (const sending of awaited) {
			const {entry} = sending;
			const indexes = candidates.get(entry.reading.bpm) ?? [];
			const at = indexes.findIndex(index => canBe(sending, chain, index));
			if (at >= 0) {
				const [index] = indexes.splice(at, 1);
				this.#claimed.add(index!);
				this.#book.accept(entry, index!);
				continue;
			}
			this.#awaited.push(sending);
			if (!whole) continue;
			const unknown = sending.afterIndex < 0 && indexes.length > 0;
			sending.afterIndex = chain.tipIndex;
			sending.connection = null;
			if (!sending.due) continue;
			const reason = unknown
				? 'the chain was not known when it was sent, so no block can be told to be its own'
				: 'the broadcast that came after it does not show it';
			if (entry.reading.reason !== reason) this.#book.change(entry, {state: 'uncertain', reason});
		}
	}

	/** Blocks from `index` on are others now. */
	replaced(index: number): void {
		for (const claimed of this.#claimed) if (claimed >= index) this.#claimed.delete(claimed);
		for (const sending of this.#awaited) sending.afterIndex = Math.min(sending.afterIndex, index - 1);
	}

	/** The hub has begun another chain: what went to the old one is lost, what was sent on `connection` is not. */
	chainBegan(connection: object): void {
		this.#claimed.clear();
		const awaited = this.#awaited;
		this.#awaited = awaited.filter(sending => sending.connection === connection);
		for (const sending of this.#awaited) sending.afterIndex = -1;
		for (const sending of awaited) {
			if (sending.connection === connection || !this.#book.isUnsettled(sending.entry)) continue;
			const reason = 'the hub has begun a new chain, and no broadcast of the old one showed it';
			this.#book.change(sending.entry, {state: 'uncertain', reason});
		}
	}

	#stillAwaited(): Sending[] {
		return this.#awaited.filter(({entry}) => this.#book.isUnsettled(entry));
	}

	/** The blocks that no reading is taken for yet, by the BPM that are looked for, the oldest first. */
	#findCandidates(chain: ChainColumns, awaited: readonly Sending[]): ReadonlyMap<number, number[]> {
		const candidates = new Map(awaited.map(({entry}) => [entry.reading.bpm, [] as number[]]));
		const lowest = awaited.reduce((least, {afterIndex}) => Math.min(least, afterIndex), chain.tipIndex);
		// The genesis block is nobody's reading.
		for (let index = Math.max(1, chain.firstIndex, lowest + 1); index <= chain.tipIndex; index++) {
			if (!this.#claimed.has(index)) candidates.get(Number(chain.bpmAt(index)))?.push(index);
		}
		return candidates;
	}
}

function canBe({afterIndex, sentAtMs}: Sending, chain: ChainColumns, index: number): boolean {
	if (afterIndex >= 0) return index > afterIndex;
	const blockMs = parseBlockTime(chain.blockAt(index)!.timestamp);
	return blockMs !== null && blockMs >= sentAtMs - linkLimits.clockSkewMs;
}
