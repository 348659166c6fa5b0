import {closeSync, constants, ftruncateSync, openSync, readFileSync, statSync, writeSync} from 'node:fs';
import type {Tip} from '../../core/block.ts';

/** A tip and the ledger whose tip it was. */
export interface TipRecord {
	readonly ledger: string;
	readonly tip: Tip;
}

/** Room for every safe integer. */
const indexDigits = 16;
const recordBytesMax = 4_096;
const recordPattern = /^([A-Za-z0-9_-]{16}) (\d{16}) ([0-9a-f]{64})\n/;

/**
 * What the file says: the record, null when it is missing or empty, or a phrase when it cannot be read.
 * Opened while nobody writes it.
 */
export function readTipFile(file: string): TipRecord | null | string {
	let text: string;
	try {
		if (statSync(file).size > recordBytesMax) return 'it is not what bchain writes';
		text = readFileSync(file, 'latin1');
	} catch (error) {
		const {code} = error as NodeJS.ErrnoException;
		return code === 'ENOENT' ? null : `it cannot be read: ${code}`;
	}
	if (text === '') return null;
	const match = recordPattern.exec(text);
	if (!match) return 'it is not what bchain writes';
	const [, ledger, index, hash] = match as unknown as readonly [string, string, string, string];
	return {ledger, tip: {index: Number(index), hash}};
}

/**
 * The tip outside the database: a line of fixed length, written over the one before after every commit. It is
 * not synced: it is there to notice a database that was cut or exchanged, and costs a system call. A write
 * that fails is tried again after the next commit and fails nothing.
 */
export class TipFile {
	readonly #file: string;
	readonly #ledger: string;
	#descriptor: number | undefined;

	constructor(file: string, ledger: string) {
		this.#file = file;
		this.#ledger = ledger;
	}

	/** Null: a ledger without blocks. */
	write(tip: Tip | null): void {
		try {
			this.#descriptor ??= openSync(this.#file, constants.O_RDWR | constants.O_CREAT, 0o600);
			if (tip === null) ftruncateSync(this.#descriptor);
			else writeSync(this.#descriptor, this.#format(tip), 0, 'latin1');
		} catch {
			this.close();
		}
	}

	close(): void {
		if (this.#descriptor === undefined) return;
		closeSync(this.#descriptor);
		this.#descriptor = undefined;
	}

	#format({index, hash}: Tip): string {
		return `${this.#ledger} ${String(index).padStart(indexDigits, '0')} ${hash}\n`;
	}
}
