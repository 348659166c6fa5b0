import type {ChainColumns} from '../../client/chain-columns.ts';
import {endsOf, type HubName, hubNames, type PerHub, type PerWire, perWire, wireBetween} from './topology.ts';

/** The verified chains of the three hubs. */
export type Chains = PerHub<ChainColumns>;

/** How far the chains of the hubs are the same. */
export interface Comparison {
	/** Index of the newest block that both hubs at the ends of a wire have; -1: none. */
	readonly shared: PerWire<number>;
	/** Index of the newest block that all three have; -1: none. */
	readonly all: number;
}

export const nothingShared: Comparison = {shared: perWire(() => -1), all: -1};

/** Compares three chains. All chains that share a block share everything before it, so few blocks are looked at. */
export function compareChains(chains: Chains): Comparison {
	const shared = perWire(wire => {
		const [a, b] = endsOf(wire);
		return newestShared(chains[a], chains[b]);
	});
	return {shared, all: Math.min(...Object.values(shared))};
}

/** Index of the newest block that both chains have; -1 where they have none in common. */
export function newestShared(a: ChainColumns, b: ChainColumns): number {
	// As a rule all of the shorter one is shared.
	let high = Math.min(a.tipIndex, b.tipIndex);
	if (high < 0 || a.hashAt(high) === b.hashAt(high)) return high;
	let low = -1;
	while (high - low > 1) {
		const middle = (low + high) >> 1;
		if (a.hashAt(middle) === b.hashAt(middle)) low = middle;
		else high = middle;
	}
	return low;
}

/** Which hubs have block `index` of the chain of `hub`, itself included, in their order. */
export function holdersOf({shared}: Comparison, hub: HubName, index: number): readonly HubName[] {
	return hubNames.filter(other => other === hub || shared[wireBetween(hub, other)] >= index);
}
