/** Virtual time and seeded chance for the simulation of many hubs. */

interface Event {
	readonly at: number;
	readonly order: number;
	readonly go: () => void;
}

/** Numbers that look random and are the same for the same seed: mulberry32. */
export function createRandom(seed: number): () => number {
	let state = seed >>> 0;
	return () => {
		state = (state + 0x6d2b79f5) >>> 0;
		let mixed = Math.imul(state ^ (state >>> 15), state | 1);
		mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
	};
}

/** A clock that goes from one event to the next, in milliseconds. All chance comes from its seed. */
export class World {
	readonly #random: () => number;
	/** A binary heap, the earliest event first. */
	readonly #events: Event[] = [];
	#order = 0;
	#now = 0;
	/** Events so far. */
	steps = 0;

	constructor(seed: number) {
		this.#random = createRandom(seed);
	}

	get now(): number {
		return this.#now;
	}

	/** A number from `from` up to, not including, `to`. */
	between(from: number, to: number): number {
		return from + this.#random() * (to - from);
	}

	/** A whole number from `from` to `to`. */
	whole(from: number, to: number): number {
		return Math.floor(this.between(from, to + 1));
	}

	chance(probability: number): boolean {
		return this.#random() < probability;
	}

	pick<Item>(items: readonly Item[]): Item {
		return items[this.whole(0, items.length - 1)]!;
	}

	/** Calls `go` after so many milliseconds. */
	after(delayMs: number, go: () => void): void {
		this.#push({at: this.#now + delayMs, order: this.#order++, go});
	}

	/** Goes on until `atMs`. What an event promises is done before the next one. */
	async runUntil(atMs: number): Promise<void> {
		for (let next = this.#events[0]; next && next.at <= atMs; next = this.#events[0]) {
			this.#pop();
			this.#now = next.at;
			this.steps++;
			next.go();
			await settle();
		}
		this.#now = atMs;
	}

	#push(event: Event): void {
		const heap = this.#events;
		let at = heap.length;
		while (at > 0) {
			const parent = (at - 1) >>> 1;
			if (isBefore(heap[parent]!, event)) break;
			heap[at] = heap[parent]!;
			at = parent;
		}
		heap[at] = event;
	}

	#pop(): void {
		const heap = this.#events;
		const last = heap.pop()!;
		if (heap.length === 0) return;
		let at = 0;
		for (;;) {
			let child = 2 * at + 1;
			if (child >= heap.length) break;
			if (child + 1 < heap.length && isBefore(heap[child + 1]!, heap[child]!)) child++;
			if (isBefore(last, heap[child]!)) break;
			heap[at] = heap[child]!;
			at = child;
		}
		heap[at] = last;
	}
}

function isBefore(a: Event, b: Event): boolean {
	return a.at < b.at || (a.at === b.at && a.order < b.order);
}

/** Promises that wait for nothing outside are settled when this is. */
async function settle(): Promise<void> {
	await new Promise<void>(resolve => setImmediate(resolve));
}
