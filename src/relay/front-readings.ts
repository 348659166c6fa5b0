import {makeReadingId} from '../client/reading-id.ts';
import {printable} from '../core/printable.ts';
import {formatQueued} from '../core/queued.ts';
import {describeSystemReason} from '../core/system-reason.ts';
import type {HubLog} from '../server/log.ts';
import {Room} from '../server/room.ts';
import type {Submission} from '../server/submission.ts';
import {throttle} from '../server/throttle.ts';
import type {KeptReadings} from './kept-readings.ts';

/** How it stands with the hub behind, for those who send. */
export interface Situation {
	/** HOST:PORT of it. */
	readonly upstream: string;
	/** Why nothing is taken any more, a phrase; null while readings are. */
	readonly refusal: string | null;
	/** It answers each reading soon: whoever sends faster waits. Otherwise it is said at once that a reading is queued. */
	readonly answersSoon: boolean;
	/** When a queued reading becomes a block, a sentence. */
	readonly until: string;
}

export interface FrontReadingsOptions {
	readonly kept: KeptReadings;
	/** Readings that may wait; more are refused. */
	readonly queueMax: number;
	readonly situation: () => Situation;
	/** Gets every reading once that may be passed on. */
	readonly ready: (id: string, bpm: number) => void;
	readonly log: HubLog;
}

/** A reading that has no last word yet, and those who wait for it. */
interface Entry {
	readonly id: string;
	readonly bpm: number;
	senders: Submission[];
	/** It is on the disk. */
	isKept: boolean;
	/** Those who wait know that it is queued. */
	isTold: boolean;
	/** performance.now() time. */
	readonly sinceMs: number;
}

/** Who sent a reading, as far as they are here. */
export interface Senders {
	/** The first. */
	readonly from?: string | undefined;
	/** The last who knows its id. */
	readonly knows?: string | undefined;
}

/** How long whoever sends waits for the answer of a hub that is there, before he hears that the reading is queued. */
const patienceMs = 1_000;
/** How often it is looked whose patience is over, and what the log is told. */
const lookMs = 250;
/** Readings under way to a hub that answers soon, whose senders have no word yet; whoever sends more is not read. */
const flowMax = 4_096;
/** Between two lines of the log about readings that are refused for the moment. */
const postponedLogMs = 10_000;
/** Connections that wait for one reading, sent again and again with its id. */
const sendersMax = 8;

/**
 * Readings on their way to the hub behind a front: each is on the disk before anything is said or sent, and keeps its
 * place until the hub behind has the last word. The same id is one reading (protocol section 5).
 */
