import type {Wire} from './link-state.ts';

/** How a hub in live mode knows that somebody is there (protocol section 4). */
export class SignsOfLife {
	readonly #wire: Wire;
	readonly #everyMs: number;
	#lastMs = performance.now();

	/** While nothing else is said, one goes out every `everyMs`. */
	constructor(wire: Wire, everyMs: number) {
		this.#wire = wire;
		this.#everyMs = everyMs;
	}

	/** The hub asked; what waits for a hub that does not read is enough of an answer. */
	answer(): void {
		this.#lastMs = performance.now();
		if (!this.#wire.congested) this.#wire.write('/pong\n');
	}

	/** Blocks come: the hub's own questions may be far behind them. */
	show(): void {
		if (performance.now() - this.#lastMs >= this.#everyMs) this.answer();
	}
}
