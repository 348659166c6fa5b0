/** What a crowd found to be wrong, each thing once with how often it was seen. */
export interface Finding {
	/** A phrase that is safe to show. */
	readonly what: string;
	readonly count: number;
}

const kindsMax = 50;
const others = 'other faults';

/** Gathers faults without end in bounded memory: beyond fifty kinds the rest are counted together. */
export class Findings {
	readonly #counts = new Map<string, number>();

	add(what: string): void {
		const name = this.#counts.has(what) || this.#counts.size < kindsMax ? what : others;
		this.#counts.set(name, (this.#counts.get(name) ?? 0) + 1);
	}

	get list(): readonly Finding[] {
		return Array.from(this.#counts, ([what, count]) => ({what, count}));
	}
}
