import type {Hub} from '../hub.ts';
import {CatchUp} from './catch-up.ts';
import {Conflict} from './conflict.ts';
import {HoldBudget} from './hold-budget.ts';
import type {PeerView} from './peer-view.ts';

/** How long a question about the peer's chain may hold back sealing. */
const questionHoldMs = 5_000;
/**
 * How long all forks with one peer may do so: conflicts follow each other under load, but a peer that makes new ones
 * all the time must not keep us from sealing for more than half of it.
 */
const conflictsHoldMs = 30_000;
const conflictsHoldShare = 1;

/** Has the hub seal nothing while one peer's chain would only replace it (protocol section 9). */
export class HoldBack {
	readonly #hub: Pick<Hub, 'tip' | 'chain' | 'hold'>;
	readonly #conflict = new Conflict();
	readonly #budget = new HoldBudget(conflictsHoldMs, conflictsHoldShare);
	/** The rest of a peer's chain that is longer than ours. */
	readonly catchUp = new CatchUp();
	#givesWay = false;
	#isBehind = false;

	constructor(hub: Pick<Hub, 'tip' | 'chain' | 'hold'>) {
		this.#hub = hub;
	}

	/**
	 * Looks at the peer's chain again, at `nowMs`, which never runs backwards. While it is asked for (`view` is null),
	 * for `askingMs` so far, everything is as it was, for some seconds.
	 */
	look(view: PeerView | null, askingMs: number, nowMs: number): void {
		const isAsking = view === null && askingMs <= questionHoldMs;
		if (view) {
			const ownHash = view.depth > 0 ? this.#hub.chain.hashAt(view.shared + 1) : undefined;
			this.#givesWay = this.#conflict.look(view, ownHash, nowMs) && !view.isDeep;
			// What has come is not ours yet: a block sealed before that would be replaced by it.
			this.#isBehind = !view.isDeep && this.catchUp.waits(view.shared, nowMs);
		} else if (!isAsking) {
			this.#givesWay = false;
			this.#isBehind = false;
		}
		// A reading sealed before it is known where their chain begins would keep the two apart for ever.
		const isUnknown = view ? view.shared < 0 && view.height < 0 : isAsking;
		const isBeginning = isUnknown && this.#hub.tip.index === 0;
		const yields = this.#budget.grants(this.#givesWay || isBeginning, nowMs);
		this.#hub.hold(this, yields || this.#isBehind);
	}

	end(): void {
		this.#hub.hold(this, false);
	}
}
