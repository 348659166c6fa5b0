import type {Block} from '../core/block.ts';
import type {Welcome} from '../core/live-message.ts';
import type {BpmRange} from '../core/request.ts';
import type {UpstreamReport} from '../core/upstream-report.ts';
import type {Via} from '../core/via.ts';
import type {MovedReading} from './displaced.ts';
import type {Hub} from './hub.ts';
import type {Ledger} from './ledger.ts';
import type {HubLog} from './log.ts';

/** The file by which the data folder of a front is known: the readings that wait for the hub behind it. */
export const frontFile = 'queue.journal';

/** What connections need of a hub: the chain that they see, and where their readings go. */
export type ServedHub = Pick<
	Hub,
	'chain' | 'reader' | 'tip' | 'waiting' | 'reorgLimit' | 'isFull' | 'whenRoom' | 'submit'
>;

/** How a front stands with the hub behind it; what `/status` says besides (docs/operations.md). */
export interface UpstreamStatus extends UpstreamReport {
	readonly upstreamUp: boolean;
	/** Why it is away, or why nothing is passed on any more: a phrase that is safe to show. */
	readonly upstreamReason: string | null;
	/** Readings that wait for it. */
	readonly queued: number;
	/** Since the start: readings that are in its chain, and those that it refused after they were said to be queued. */
	readonly delivered: number;
	readonly undelivered: number;
}

/** Blocks that the log tells each by each; `from[i]` sent the i-th, undefined when he is not here. */
export interface ToldBlocks {
	readonly blocks: readonly Block[];
	readonly from: readonly (string | undefined)[];
}

/** What a front has to tell those who serve its connections. */
export interface FrontEvents {
	/** A reading from here is in another block of the hub behind. */
	moved(moved: MovedReading): void;
	/** The chain of a hub of the tutorial has changed: plain connections get it at once. */
	shown(): void;
	/** Live mode can be served from now on. */
	liveBegins(): void;
	/** The hub behind has come, gone or changed. */
	upstreamChanged(): void;
}

/**
 * A hub as a front for another one (protocol section 10): it shows the chain of the hub behind it and passes readings
 * on, and seals nothing itself. Made by src/relay.
 */
export interface Front {
	/** What is shown, and who takes the readings. */
	readonly hub: ServedHub;
	/** Why there is no live mode now, a sentence; null where there is. */
	readonly liveRefusal: string | null;
	/** Why there are no blocks to show, a sentence, for as long as there are none. */
	readonly emptyReason: string;
	/** The ledger of the hub behind, as it says, `none` where it has none; null while that is not known. */
	readonly facts: Pick<Welcome, 'ledger' | 'durable'> | null;
	/** Hash of the first block of a hub of the tutorial, which may be empty; null where the chain is mirrored. */
	readonly shownGenesis: string | null;
	/** This front, and those behind it. */
	readonly via: Via;
	/** The readings that the hub behind takes, as far as is known. */
	readonly range: BpmRange;
	readonly status: UpstreamStatus;
	/** Blocks have come, at least one: gives those that the log tells each by each. Of the others the front tells it. */
	arrived(blocks: readonly Block[]): ToldBlocks;
	/** Reaches for the hub behind; `events` come from now on. */
	start(events: FrontEvents): void;
	/** Passes nothing on any more; what waits is kept. */
	stop(): Promise<void>;
}

/** Makes a front of a hub that seals nothing, over its ledger. Throws a `BchainError`. */
export type OpenFront = (hub: Hub, ledger: Ledger, log: HubLog) => Promise<Front>;
