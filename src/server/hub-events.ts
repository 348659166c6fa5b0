import type {Block} from '../core/block.ts';
import type {MovedReading} from './displaced.ts';

/** What the hub tells those who serve connections and write the log. */
export interface HubEvents {
	/** New durable blocks; `senders[i]` sent `blocks[i]`, undefined when it came from elsewhere. */
	appended(blocks: readonly Block[], senders: readonly (string | undefined)[]): void;
	/** Another chain replaced the blocks from `from` on. */
	replaced(from: number, removed: readonly Block[], blocks: readonly Block[]): void;
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
	moved: ignore,
	health: ignore,
	committed: ignore,
};
