import type {ChainColumns} from '../client/chain-columns.ts';
import type {HubLink, Reading} from '../client/link-event.ts';
import type {FrontReadings} from './front-readings.ts';
import type {KeptReadings} from './kept-readings.ts';
import {isForNow} from './refusal.ts';

/** The reading under way. */
interface Sending {
	/** Its id here, and the one under which the link has it once it was sent. */
	readonly id: string;
	linkId: string | null;
	/** What the link said last. */
	state: Reading['state'];
}

/**
 * Passes readings on to a hub of the tutorial, one at a time (protocol section 10). Its prompt is no receipt: a reading
 * has arrived when a broadcast shows a block with its BPM after the newest that was known when it was sent. If a
 * broadcast that should show it does not, it is sent again: so it arrives at least once.
 */
export class TutorialDelivery {
	readonly #link: () => HubLink;
	readonly #kept: KeptReadings;
	readonly #readings: FrontReadings;
	readonly #hashAt: (index: number) => string | undefined;
	/** Whether a broadcast has shown on this connection that the hub has the chain that it had. */
	#isKnown = false;
	#sending: Sending | null = null;
	/** The mark that a reading is sent is on its way to the disk. */
	#isMarking = false;

	constructor(
		link: () => HubLink,
		kept: KeptReadings,
		readings: FrontReadings,
		hashAt: (index: number) => string | undefined,
	) {
		this.#link = link;
		this.#kept = kept;
		this.#readings = readings;
		this.#hashAt = hashAt;
	}

	/** The connection is gone, or nothing is passed on any more. */
	close(): void {
		this.#isKnown = false;
		const sending = this.#sending;
		if (sending?.state !== 'waiting' || sending.linkId === null) return;
		// What has not left yet must not go out on the next connection before the chain there was seen.
		this.#sending = null;
		this.#link().withdraw(sending.linkId);
		this.#kept.markUnsent(sending.id);
	}

	/** A broadcast has shown the chain that is known, perhaps longer; to be called when the link has looked at it. */
	shown(): void {
		this.#isKnown = true;
		const sending = this.#sending;
		// What a prompt was given for is looked for by the link: it says `uncertain` when a broadcast should show it.
		if (sending?.state === 'uncertain') {
			if (sending.linkId !== null) this.#link().withdraw(sending.linkId);
			this.#sending = null;
		}
		this.pump();
	}

	/** What the link says of a reading. */
	take({id, state, index = 0, reason = ''}: Reading): void {
		const sending = this.#sending;
		if (!sending || sending.linkId !== id) return;
		sending.state = state;
		if (state === 'accepted') this.#end(sending, () => this.#arrived(sending.id, index));
		else if (state === 'refused') this.#refused(sending, reason);
	}

	#refused(sending: Sending, reason: string): void {
		// With the next broadcast it is sent again.
		if (isForNow(reason) && this.#readings.postpone(sending.id, reason)) this.#sending = null;
		else this.#end(sending, () => this.#readings.refuse(sending.id, reason));
	}

	/** Sends the next reading, if none is under way. */
	pump(): void {
		if (!this.#isKnown || this.#sending || this.#isMarking) return;
		const [next] = this.#kept.list();
		if (!next) return;
		const {id, bpm, sentAfter} = next;
		const columns = this.#link().chain;
		const index = sentAfter === null ? undefined : findBlock(columns, bpm, sentAfter);
		if (index === undefined) void this.#send(id, bpm);
		else {
			this.#arrived(id, index);
			this.pump();
		}
	}

	/** Where it begins to be unknown whether it arrived is on the disk before it is sent. */
	async #send(id: string, bpm: number): Promise<void> {
		this.#isMarking = true;
		const marked = await this.#kept.markSent(id, this.#link().chain.tipIndex).then(
			() => true,
			() => false,
		);
		this.#isMarking = false;
		if (marked && !this.#isKnown) this.#kept.markUnsent(id);
		// A disk that cannot store is tried again with the next broadcast.
		if (!marked || !this.#isKnown) return;
		const sending: Sending = {id, linkId: null, state: 'waiting'};
		this.#sending = sending;
		const {id: linkId, state} = this.#link().submit(bpm);
		sending.linkId = linkId;
		sending.state = state;
	}

	#end(sending: Sending, end: () => void): void {
		if (this.#sending === sending) this.#sending = null;
		end();
		this.pump();
	}

	#arrived(id: string, index: number): void {
		this.#readings.accept(id, index, this.#hashAt(index) ?? '');
	}
}

/** The first block after `after` that holds this BPM. */
function findBlock(columns: ChainColumns, bpm: number, after: number): number | undefined {
	for (let index = after + 1; index <= columns.tipIndex; index++)
		if (Number(columns.bpmAt(index)) === bpm) return index;
	return undefined;
}
