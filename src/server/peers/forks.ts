import type {Block} from '../../core/block.ts';
import type {Fork, ForkBranch, ForkReason, ForkReport, PutAgain, PutAgainReading} from '../../core/fork.ts';
import {limits} from '../../core/limits.ts';
import type {ChainText} from '../chain-text.ts';
import type {ReplacedBlocks} from '../hub-events.ts';
import type {KeptBranch} from './fork-watch.ts';

/** What `Forks` works with. */
export interface ForksOptions {
	/** Our own. */
	readonly chain: Pick<ChainText, 'blockAt'>;
	/** Milliseconds since 1970. */
	readonly now: () => number;
	/** A fork was settled. */
	readonly onFork: (fork: Fork) => void;
	/** Readings were put again after one of the forks that are remembered. Told once in a turn of the event loop. */
	readonly onPutAgain: (putAgain: PutAgain) => void;
}

/** A fork with what becomes of its readings. */
interface Remembered {
	fork: Fork;
	/** Index of the newest block of the branch of the peer that won, as that says; others come after it. */
	readonly height: number;
	/** The version of the chain text that it made; null where it replaced nothing here. */
	readonly version: number | null;
	readonly putAgain: PutAgainReading[];
	putAgainCount: number;
	/** How many of `putAgain` have been told. */
	toldCount: number;
}

/**
 * The forks that this hub has seen settled lately, for people (protocol section 4): the newest 8, of each branch its
 * first 8 blocks, and the first 64 readings that were put again. All in memory; a hub that starts has seen none.
 */
export class Forks {
	readonly #options: ForksOptions;
	/** The oldest first. */
	readonly #remembered: Remembered[] = [];
	readonly #untold = new Set<Remembered>();
	#settledCount = 0;

	constructor(options: ForksOptions) {
		this.#options = options;
	}

	/** The newest 8, the oldest of them first. */
	list(): readonly ForkReport[] {
		return this.#remembered.map(({fork, putAgain, putAgainCount}) => ({
			...fork,
			putAgain: [...putAgain],
			putAgainCount,
		}));
	}

	/**
	 * A peer's branch replaced blocks here. Returns why it did. Where it also replaced the genesis block, this hub had
	 * only a beginning of its own, and that is no fork.
	 */
	replaced(replaced: ReplacedBlocks): ForkReason {
		const {version, from, removed, blocks, height, displaced, peer, isAccepted} = replaced;
		const ours = describeBranch(removed);
		const theirs = describeBranch(blocks);
		const why = isAccepted ? 'accepted' : reasonOf(theirs, ours);
		const settled: SettledFork = {peer, shared: from - 1, winner: 'theirs', why, ours, theirs, displaced};
		if (from > 0) this.#add(settled, version, height);
		return why;
	}

	/**
	 * Blocks of another hub came after ours. A long branch that won is taken line by line: those that its peer had then
	 * belong to the fork as well.
	 */
	extended(blocks: readonly Block[]): void {
		const remembered = this.#remembered.at(-1);
		const more = blocks.filter(({index}) => index <= (remembered?.height ?? -1));
		if (!remembered || more.length === 0) return;
		const {fork} = remembered;
		const {winner, ours, theirs} = fork;
		if (winner === 'ours' || more[0]!.prevHash !== theirs.tip) return;
		const grown: ForkBranch = {
			count: theirs.count + more.length,
			tip: more.at(-1)!.hash,
			blocks: [...theirs.blocks, ...more].slice(0, limits.forkBlocksMax),
		};
		const why = fork.why === 'accepted' ? fork.why : reasonOf(grown, ours);
		remembered.fork = {...fork, why, theirs: grown};
	}

	/** A peer took our branch and dropped its own. The same fork seen at several peers is one. */
	kept(peer: string, {shared, count, tip, theirs}: KeptBranch): void {
		const ours = {count, tip, blocks: this.#ownBlocks(shared, count)};
		const settled: SettledFork = {
			peer,
			shared,
			winner: 'ours',
			why: reasonOf(ours, theirs),
			ours,
			theirs,
			displaced: 0,
		};
		if (!this.#remembered.some(({fork}) => isPartOf(settled, fork))) this.#add(settled, null, -1);
	}

	/** A reading that was displaced when the chain text got `version` is on the chain again. */
	putAgain(version: number, reading: PutAgainReading): void {
		const remembered = this.#remembered.find(each => each.version === version);
		if (!remembered) return;
		remembered.putAgainCount++;
		if (remembered.putAgain.length < limits.putAgainMax) remembered.putAgain.push(reading);
		// A commit holds thousands of readings: they are told together.
		if (this.#untold.size === 0) setImmediate(() => this.#tellPutAgain());
		this.#untold.add(remembered);
	}

	#tellPutAgain(): void {
		for (const remembered of this.#untold) {
			const {fork, putAgain, putAgainCount, toldCount} = remembered;
			remembered.toldCount = putAgain.length;
			this.#options.onPutAgain({
				fork: fork.id,
				readings: putAgain.slice(toldCount),
				count: putAgainCount,
			});
		}
		this.#untold.clear();
	}

	#add(settled: SettledFork, version: number | null, height: number): void {
		const at = new Date(this.#options.now()).toISOString();
		const fork = {id: ++this.#settledCount, at, ...settled};
		this.#remembered.push({fork, height, version, putAgain: [], putAgainCount: 0, toldCount: 0});
		if (this.#remembered.length > limits.forksMax) this.#remembered.shift();
		this.#options.onFork(fork);
	}

	/** The first blocks of our own branch; none where they are only in the ledger. */
	#ownBlocks(shared: number, count: number): readonly Block[] {
		const blocks: Block[] = [];
		for (let i = 1; i <= Math.min(count, limits.forkBlocksMax); i++) {
			const block = this.#options.chain.blockAt(shared + i);
			if (!block) break;
			blocks.push(block);
		}
		return blocks;
	}
}

type SettledFork = Omit<Fork, 'id' | 'at'>;

function describeBranch(blocks: readonly Block[]): ForkBranch {
	return {
		count: blocks.length,
		tip: blocks.at(-1)!.hash,
		blocks: blocks.slice(0, limits.forkBlocksMax),
	};
}

function reasonOf(winner: ForkBranch, loser: ForkBranch): ForkReason {
	return winner.count > loser.count ? 'longer' : 'lowerHash';
}

/**
 * Whether what was heard of a fork has been told: the chains parted at the same place into the same branches,
 * whichever side was ours then, and no more blocks were given up than it was told.
 */
function isPartOf(heard: SettledFork, told: Fork): boolean {
	if (heard.shared !== told.shared) return false;
	const [heardWinner, heardLoser] = sidesOf(heard);
	const [toldWinner, toldLoser] = sidesOf(told);
	return (
		firstOf(heardWinner) === firstOf(toldWinner) &&
		firstOf(heardLoser) === firstOf(toldLoser) &&
		heardLoser.count <= toldLoser.count
	);
}

function sidesOf({winner, ours, theirs}: SettledFork): readonly [winner: ForkBranch, loser: ForkBranch] {
	return winner === 'ours' ? [ours, theirs] : [theirs, ours];
}

function firstOf({blocks, tip}: ForkBranch): string {
	return blocks[0]?.hash ?? tip;
}
