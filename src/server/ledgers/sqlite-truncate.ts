import type {Tip} from '../../core/block.ts';
import {BchainError} from '../../core/errors.ts';
import {ledgerFiles} from './ledger-folder.ts';
import {toRefusal} from './sqlite-errors.ts';
import {countBlocks, openFolder} from './sqlite-folder.ts';
import {TipFile} from './tip-file.ts';

export interface Truncated {
	/** Blocks that were moved aside. */
	readonly moved: number;
	readonly tip: Tip | null;
}

/**
 * Moves the blocks from `from` on into the table of the replaced ones, good or bad, with `why`: nothing is
 * deleted. What is left becomes the ledger, also where blocks beyond its end are known to be lost. Throws a
 * `BchainError`: OPTION_INVALID when there is no block `from` and none before it, LEDGER_LOCKED while a hub
 * runs, LEDGER_DAMAGED when the file cannot be read.
 */
export function truncateAt(folder: string, from: number, why: string, nowMs: number = Date.now()): Truncated {
	const files = ledgerFiles(folder);
	const {lock, store} = openFolder(files, nowMs);
	try {
		store.begin();
		const next = countBlocks(store);
		if (from > next) {
			throw new BchainError(
				'OPTION_INVALID',
				`The ledger in ${files.folder} has ${next} blocks, so it cannot be cut at block ${from}.`,
				{from, blocks: next},
			);
		}
		const moved = store.moveAside(from, why, nowMs);
		store.noteMissing(from, why, nowMs);
		store.commit();
		const tip = store.tip();
		const tipFile = new TipFile(files.tip, store.id);
		tipFile.write(tip);
		tipFile.close();
		return {moved, tip};
	} catch (error) {
		throw toRefusal(files.database, error);
	} finally {
		store.close();
		lock.release();
	}
}
