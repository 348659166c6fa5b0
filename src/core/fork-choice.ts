import type {Tip} from './block.ts';

/**
 * Whether the valid chain that ends in `candidate` replaces the one that ends in `current`: the longer one
 * wins, at equal length the one with the lower tip hash, so that everybody settles on the same chain.
 * Equal tips do not replace each other.
 */
export function wins(candidate: Tip, current: Tip): boolean {
	return candidate.index === current.index ? candidate.hash < current.hash : candidate.index > current.index;
}
