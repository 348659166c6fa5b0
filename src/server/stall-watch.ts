import {type KernelQueues, readKernelQueues} from './kernel-queue.ts';

/** What is looked at of a connection. */
export interface Watched {
	/** Whether the other side has taken all there is to take. */
	readonly outbox: {readonly isIdle: boolean};
	/** Bytes that the other side has sent or taken, as far as we can see. */
	readonly movedBytes: number;
	/** What the system holds for it, of all that `readKernelQueues` knows. */
	queuedIn(queues: KernelQueues): number | undefined;
}

/** A connection that did not move when it was looked at last. */
interface Stillness {
	readonly movedBytes: number;
	/** What the system held for it then; undefined where that was not asked, or is not known. */
	readonly queuedBytes: number | undefined;
	readonly sinceMs: number;
}

/** The share of the timeout after which the system is asked, too: its answer must be older than one look. */
const suspicionShare = 0.5;

/**
 * Finds the connections that have something to take, take nothing and say nothing for the stall timeout. One
 * that is slow but moves is never found, however slow it is: before the last word the system's own queue is
 * looked at (docs/architecture.md).
 */
export class StallWatch<Kind extends Watched> {
	readonly #timeoutMs: number;
	readonly #port: () => number;
	readonly #still = new WeakMap<Kind, Stillness>();
	#looking = false;

	/** For connections of our `port`. */
	constructor(timeoutMs: number, port: () => number) {
		this.#timeoutMs = timeoutMs;
		this.#port = port;
	}

	/** Looks at all; calls `cut` for those that are stuck. To be called several times within the timeout. */
	async look(sessions: Iterable<Kind>, cut: (session: Kind) => void): Promise<void> {
		const suspects = this.#findSuspects(sessions);
		if (suspects.length === 0 || this.#looking) return;
		this.#looking = true;
		const queues = await readKernelQueues(this.#port());
		this.#looking = false;
		const now = performance.now();
		for (const session of suspects) {
			const before = this.#still.get(session)!;
			const queuedBytes = session.queuedIn(queues);
			const moved = before.queuedBytes !== undefined && before.queuedBytes !== queuedBytes;
			if (this.#isStill(session, before) && !moved && now - before.sinceMs >= this.#timeoutMs) cut(session);
			else this.#still.set(session, {...before, queuedBytes, ...(moved && {sinceMs: now})});
		}
	}

	/** Notes what moved, and gives what has not for so long that it is worth asking the system. */
	#findSuspects(sessions: Iterable<Kind>): readonly Kind[] {
		const now = performance.now();
		const suspects: Kind[] = [];
		for (const session of sessions) {
			const before = this.#still.get(session);
			if (!before || !this.#isStill(session, before)) {
				this.#still.set(session, {movedBytes: session.movedBytes, queuedBytes: undefined, sinceMs: now});
			} else if (now - before.sinceMs >= this.#timeoutMs * suspicionShare) suspects.push(session);
		}
		return suspects;
	}

	#isStill(session: Kind, {movedBytes}: Stillness): boolean {
		return !session.outbox.isIdle && session.movedBytes === movedBytes;
	}
}
