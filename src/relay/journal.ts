import {Buffer} from 'node:buffer';
import {copyFile, type FileHandle, open, rename, rm} from 'node:fs/promises';
import path from 'node:path';
import {crc32} from 'node:zlib';

/** Its owner alone may read it. */
const fileMode = 0o600;
/** The longest record holds the genesis block of a hub of the tutorial. */
const lineCharactersMax = 32_768;
const checksumDigits = 8;
const lineEnd = '\n';
/** So many lines that count no more are not worth a new file. */
const spareLines = 10_000;

/** A journal that was opened, and what is in it. */
export interface OpenedJournal {
	readonly journal: Journal;
	/** In the order in which they were written. */
	readonly records: readonly unknown[];
	/** Lines that were damaged and are left out; the file as it was is kept beside it, with `.damaged` after its name. */
	readonly damaged: number;
}

interface Batch {
	readonly text: string;
	readonly settle: (error: unknown) => void;
}

/**
 * A file of JSON records, a line each, with a checksum before it. What was appended is on the disk when the promise
 * resolves: everything of one turn of the event loop shares one sync. After a failed write nobody knows what the disk
 * holds, so the file is written anew from `present` before anything else. A line that breaks off was never answered.
 */
export class Journal {
	readonly #file: string;
	readonly #present: () => readonly object[];
	#handle: FileHandle | null = null;
	#position = 0;
	#lines = 0;
	/** Records that the file had when it was written anew. */
	#linesThen = 0;
	#waiting: Batch[] = [];
	#busy: Promise<void> | null = null;

	private constructor(file: string, present: () => readonly object[]) {
		this.#file = file;
		this.#present = present;
	}

	/**
	 * Opens the journal, or begins one. `present` gives the records that say all that counts now; it is asked when the
	 * file is written anew. Throws what the system says.
	 */
	static async open(file: string, present: () => readonly object[]): Promise<OpenedJournal> {
		const journal = new Journal(file, present);
		const handle = await open(file, 'a+', fileMode);
		const text = await handle.readFile('latin1');
		await handle.close();
		const lines = text.split(lineEnd);
		// What stands after the last line end broke off, or is nothing.
		lines.pop();
		const records = lines.map(readLine);
		const kept = records.filter(record => record !== undefined);
		const damaged = records.length - kept.length;
		if (damaged > 0) await copyFile(file, `${file}.damaged`);
		return {journal, records: kept, damaged};
	}

	/** Makes an empty journal, and leaves alone what another process has made at the same moment. Throws as `open`. */
	static async make(file: string): Promise<void> {
		const handle = await open(file, 'a', fileMode);
		await handle.close();
		await syncFolder(path.dirname(file));
	}

	/** Resolves when the record is on the disk; rejects with what the system says. */
	append(record: object): Promise<void> {
		return new Promise((resolve, reject) => {
			const settle = (error: unknown) => (error === null ? resolve() : reject(error));
			this.#waiting.push({text: formatLine(record), settle});
			this.#busy ??= this.#work();
		});
	}

	/** Writes the file anew with what is present now. Rejects with what the system says. */
	async renew(): Promise<void> {
		await this.#handle?.close().catch(() => {});
		this.#handle = null;
		const records = this.#present();
		const temporary = `${this.#file}.new`;
		const handle = await open(temporary, 'w', fileMode);
		try {
			const text = records.map(formatLine).join('');
			await handle.writeFile(text, 'latin1');
			await handle.datasync();
			await rename(temporary, this.#file);
			await syncFolder(path.dirname(this.#file));
			this.#position = text.length;
			this.#lines = records.length;
			this.#linesThen = records.length;
			this.#handle = handle;
		} catch (error) {
			await handle.close().catch(() => {});
			// On a disk that is full half a file would only take the room of others.
			await rm(temporary, {force: true}).catch(() => {});
			throw error;
		}
	}

	/** Resolves when what was appended has been written, or could not be; then the file holds what is present, if it can. */
	async close(): Promise<void> {
		await this.#busy;
		await this.renew().catch(() => {});
		await this.#handle?.close().catch(() => {});
		this.#handle = null;
	}

	async #work(): Promise<void> {
		// Whatever comes in this turn goes with it.
		await new Promise(resolve => setImmediate(resolve));
		while (this.#waiting.length > 0) {
			const batch = this.#waiting.splice(0);
			const error = await this.#write(batch).then(
				() => null,
				error => error,
			);
			for (const {settle} of batch) settle(error);
		}
		this.#busy = null;
	}

	async #write(batch: readonly Batch[]): Promise<void> {
		try {
			if (!this.#handle || this.#lines > 2 * this.#linesThen + spareLines) await this.renew();
			const bytes = Buffer.from(batch.map(({text}) => text).join(''), 'latin1');
			await writeAll(this.#handle!, bytes, this.#position);
			await this.#handle!.datasync();
			this.#position += bytes.length;
			this.#lines += batch.length;
		} catch (error) {
			// What may be there of these records must not come back with the next start: they were not taken.
			await this.#handle?.truncate(this.#position).catch(() => {});
			await this.#handle?.close().catch(() => {});
			this.#handle = null;
			await this.renew().catch(() => {});
			throw error;
		}
	}
}

/** A disk that becomes full takes a part and says nothing: only the rest is refused. */
async function writeAll(handle: FileHandle, bytes: Buffer, position: number): Promise<void> {
	for (let at = 0; at < bytes.length; ) {
		const {bytesWritten} = await handle.write(bytes, at, bytes.length - at, position + at);
		at += bytesWritten;
	}
}

function formatLine(record: object): string {
	const text = JSON.stringify(record).replace(
		/[\u007f-\uffff]/g,
		character => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
	);
	return `${checksum(text)} ${text}${lineEnd}`;
}

/** The record of a line; undefined where its checksum is another. */
function readLine(line: string): unknown {
	const text = line.slice(checksumDigits + 1);
	if (line.length > lineCharactersMax || line !== `${checksum(text)} ${text}`) return undefined;
	try {
		return JSON.parse(text);
	} catch {
		return undefined;
	}
}

function checksum(text: string): string {
	return crc32(text).toString(16).padStart(checksumDigits, '0');
}

async function syncFolder(folder: string): Promise<void> {
	const handle = await open(folder, 'r').catch(() => null);
	await handle?.sync().catch(() => {});
	await handle?.close();
}
