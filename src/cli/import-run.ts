import path from 'node:path';
import type {AnyBlock, Block, Tip} from '../core/block.ts';
import {BchainError} from '../core/errors.ts';
import {printable} from '../core/printable.ts';
import {type LedgerImport, openImport} from '../server/ledgers/sqlite-import.ts';
import {judgeFile} from './chain-file.ts';
import type {Environment} from './environment.ts';
import {checkImport} from './import-check.ts';
import {createProgressBar} from './progress-bar.ts';
import {showSentence, verdictCodes} from './verdict.ts';

/**
 * Verifies the chain in `file` as a whole, then adds what the ledger in `folder` lacks, in one transaction, and
 * says what was added. Resolves to the exit code: 0 added, or nothing to add; 1 the chain is not one that can be
 * added; 2 the file cannot be read. Throws a `BchainError` for what the folder refuses.
 */
export async function runImport(file: string, folder: string, environment: Environment): Promise<number> {
	const check = await checkImport(file);
	if (check.kind !== 'good') {
		environment.hint(showSentence(check.sentence));
		return verdictCodes[check.kind];
	}
	const ledger = openLedger(folder);
	try {
		await addAll(ledger, file, check.tip);
		const {added, tip} = ledger.commit();
		const what = added === 0 ? 'Nothing to add' : `Added ${added === 1 ? '1 block' : `${added} blocks`}`;
		const where = printable(path.resolve(folder));
		const lines = [
			`${what}: the ledger in ${where} holds blocks 0 to ${tip.index}.`,
			`Tip: ${tip.index} ${tip.hash}`,
		];
		process.stdout.write(`${lines.join('\n')}\n`);
		return 0;
	} finally {
		ledger.close();
	}
}

function openLedger(folder: string): LedgerImport {
	const progress = createProgressBar('Verifying the ledger');
	try {
		return openImport(folder, Date.now(), progress.show);
	} finally {
		progress.clear();
	}
}

/** Reads the file again, into the transaction. */
async function addAll(ledger: LedgerImport, file: string, tip: Tip): Promise<void> {
	const progress = createProgressBar('Importing');
	try {
		const take = (block: AnyBlock): void => ledger.take(asBlock(block, file));
		const verdict = await judgeFile(file, progress.show, {block: take});
		const isSame = verdict.kind === 'valid' && verdict.standing.tip?.hash === tip.hash;
		if (!isSame) throw changedError(file);
	} finally {
		progress.clear();
	}
}

function asBlock(block: AnyBlock, file: string): Block {
	if (typeof block.bpm !== 'number') throw changedError(file);
	return block as Block;
}

function changedError(file: string): BchainError {
	return new BchainError('FILE_UNAVAILABLE', `Nothing was added: ${file} was changed while it was read.`, {
		file,
	});
}
