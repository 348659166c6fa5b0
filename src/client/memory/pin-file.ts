import {constants, copyFile, link, rm} from 'node:fs/promises';
import path from 'node:path';
import {mergePins, type Pin} from './pin.ts';
import {formatPin, parsePin} from './pin-format.ts';
import {codeOf, listFolder, readBounded, setAside, writeTemporary} from './private-files.ts';

/** A pin has at most 96 blocks, usually 25 of 120 bytes; text of a tutorial hub may need escapes. */
const pinBytesMax = 262_144;
/** Other clients of the same address that save at the very same time, again and again. */
const attemptsMax = 100;

/** What was found in the folder of an address. */
export interface FoundPin {
	readonly pin: Pin | null;
	/** Where files went that could not be read as pins. */
	readonly damaged: readonly string[];
}

interface Generation extends FoundPin {
	/** 0: there is no file. */
	readonly number: number;
}

/**
 * The pin of an address, as files `pin.<generation>.json` of which the highest counts. A generation is taken by
 * linking a complete file to its name, which the system grants to one process only: whoever comes second merges
 * again, on top of what came first. So two clients never lose each other's pins, without a lock that a crash
 * could leave behind; to write one file and rename it would lose what came between reading and renaming.
 */
export class PinFile {
	readonly #folder: string;
	readonly #address: string;

	constructor(folder: string, address: string) {
		this.#folder = folder;
		this.#address = address;
	}

	/** The pin as it is now. A damaged file is set aside. Throws what the system says. */
	async read(): Promise<FoundPin> {
		const {pin, damaged} = await this.#readNewest();
		return {pin, damaged};
	}

	/** Merges `pin` into what is there. Throws what the system says. */
	async save(pin: Pin): Promise<void> {
		for (let attempt = 0; attempt < attemptsMax; attempt++) {
			const {number, pin: kept} = await this.#readNewest();
			const merged = kept ? mergePins(kept, pin) : pin;
			const text = formatPin(this.#address, merged);
			if (kept && formatPin(this.#address, kept) === text) return;
			if (await this.#take(number + 1, text)) return;
		}
		throw new Error('other programs write it all the time');
	}

	async #readNewest(): Promise<Generation> {
		const damaged: string[] = [];
		for (let attempt = 0; attempt < attemptsMax; attempt++) {
			const [number] = await this.#listGenerations();
			if (number === undefined) return {number: 0, pin: null, damaged};
			const file = this.#fileOf(number);
			const text = await readBounded(file, pinBytesMax).catch(error => {
				if (codeOf(error) !== undefined) throw error;
				return '';
			});
			// A newer generation has taken its place meanwhile.
			if (text === null) continue;
			const pin = parsePin(this.#address, text);
			if (pin) return {number, pin, damaged};
			damaged.push(await setAside(file));
		}
		throw new Error('other programs write it all the time');
	}

	/** Writes a generation; false when another process was first. */
	async #take(number: number, text: string): Promise<boolean> {
		const temporary = await writeTemporary(this.#folder, text);
		try {
			await linkFile(temporary, this.#fileOf(number));
		} catch (error) {
			if (codeOf(error) === 'EEXIST') return false;
			throw error;
		} finally {
			await rm(temporary, {force: true});
		}
		const generations = await this.#listGenerations();
		// Whoever was asleep for long may have taken a number that others had used and removed.
		const isLate = generations.some(other => other > number);
		const gone = isLate ? [number] : generations.filter(other => other < number);
		for (const other of gone) await rm(this.#fileOf(other), {force: true});
		return !isLate;
	}

	/** The highest first. */
	async #listGenerations(): Promise<readonly number[]> {
		return (await listFolder(this.#folder))
			.flatMap(name => /^pin\.([1-9]\d{0,14})\.json$/.exec(name)?.[1] ?? [])
			.map(Number)
			.sort((a, b) => b - a);
	}

	#fileOf(number: number): string {
		return path.join(this.#folder, `pin.${number}.json`);
	}
}

/** Gives a file a second name that must not exist. File systems without links get a copy. */
async function linkFile(file: string, name: string): Promise<void> {
	try {
		await link(file, name);
	} catch (error) {
		if (!['EPERM', 'ENOTSUP', 'ENOSYS', 'EOPNOTSUPP', 'EMLINK'].includes(codeOf(error) ?? '')) throw error;
		await copyFile(file, name, constants.COPYFILE_EXCL);
	}
}
