import type {AnyBlock} from '../../core/block.ts';
import type {ForkReason} from '../../core/fork.ts';
import type {HubName} from './topology.ts';

/** A block that is not in a hub's chain any more; it is shown until `untilMs`. */
export interface Gone {
	readonly block: AnyBlock;
	readonly untilMs: number;
}

/** How a fork was settled for `hubs`, which gave up the same blocks. */
export interface Settlement {
	readonly hubs: readonly HubName[];
	/** The other hubs that had the better chain, as far as is known. */
	readonly winners: readonly HubName[];
	/** Index of the newest block that both branches have. */
	readonly shared: number;
	/** How many blocks went, and how many there were on the other side. */
	readonly removed: number;
	readonly added: number;
	readonly why: ForkReason;
	/** The hash of the newest block that went. */
	readonly lost: string;
	/** The readings in those blocks that were added in the lab. */
	readonly ids: readonly string[];
}

/** Something that happened, to be told; in Date.now() time. */
export type Tale =
	| {readonly kind: 'said'; readonly atMs: number; readonly text: string}
	| (Settlement & {readonly kind: 'settled'; readonly atMs: number});
