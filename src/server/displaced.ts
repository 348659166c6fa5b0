import type {Block} from '../core/block.ts';
import type {HubEvents} from './hub-events.ts';
import type {DisplacedReading, FoundEntry} from './ledger.ts';
import type {ReadingQueue} from './reading-queue.ts';
import type {Submission} from './submission.ts';

/** A reading whose block was replaced, and where it is now. */
export interface MovedReading {
	readonly id?: string;
	readonly bpm: number;
	/** Who sent it, if that is still known. */
	readonly from: string | undefined;
	readonly index: number;
	readonly hash: string;
}

/** A reading with an id whose sender may have to be told that it moved. */
interface Sent {
	from: string | undefined;
	readonly bpm: number;
	/** Hash of the block in which it was said to be. */
	told: string;
}

/** Blocks in which a reading has been, on an average of those that move at all. */
const attemptsEach = 4;

/**
 * Puts readings again whose blocks were replaced: queues them before all others, and tells where they went. What the
 * ledger cannot store at present is tried again when it can: it has been acknowledged.
 */
export class Displaced {
	readonly #queue: ReadingQueue;
	readonly #events: () => Pick<HubEvents, 'moved' | 'putAgain'>;
	/** As many of the newest readings with an id as may be displaced. */
	readonly #sent = new Map<string, Sent>();
	/** The ids of those readings by the hash of every block in which they have been. */
	readonly #attempts = new Map<string, string>();
	readonly #sentMax: number;
	#failed: {readonly displaced: DisplacedReading; readonly version: number | undefined}[] = [];

	/** `reorgLimit` blocks may be replaced; `events` are told of readings that are in another one then. */
	constructor(queue: ReadingQueue, events: () => Pick<HubEvents, 'moved' | 'putAgain'>, reorgLimit: number) {
		this.#queue = queue;
		this.#events = events;
		this.#sentMax = reorgLimit;
	}

	/** A reading was stored, or was found to be. */
	stored({id, from}: Submission, {bpm, hash}: FoundEntry): void {
		if (id === undefined || this.#sentMax === 0) return;
		renew(this.#sent, id, {from, bpm, told: hash}, this.#sentMax);
		renew(this.#attempts, hash, id, this.#sentMax * attemptsEach);
	}

	/** A reading was sent, perhaps once more: its sender is to be told from now on. */
	sent({id, from}: Submission): void {
		const sent = id === undefined ? undefined : this.#sent.get(id);
		if (sent) sent.from = from;
	}

	/**
	 * Blocks were replaced, and the displaced readings in them have been queued. Gives the ids of the others: they are
	 * in blocks that came back, and `found` is to be told which.
	 */
	replaced(removed: readonly Block[], displaced: readonly DisplacedReading[]): readonly string[] {
		if (this.#attempts.size === 0) return [];
		const ids = new Set(removed.map(({hash}) => this.#attempts.get(hash)).filter(id => id !== undefined));
		for (const {id} of displaced) if (id !== undefined) ids.delete(id);
		return [...ids];
	}

	/** Where readings are that were in replaced blocks. */
	found(places: ReadonlyMap<string, FoundEntry>): void {
		for (const [id, {index, hash}] of places) this.#tell(id, index, hash);
	}

	/** Queues readings that are in no block of the chain; since its `version`, where this process has seen it. */
	queue(displaced: readonly DisplacedReading[], version?: number): void {
		if (displaced.length > 0)
			this.#queue.addFirst(displaced.map(reading => this.#submission(reading, version)));
	}

	/** The ledger can store again. */
	retry(): void {
		const failed = this.#failed.splice(0);
		if (failed.length > 0)
			this.#queue.addFirst(failed.map(({displaced, version}) => this.#submission(displaced, version)));
	}

	#submission(displaced: DisplacedReading, version: number | undefined): Submission {
		const {reading, id, bpm, index: was} = displaced;
		return {
			reading,
			bpm,
			from: id === undefined ? undefined : this.#sent.get(id)?.from,
			...(id === undefined ? {} : {id}),
			settle: outcome => {
				if (outcome.kind === 'notStored') {
					this.#failed.push({displaced, version});
					return;
				}
				const {index, hash} = outcome;
				if (version !== undefined) this.#events().putAgain(version, {bpm, was, index, hash});
				if (id === undefined) this.#events().moved({bpm, from: undefined, index, hash});
				else this.#tell(id, index, hash);
			},
		};
	}

	#tell(id: string, index: number, hash: string): void {
		const sent = this.#sent.get(id);
		if (!sent || sent.told === hash) return;
		sent.told = hash;
		// It may have been put there before this process began.
		renew(this.#attempts, hash, id, this.#sentMax * attemptsEach);
		this.#events().moved({id, bpm: sent.bpm, from: sent.from, index, hash});
	}
}

/** Makes an entry the newest of a map that keeps so many. */
function renew<Value>(map: Map<string, Value>, key: string, value: Value, sizeMax: number): void {
	map.delete(key);
	map.set(key, value);
	if (map.size <= sizeMax) return;
	const [oldest] = map.keys();
	map.delete(oldest!);
}
