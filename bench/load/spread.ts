import {nowMs} from './clock.ts';

/** Moments at which blocks were somewhere; the block of `indexes[i]` at `atMs[i]`. */
export interface Moments {
	readonly indexes: Float64Array;
	readonly atMs: Float64Array;
}

/** Moments beyond that are not kept. */
const momentsMax = 1_000_000;

/** Gathers moments until they are asked for: the first million. */
export class MomentList {
	#indexes: number[] = [];
	#atMs: number[] = [];

	add(index: number, atMs: number): void {
		if (this.#indexes.length === momentsMax) return;
		this.#indexes.push(index);
		this.#atMs.push(atMs);
	}

	/** Those since the last time. */
	take(): Moments {
		const moments = {indexes: Float64Array.from(this.#indexes), atMs: Float64Array.from(this.#atMs)};
		this.#indexes = [];
		this.#atMs = [];
		return moments;
	}
}

/** Finds out when the last connection of a crowd has got a block. */
export class Spread {
	readonly #first: number;
	/** How many connections have each block, from `#first` on. */
	#counts = new Uint32Array(1_024);
	readonly #complete = new MomentList();
	deliveries = 0;

	constructor(first: number) {
		this.#first = first;
	}

	/** One of `connections` got the blocks from `from` on, up to before `to`. */
	advanced(from: number, to: number, connections: number): void {
		this.deliveries += to - from;
		const last = to - this.#first;
		if (last > this.#counts.length) this.#enlarge(last);
		let atMs = 0;
		for (let at = from - this.#first; at < last; at++) {
			const count = this.#counts[at]! + 1;
			this.#counts[at] = count;
			if (count !== connections) continue;
			atMs ||= nowMs();
			this.#complete.add(this.#first + at, atMs);
		}
	}

	/** The moments at which everybody had a block, since the last time. */
	take(): Moments {
		return this.#complete.take();
	}

	#enlarge(least: number): void {
		const larger = new Uint32Array(Math.max(least, 2 * this.#counts.length));
		larger.set(this.#counts);
		this.#counts = larger;
	}
}

/** Finds out how long it takes until every connection of a crowd has got its first, its second, … array. */
export class Rounds {
	readonly #rounds: {readonly startedMs: number; count: number}[] = [];
	#tookMs: number[] = [];

	/** The array of this place begins somewhere. */
	begun(place: number, atMs: number): void {
		this.#rounds[place] ??= {startedMs: atMs, count: 0};
	}

	/** And has come whole to one of `connections`. */
	ended(place: number, connections: number, atMs: number): void {
		const round = this.#rounds[place]!;
		round.count++;
		if (round.count === connections) this.#tookMs.push(atMs - round.startedMs);
	}

	/** What the rounds took that were complete since the last time. */
	take(): readonly number[] {
		const taken = this.#tookMs;
		this.#tookMs = [];
		return taken;
	}
}
