import {randomBytes} from 'node:crypto';
import {rename, rm, stat, utimes} from 'node:fs/promises';
import {hostname} from 'node:os';
import path from 'node:path';
import {limits} from '../../core/limits.ts';
import {isReadingId} from '../../core/request.ts';
import {isLedgerId, parseFields} from './pin-format.ts';
import {absent, codeOf, listFolder, readBounded, setAside, writeTemporary} from './private-files.ts';

/** A reading that was handed over and has no last word yet, as it is kept between two runs. */
export interface KeptReading {
	readonly id: string;
	readonly bpm: number;
	/** The ledger that it was sent to with its id; null: to none. */
	readonly ledger: string | null;
	/** Whether it was sent as a bare number, which cannot be sent again without the risk of adding it twice. */
	readonly bare: boolean;
}

const version = 1;
const readingsMax = 10_000;
/** With those that were handed over before the kept ones were read. */
const fileReadingsMax = 2 * readingsMax;
const readingsBytesMax = 4 * 1024 * 1024;
const fileName = /^readings\.[0-9a-f]{16}\.json$/;
/** A program that still has its readings says so this often. */
const touchMs = 20_000;
/** On another machine that shares the folder nobody can see whether the program still runs. */
const abandonedMs = 90_000;

/** The files of this process, which may have the number of one that crashed. */
const ownFiles = new Set<string>();

/** The program that keeps a file, while it runs. */
interface Owner {
	readonly host: string;
	readonly pid: number;
}

export interface FoundReadings {
	readonly readings: readonly KeptReading[];
	/** The files that they are in, for `adopt`. */
	readonly files: readonly string[];
	/** Where files went that could not be read. */
	readonly damaged: readonly string[];
}

/**
 * The undelivered readings of one run at one address, in a file of its own, so that two clients never write the
 * same one. What other runs left behind is taken over by whoever comes first; should two take it, the ids see
 * to it that each reading is added once.
 */
export class ReadingFile {
	readonly #folder: string;
	readonly #file: string;
	readonly #owner: Owner = {host: hostname(), pid: process.pid};
	/** Files of other runs whose readings are ours now; removed when ours is written. */
	#adopted: readonly string[] = [];
	#exists = false;
	#sign: NodeJS.Timeout | undefined;

	constructor(folder: string) {
		this.#folder = folder;
		this.#file = path.join(folder, `readings.${randomBytes(8).toString('hex')}.json`);
	}

	/** What runs that have ended left behind. Throws what the system says. */
	async find(): Promise<FoundReadings> {
		const readings = new Map<string, KeptReading>();
		const files: string[] = [];
		const damaged: string[] = [];
		for (const name of await listFolder(this.#folder)) {
			if (!fileName.test(name)) continue;
			const file = path.join(this.#folder, name);
			const found = await this.#readAbandoned(file);
			if (found === 'damaged') damaged.push(await setAside(file));
			if (typeof found === 'string') continue;
			// What is too much for one run waits for the next one.
			if (readings.size > 0 && readings.size + found.length > readingsMax) continue;
			for (const reading of found) readings.set(reading.id, reading);
			files.push(file);
		}
		return {readings: [...readings.values()], files, damaged};
	}

	/** The readings of these files are among those that will be written. */
	adopt(files: readonly string[]): void {
		this.#adopted = files;
	}

	async #readAbandoned(file: string): Promise<readonly KeptReading[] | 'damaged' | 'notOurs'> {
		const text = await readBounded(file, readingsBytesMax).catch(error => {
			if (codeOf(error) !== undefined) throw error;
			return '';
		});
		const found = text === null ? undefined : await absent(stat(file));
		if (text === null || !found) return 'notOurs';
		const content = parseReadings(text);
		if (!content) return 'damaged';
		const isSilent = Date.now() - found.mtimeMs > abandonedMs;
		return isSilent || !this.#runs(content.owner, file) ? content.readings : 'notOurs';
	}

	#runs(owner: Owner | null, file: string): boolean {
		if (owner === null) return false;
		if (owner.host !== this.#owner.host) return true;
		if (owner.pid === this.#owner.pid) return ownFiles.has(file);
		try {
			process.kill(owner.pid, 0);
			return true;
		} catch (error) {
			return codeOf(error) === 'EPERM';
		}
	}

	/** Keeps these readings and no others. `left` says that this run is over. Throws what the system says. */
	async write(readings: readonly KeptReading[], left: boolean): Promise<void> {
		clearInterval(this.#sign);
		if (readings.length > 0) {
			const owner = left ? null : this.#owner;
			await rename(await writeTemporary(this.#folder, formatReadings(owner, readings)), this.#file);
			this.#exists = true;
			ownFiles.add(this.#file);
			if (!left) this.#sign = setInterval(() => void this.#touch(), touchMs).unref();
		} else if (this.#exists) {
			await rm(this.#file, {force: true});
			this.#exists = false;
		}
		if (left) ownFiles.delete(this.#file);
		const adopted = this.#adopted;
		this.#adopted = [];
		for (const file of adopted) await rm(file, {force: true});
	}

	async #touch(): Promise<void> {
		const now = new Date();
		await utimes(this.#file, now, now).catch(() => {});
	}
}

/** The text of a file of readings. */
export function formatReadings(owner: Owner | null, readings: readonly KeptReading[]): string {
	return `${JSON.stringify({version, owner, readings})}\n`;
}

/** What a file of readings holds, or null for anything that this program would not have written. */
export function parseReadings(
	text: string,
): {readonly owner: Owner | null; readonly readings: readonly KeptReading[]} | null {
	const value = parseFields(text);
	if (value === null || value.version !== version || !Array.isArray(value.readings)) return null;
	const owner = value.owner === null ? null : readOwner(value.owner);
	if (owner === undefined || value.readings.length > fileReadingsMax) return null;
	const readings = (value.readings as unknown[]).map(readReading);
	return readings.every(reading => reading !== null) ? {owner, readings} : null;
}

function readOwner(value: unknown): Owner | undefined {
	const {host, pid} = (value ?? {}) as Readonly<Record<string, unknown>>;
	if (typeof host !== 'string' || !Number.isSafeInteger(pid) || (pid as number) <= 0) return undefined;
	return {host, pid: pid as number};
}

function readReading(value: unknown): KeptReading | null {
	const {id, bpm, ledger, bare} = (value ?? {}) as Readonly<Record<string, unknown>>;
	if (typeof id !== 'string' || !isReadingId(id) || !Number.isInteger(bpm)) return null;
	if ((bpm as number) < limits.bpmMin || (bpm as number) > limits.bpmMax) return null;
	if (!(ledger === null || isLedgerId(ledger)) || typeof bare !== 'boolean') return null;
	return {id, bpm: bpm as number, ledger, bare};
}
