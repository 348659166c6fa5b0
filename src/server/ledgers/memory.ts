import {randomBytes} from 'node:crypto';
import {type Block, formatBlock, type Tip} from '../../core/block.ts';
import type {ChainRange, Entry, FoundEntry, Ledger, LedgerChange, OpenedLedger, Write} from '../ledger.ts';
import {formatRange} from './chain-range.ts';

/** The ledger of `--ephemeral`: the chain lives in this process and ends with it. */
export function createMemoryLedger(options: {readonly replaceable?: boolean} = {}): Ledger {
	return new MemoryLedger(options.replaceable ?? false);
}

class MemoryLedger implements Ledger {
	readonly id = randomBytes(12).toString('base64url');
	readonly durable = false;
	readonly folder = null;
	readonly replaceable: boolean;
	readonly #entries: Entry[] = [];
	readonly #ids = new Map<string, Block>();
	/** For each version, the first index that it does not share with the version before. */
	readonly #replacedFrom: number[] = [];
	#report: (change: LedgerChange) => void = () => {};

	constructor(replaceable: boolean) {
		this.replaceable = replaceable;
	}

	async open(): Promise<OpenedLedger> {
		return {tip: this.#tip, version: this.#replacedFrom.length};
	}

	async append(expected: Tip | null, batch: readonly Entry[]): Promise<Write> {
		const isKnown = batch.some(({id}) => id !== undefined && this.#ids.has(id));
		if (isKnown || !this.#isTip(expected)) return {kind: 'conflict', tip: this.#tip};
		this.#take(batch);
		this.#report({kind: 'appended', version: this.#replacedFrom.length, entries: batch});
		return {kind: 'stored', tip: this.#tip!};
	}

	async replaceFrom(expected: Tip, from: number, branch: readonly Entry[]): Promise<Write> {
		if (!this.replaceable) return {kind: 'notStored', reason: 'this ledger never replaces blocks'};
		if (!this.#isTip(expected)) return {kind: 'conflict', tip: this.#tip};
		for (const {id} of this.#entries.splice(from)) if (id !== undefined) this.#ids.delete(id);
		this.#take(branch);
		this.#replacedFrom.push(from);
		this.#report({kind: 'replaced', version: this.#replacedFrom.length, from, entries: branch});
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

	/** Blocks below this index are the same as in `version`. */
	#sharedSince(version: number): number {
		return Math.min(Number.POSITIVE_INFINITY, ...this.#replacedFrom.slice(version));
	}

	#take(batch: readonly Entry[]): void {
		for (const entry of batch) {
			const {block, id} = entry;
			const next = this.#entries.length;
			if (block.index !== next) throw new Error(`block ${block.index} does not follow block ${next - 1}`);
			this.#entries.push(entry);
			if (id !== undefined) this.#ids.set(id, block);
		}
	}

	*#textsBetween(from: number, to: number): Generator<string> {
		for (let index = from; index < to && index < this.#entries.length; index++) {
			yield formatBlock(this.#entries[index]!.block);
		}
	}
}
