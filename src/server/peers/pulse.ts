const pingIntervalMs = 10_000;

/** Signs of life over a link: how long it has been silent, and how long an answer takes. */
export class Pulse {
	readonly #now: () => number;
	readonly #ping: (t: number) => void;
	#heardMs: number;
	/** The first time that it is asked, it is time. */
	#pingedMs = Number.NEGATIVE_INFINITY;
	#roundTripMs: number | undefined;

	/** `now` never runs backwards; `ping` asks the peer to give `t` back. */
	constructor(now: () => number, ping: (t: number) => void) {
		this.#now = now;
		this.#ping = ping;
		this.#heardMs = now();
	}

	/** Of the last ping that was answered. */
	get roundTripMs(): number | undefined {
		return this.#roundTripMs;
	}

	get silentMs(): number {
		return this.#now() - this.#heardMs;
	}

	/** The peer said something, or could not be heard until now. */
	heard(): void {
		this.#heardMs = this.#now();
	}

	/** Asks whether the peer is there, when it is time. */
	tick(): void {
		const nowMs = this.#now();
		if (nowMs - this.#pingedMs < pingIntervalMs) return;
		this.#pingedMs = nowMs;
		this.#ping(Math.floor(nowMs));
	}

	/** The peer gave `t` back. False: it is not the last one. */
	answered(t: number): boolean {
		const roundTripMs = this.#now() - this.#pingedMs;
		if (t !== Math.floor(this.#pingedMs) || roundTripMs < 0) return false;
		this.#roundTripMs = roundTripMs;
		return true;
	}
}
