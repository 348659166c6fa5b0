import {isHash} from './block.ts';
import {limits} from './limits.ts';

/** Pairs of index and hash from the tip down to the genesis block (protocol section 4). */
export type Locator = readonly (readonly [index: number, hash: string])[];

/**
 * The locator of a chain whose newest block is `tipIndex`: the newest ten one by one, then with doubling
 * gaps, ending in the genesis block. `hashAt` gives the hash of a block. An empty chain (-1) has no pairs.
 */
export function makeLocator(tipIndex: number, hashAt: (index: number) => string): Locator {
	const pairs: [number, string][] = [];
	let gap = 1;
	for (let index = tipIndex; index > 0; index -= gap) {
		pairs.push([index, hashAt(index)]);
		if (pairs.length >= 10) gap *= 2;
	}
	if (tipIndex >= 0) pairs.push([0, hashAt(0)]);
	return pairs;
}

/**
 * The index of the highest pair that this chain shares, -1 when it shares none. `hashAt` gives undefined
 * above the tip.
 */
export function highestShared(locator: Locator, hashAt: (index: number) => string | undefined): number {
	return locator.find(([index, hash]) => hashAt(index) === hash)?.[0] ?? -1;
}

/** Reads a locator as `/from` carries it: strictly falling indexes, real hashes, at most 64 pairs; or null. */
export function parseLocator(text: string): Locator | null {
	try {
		return readLocator(JSON.parse(text));
	} catch {
		return null;
	}
}

/** The locator that a value of JSON is, or null: see `parseLocator`. */
export function readLocator(value: unknown): Locator | null {
	if (!Array.isArray(value) || value.length === 0 || value.length > limits.locatorPairsMax) return null;
	let above = Number.MAX_SAFE_INTEGER + 1;
	for (const pair of value as unknown[]) {
		if (!Array.isArray(pair) || pair.length !== 2) return null;
		const [index, hash] = pair as [unknown, unknown];
		if (!Number.isSafeInteger(index) || (index as number) < 0 || (index as number) >= above) return null;
		if (typeof hash !== 'string' || !isHash(hash)) return null;
		above = index as number;
	}
	return value as Locator;
}
