import {BchainError} from '../core/errors.ts';
import {printable} from '../core/printable.ts';
import type {Command} from './command.ts';
import {dataOption, readDataFolder} from './data-option.ts';
import {forceOption} from './export.ts';
import {readFlag} from './options.ts';

/** `bchain backup`: copies a ledger as it is at one moment, and verifies the copy. */
export const backup: Command = {
	name: 'backup',
	takes: 'FILE [OPTIONS]',
	describe: 'Copy a data folder to one file and verify the copy',
	options: [dataOption, forceOption],
	wordsMax: 1,
	word: 'file',
	examples: [
		['bchain backup heart.db', 'of the data folder of this user, also while a hub runs'],
		['bchain backup /mnt/usb/heart.db --data ~/heart', 'of another one'],
		['bchain backup heart.db && bchain verify heart.db', 'verifies it once more'],
	],
	epilogue:
		'The file holds blocks, readings with their ids, replaced blocks and the id of the ledger, and only you may ' +
		'read it. To restore it, put it as chain.db into a new folder, and start "bchain serve --data" with that. ' +
		'Exit code 0 means that the copy is written and verified, 1 that there is none, 2 wrong use.',
	async run(given, environment) {
		const [target] = given.words;
		if (target === undefined)
			throw new BchainError(
				'OPTION_INVALID',
				'A backup needs a file to go to, as in "bchain backup heart.db".',
			);
		const force = readFlag(forceOption, given, environment);
		const folder = await readDataFolder(given, environment);
		const {createProgressBar} = await import('./progress-bar.ts');
		const {backUpLedger} = await import('../server/ledgers/sqlite-backup.ts');
		const progress = createProgressBar('Verifying the copy');
		try {
			const {report, bytes} = await backUpLedger(folder, target, {force, onProgress: progress.show});
			const {tip, readings, id} = report;
			progress.clear();
			const blocks = tip === null ? 'no block' : `blocks 0 to ${tip.index}`;
			const lines = [
				`${printable(target)} holds ${blocks} and ${readings} readings of the ledger ${printable(id)}, all verified (${bytes} bytes).`,
				...(tip === null ? [] : [`Tip: ${tip.index} ${tip.hash}`]),
			];
			process.stdout.write(`${lines.join('\n')}\n`);
			return 0;
		} finally {
			progress.clear();
		}
	},
};
