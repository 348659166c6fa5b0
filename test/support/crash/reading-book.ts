/**
 * What became of every reading that was sent to a hub which is killed again and again, kept outside of it, and
 * compared with the chain. Each reading has a BPM of its own, so that its blocks are known without an id.
 */
import type {Block, Tip} from '../../../src/core/block.ts';
import {verifyNext} from '../../../src/core/verify.ts';

/** A reading that was sent; `place` is where the hub said it is. */
type Sent = {
	readonly bpm: number;
	place?: Tip;
};

/** Faults told in full; the rest is counted. */
const faultsToldMax = 20;

export class ReadingBook {
	readonly #sent = new Map<number, Sent>();
	readonly #unsettled = new Set<Sent>();
	readonly #chain: Block[] = [];
	readonly #blockOf = new Map<number, Block>();
	readonly #faults: string[] = [];
	#faultCount = 0;
	/** Answers to readings that had one before. */
	repeats = 0;
	/** Readings that the hub said are durable. */
	acknowledged = 0;

	/** The first faults that were found, a sentence each. */
	get faults(): readonly string[] {
		const more = this.#faultCount - this.#faults.length;
		return more > 0 ? [...this.#faults, `and ${more} more`] : this.#faults;
	}

	/** The blocks that were compared so far. */
	get chain(): readonly Block[] {
		return this.#chain;
	}

	/** A reading that is about to be sent: gives its BPM. */
	send(): number {
		const bpm = this.#sent.size + 1;
		this.#sent.set(bpm, {bpm});
		return bpm;
	}

	/** The hub said that this reading is durable in that block. */
	accept(bpm: number, place: Tip): void {
		const sent = this.#sent.get(bpm)!;
		if (sent.place === undefined) {
			this.#acknowledge(sent);
			sent.place = place;
			return;
		}
		this.repeats++;
		const {index, hash} = sent.place;
		if (index !== place.index || hash !== place.hash)
			this.fault(`reading ${bpm} was first in block ${index} ${hash}, then in ${place.index} ${place.hash}`);
	}

	/** The hub prompted for the next reading, which says that this one is durable. */
	prompt(bpm: number): void {
		this.#acknowledge(this.#sent.get(bpm)!);
	}

	fault(text: string): void {
		this.#faultCount++;
		if (this.#faults.length < faultsToldMax) this.#faults.push(text);
	}

	/** Takes the block after those taken before, as the database holds it. */
	take(block: Block): void {
		const tip = this.#chain.at(-1) ?? null;
		const broken = verifyNext(tip, block);
		if (broken) this.fault(`block ${broken.index} is broken: ${broken.detail}`);
		this.#chain.push(block);
		if (block.index === 0) return;
		const {bpm, index} = block;
		const other = this.#blockOf.get(bpm);
		if (other) this.fault(`doubled: reading ${bpm} is in block ${other.index} and in block ${index}`);
		else this.#blockOf.set(bpm, block);
		if (!this.#sent.has(bpm)) this.fault(`block ${index} holds ${bpm}, which nobody sent`);
	}

	/** Looks for what was acknowledged and is not in the blocks taken so far. */
	compare(): void {
		for (const {bpm, place} of this.#unsettled) {
			const block = this.#blockOf.get(bpm);
			if (!block)
				this.fault(`lost: reading ${bpm} was acknowledged${place ? ` in block ${place.index}` : ''}`);
			else if (place && (place.index !== block.index || place.hash !== block.hash))
				this.fault(`reading ${bpm} was acknowledged in block ${place.index}, and is in block ${block.index}`);
		}
		this.#unsettled.clear();
	}

	#acknowledge(sent: Sent): void {
		this.acknowledged++;
		this.#unsettled.add(sent);
	}
}
