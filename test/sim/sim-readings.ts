/** A reading of the simulation. It is taken by one hub, and may come there more than once if it has an id. */
export interface SimReading {
	readonly name: number;
	readonly bpm: number;
	readonly id: string | undefined;
}

/** Hostile peers read from here on, so that nobody takes theirs for anybody's. */
export const hostileBpmMin = 1_000_000;

const idPrefix = 'simulated-reading-';

/** The id of a reading, by which its name is known again. */
export function idOf(name: number): string {
	return `${idPrefix}${name}`;
}

/** The name of the reading with this id. */
export function nameOf(id: string): number {
	return Number(id.slice(idPrefix.length));
}

/** All readings that any hub has taken: no chain may hold more blocks of a BPM than there were readings. */
export class SimReadings {
	readonly #names = new Set<number>();
	readonly #counts = new Map<number, number>();

	/** A hub takes a reading, perhaps once more. */
	taken({name, bpm}: SimReading): void {
		if (this.#names.has(name)) return;
		this.#names.add(name);
		this.#counts.set(bpm, this.countOf(bpm) + 1);
	}

	/** How many different ones had this BPM. */
	countOf(bpm: number): number {
		return this.#counts.get(bpm) ?? (bpm >= hostileBpmMin ? 1 : 0);
	}
}
