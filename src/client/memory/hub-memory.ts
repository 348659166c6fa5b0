import {formatAddress} from '../../core/address.ts';
import type {Pin} from './pin.ts';
import {type FoundPin, PinFile} from './pin-file.ts';
import {describeFileError, removeLeftovers} from './private-files.ts';
import {type FoundReadings, type KeptReading, ReadingFile} from './reading-file.ts';
import {Saver} from './saver.ts';
import {findHubFolder} from './state-folder.ts';

/** Between two writings of the pin. */
const pinGapMs = 2_000;
/** Until a reading that has its last word is no longer kept: it is often followed by another one. */
const settledGapMs = 500;
/** A disk that does not answer holds up neither the start nor the end for longer. */
const diskTimeoutMs = 3_000;

export interface MemoryOptions {
	readonly stateFolder: string;
	readonly host: string;
	readonly port: number;
	/** Whether undelivered readings are taken over, and kept for the next time. */
	readonly keepsReadings: boolean;
	/** What is to be saved, asked for when it is. */
	readonly readPin: () => Pin | null;
	readonly readReadings: () => readonly KeptReading[];
	/** Called with a sentence when files cannot be read or written; for the same trouble once. */
	readonly tell: (text: string) => void;
}

/** What a client remembers of the hub at one address from one run to the next (protocol section 6). */
export interface HubMemory {
	/** Never rejects: what cannot be read is told, and is nothing. */
	load(): Promise<{readonly pin: Pin | null; readonly readings: readonly KeptReading[]}>;
	/** The pin has changed: it is saved within two seconds. */
	pinChanged(): void;
	/** The undelivered readings have changed; `soon` when one of them could be lost by a crash. */
	readingsChanged(soon: boolean): void;
	/** Saves what is to be saved. Resolves after three seconds at the latest. */
	close(): Promise<void>;
}

/** Opens what is remembered; nothing is read before `load`. Trouble with files stops nothing. */
export function openHubMemory(options: MemoryOptions): HubMemory {
	const {stateFolder, host, port, keepsReadings, readPin, readReadings, tell} = options;
	const folder = findHubFolder(stateFolder, host, port);
	const address = formatAddress(host, port);
	const pinFile = new PinFile(folder, address);
	const readingFile = keepsReadings ? new ReadingFile(folder) : null;
	const told = new Set<string>();
	let left = false;

	const tellOnce = (what: string, error: unknown): void => {
		if (told.has(what)) return;
		told.add(what);
		tell(`${what} ${address} (${describeFileError(error)}: ${folder}).`);
	};
	const pins = new Saver(
		async () => {
			const pin = readPin();
			if (pin) await pinFile.save(pin);
		},
		error => tellOnce('It cannot be written to disk what is known of', error),
	);
	const readings = new Saver(
		async () => readingFile?.write(readReadings(), left),
		error => tellOnce('Undelivered readings cannot be kept on disk for', error),
	);

	async function read(): Promise<{readonly pin: FoundPin; readonly found: FoundReadings}> {
		const pin = await pinFile.read();
		const found = (await readingFile?.find()) ?? {readings: [], files: [], damaged: []};
		await removeLeftovers(folder);
		return {pin, found};
	}

	return {
		async load() {
			try {
				const {pin, found} = await withinTime(read());
				readingFile?.adopt(found.files);
				for (const file of pin.damaged) {
					tell(
						`What was known of ${address} is damaged: it is in ${file} now, and this hub counts as a new one.`,
					);
				}
				for (const file of found.damaged) {
					tell(`Readings that were kept for ${address} are damaged: they are in ${file} now.`);
				}
				return {pin: pin.pin, readings: found.readings};
			} catch (error) {
				tellOnce('It cannot be read from disk what is known of', error);
				return {pin: null, readings: []};
			}
		},
		pinChanged: () => pins.touch(pinGapMs),
		readingsChanged: soon => readings.touch(soon ? 0 : settledGapMs),
		async close() {
			left = true;
			readings.touch(0);
			await withinTime(Promise.all([pins.flush(), readings.flush()])).catch(error =>
				tellOnce('It cannot be written to disk what is known of', error),
			);
		},
	};
}

async function withinTime<T>(work: Promise<T>): Promise<T> {
	let timer: NodeJS.Timeout | undefined;
	const late = new Promise<never>((_, reject) => {
		timer = setTimeout(() => reject(new Error('the disk does not answer')), diskTimeoutMs);
	});
	return Promise.race([work, late]).finally(() => clearTimeout(timer));
}
