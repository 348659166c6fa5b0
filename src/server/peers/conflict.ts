import type {PeerView} from './peer-view.ts';

/** How long one conflict may hold back sealing. */
export const conflictHoldMs = 5_000;

/**
 * Who holds back in a fork (protocol section 9): of two hubs whose chains part, the one whose
 * first differing block has the higher hash seals nothing until they have settled on one of them. "The longest
 * wins" alone would not end while both go on. A conflict lasts until both share a block where they differed,
 * however often their branches change meanwhile, and holds for five seconds at most.
 */
export class Conflict {
	/** The highest block at which the chains have parted since they last agreed. */
	#forkIndex = -1;
	#heldMs = 0;
	#holdsSinceMs: number | null = null;

	/**
	 * Looks at the chains again, at `nowMs`, which never runs backwards. Returns whether to seal nothing for now;
	 * `ownHash` is our own first block that the peer does not have.
	 */
	look(view: PeerView, ownHash: string | undefined, nowMs: number): boolean {
		if (this.#holdsSinceMs !== null) {
			this.#heldMs += nowMs - this.#holdsSinceMs;
			this.#holdsSinceMs = null;
		}
		if (view.shared >= this.#forkIndex) {
			this.#forkIndex = -1;
			this.#heldMs = 0;
		}
		const {forkHash} = view;
		if (view.standing !== 'conflict' || forkHash === undefined || ownHash === undefined) return false;
		this.#forkIndex = Math.max(this.#forkIndex, view.shared + 1);
		if (forkHash > ownHash || this.#heldMs >= conflictHoldMs) return false;
		this.#holdsSinceMs = nowMs;
		return true;
	}
}
