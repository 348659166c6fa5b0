import type {Block} from '../core/block.ts';
import type {PutAgainReading} from '../core/fork.ts';
import type {MovedReading} from './displaced.ts';

/** Another hub's branch replaced blocks of this one. */
export interface ReplacedBlocks {
	/** The chain text has this version since then. */
	readonly version: number;
	/** Index of the first block that is another one now; 0: also the genesis block. */
	readonly from: number;
	/** The blocks that were there, at least one. */
	readonly removed: readonly Block[];
	/** The blocks that are there now, at least one: the first ones of a long branch, of which others are on their way. */
	readonly blocks: readonly Block[];
	/** Index of the newest block of their branch, as the other hub says. */
	readonly height: number;
	/** How many readings accepted here stood in `removed` and are put on the chain again. */
	readonly displaced: number;
	/** How the hub is called from which the branch came. */
	readonly peer: string;
	/** Whether it was taken only because a person had said so: it replaced more blocks than it may by itself. */
	readonly isAccepted: boolean;
}

/** What the hub tells those who serve connections and write the log. */
export interface HubEvents {
	/**
	 * New durable blocks; `senders[i]` sent `blocks[i]`, undefined when it came from elsewhere. `areForeign`: another
	 * hub sealed them.
	 */
	appended(blocks: readonly Block[], senders: readonly (string | undefined)[], areForeign: boolean): void;
	/** Told after the chain text has changed, and before anybody is sent the new blocks. */
	replaced(replaced: ReplacedBlocks): void;
	/** A reading that was displaced when the chain text got `version` is on the chain again. */
	putAgain(version: number, reading: PutAgainReading): void;
	/** A reading whose block was replaced is in another one now. */
	moved(moved: MovedReading): void;
	health(ok: boolean, reason: string): void;
	/** A commit took so many milliseconds, whatever came of it. */
	committed(tookMs: number): void;
}

const ignore = (): void => {};

/** For a hub that nobody watches. */
export const noEvents: HubEvents = {
	appended: ignore,
	replaced: ignore,
	putAgain: ignore,
	moved: ignore,
	health: ignore,
	committed: ignore,
};
