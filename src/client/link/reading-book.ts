import {maybeInChain, maybeInOldLedger, meantForAnother, type Reading} from '../link-event.ts';
import type {KeptReading} from '../memory/reading-file.ts';
import {makeReadingId} from '../reading-id.ts';
import {linkLimits} from './link-limits.ts';

/** A reading on its way. `reading` is what others see: a new object at each change. */
export interface Entry {
	reading: Reading;
	/** The ledger to which it was first sent in live mode; null before, and again when a person sends it anew. */
	ledger: string | null;
	/** `performance.now()` at its first sending. */
	sentAtMs: number;
	/** Whether it was sent as a bare number. */
	bare: boolean;
	/** What it was in the run before, where it is left over from there and nobody has decided yet. */
	left: KeptReading | null;
}

const newEntry = {ledger: null, sentAtMs: 0, bare: false, left: null} as const;

type Change = Pick<Reading, 'state' | 'index' | 'was' | 'reason'>;

/**
 * The readings of this client that are not settled yet, in the order in which they were handed over
 * (protocol section 5). It outlives connections and knows three ways that a reading can be under way:
 *
 * - waiting in the queue for a connection, for its mode or for a free place in flight;
 * - in flight: sent with its id in live mode, or queued at a front, where it needs no place in flight. When the connection ends it goes back to the head of the queue
 *   and is sent again with the same id, by itself only to the same ledger;
 * - bare: sent as a number in plain mode. Answers come in the order of the lines; it is never sent again.
 */
export class ReadingBook {
	readonly #unsettled = new Map<string, Entry>();
	#queue: Entry[] = [];
	readonly #flight = new Map<string, Entry>();
	/** In flight as well, but a front has said that it keeps them. */
	readonly #queuedThere = new Map<string, Entry>();
	#bare: Entry[] = [];
	/** Accepted ones, the oldest first, because their blocks may still move. */
	readonly #accepted = new Map<string, Entry>();
	readonly #changed: (reading: Reading) => void;

	constructor(changed: (reading: Reading) => void) {
		this.#changed = changed;
	}

	/**
	 * Takes a reading in. It is refused at once when too many are unsettled, or for the reason `refusal`.
	 * The entry goes on showing what becomes of it.
	 */
	submit(bpm: number, refusal: string | null = null, id = makeReadingId(Date.now())): Entry {
		const entry: Entry = {...newEntry, reading: {id, bpm, state: 'waiting'}};
		const isFull = this.#unsettled.size >= linkLimits.unansweredMax && !this.#forgetUncertain();
		const reason = isFull ? `${linkLimits.unansweredMax} readings are waiting already` : refusal;
		if (reason !== null) {
			this.change(entry, {state: 'refused', reason});
			return entry;
		}
		this.#unsettled.set(id, entry);
		this.#queue.push(entry);
		this.#changed(entry.reading);
		return entry;
	}

	/** Takes in what the run before left undelivered; a person is asked about it. */
	restore(readings: readonly KeptReading[]): void {
		for (const left of readings) {
			const {id, bpm, bare} = left;
			const reason = bare ? maybeInChain : 'it was not delivered the last time';
			const reading: Reading = {id, bpm, state: 'asking', reason, fromLastTime: true};
			this.#unsettled.set(id, {...newEntry, reading, left, bare});
			this.#changed(reading);
		}
	}

