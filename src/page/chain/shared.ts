import type {Requests} from '../hub/requests.ts';
import {pageLimits} from '../page-limits.ts';
import type {BlockCache} from './block-cache.ts';

/** Requests that are made to find it. */
const requestsMax = 12;

/**
 * The highest index at which the hub has the same block as this page, of those that are held; null where none of
 * them was found. Goes down from the newest held block, a page at a time.
 */
export async function findShared(
	cache: BlockCache,
	requests: Pick<Requests, 'readBlocks'>,
	height: number,
): Promise<number | null> {
	let floor = Number.POSITIVE_INFINITY;
	let asked = 0;
	for (const index of cache.heldDown()) {
		if (index > height || index >= floor) continue;
		if (asked++ === requestsMax) return null;
		floor = Math.max(0, index - pageLimits.pageBlocks + 1);
		const {blocks} = await requests.readBlocks(floor, index - floor + 1);
		for (let at = blocks.length - 1; at >= 0; at--) {
			const {hash} = blocks[at]!;
			if (cache.get(floor + at)?.block.hash === hash) return floor + at;
		}
	}
	return null;
}
