/**
 * How long somebody may keep this hub from sealing: `capacityMs` at once, and in the long run so much of each second
 * as `share` says, however often the reason is a new one.
 */
export class HoldBudget {
	readonly #capacityMs: number;
	readonly #share: number;
	#leftMs: number;
	#lookedMs: number | null = null;
	#holds = false;

	constructor(capacityMs: number, share: number) {
		this.#capacityMs = capacityMs;
		this.#share = share;
		this.#leftMs = capacityMs;
	}

	/** How much is left, in milliseconds. */
	get leftMs(): number {
		return Math.max(0, this.#leftMs);
	}

	/** Whether who `wants` to hold may do so from `nowMs` on; the clock never runs backwards. To be asked again soon. */
	grants(wants: boolean, nowMs: number): boolean {
		const sinceMs = nowMs - (this.#lookedMs ?? nowMs);
		this.#lookedMs = nowMs;
		const gained = this.#holds ? -sinceMs : sinceMs * this.#share;
		// Nobody may look for a while: what was held too long is held less later.
		this.#leftMs = Math.min(this.#capacityMs, Math.max(-this.#capacityMs, this.#leftMs + gained));
		this.#holds = wants && this.#leftMs > 0;
		return this.#holds;
	}
}
