/** A peer that has more to send goes on doing so: this many blocks in that time, or nobody waits for it. */
const windowMs = 5_000;
const windowBlocksMin = 1_000;

/**
 * A hub that is behind seals nothing until it has caught up: what it sealed in between would be replaced with the
 * next line. It waits only while the peer keeps sending.
 */
export class CatchUp {
	#height = -1;
	/** Blocks since it was last seen that they come. */
	#blocks = 0;
	/** How long was waited since then, in all: who announces again and again is not waited for anew each time. */
	#waitedMs = 0;
	#waitsSinceMs: number | null = null;

	/** The peer's chain reaches up to block `height`, and follows now. */
	begin(height: number): void {
		this.#height = height;
	}

	/** The peer has sent so many blocks. */
	count(blocks: number): void {
		this.#blocks += blocks;
		if (this.#blocks >= windowBlocksMin) this.#restart();
	}

	end(): void {
		this.#height = -1;
	}

	/** Whether to wait for what is still to come of a chain of which blocks up to `taken` are ours. */
	waits(taken: number, nowMs: number): boolean {
		if (this.#waitsSinceMs !== null) this.#waitedMs += nowMs - this.#waitsSinceMs;
		this.#waitsSinceMs = null;
		if (this.#height >= 0 && taken >= this.#height) {
			this.end();
			this.#restart();
		}
		if (this.#height < 0 || this.#waitedMs >= windowMs) return false;
		this.#waitsSinceMs = nowMs;
		return true;
	}

	#restart(): void {
		this.#blocks = 0;
		this.#waitedMs = 0;
	}
}
