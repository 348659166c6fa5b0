import path from 'node:path';
import {isFields, isIndex} from '../core/json-value.ts';
import {limits} from '../core/limits.ts';
import {isReadingId} from '../core/request.ts';
import {Journal} from './journal.ts';
import {type MetHub, readMetHub} from './met-hub.ts';

/** A reading that waits for the hub behind the front. */
export interface KeptReading {
	readonly id: string;
	readonly bpm: number;
	/** It was sent to a hub of the tutorial when this was the newest block known there: its own is a later one. */
	readonly sentAfter: number | null;
}

/** The name of the journal in the data folder: by it a folder is known to be that of a front. */
export const journalName = 'queue.journal';

/**
 * What a front must not forget: the hub that it is a front for, and the readings that this hub has not got yet, in the
 * order in which they came. On the disk, or in memory only.
 */
export class KeptReadings {
	#journal: Journal | null = null;
	#hub: MetHub | null = null;
	readonly #readings = new Map<string, KeptReading>();
	/** What a person should know of the file, a sentence. */
	note: string | null = null;

	private constructor() {}

	/** Opens the readings of a data folder, which must exist and belong to this process; null keeps them in memory. */
	static async open(folder: string | null): Promise<KeptReadings> {
		const kept = new KeptReadings();
		if (folder === null) return kept;
		const file = path.join(folder, journalName);
		const {journal, records, damaged} = await Journal.open(file, () => kept.#present());
		for (const record of records) kept.#replay(record);
		kept.#journal = journal;
		if (damaged > 0) {
			const lines = damaged === 1 ? '1 line' : `${damaged} lines`;
			kept.note = `${lines} of ${file} could not be read: readings may be missing. The file as it was is ${file}.damaged.`;
		}
		return kept;
	}

	/** The hub behind the front; null before it was met. */
	get hub(): MetHub | null {
		return this.#hub;
	}

	get size(): number {
		return this.#readings.size;
	}

	/** Whether they outlast this process. */
	get isDurable(): boolean {
		return this.#journal !== null;
	}

	/** All of them, the oldest first. */
	list(): Iterable<KeptReading> {
		return this.#readings.values();
	}

	get(id: string): KeptReading | undefined {
		return this.#readings.get(id);
	}

	/** Resolves when the reading is safe. Rejects with what the system says, and then it is not kept. */
	async put(id: string, bpm: number): Promise<void> {
		await this.#append({put: {id, bpm}});
		this.#readings.set(id, {id, bpm, sentAfter: null});
	}

	/** The reading has its last word. Should that not get to the disk, it is sent once more after a restart. */
	drop(id: string): void {
		if (this.#readings.delete(id)) void this.#append({drop: id}).catch(() => {});
	}

	/** It is about to be sent to a hub of the tutorial whose newest block is `sentAfter`. Rejects as `put`. */
	async markSent(id: string, sentAfter: number): Promise<void> {
		await this.#append({sent: {id, sentAfter}});
		const reading = this.#readings.get(id);
		if (reading) this.#readings.set(id, {...reading, sentAfter});
	}

	/** It was not sent after all. Should that not get to the disk, it is looked for once after a restart. */
	markUnsent(id: string): void {
		const reading = this.#readings.get(id);
		if (!reading) return;
		this.#readings.set(id, {...reading, sentAfter: null});
		void this.#append({sent: {id, sentAfter: null}}).catch(() => {});
	}

	/** The hub behind the front was met. Rejects as `put`, but is known all the same. */
	async meet(hub: MetHub): Promise<void> {
		this.#hub = hub;
		await this.#append({hub});
	}

	async close(): Promise<void> {
		await this.#journal?.close();
	}

	async #append(record: object): Promise<void> {
		await this.#journal?.append(record);
	}

	#present(): readonly object[] {
		const records: object[] = this.#hub ? [{hub: this.#hub}] : [];
		for (const {id, bpm, sentAfter} of this.#readings.values()) {
			records.push({put: {id, bpm}});
			if (sentAfter !== null) records.push({sent: {id, sentAfter}});
		}
		return records;
	}

	#replay(record: unknown): void {
		if (!isFields(record)) return;
		const {hub, put, drop, sent} = record;
		const met = readMetHub(hub);
		if (met) this.#hub = met;
		if (typeof drop === 'string') this.#readings.delete(drop);
		if (isFields(put) && isId(put.id) && isBpm(put.bpm))
			this.#readings.set(put.id, {id: put.id, bpm: put.bpm, sentAfter: null});
		if (!isFields(sent) || !isId(sent.id)) return;
		const {id, sentAfter} = sent;
		const reading = this.#readings.get(id);
		if (reading && (sentAfter === null || isIndex(sentAfter)))
			this.#readings.set(id, {...reading, sentAfter});
	}
}

function isId(value: unknown): value is string {
	return typeof value === 'string' && isReadingId(value);
}

function isBpm(value: unknown): value is number {
	return Number.isInteger(value) && (value as number) >= limits.bpmMin && (value as number) <= limits.bpmMax;
}
