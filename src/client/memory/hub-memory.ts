import {formatAddress} from '../../core/address.ts';
import type {Pin} from './pin.ts';
import {type FoundPin, PinFile} from './pin-file.ts';
import {describeFileError, removeLeftovers} from './private-files.ts';
import {type FoundReadings, type KeptReading, ReadingFile} from './reading-file.ts';
import {Saver} from './saver.ts';
import {findHubFolder, nameHost} from './state-folder.ts';

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
	const pinFile = new PinFile(folder, formatAddress(nameHost(host), port));
	const readingFile = keepsReadings ? new ReadingFile(folder) : null;
	const cannotKeep = `What is known of ${address} cannot be kept`;
	const told = new Set<string>();
	let left = false;
	/** The pin could not be read: what is seen without it must not take its place. */
	let isBlind = false;

	const tellOnce = (what: string, error: unknown): void => {
		if (told.has(what)) return;
		told.add(what);
		tell(`${what}: ${describeFileError(error)} (${folder}).`);
	};
	const pins = new Saver(
		async () => {
			const pin = readPin();
			if (pin && !isBlind) await pinFile.save(pin);
		},
		error => tellOnce(cannotKeep, error),
	);
	const readings = new Saver(
		async () => readingFile?.write(readReadings(), left),
		error => tellOnce(`Undelivered readings for ${address} cannot be kept`, error),
	);

	async function loadPin(): Promise<FoundPin> {
		return withinTime(pinFile.read()).catch(error => {
			isBlind = true;
			tellOnce(`What is known of ${address} cannot be read`, error);
			return {pin: null, damaged: []};
		});
	}

	/** Trouble with readings must not cost the pin, which is what guards the past. */
	async function findReadings(): Promise<FoundReadings> {
		const find = async () => {
			const found = (await readingFile?.find()) ?? {readings: [], files: [], damaged: []};
			await removeLeftovers(folder).catch(() => {});
			return found;
		};
		return withinTime(find()).catch(error => {
			tellOnce(`Undelivered readings for ${address} cannot be read`, error);
			return {readings: [], files: [], damaged: []};
		});
	}

	return {
		async load() {
			const [pin, found] = await Promise.all([loadPin(), findReadings()]);
			readingFile?.adopt(found.files);
			for (const sentence of describeDamage(address, pin, found)) tell(sentence);
			return {pin: pin.pin, readings: found.readings};
		},
		pinChanged: () => pins.touch(pinGapMs),
		readingsChanged: soon => readings.touch(soon ? 0 : settledGapMs),
		async close() {
			left = true;
			readings.touch(0);
			await withinTime(Promise.all([pins.flush(), readings.flush()])).catch(error =>
				tellOnce(cannotKeep, error),
			);
		},
	};
}

function describeDamage(address: string, pin: FoundPin, found: FoundReadings): readonly string[] {
	return [
		...pin.damaged.map(
			file =>
				`What was known of ${address} is damaged: it is in ${file} now, and this hub counts as a new one.`,
		),
		...found.damaged.map(
			file => `Readings that were kept for ${address} are damaged: they are in ${file} now.`,
		),
	];
}

async function withinTime<T>(work: Promise<T>): Promise<T> {
	let timer: NodeJS.Timeout | undefined;
	const late = new Promise<never>((_, reject) => {
		timer = setTimeout(() => reject(new Error('the disk does not answer')), diskTimeoutMs);
	});
	return Promise.race([work, late]).finally(() => clearTimeout(timer));
}
