import type {Block} from '../core/block.ts';
import type {Fork, PutAgainReading} from '../core/fork.ts';
import {hubLine} from '../core/live-message.ts';
import type {Connections} from './connections.ts';
import type {Front} from './front.ts';
import type {Hub, MovedReading} from './hub.ts';
import type {HubEvents, ReplacedBlocks} from './hub-events.ts';
import type {HubSelf} from './hub-self.ts';
import type {HubStatusSource} from './hub-status.ts';
import type {HubLog} from './log.ts';
import {Forks} from './peers/forks.ts';
import type {Counters} from './status.ts';

/** Who hears of what happens on the append path. */
export interface HubReportParts {
	readonly hub: Pick<Hub, 'chain'>;
	readonly self: Pick<HubSelf, 'beginWith'>;
	readonly front: Pick<Front, 'arrived'> | null;
	readonly status: Pick<HubStatusSource, 'appended' | 'health' | 'committed'>;
	readonly counters: Counters;
	readonly connections: () => Pick<Connections, 'moved' | 'news'>;
	/** There are new blocks for those who follow the chain. */
	readonly wake: () => void;
	readonly log: HubLog;
}

/** Tells of new and replaced blocks and of readings that moved: the connections, the counters, the forks and the log. */
export class HubReport implements HubEvents {
	/** The forks that were settled lately. */
	readonly forks: Forks;
	readonly #parts: HubReportParts;

	constructor(parts: HubReportParts) {
		this.#parts = parts;
		this.forks = new Forks({
			chain: parts.hub.chain,
			now: Date.now,
			onFork: fork => this.#onFork(fork),
			onPutAgain: putAgain => parts.connections().news.tell(hubLine.putAgain(putAgain)),
		});
	}

	appended(blocks: readonly Block[], from: readonly (string | undefined)[], areForeign: boolean): void {
		const {self, front, status, wake, log} = this.#parts;
		if (blocks[0]!.index === 0) self.beginWith(blocks[0]!.hash);
		status.appended(blocks.length);
		if (areForeign) this.forks.extended(blocks);
		wake();
		const told = front?.arrived(blocks) ?? {blocks, from};
		if (told.blocks.length > 0) log({event: 'blocks', ...told});
	}

	replaced(replaced: ReplacedBlocks): void {
		const {self, status, counters, wake, log} = this.#parts;
		const {from: index, removed, blocks, peer} = replaced;
		// It joined a network: what it had was only a beginning of its own.
		if (index === 0) self.beginWith(blocks[0]!.hash);
		else {
			counters.forks++;
			counters.blocksReplaced += removed.length;
		}
		status.appended(blocks.length);
		// Whoever watches hears of the fork before the blocks go.
		const why = this.forks.replaced(replaced);
		wake();
		log({event: 'replaced', index, removed: removed.length, count: blocks.length, peer, why});
	}

	putAgain(version: number, reading: PutAgainReading): void {
		this.forks.putAgain(version, reading);
	}

	moved(moved: MovedReading): void {
		const {counters, connections, log} = this.#parts;
		const {id, from, bpm, index} = moved;
		counters.readingsMoved++;
		connections().moved(moved);
		const known = {...(id !== undefined && {id}), ...(from !== undefined && {from})};
		log({event: 'moved', index, bpm, ...known});
	}

	health(ok: boolean, reason: string): void {
		const {status, log} = this.#parts;
		status.health(ok);
		log({event: 'health', ok, reason});
	}

	committed(tookMs: number): void {
		this.#parts.status.committed(tookMs);
	}

	#onFork(fork: Fork): void {
		const {connections, log} = this.#parts;
		connections().news.tell(hubLine.fork(fork));
		const {peer, shared, winner, why, ours, theirs} = fork;
		if (winner === 'ours')
			log({event: 'kept', index: shared + 1, count: ours.count, dropped: theirs.count, peer, why});
	}
}
