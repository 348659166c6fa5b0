import type {HubLink, Reading} from '../client/link-event.ts';
import {parseBlock} from '../core/block.ts';
import type {MovedReading} from '../server/displaced.ts';
import type {Hub} from '../server/hub.ts';
import type {FrontReadings} from './front-readings.ts';
import {againMs, isForNow} from './refusal.ts';

/** Readings that the link has at a time: more than it sends before it waits for an answer. */
const linkReadingsMax = 1_024;
/** Readings whose senders are known after they were answered, because their blocks may move. */
const answeredMax = 10_000;

/**
 * Passes readings on to a hub of live mode, with their ids: so each is added once, however often the connection, this
 * process or that one ends. A reading is answered when the hub behind has accepted it and its block is shown here.
 */
export class LiveDelivery {
	readonly #link: () => HubLink;
	readonly #hub: Hub;
	readonly #readings: FrontReadings;
	readonly #moved: (moved: MovedReading) => void;
	/** What was not given to the link yet, from `#next` on. */
	#queue: {readonly id: string; readonly bpm: number}[] = [];
	#next = 0;
	/** What the link has, with its BPM. */
	readonly #inLink = new Map<string, number>();
	/** What was accepted into a block that is not here yet. */
	readonly #landed = new Map<string, {readonly bpm: number; readonly index: number}>();
	readonly #answered = new Map<string, {readonly bpm: number; readonly from: string | undefined}>();
	/** Who sent the reading in a block that is not told yet, by its hash. */
	readonly #senders = new Map<string, string>();
	/** Of readings that were refused for the moment. */
	readonly #waiting = new Set<NodeJS.Timeout>();
	#isOpen = false;

	constructor(link: () => HubLink, hub: Hub, readings: FrontReadings, moved: (moved: MovedReading) => void) {
		this.#link = link;
		this.#hub = hub;
		this.#readings = readings;
		this.#moved = moved;
	}

	/**
	 * The hub behind is there, in live mode: readings are passed on from now on. What was accepted on another connection
	 * and is not here yet is asked for again, as nobody would tell where it has moved meanwhile.
	 */
	open(): void {
		this.#isOpen = true;
		for (const [id, {bpm}] of this.#landed) this.#queue.push({id, bpm});
		this.#landed.clear();
		this.#pump();
	}

	/** Nothing is passed on any more, and what the link says of it from now on does not count. */
	close(): void {
		this.#isOpen = false;
		for (const timer of this.#waiting) clearTimeout(timer);
	}

	/** A reading that is kept. */
	add(id: string, bpm: number): void {
		this.#queue.push({id, bpm});
		this.#pump();
	}

	/** What the link says of a reading. */
	take(reading: Reading): void {
		const {id, bpm, state, index = 0, reason = ''} = reading;
		if (!this.#isOpen) return;
		if (state === 'moved') this.#move(id, index);
		if (!this.#inLink.has(id)) return;
		if (state === 'queued') this.#readings.tellQueued(id);
		if (state !== 'accepted' && state !== 'refused') return;
		this.#inLink.delete(id);
		if (state === 'refused') this.#refused(id, bpm, reason);
		else {
			this.#landed.set(id, {bpm, index});
			this.settle();
		}
		this.#pump();
	}

	#refused(id: string, bpm: number, reason: string): void {
		if (isForNow(reason) && this.#readings.postpone(id, reason)) {
			const timer = setTimeout(() => {
				this.#waiting.delete(timer);
				this.add(id, bpm);
			}, againMs);
			this.#waiting.add(timer);
		} else this.#readings.refuse(id, reason);
	}

	/** Who sent the reading in the block with this hash, if he is here; asked for once, when the block has come. */
	takeSender(hash: string): string | undefined {
		const from = this.#senders.get(hash);
		this.#senders.delete(hash);
		return from;
	}

	/** Answers the readings whose blocks are here now. */
	settle(): void {
		for (const [id, {bpm, index}] of this.#landed) {
			if (index > this.#hub.tip.index) continue;
			const block = this.#hub.chain.blockAt(index);
			if (block?.bpm === bpm) this.#answer(id, bpm, index, block.hash);
			else if (!block) void this.#settleOld(id, bpm, index);
			// Otherwise its block was replaced meanwhile, and it will be told where it moved.
		}
	}

	/** A reading that came again, and was in the chain long ago. */
	async #settleOld(id: string, bpm: number, index: number): Promise<void> {
		// A ledger that is closed meanwhile says nothing: the next start asks again.
		const text = await this.#hub.reader.blockText(index).catch(() => undefined);
		const block = parseBlock(text ?? '');
		if (block?.bpm === bpm) this.#answer(id, bpm, index, block.hash);
	}

	#answer(id: string, bpm: number, index: number, hash: string): void {
		if (!this.#landed.delete(id)) return;
		const {from, knows} = this.#readings.accept(id, index, hash);
		remember(this.#answered, id, {bpm, from: knows});
		if (from !== undefined) remember(this.#senders, hash, from);
	}

	#move(id: string, index: number): void {
		const landed = this.#landed.get(id);
		if (landed) {
			this.#landed.set(id, {...landed, index});
			this.settle();
			return;
		}
		const answered = this.#answered.get(id);
		const hash = this.#hub.chain.blockAt(index)?.hash ?? '';
		if (answered) this.#moved({id, ...answered, index, hash});
	}

	#pump(): void {
		if (!this.#isOpen) return;
		while (this.#inLink.size < linkReadingsMax && this.#next < this.#queue.length) {
			const {id, bpm} = this.#queue[this.#next++]!;
			this.#inLink.set(id, bpm);
			this.#link().submit(bpm, id);
		}
		if (this.#next < linkReadingsMax) return;
		this.#queue = this.#queue.slice(this.#next);
		this.#next = 0;
	}
}

/** The oldest of too many is forgotten. */
function remember<T>(map: Map<string, T>, key: string, value: T): void {
	map.set(key, value);
	if (map.size > answeredMax) map.delete(map.keys().next().value!);
}