export class FrontReadings {
	readonly #options: FrontReadingsOptions;
	readonly #entries = new Map<string, Entry>();
	/** Those whose senders wait without a word, the oldest first; and how many there are with those not on the disk yet. */
	readonly #untold = new Set<Entry>();
	#silent = 0;
	/** When there was nothing, or the hub behind had a last word, by performance.now(). */
	#movedAtMs = Number.NEGATIVE_INFINITY;
	readonly #room = new Room(() => this.#roomLeft);
	readonly #timer: NodeJS.Timeout;
	readonly #logPostponed = throttle(postponedLogMs, (reason: string) => {
		const {upstream} = this.#options.situation();
		const text = `It takes no readings at the moment, and gets them again: ${reason}`;
		this.#options.log({event: 'upstreamSays', upstream, text});
	});
	/** Since the start: readings that have arrived, and those that were refused after they were told to be queued. */
	delivered = 0;
	undelivered = 0;
	/** For the log, since it was told last. */
	#newlyQueued = 0;
	#newlyDelivered = 0;

	constructor(options: FrontReadingsOptions) {
		this.#options = options;
		this.#timer = setInterval(() => this.#look(), lookMs).unref();
		for (const {id, bpm} of options.kept.list())
			this.#entries.set(id, {id, bpm, senders: [], isKept: true, isTold: true, sinceMs: 0});
	}

	get size(): number {
		return this.#entries.size;
	}

	/** Whether whoever sends more shall not be read for the moment. */
	get isFull(): boolean {
		return this.#roomLeft <= 0;
	}

	whenRoom(go: () => void): () => void {
		return this.#room.wait(go);
	}

	submit(submission: Submission): void {
		const {upstream, refusal} = this.#options.situation();
		const refuse = (reason: string) => submission.settle({kind: 'notStored', reason});
		const {bpm, id = makeReadingId(Date.now())} = submission;
		const there = this.#entries.get(id);
		if (there) {
			if (there.bpm === bpm) this.#join(there, submission);
			else refuse(`the id ${id} is that of a reading with BPM ${there.bpm} that waits here`);
		} else if (refusal !== null) refuse(`this hub passes nothing on to ${upstream}: ${refusal}`);
		else if (this.#entries.size >= this.#options.queueMax + (this.#flows ? flowMax : 0))
			refuse(`${this.#entries.size} readings wait for the hub at ${upstream} already`);
		else
			this.#keep({id, bpm, senders: [submission], isKept: false, isTold: false, sinceMs: performance.now()});
	}

	/** The reading is in a block of the hub behind, which is shown here. Gives who sent it. */
	accept(id: string, index: number, hash: string): Senders {
		const entry = this.#take(id);
		if (!entry) return {};
		this.delivered++;
		if (entry.isTold) this.#newlyDelivered++;
		const {senders, isTold} = entry;
		for (const {settle} of senders) settle({kind: 'stored', index, hash});
		return {from: senders[0]?.from, knows: senders.findLast(({id}) => isTold || id !== undefined)?.from};
	}

	/**
	 * The hub behind has refused it for the moment. True when it is kept, because its sender was told that it is safe: it
	 * is to be passed on again.
	 */
	postpone(id: string, reason: string): boolean {
		if (!this.#entries.get(id)?.isTold) return false;
		this.#logPostponed(reason);
		return true;
	}

	/** The hub behind has refused it; `reason` is a phrase or a sentence. */
	refuse(id: string, reason: string): void {
		const entry = this.#take(id);
		if (!entry) return;
		if (entry.isTold) {
			this.undelivered++;
			this.#options.log({event: 'undelivered', bpm: entry.bpm, id, reason});
		}
		const {upstream} = this.#options.situation();
		for (const {settle} of entry.senders)
			settle({
				kind: 'notStored',
				reason: `the hub at ${upstream} refused it: ${reason.replace(/^Not added: |\.$/g, '')}`,
			});
	}

	/** Says of one reading, or of all, that it is queued, where that was not said yet. */
	tellQueued(id?: string): void {
		const entry = id === undefined ? undefined : this.#entries.get(id);
		if (id === undefined) for (const each of [...this.#untold]) this.#tell(each);
		else if (entry && this.#untold.has(entry)) this.#tell(entry);
	}

	/** The hub behind has come or gone. */
	situationChanged(): void {
		if (!this.#options.situation().answersSoon) this.tellQueued();
		this.#room.open();
	}

	/** Nothing is said any more, but what the log does not know yet. */
	stop(): void {
		clearInterval(this.#timer);
		this.#tellLog();
	}

	/** The hub behind takes one reading after the other: whoever sends more than may wait is not read, instead of refused. */
	get #flows(): boolean {
		const isMoving = this.#entries.size === 0 || performance.now() - this.#movedAtMs < patienceMs;
		return isMoving && this.#options.situation().answersSoon;
	}

	get #roomLeft(): number {
		if (!this.#options.situation().answersSoon) return Number.MAX_SAFE_INTEGER;
		const left = flowMax - this.#silent;
		return this.#flows ? Math.min(left, this.#options.queueMax - this.#entries.size) : left;
	}

	#keep(entry: Entry): void {
		const {id, bpm} = entry;
		if (this.#entries.size === 0) this.#movedAtMs = entry.sinceMs;
		this.#entries.set(id, entry);
		this.#silent++;
		this.#options.kept.put(id, bpm).then(
			() => {
				entry.isKept = true;
				this.#untold.add(entry);
				if (!this.#options.situation().answersSoon) this.#tell(entry);
				this.#options.ready(id, bpm);
			},
			(error: unknown) => {
				this.#entries.delete(id);
				this.#silent--;
				for (const {settle} of entry.senders)
					settle({kind: 'notStored', reason: `it cannot be queued: ${describeError(error)}`});
				this.#room.open();
			},
		);
	}

	/** Somebody sends a reading again that waits already. */
	#join(entry: Entry, submission: Submission): void {
		// Whoever knows that it is queued and sends it again from the same place waits only once.
		entry.senders = entry.senders.filter(({from}) => !entry.isTold || from !== submission.from);
		entry.senders.push(submission);
		if (!entry.isTold) return;
		if (entry.senders.length > sendersMax) entry.senders.shift();
		this.#say(entry, [submission]);
	}

	#tell(entry: Entry): void {
		this.#untold.delete(entry);
		this.#silent--;
		entry.isTold = true;
		this.#newlyQueued++;
		this.#say(entry, entry.senders);
	}

	#say({id}: Entry, senders: readonly Submission[]): void {
		const queued = {id, waiting: this.#entries.size};
		const sentence = formatQueued(queued, this.#options.situation().until);
		for (const sender of senders) sender.queued?.(queued, sentence);
	}

	#take(id: string): Entry | undefined {
		const entry = this.#entries.get(id);
		if (!entry?.isKept) return undefined;
		this.#entries.delete(id);
		if (this.#untold.delete(entry)) this.#silent--;
		this.#movedAtMs = performance.now();
		this.#options.kept.drop(id);
		this.#room.open();
		return entry;
	}

	#look(): void {
		const now = performance.now();
		for (const entry of this.#untold) {
			if (now - entry.sinceMs < patienceMs) break;
			this.#tell(entry);
		}
		this.#room.open();
		this.#tellLog();
	}

	#tellLog(): void {
		const {upstream} = this.#options.situation();
		const waiting = this.size;
		const [queued, delivered] = [this.#newlyQueued, this.#newlyDelivered];
		this.#newlyQueued = 0;
		this.#newlyDelivered = 0;
		if (queued > 0) this.#options.log({event: 'queued', upstream, count: queued, waiting});
		if (delivered > 0) this.#options.log({event: 'delivered', upstream, count: delivered, waiting});
	}
}

function describeError(error: unknown): string {
	const {code, message} = error as NodeJS.ErrnoException;
	return code === undefined ? printable(String(message)) : describeSystemReason(code);
}
