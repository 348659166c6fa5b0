import type {Welcome} from '../core/live-message.ts';
import type {BpmRange} from '../core/request.ts';
import type {Front, ServedHub} from './front.ts';
import type {Hub} from './hub.ts';
import type {Ledger} from './ledger.ts';

/** What a hub is by itself. */
export interface HubSelfParts {
	/** Program and version. */
	readonly version: string;
	readonly hub: Hub;
	readonly ledger: Pick<Ledger, 'id' | 'durable'>;
	readonly range: BpmRange;
	readonly broadcastMs: number;
	/** Where it is a front: what it says of itself is what the hub behind it says. */
	readonly front: Front | null;
}

/** What a hub says of itself, and what it shows: its own chain, or as a front that of another hub. */
export class HubSelf {
	readonly version: string;
	readonly #parts: HubSelfParts;
	readonly #own: Hub;
	readonly #front: Front | null;
	#genesis: string;

	/** `genesis` is the hash of the first block; empty while there is none. */
	constructor(parts: HubSelfParts, genesis: string) {
		this.version = parts.version;
		this.#parts = parts;
		this.#own = parts.hub;
		this.#front = parts.front;
		this.#genesis = genesis;
	}

	/** What connections see and use. */
	get hub(): ServedHub {
		return this.#front?.hub ?? this.#own;
	}

	/** The hash of the first block that is shown; empty while there is none. */
	get genesis(): string {
		return this.#front?.shownGenesis ?? this.#genesis;
	}

	get ledger(): Pick<Ledger, 'id' | 'durable'> {
		const {ledger, front} = this.#parts;
		const facts = front?.facts;
		return facts ? {id: facts.ledger, durable: facts.durable} : ledger;
	}

	get range(): BpmRange {
		return this.#front?.range ?? this.#parts.range;
	}

	/** What else a front says of itself. */
	get upstream(): Front['status'] | null {
		return this.#front?.status ?? null;
	}

	/** The fronts between this hub and the one behind; null where it is none. */
	get via(): Welcome['via'] {
		return this.#front?.via;
	}

	/** Why live mode is not served now, a sentence; null where it is. */
	get liveRefusal(): string | null {
		return this.#front?.liveRefusal ?? null;
	}

	/** Why there is no block to show, a sentence; null where there is one. */
	get emptyReason(): string | null {
		return this.hub.chain.length === 0 ? (this.#front?.emptyReason ?? 'There is no block yet.') : null;
	}

	/** The chain begins with this block from now on. */
	beginWith(genesis: string): void {
		this.#genesis = genesis;
	}

	/** How the hub introduces itself in live mode (protocol section 4). */
	welcome(): Welcome {
		const {broadcastMs} = this.#parts;
		const {hub, ledger, genesis, range, version, via} = this;
		const {index: height, hash: tip} = hub.tip;
		const {id, durable} = ledger;
		const {reorgLimit} = hub;
		return {
			...{version: 1, hub: version, ledger: id, durable, genesis, height, tip},
			...{range, reorgLimit, broadcastMs},
			...(via && {via}),
		};
	}
}
