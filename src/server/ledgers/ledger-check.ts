import type {Tip} from '../../core/block.ts';
import {BchainError} from '../../core/errors.ts';
import type {Fault} from '../../core/verify.ts';
import type {DisplacedReading} from '../ledger.ts';
import {disturbedError, findLedger, type LedgerView, openLedgerView} from './ledger-view.ts';
import {checkChain, checkReadings} from './sqlite-check.ts';
import {readValue} from './sqlite-database.ts';
import {toRefusal} from './sqlite-errors.ts';
import {compareTip, countBlocks} from './sqlite-folder.ts';
import {describeWithheld, readHold} from './sqlite-holds.ts';
import {SqliteStore} from './sqlite-store.ts';
import {readTipFile} from './tip-file.ts';

/** What is wrong with a ledger whose every row could be read. `detail` is a phrase. */
export type LedgerFault =
	| Fault
	/** Blocks that were stored are missing after the newest one. */
	| {readonly index: number; readonly reason: 'tail'; readonly detail: string}
	/** The readings do not fit the blocks. */
	| {readonly index: null; readonly reason: 'readings'; readonly detail: string};

export interface LedgerReport {
	readonly id: string;
	/** The newest block that was verified; null when there is none. */
	readonly tip: Tip | null;
	/** Readings accepted here; none of blocks that were imported. */
	readonly readings: number;
	readonly fault: LedgerFault | null;
	/** What else is worth knowing, a sentence each. */
	readonly notes: readonly string[];
}

/** Called about a thousand times for a million blocks. */
export type OnProgress = (done: number, total: number) => void;

/**
 * Recomputes everything that a start of the hub would, without changing anything, also while a hub runs on it:
 * every block, the readings, and the tip that was noted outside the database. `place` is a folder or a database
 * by itself. Throws a `BchainError` of a `LEDGER_` code when it cannot be read.
 */
export function checkLedger(place: string, onProgress: OnProgress = () => {}): LedgerReport {
	// A hub notes its tip after the commit: what was noted before the ledger is read must be in it.
	const files = findLedger(place);
	const record = files.tip === '' ? null : readTipFile(files.tip);
	const view = openLedgerView(place);
	try {
		const report = checkView(view, record, onProgress);
		if (report.fault && view.isDisturbed()) throw disturbedError(view.files);
		return report;
	} catch (error) {
		if (!(error instanceof BchainError) && view.isDisturbed()) throw disturbedError(view.files);
		throw toRefusal(view.files.database, error);
	} finally {
		view.close();
	}
}

function checkView(
	view: LedgerView,
	record: ReturnType<typeof readTipFile>,
	onProgress: OnProgress,
): LedgerReport {
	const {id, database, files} = view;
	const store = new SqliteStore(database);
	const total = countBlocks(store);
	const checked = checkChain(database, verified => onProgress(Math.min(verified, total), total));
	const readings = Number(readValue(database, 'SELECT count(*) FROM readings'));
	if ('fault' in checked) {
		const before = view.blockAt(checked.fault.index - 1);
		const tip = before && {index: before.index, hash: before.hash};
		return {id, tip, readings, fault: checked.fault, notes: []};
	}
	const {tip} = checked;
	const found = inOneMoment(view, () => checkReadings(database));
	if ('wrong' in found)
		return {id, tip, readings, fault: {index: null, reason: 'readings', detail: found.wrong}, notes: []};
	const notes = describeDisplaced(found.displaced, readHold(database));
	if (files.tip === '') return {id, tip, readings, fault: null, notes};
	try {
		return {id, tip, readings, fault: null, notes: [...compareTip(files, {store, record}), ...notes]};
	} catch (error) {
		if (!(error instanceof BchainError) || error.code !== 'LEDGER_LOST_TAIL') throw error;
		const {index, hash} = error.details.lost as Tip;
		const detail = `block ${index} with the hash ${hash} was stored, as ${files.tip} says, and is not there`;
		return {id, tip, readings, fault: {index: (tip?.index ?? -1) + 1, reason: 'tail', detail}, notes: []};
	}
}

function describeDisplaced(displaced: readonly DisplacedReading[], hold: number): readonly string[] {
	const withheld = displaced.filter(({reading}) => reading <= hold);
	const waiting = displaced.length - withheld.length;
	const notes = describeWithheld(withheld);
	if (waiting === 0) return notes;
	const [what, them] = waiting === 1 ? ['1 reading is', 'it'] : [`${waiting} readings are`, 'them'];
	return [`${what} in no block of the chain at present: the hub puts ${them} again.`, ...notes];
}

/** Everything that is read sees the same commits. */
function inOneMoment<T>({database}: LedgerView, read: () => T): T {
	database.exec('BEGIN');
	// After an error SQLite may have ended the transaction itself; if not, closing the view does.
	const result = read();
	database.exec('COMMIT');
	return result;
}
