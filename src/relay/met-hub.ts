import {isHash} from '../core/block.ts';
import {type Fields, isFields, isIndex} from '../core/json-value.ts';
import {defaults, limits} from '../core/limits.ts';
import type {Welcome} from '../core/live-message.ts';
import type {BpmRange} from '../core/request.ts';

/** What is known of the hub behind a front since it was first met: readings go to no other chain. */
export type MetHub = MetLiveHub | MetTutorialHub;

/** One that speaks live mode. */
export interface MetLiveHub extends Pick<Welcome, 'ledger' | 'durable' | 'genesis' | 'reorgLimit' | 'range'> {
	readonly kind: 'live';
}

/** One that speaks only the tutorial's protocol; `genesis` is the text of its first block. */
export interface MetTutorialHub {
	readonly kind: 'tutorial';
	readonly genesis: string;
}

/** What a welcome says that is kept. */
export function metByWelcome({ledger, durable, genesis, reorgLimit, range}: Welcome): MetLiveHub {
	return {kind: 'live', ledger, durable, genesis, reorgLimit, range};
}

/** The chain that is known here: of a hub of live mode the mirror. */
export interface KnownChain {
	/** The hash of its first block when the front was started; null where there was none. */
	readonly genesis: string | null;
	/** -1 while there is no block. */
	readonly height: number;
}

/**
 * Why the hub that introduces itself is not the one that was met, a phrase; null when it is. One that had only its
 * genesis block may have joined a network since (protocol section 9). Where the journal was damaged and does not say
 * which hub was met, the chain that is known here does.
 */
export function findChange(met: MetHub | null, {ledger, genesis}: Welcome, known: KnownChain): string | null {
	if (met?.kind === 'tutorial') return "it was the tutorial's hub, and speaks live mode now";
	if (met && ledger !== met.ledger) return `its ledger is ${ledger}, and was ${met.ledger}`;
	const before = met?.genesis ?? known.genesis;
	if (before === null || genesis === before) return null;
	if (met && known.height <= 0 && met.reorgLimit > 0) return null;
	return `it has begun another chain: its genesis block is ${genesis.slice(0, 8)}, and was ${before.slice(0, 8)}`;
}

/** Whether nothing of it has changed. */
export function isSameHub(a: MetHub | null, b: MetHub): boolean {
	return JSON.stringify(a) === JSON.stringify(b);
}

/** Reads what was kept; null for anything else. */
export function readMetHub(value: unknown): MetHub | null {
	if (!isFields(value)) return null;
	const {kind, genesis} = value;
	if (kind === 'tutorial') return typeof genesis === 'string' ? {kind, genesis} : null;
	return kind === 'live' ? readLive(value) : null;
}

function readLive({ledger, durable, genesis, reorgLimit, range}: Fields): MetLiveHub | null {
	if (typeof ledger !== 'string' || typeof durable !== 'boolean' || !isIndex(reorgLimit)) return null;
	if (typeof genesis !== 'string' || !isHash(genesis) || !isRange(range)) return null;
	return {kind: 'live', ledger, durable, genesis, reorgLimit, range};
}

function isRange(value: unknown): value is BpmRange {
	if (!Array.isArray(value) || value.length !== 2) return false;
	return value.every(bpm => Number.isInteger(bpm) && bpm >= limits.bpmMin && bpm <= limits.bpmMax);
}

/** The readings that it takes, as far as is known. */
export function rangeOf(hub: MetHub | null): BpmRange {
	if (hub === null) return defaults.bpmRange;
	return hub.kind === 'live' ? hub.range : [limits.bpmMin, limits.bpmMax];
}
