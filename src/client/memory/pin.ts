import type {AnyBlock} from '../../core/block.ts';
import {wins} from '../../core/fork-choice.ts';
import {makeLocator} from '../../core/locator.ts';
import type {ChainColumns} from '../chain-columns.ts';

/** A block as far as it is remembered; numbers and times as they were written. */
export interface PinnedBlock {
	readonly index: number;
	readonly hash: string;
	readonly bpm: string;
	readonly time: string;
}

/** What a hub of live mode says of its chain. */
export interface Promises {
	readonly ledger: string;
	/** Whether it survives a restart of the hub. */
	readonly durable: boolean;
	/** How many of the newest blocks a longer chain may replace. */
	readonly reorgLimit: number;
}

/** What is remembered of the hub at an address (protocol section 6). Plain data, kept in a file. */
export interface Pin {
	/** Null where the address has never spoken live mode: such a hub promises nothing. */
	readonly promises: Promises | null;
	/** Hash of the genesis block; null where nobody saw it. */
	readonly genesis: string | null;
	/** What was verified: the blocks of a locator, from the tip down; empty when nothing was. */
	readonly blocks: readonly PinnedBlock[];
	/** When that was last so, in Date.now() time. */
	readonly verifiedAtMs: number;
	/** Whether the hub speaks live mode and has never named another block than its genesis block. */
	readonly fresh: boolean;
	/** How many times a person accepted another past at this address. */
	readonly accepted: number;
}

/** Of a block of any program: what is longer is cut, on both sides of a comparison alike. */
export const textCharactersMax = 96;

/** A block as it is remembered. */
export function pinBlock({index, hash, bpm, timestamp}: AnyBlock): PinnedBlock {
	return {index, hash: pinText(hash), bpm: String(bpm), time: pinText(timestamp)};
}

/** A hash or a time as it is remembered. */
export function pinText(text: string): string {
	return text.slice(0, textCharactersMax);
}

/** Whether both are the same block, as far as that is remembered. */
export function isSameBlock(a: PinnedBlock, b: PinnedBlock): boolean {
	return a.index === b.index && a.hash === b.hash && a.bpm === b.bpm && a.time === b.time;
}

/**
 * The blocks of a chain that are remembered: those of its locator. Where only the newest part of the chain is
 * held, what was remembered of the part before it stays.
 */
export function pinBlocks(columns: ChainColumns, older: readonly PinnedBlock[]): readonly PinnedBlock[] {
	const {firstIndex, tipIndex} = columns;
	const indexes = makeLocator(tipIndex, () => '').map(([index]) => index);
	const held = indexes.filter(index => index >= firstIndex).map(index => pinBlock(columns.blockAt(index)!));
	return [...held, ...older.filter(({index}) => index < firstIndex)].slice(0, pinnedBlocksMax);
}

/** More than any locator has. */
export const pinnedBlocksMax = 96;

/**
 * Of what two clients remember of one address, what both go on with. A past that a person accepted later wins,
 * then the ledger that was verified later; of one ledger the longer chain, so that nobody's steps back.
 */
export function mergePins(kept: Pin, mine: Pin): Pin {
	if (kept.accepted !== mine.accepted) return kept.accepted > mine.accepted ? kept : mine;
	if (kept.promises === null || mine.promises === null) return mergePlain(kept, mine);
	const later = mine.verifiedAtMs >= kept.verifiedAtMs ? mine : kept;
	if (kept.promises.ledger !== mine.promises.ledger) return later;
	const longer = isLonger(kept, mine) ? kept : mine;
	return {
		...longer,
		promises: {
			ledger: mine.promises.ledger,
			durable: kept.promises.durable || mine.promises.durable,
			reorgLimit: Math.min(kept.promises.reorgLimit, mine.promises.reorgLimit),
		},
		fresh: kept.fresh && mine.fresh,
		verifiedAtMs: later.verifiedAtMs,
	};
}

/** An address that spoke live mode once has done so for good; without promises the newest word counts. */
function mergePlain(kept: Pin, mine: Pin): Pin {
	if ((kept.promises === null) !== (mine.promises === null)) return kept.promises === null ? mine : kept;
	return mine.verifiedAtMs >= kept.verifiedAtMs ? mine : kept;
}

function isLonger(a: Pin, b: Pin): boolean {
	const [tipA] = a.blocks;
	const [tipB] = b.blocks;
	return tipA !== undefined && (tipB === undefined || wins(tipA, tipB));
}
