import {performance} from 'node:perf_hooks';

/** How long bulk writing may hold the event loop before submissions and new data get their turn. */
const sliceMs = 2;

/** Something with bulk data to write, in pieces. */
export interface Pump {
	/** Writes one piece. Returns whether another could be written right now. */
	pump(): boolean;
}

/**
 * Shares the time for bulk writing among connections: in slices of 2 ms with a turn of the event loop
 * between, one piece a connection and round, so that a broadcast to a thousand connections delays a
 * submission by milliseconds (docs/architecture.md).
 */
export class Pacer {
	#ring: Pump[] = [];
	readonly #waiting = new Set<Pump>();
	#scheduled = false;

	/** Gives `pump` turns until it has nothing more to write. Adding it twice is harmless. */
	add(pump: Pump): void {
		if (this.#waiting.has(pump)) return;
		this.#waiting.add(pump);
		this.#ring.push(pump);
		this.#schedule();
	}

	#schedule(): void {
		if (this.#scheduled) return;
		this.#scheduled = true;
		setImmediate(() => {
			this.#scheduled = false;
			this.#run();
		});
	}

	#run(): void {
		const deadline = performance.now() + sliceMs;
		const again: Pump[] = [];
		let at = 0;
		while (at < this.#ring.length) {
			const pump = this.#ring[at++]!;
			this.#waiting.delete(pump);
			if (pump.pump() && !this.#waiting.has(pump)) {
				this.#waiting.add(pump);
				again.push(pump);
			}
			if (performance.now() > deadline) break;
		}
		// Whoever had no turn comes first in the next slice.
		this.#ring = [...this.#ring.slice(at), ...again];
		if (this.#ring.length > 0) this.#schedule();
	}
}
