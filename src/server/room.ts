/** Readings that one who is let go on may bring before he looks again: the lines of one piece. */
const readingsEach = 512;

/**
 * Those who wait until the hub has room for more readings, the first who came first. No more are let go on at
 * once than there is room for, so that a thousand senders do not fill it many times over.
 */
export class Room {
	/** Readings there is room for. */
	readonly #size: () => number;
	readonly #waiting = new Set<() => void>();
	#scheduled = false;

	constructor(size: () => number) {
		this.#size = size;
	}

	/** Calls `go` once, when there is room and those before have gone on. The function that it gives ends the waiting. */
	wait(go: () => void): () => void {
		this.#waiting.add(go);
		this.#openSoon();
		return () => void this.#waiting.delete(go);
	}

	/** To be called when room was made. */
	open(): void {
		const count = Math.ceil(Math.max(0, this.#size()) / readingsEach);
		if (count === 0) return;
		for (const go of [...this.#waiting].slice(0, count)) {
			this.#waiting.delete(go);
			go();
		}
		this.#openSoon();
	}

	/** What those bring who just went on has to come in before it is known whether more may. */
	#openSoon(): void {
		if (this.#waiting.size === 0 || this.#scheduled) return;
		this.#scheduled = true;
		setImmediate(() => {
			this.#scheduled = false;
			this.open();
		});
	}
}
