import {statSync} from 'node:fs';
import {setImmediate} from 'node:timers/promises';
import {BchainError} from '../../core/errors.ts';
import {beginFile} from '../new-file.ts';
import {checkLedger, type LedgerReport, type OnProgress} from './ledger-check.ts';
import {openLedgerView} from './ledger-view.ts';
import {describeFault, toRefusal} from './sqlite-errors.ts';

/** Rights of a backup: it holds what the ledger holds. */
const privateMode = 0o600;

export interface Backup {
	/** What was found in the copy. */
	readonly report: LedgerReport;
	readonly bytes: number;
}

/**
 * Writes all of a ledger to one file, as it is at one moment, also while a hub runs on it: blocks, readings with
 * their ids, replaced blocks and the ledger's id. The copy is read again and verified as a whole before it gets
 * its name. Throws a `BchainError`: FILE_EXISTS unless `force` is set, FILE_UNAVAILABLE, or one of a `LEDGER_`
 * code, LEDGER_BROKEN for a chain that does not hold; then there is no backup.
 */
export async function backUpLedger(
	folder: string,
	target: string,
	{force, onProgress}: {readonly force: boolean; readonly onProgress?: OnProgress},
): Promise<Backup> {
	const file = beginFile(target, {force, mode: privateMode});
	try {
		copy(folder, file.temporary, target);
		// Whoever has asked the program to end gets a turn, and the file is taken away.
		await setImmediate();
		const report = checkLedger(file.temporary, onProgress);
		await setImmediate();
		if (report.fault) throw brokenCopyError(folder, report.fault);
		const bytes = statSync(file.temporary).size;
		file.finish();
		return {report, bytes};
	} finally {
		file.discard();
	}
}

/** A vacuum reads the ledger in one transaction and fills the empty file with it. */
function copy(folder: string, temporary: string, target: string): void {
	const view = openLedgerView(folder);
	try {
		view.database.exec('PRAGMA query_only = OFF');
		view.database.prepare('VACUUM INTO ?').run(temporary);
	} catch (error) {
		const reason = describeFault(error);
		if (reason === undefined) throw toRefusal(view.files.database, error);
		const {database} = view.files;
		throw new BchainError(
			'FILE_UNAVAILABLE',
			`${database} could not be copied to ${target}: ${reason}.`,
			{target},
			error,
		);
	} finally {
		view.close();
	}
}

function brokenCopyError(folder: string, {index, detail}: NonNullable<LedgerReport['fault']>): BchainError {
	const where = index === null ? '' : ` at block ${index}`;
	return new BchainError(
		'LEDGER_BROKEN',
		`No backup was made: the chain is broken${where} (${detail}). See it with "bchain verify ${folder}".`,
		{folder, index, detail},
	);
}
