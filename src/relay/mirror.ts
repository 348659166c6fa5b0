import {setTimeout} from 'node:timers/promises';
import type {ChainColumns} from '../client/chain-columns.ts';
import type {Block} from '../core/block.ts';
import {wins} from '../core/fork-choice.ts';
import type {Hub} from '../server/hub.ts';
import type {Ledger} from '../server/ledger.ts';

/** Blocks that are stored at a time: enough to keep the disk busy, few enough to hold nobody up. */
const batchBlocks = 4_096;
/** Until it is tried again to store them: at first, and at most after it has doubled with each failure. */
const retryMs = {min: 1_000, max: 16_000} as const;

/**
 * Keeps a hub that seals nothing the same as the verified chain of another one. What stands below is always a part of
 * that chain: nothing is taken that the link has not verified.
 */
export class Mirror {
	readonly #hub: Hub;
	readonly #upstream: string;
	readonly #parted: (depth: number) => void;
	#columns: ChainColumns | null = null;
	#depthMax = 0;
	#isRunning = false;
	#isStopped = false;
	#retryMs: number = retryMs.min;

	/** `parted` is called when the other chain has replaced more than it may, `depth` blocks. Then nothing is taken. */
	constructor(hub: Hub, upstream: string, parted: (depth: number) => void) {
		this.#hub = hub;
		this.#upstream = upstream;
		this.#parted = parted;
	}

	/** Follows a chain that grows, and may replace at most `depthMax` of the blocks that are here. */
	follow(columns: ChainColumns, depthMax: number): void {
		this.#columns = columns;
		this.#depthMax = depthMax;
		if (!this.#isRunning) void this.#run();
	}

	stop(): void {
		this.#isStopped = true;
	}

	async #run(): Promise<void> {
		this.#isRunning = true;
		try {
			while (!this.#isStopped && (await this.#step()));
		} catch (error) {
			// The ledger may be closed in the middle of a step.
			if (!this.#isStopped) throw error;
		}
		this.#isRunning = false;
	}

	/** Takes the next blocks; false when there are none. */
	async #step(): Promise<boolean> {
		const columns = this.#columns!;
		const {tip} = this.#hub;
		const newest = columns.tipIndex;
		const tipHash = columns.hashAt(newest);
		if (tipHash === undefined || !wins({index: newest, hash: tipHash}, tip)) return false;
		const shared = await this.#findShared(columns);
		const depth = tip.index - shared;
		// Another genesis block is taken where nothing but that of a hub was known that joined a network since.
		if (shared < 0 ? tip.index > 0 : depth > this.#depthMax) {
			this.stop();
			this.#parted(depth);
			return false;
		}
		// A branch has to be longer than what it replaces: the rest of it follows.
		const end = Math.min(newest, Math.max(shared + batchBlocks, tip.index + 1));
		const blocks: Block[] = [];
		for (let index = shared + 1; index <= end; index++) blocks.push(columns.blockAt(index) as Block);
		const adoption = await this.#hub.adopt(shared, blocks, {peer: this.#upstream});
		// The log tells of a disk that cannot store, and of its coming back.
		if (adoption.kind === 'notStored') await setTimeout(this.#retryMs, undefined, {ref: false});
		this.#retryMs = adoption.kind === 'notStored' ? Math.min(2 * this.#retryMs, retryMs.max) : retryMs.min;
		return true;
	}

	/** The index of the newest block that both have; -1: none. */
	async #findShared(columns: ChainColumns): Promise<number> {
		const {tip, reader} = this.#hub;
		let low = -1;
		let high = Math.min(tip.index, columns.tipIndex);
		if (columns.hashAt(tip.index) === tip.hash) return tip.index;
		// All blocks up to the place where they part are the same, and none after it.
		while (low < high) {
			const middle = Math.ceil((low + high) / 2);
			const hash = (await reader.hashesAt([middle])).get(middle);
			if (hash === columns.hashAt(middle)) low = middle;
			else high = middle - 1;
		}
		return low;
	}
}

/** Reads the verified chain of a ledger into columns `into`. */
export async function readChain(ledger: Ledger, hub: Hub, into: ChainColumns): Promise<void> {
	const {version} = hub.chain;
	for (let from = 0; from <= hub.tip.index; from += batchBlocks) {
		const entries = await ledger.read(version, from, from + batchBlocks);
		if (entries === 'replaced') throw new Error('the chain of a front changed before it was opened');
		for (const {block} of entries) into.append(block);
	}
}