	/** The readings that the next run should know of, in the order in which they were handed over. */
	get undelivered(): readonly KeptReading[] {
		return [...this.#unsettled.values()].map(({reading: {id, bpm}, ledger, bare, left}) => {
			return left ?? {id, bpm, ledger, bare};
		});
	}

	/** Withdraws a reading that is waiting, uncertain or asking; false when it is too late. */
	withdraw(id: string): boolean {
		const entry = this.#unsettled.get(id);
		if (!entry || !/^(?:waiting|uncertain|asking)$/.test(entry.reading.state)) return false;
		this.#queue = this.#queue.filter(queued => queued !== entry);
		this.change(entry, {state: 'withdrawn'});
		return true;
	}

	/** Queues an asking reading for whichever ledger comes; false when it is not asking. */
	resend(id: string): boolean {
		const entry = this.#unsettled.get(id);
		if (entry?.reading.state !== 'asking') return false;
		entry.ledger = null;
		entry.left = null;
		this.#queue.push(entry);
		this.change(entry, {state: 'waiting'});
		return true;
	}

	/** Another chain was accepted: about what waits and went nowhere yet a person is asked. */
	hold(): void {
		const held = this.#queue.filter(({ledger}) => ledger === null);
		this.#queue = this.#queue.filter(({ledger}) => ledger !== null);
		for (const entry of held) this.change(entry, {state: 'asking', reason: meantForAnother});
	}

	/** Whether the reading is still without its last word. */
	isUnsettled(entry: Entry): boolean {
		return this.#unsettled.has(entry.reading.id);
	}

	/**
	 * Sorts out what was sent before by the ledger that is there now: to the same one it goes again, first and
	 * in its old order; about the rest a person is asked.
	 */
	meetLedger(ledger: string): void {
		const sent = [...this.#unsettled.values()].filter(entry => entry.ledger !== null);
		const again = sent.filter(entry => entry.ledger === ledger);
		this.#queue = [...again, ...this.#queue.filter(entry => entry.ledger === null)];
		for (const entry of again) if (entry.reading.state !== 'sent') this.change(entry, {state: 'sent'});
		for (const entry of sent) {
			if (entry.ledger === ledger || entry.reading.state === 'asking') continue;
			this.change(entry, {state: 'asking', reason: maybeInOldLedger});
		}
		for (const entry of this.#unsettled.values()) {
			const isOld = entry.left?.ledger != null && entry.left.ledger !== ledger;
			if (isOld && entry.reading.reason !== maybeInOldLedger) {
				this.change(entry, {state: 'asking', reason: maybeInOldLedger});
			}
		}
	}

	/** The next reading to send with its id to `ledger`; null when none waits or too many are in flight. */
	nextFlight(ledger: string): Reading | null {
		if (this.#flight.size >= linkLimits.flightMax) return null;
		const entry = this.#queue.shift();
		if (!entry) return null;
		this.#flight.set(entry.reading.id, entry);
		entry.ledger = ledger;
		this.#markSent(entry);
		return entry.reading;
	}

	/** The reading in flight that an answer with this id is for, taken out of flight; null for a stranger. */
	landed(id: string): Entry | null {
		const entry = this.#flight.get(id) ?? this.#queuedThere.get(id);
		if (!entry) return null;
		this.#flight.delete(id);
		this.#queuedThere.delete(id);
		return entry;
	}

	/** A front keeps a reading in flight: another one may take its place. */
	queued(id: string): void {
		const entry = this.landed(id);
		if (!entry) return;
		this.#queuedThere.set(id, entry);
		if (entry.reading.state !== 'queued') this.change(entry, {state: 'queued'});
	}

	/** The next reading to send as a bare number; null when none waits. */
	nextBare(): Entry | null {
		const entry = this.#queue.shift();
		if (!entry) return null;
		this.#bare.push(entry);
		entry.bare = true;
		this.#markSent(entry);
		return entry;
	}

	/** The reading that the next answer without an id is for: answers come in the order of the lines. */
	landedBare(): Entry | null {
		return this.#bare.shift() ?? null;
	}

	accept(entry: Entry, index: number): void {
		this.change(entry, {state: 'accepted', index});
		this.#accepted.set(entry.reading.id, entry);
		if (this.#accepted.size > linkLimits.answeredMax) {
			this.#accepted.delete(this.#accepted.keys().next().value!);
		}
	}

	/** A longer chain replaced the block of an accepted reading, which is now in block `index`. */
	move(id: string, index: number): void {
		const entry = this.#accepted.get(id);
		if (!entry) return;
		const {index: was} = entry.reading;
		this.change(entry, {state: 'moved', index, ...(was === undefined ? {} : {was})});
	}

	/** The connection is gone: what was in flight waits again, and nobody knows about what was bare. */
	disconnected(): void {
		this.#queue = [...this.#queuedThere.values(), ...this.#flight.values(), ...this.#queue];
		this.#queuedThere.clear();
		this.#flight.clear();
		const lost = this.#bare.filter(entry => entry.reading.state === 'sent');
		this.#bare = [];
		for (const entry of lost) {
			this.change(entry, {state: 'uncertain', reason: 'the connection ended before the hub answered'});
		}
	}

	/** Gives a reading its new state and tells of it. `accepted`, `refused` and `withdrawn` settle it. */
	change(entry: Entry, change: Change): void {
		const {id, bpm, state, answeredMs, fromLastTime} = entry.reading;
		const answered = change.state === 'accepted' || change.state === 'refused' || change.state === 'taken';
		const firstAnswer = answered && entry.sentAtMs > 0 && (state === 'sent' || state === 'uncertain');
		const ms = firstAnswer ? elapsedMs(entry.sentAtMs) : answeredMs;
		entry.reading = {
			...{id, bpm, ...change},
			...(ms === undefined ? {} : {answeredMs: ms}),
			...(fromLastTime ? {fromLastTime} : {}),
		};
		if (change.state === 'accepted' || change.state === 'refused' || change.state === 'withdrawn') {
			this.#unsettled.delete(id);
		}
		this.#changed(entry.reading);
	}

	#markSent(entry: Entry): void {
		if (entry.sentAtMs === 0) entry.sentAtMs = performance.now();
		if (entry.reading.state !== 'sent') this.change(entry, {state: 'sent'});
	}

	/** Makes room by letting go of the oldest reading that may be lost; false when there is none. */
	#forgetUncertain(): boolean {
		for (const [id, {reading}] of this.#unsettled) {
			if (reading.state === 'uncertain') return this.#unsettled.delete(id);
		}
		return false;
	}
}

/** Milliseconds since `startMs`, to a tenth: over loopback an answer takes less than one. */
function elapsedMs(startMs: number): number {
	return Math.round((performance.now() - startMs) * 10) / 10;
}
