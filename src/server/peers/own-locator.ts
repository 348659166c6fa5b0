import {type Locator, makeLocator} from '../../core/locator.ts';
import type {ChainReader} from '../chain-reader.ts';

/** The locator of our chain as it is now; the lower pairs may have to be fetched from the ledger. */
export async function readLocatorOf(reader: ChainReader): Promise<Locator> {
	const {chain} = reader;
	for (;;) {
		const {version} = chain;
		const indexes = makeLocator(chain.length - 1, () => '').map(([index]) => index);
		const hashes = await reader.hashesAt(indexes);
		if (chain.version === version) return indexes.map(index => [index, hashes.get(index)!]);
	}
}
