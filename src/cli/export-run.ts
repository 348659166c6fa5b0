import {closeSync, openSync, writeSync} from 'node:fs';
import {setImmediate} from 'node:timers/promises';
import {createTextOutput} from '../client/headless/text-output.ts';
import type {Block} from '../core/block.ts';
import {type ChainFormat, formatChain} from '../core/chain-format.ts';
import {BchainError} from '../core/errors.ts';
import {type LedgerView, openLedgerView} from '../server/ledgers/ledger-view.ts';
import {beginFile, fileError} from '../server/new-file.ts';
import type {Environment} from './environment.ts';
import {createProgressBar} from './progress-bar.ts';

/** Rights of an export, before the umask: it is made to be handed on. */
const sharedMode = 0o666;

export interface ExportSettings {
	readonly folder: string;
	readonly format: ChainFormat;
	/** The file to write; standard output when it is undefined. */
	readonly target: string | undefined;
	readonly force: boolean;
}

/**
 * Writes the chain of the ledger in a folder. Resolves when all of it is written, or nobody reads it any more.
 * Throws a `BchainError` of a `LEDGER_` or `FILE_` code; a file that was begun is then taken away.
 */
export async function runExport(settings: ExportSettings, environment: Environment): Promise<void> {
	const view = openLedgerView(settings.folder);
	const progress = createProgressBar('Exporting');
	try {
		const tip = view.tip();
		if (tip === null)
			throw new BchainError('LEDGER_UNAVAILABLE', `There is no block in ${view.files.database}.`, {
				file: view.files.database,
			});
		// Progress and blocks would be mixed on one terminal.
		const isSeen = settings.target !== undefined || !environment.stdoutIsTerminal;
		const show = (done: number): void => {
			if (isSeen) progress.show(done, tip.index + 1);
		};
		const pieces = formatChain(settings.format, countBlocks(view, show));
		if (settings.target === undefined) await writeOut(pieces);
		else await writeFile(settings.target, settings.force, pieces);
	} finally {
		progress.clear();
		view.close();
	}
}

function* countBlocks(view: LedgerView, show: (done: number) => void): Generator<readonly Block[]> {
	let done = 0;
	for (const blocks of view.blocks()) {
		yield blocks;
		done += blocks.length;
		show(done);
	}
}

async function writeOut(pieces: Iterable<string>): Promise<void> {
	const output = createTextOutput(process.stdout);
	for (const piece of pieces) if (!(await output.write(piece))) return;
}

async function writeFile(target: string, force: boolean, pieces: Iterable<string>): Promise<void> {
	const file = beginFile(target, {force, mode: sharedMode});
	try {
		const descriptor = openSync(file.temporary, 'w');
		try {
			for (const piece of pieces) {
				writeAll(descriptor, piece, target);
				// Signals get their turn.
				await setImmediate();
			}
		} finally {
			closeSync(descriptor);
		}
		file.finish();
	} finally {
		file.discard();
	}
}

function writeAll(descriptor: number, text: string, target: string): void {
	const bytes = Buffer.from(text, 'latin1');
	try {
		for (let at = 0; at < bytes.length; ) at += writeSync(descriptor, bytes, at);
	} catch (error) {
		throw fileError(target, 'written', error);
	}
}
