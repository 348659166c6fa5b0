import {echo} from '../../core/printable.ts';
import {makeReadingId} from '../hub/reading-id.ts';
import type {Requests} from '../hub/requests.ts';
import {retryDelayMs} from '../hub/retry-delay.ts';
import {pageLimits} from '../page-limits.ts';
import {Store} from './store.ts';

/** A reading that was added here, and how far it has come. */
export interface OwnReading {
	readonly id: string;
	readonly bpm: number;
	readonly state:
		| {readonly kind: 'sending'}
		/** It will be sent again, with the same id; a sentence says what keeps it. */
		| {readonly kind: 'waiting'; readonly reason: string}
		| {readonly kind: 'accepted'; readonly index: number; readonly hash: string}
		/** It is not sent any more; a sentence. */
		| {readonly kind: 'refused'; readonly reason: string};
}

const away = 'The hub cannot be reached.';
const moved = 'Its block was replaced by a better chain.';

export type Range = readonly [min: number, max: number];

/** The reading that a person typed, or the sentence that says why it is none. */
export function parseReading(typed: string, [min, max]: Range): number | string {
	const text = typed.trim();
	const wanted = `A heart rate is a whole number from ${min} to ${max}.`;
	if (text === '') return `Type a heart rate first. ${wanted}`;
	if (!/^[+-]?[0-9]+$/.test(text)) return `"${echo(text)}" is not a whole number. ${wanted}`;
	const bpm = Number(text);
	if (bpm < min || bpm > max) return `${echo(text)} is out of range. ${wanted}`;
	return bpm === 0 ? 0 : bpm;
}

/**
 * The readings that are added here. They are sent one after the other, each with an id of its own, and again with
 * the same id until the hub has answered: so none is lost on the way and none becomes two blocks.
 */
export class OwnReadings {
	/** The newest last. */
	readonly store = new Store<readonly OwnReading[]>([], pageLimits.frameMs);
	readonly #add: Requests['addReading'];
	readonly #now: () => number;
	#isSending = false;
	#isHeld = false;
	#failures = 0;
	#timer: ReturnType<typeof setTimeout> | null = null;

	constructor(add: Requests['addReading'], now: () => number) {
		this.#add = add;
		this.#now = now;
	}

	/** Takes a reading and sends it; a sentence where too many wait already. */
	add(bpm: number): string | null {
		if (this.#pending().length >= pageLimits.waitingReadingsMax)
			return `${pageLimits.waitingReadingsMax} readings wait already: this one was not taken.`;
		const state: OwnReading['state'] = this.#isHeld ? {kind: 'waiting', reason: away} : {kind: 'sending'};
		const reading: OwnReading = {id: makeReadingId(this.#now()), bpm, state};
		const settled = this.store.latest.filter(each => !isPending(each)).slice(-pageLimits.readingsMax);
		this.store.set([...settled, ...this.#pending(), reading]);
		void this.#send();
		return null;
	}

	/** The hub can be reached again: what waits is sent now. */
	goOn(): void {
		this.#isHeld = false;
		this.#failures = 0;
		if (this.#timer !== null) clearTimeout(this.#timer);
		this.#timer = null;
		void this.#send();
	}

	/** Nothing is sent until `goOn`. */
	hold(): void {
		this.#isHeld = true;
	}

	/**
	 * The blocks from there on were replaced: asks the hub with the same ids where the readings that stood in them
	 * are now. It puts them on the new chain by itself; to be asked makes no second block of them.
	 */
	askAgain(from: number): void {
		for (const {id, state} of this.store.latest)
			if (state.kind === 'accepted' && state.index >= from) this.#set(id, {kind: 'waiting', reason: moved});
		void this.#send();
	}

	/** Another chain is shown: what waits was meant for the one before, where it may be already, and is not sent. */
	strand(): void {
		for (const {id} of this.#pending())
			this.#set(id, {
				kind: 'refused',
				reason:
					'The hub has another chain now, and this reading may be in the one before. Add it again if it belongs here.',
			});
	}

	/** Stops sending a reading that waits. Nobody knows then whether the hub took it. */
	giveUp(id: string): void {
		this.#set(id, {kind: 'refused', reason: 'Not sent any more; the hub may have taken it all the same.'});
	}

	async #send(): Promise<void> {
		const next = this.#pending()[0];
		if (this.#isSending || this.#isHeld || this.#timer !== null || !next) return;
		this.#isSending = true;
		this.#set(next.id, {kind: 'sending'});
		const answer = await this.#add(next.id, next.bpm);
		this.#isSending = false;
		if (answer.kind === 'accepted') {
			this.#failures = 0;
			this.#set(next.id, {kind: 'accepted', index: answer.block.index, hash: answer.block.hash});
		} else if (answer.kind === 'refused') {
			this.#set(next.id, {kind: 'refused', reason: answer.reason});
		} else {
			for (const {id} of this.#pending()) this.#set(id, {kind: 'waiting', reason: answer.reason});
			this.#failures++;
			this.#timer = setTimeout(() => {
				this.#timer = null;
				void this.#send();
			}, answer.afterMs ?? retryDelayMs(this.#failures));
		}
		void this.#send();
	}

	#pending(): readonly OwnReading[] {
		return this.store.latest.filter(isPending);
	}

	#set(id: string, state: OwnReading['state']): void {
		this.store.set(this.store.latest.map(each => (each.id === id ? {...each, state} : each)));
	}
}

function isPending({state}: OwnReading): boolean {
	return state.kind === 'sending' || state.kind === 'waiting';
}
