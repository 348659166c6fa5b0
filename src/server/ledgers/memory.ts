import {randomBytes} from 'node:crypto';
import {type Block, formatBlock, type Tip} from '../../core/block.ts';
import {Cuts} from '../cuts.ts';
import type {
	AdoptedReadings,
	ChainRange,
	DisplacedReading,
	Entry,
	FoundEntry,
	Ledger,
	LedgerChange,
	OpenedLedger,
	Write,
	YieldedReadings,
} from '../ledger.ts';
import {formatRange} from './chain-range.ts';
import {MemoryReadings} from './memory-readings.ts';

export interface MemoryLedgerOptions {
	/** Default: a random one. */
	readonly id?: string;
	/** Default: false. */
	readonly replaceable?: boolean;
	/** The clock, in milliseconds since 1970. */
	readonly now?: () => number;
}

/** The ledger of `--ephemeral`: the chain lives in this process and ends with it. Nothing in it is withheld. */
export function createMemoryLedger(options: MemoryLedgerOptions = {}): Ledger {
	return new MemoryLedger(options);
}

class MemoryLedger implements Ledger {
	readonly id: string;
	readonly durable = false;
	readonly folder = null;
	readonly replaceable: boolean;
	readonly #entries: Entry[] = [];
	readonly #ids = new Map<string, Block>();
	readonly #readings = new MemoryReadings(index => this.#entries[index]?.block.hash);
	readonly #now: () => number;
	/** How often blocks were replaced. */
	#version = 0;
	readonly #cuts = new Cuts();
	#report: (change: LedgerChange) => void = () => {};

	constructor(options: MemoryLedgerOptions) {
		const {id = randomBytes(12).toString('base64url'), replaceable = false, now = Date.now} = options;
		this.id = id;
		this.replaceable = replaceable;
		this.#now = now;
	}

	async open(): Promise<OpenedLedger> {
		const displaced = await this.listDisplaced();
		return {tip: this.#tip, version: this.#version, displaced};
	}

	async append(expected: Tip | null, batch: readonly Entry[]): Promise<Write> {
		if (batch.some(entry => this.#holds(entry)) || !this.#isTip(expected))
			return {kind: 'conflict', tip: this.#tip};
		this.#take(batch);
		this.#report({kind: 'appended', version: this.#version, entries: batch});
		return {kind: 'stored', tip: this.#tip!};
	}

	async replaceFrom(expected: Tip, from: number, branch: readonly Entry[]): Promise<Write> {
		if (!this.replaceable) return {kind: 'notStored', reason: 'this ledger never replaces blocks'};
		if (!this.#isTip(expected)) return {kind: 'conflict', tip: this.#tip};
		const left = this.#entries.splice(from);
		const removed = left.map(({block}) => block);
		const readings = this.#readings.leave(left, this.#now());
		for (const {id} of readings) if (id !== undefined) this.#ids.delete(id);
		this.#take(branch);
		const version = ++this.#version;
		this.#cuts.add(version, from);
		const displaced = readings.filter(({reading}) => this.#readings.find(reading) === undefined);
		this.#report({kind: 'replaced', version, from, entries: branch, removed, displaced, withheld: []});
		return {kind: 'stored', tip: this.#tip!};
	}

	async read(version: number, from: number, to: number): Promise<readonly Entry[] | 'replaced'> {
		return to > this.#sharedSince(version) ? 'replaced' : this.#entries.slice(from, to);
	}

	async readText(version: number, from: number, bytesMax: number): Promise<ChainRange | 'replaced'> {
		const shared = this.#sharedSince(version);
		return from >= shared ? 'replaced' : formatRange(this.#textsBetween(from, shared), from, bytesMax);
	}

	async hashesAt(indexes: readonly number[]): Promise<ReadonlyMap<number, string>> {
		const known = indexes.filter(index => this.#entries[index] !== undefined);
		return new Map(known.map(index => [index, this.#entries[index]!.block.hash]));
	}

	async find(ids: readonly string[]): Promise<ReadonlyMap<string, FoundEntry>> {
		const found = new Map<string, FoundEntry>();
		for (const id of ids) {
			const block = this.#ids.get(id);
			if (block) found.set(id, block);
		}
		return found;
	}

	async locate(readings: readonly number[]): Promise<ReadonlyMap<number, FoundEntry>> {
		const found = new Map<number, FoundEntry>();
		for (const reading of readings) {
			const entry = this.#readings.find(reading);
			if (entry) found.set(reading, entry);
		}
		return found;
	}

	async listDisplaced(): Promise<readonly DisplacedReading[]> {
		return this.#readings.displaced().toSorted((a, b) => a.index - b.index || a.reading - b.reading);
	}

	async adoptReadings(sinceMs = 0): Promise<AdoptedReadings> {
		this.#readings.adopt(sinceMs);
		return {kind: 'stored', displaced: await this.listDisplaced()};
	}

	async listSealed(countMax: number): Promise<readonly Tip[]> {
		const ofChain = this.#entries.filter(({block, foreign}) => block.index > 0 && !foreign);
		const sealed = [...this.#readings.sealed(), ...ofChain.map(({block: {index, hash}}) => ({index, hash}))];
		return [...new Map(sealed.map(tip => [tip.hash, tip])).values()].slice(-countMax);
	}

	async yieldBlocks(blocks: readonly Tip[]): Promise<YieldedReadings> {
		const displaced: DisplacedReading[] = [];
		for (const tip of blocks) {
			const there = this.#entries[tip.index];
			const entry = there?.block.hash === tip.hash ? there : undefined;
			const reading = this.#readings.yield(tip, entry);
			if (!reading || !entry) continue;
			this.#entries[tip.index] = {block: entry.block, foreign: true};
			if (reading.id !== undefined) this.#ids.delete(reading.id);
			displaced.push(reading);
		}
		return {kind: 'stored', displaced};
	}

	watch(on: (change: LedgerChange) => void): void {
		this.#report = on;
	}

	async announce(): Promise<void> {}

	async close(): Promise<void> {}

	get #tip(): Tip | null {
		const newest = this.#entries.at(-1)?.block;
		return newest ? {index: newest.index, hash: newest.hash} : null;
	}

	#isTip(expected: Tip | null): boolean {
		return this.#entries.at(-1)?.block.hash === expected?.hash;
	}

	/** Whether the reading of the entry is on the chain already. */
	#holds({id, reading}: Entry): boolean {
		return reading === undefined
			? id !== undefined && this.#ids.has(id)
			: this.#readings.find(reading) !== undefined;
	}

	/** Blocks below this index are the same as in `version`. */
	#sharedSince(version: number): number {
		return this.#cuts.changedSince(version);
	}

	#take(batch: readonly Entry[]): void {
		for (const entry of batch) {
			const {block} = entry;
			const next = this.#entries.length;
			if (block.index !== next) throw new Error(`block ${block.index} does not follow block ${next - 1}`);
			this.#entries.push(entry);
			const id = this.#readings.take(entry);
			if (id !== undefined) this.#ids.set(id, block);
		}
	}

	*#textsBetween(from: number, to: number): Generator<string> {
		for (let index = from; index < to && index < this.#entries.length; index++) {
			yield formatBlock(this.#entries[index]!.block);
		}
	}
}
