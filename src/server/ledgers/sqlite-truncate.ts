import {existsSync} from 'node:fs';
import type {Tip} from '../../core/block.ts';
import {BchainError} from '../../core/errors.ts';
import {type LedgerFiles, ledgerFiles} from './ledger-folder.ts';
import {checkChain, checkReadings} from './sqlite-check.ts';
import {toRefusal} from './sqlite-errors.ts';
import {compareTip, countBlocks, type OpenFolder, openFolder} from './sqlite-folder.ts';
import {hold} from './sqlite-holds.ts';
import {TipFile} from './tip-file.ts';

export interface Truncated {
	/** Blocks that were moved aside. */
	readonly moved: number;
	readonly tip: Tip | null;
}

/**
 * Moves the blocks from `from` on into the table of the replaced ones, good or bad, with `why`: nothing is
 * deleted. What is left becomes the ledger, also where blocks beyond its end are known to be lost; the readings
 * in it and in what was moved are withheld, because the damage may have reached them, or others know more. Throws a
 * `BchainError`: OPTION_INVALID when the ledger holds, a bad block would be left in it, or there is no block
 * `from` and none before it; LEDGER_LOCKED while a hub runs, LEDGER_DAMAGED when the file cannot be read.
 */
export function truncateAt(folder: string, from: number, why: string, nowMs: number = Date.now()): Truncated {
	const files = ledgerFiles(folder);
	if (!existsSync(files.database) && !existsSync(files.tip)) {
		throw new BchainError(
			'OPTION_INVALID',
			`There is no ledger in ${files.folder}: leave --truncate-at out to begin one.`,
			{folder: files.folder},
		);
	}
	const open = openFolder(files, nowMs);
	const {lock, store} = open;
	try {
		refuseNeedless(files, open, from);
		store.begin();
		const moved = store.moveAside(from, why, nowMs);
		store.noteMissing(from, why, nowMs);
		hold(store.database, why, nowMs);
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

/** A cut is for a ledger that does not start, and has to leave one that does. */
function refuseNeedless(files: LedgerFiles, open: OpenFolder, from: number): void {
	const {folder} = files;
	const checked = checkChain(open.store.database);
	if ('fault' in checked) {
		const {index, detail} = checked.fault;
		if (from <= index) return;
		throw new BchainError(
			'OPTION_INVALID',
			`The first bad block of the ledger in ${folder} is block ${index} (${detail}), so a cut at block ${from} would leave it there: cut at ${index}, or before.`,
			{from, index},
		);
	}
	const blocks = countBlocks(open.store);
	if (isWhole(files, open)) {
		throw new BchainError(
			'OPTION_INVALID',
			`The chain in ${folder} holds, so nothing is cut: leave --truncate-at out.`,
			{from, blocks},
		);
	}
	if (from > blocks) {
		const count = blocks === 1 ? '1 block' : `${blocks} blocks`;
		throw new BchainError(
			'OPTION_INVALID',
			`The ledger in ${folder} has ${count}, so it cannot be cut at block ${from}.`,
			{from, blocks},
		);
	}
}

/** Whether a ledger whose every block holds has its readings, too, and all of its blocks. */
function isWhole(files: LedgerFiles, open: OpenFolder): boolean {
	if ('wrong' in checkReadings(open.store.database)) return false;
	try {
		compareTip(files, open);
		return true;
	} catch (error) {
		if (error instanceof BchainError && error.code === 'LEDGER_LOST_TAIL') return false;
		throw error;
	}
}
