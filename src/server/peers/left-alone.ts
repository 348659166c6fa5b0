/** A hub that broke the rules, and how long it is left alone. */
export interface Offender {
	/** How it was called here. */
	readonly name: string;
	/** A sentence. */
	readonly reason: string;
	readonly untilMs: number;
}

/** Whoever breaks the rules from ever new places must not fill our memory. */
const offendersMax = 1_000;

/** Who broke the rules lately, by the id of its process and by its address where that is not this machine. */
export class LeftAlone {
	readonly #forMs: number;
	readonly #byKey = new Map<string, Offender>();

	constructor(forMs: number) {
		this.#forMs = forMs;
	}

	/** From now on leaves alone whoever has one of these `keys`. */
	add(keys: readonly string[], name: string, reason: string): void {
		const offender = {name, reason, untilMs: performance.now() + this.#forMs};
		for (const key of keys) {
			this.#byKey.delete(key);
			this.#byKey.set(key, offender);
			if (this.#byKey.size <= offendersMax) continue;
			const [oldest] = this.#byKey.keys();
			this.#byKey.delete(oldest!);
		}
	}

	/** Who has this key, if it is to be left alone still. */
	find(key: string): Offender | undefined {
		this.#forget();
		return this.#byKey.get(key);
	}

	/** All that are left alone, each once. */
	list(): readonly Offender[] {
		this.#forget();
		return [...new Set(this.#byKey.values())];
	}

	#forget(): void {
		const nowMs = performance.now();
		// The oldest come first.
		for (const [key, {untilMs}] of this.#byKey) {
			if (untilMs > nowMs) return;
			this.#byKey.delete(key);
		}
	}
}

/** What to tell a hub that is left alone; `reason` is a sentence. */
export function describeOffence(reason: string): string {
	return `You are left alone for a while. What you did: ${reason}`;
}
