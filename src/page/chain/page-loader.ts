import type {Tip} from '../../core/block.ts';
import type {Requests} from '../hub/requests.ts';
import {pageLimits} from '../page-limits.ts';
import type {BlockCache} from './block-cache.ts';
import type {Digest} from './digest.ts';
import {type Fault, judgeBlocks} from './judge.ts';

export interface LoaderPorts {
	readonly cache: BlockCache;
	readonly requests: Pick<Requests, 'readBlocks'>;
	readonly digest: Digest;
	/** The newest block that is known; null before the hub was met. */
	tip(): Tip | null;
	/** Blocks were judged and are held; the first fault among them. */
	loaded(fault: Fault | null): void;
	/** A sentence: the hub does not give blocks that it has told of. */
	failed(reason: string): void;
}

/** Between two attempts at the same page. */
const pauseMs = 500;
/** A difference may be a fork that is not told yet; so many in a row are none. */
const attemptsMax = 6;

/**
 * Fetches the pages that are looked at, judges every block of them and keeps them in the cache. What is no longer
 * wanted is not fetched any more. Each page is fetched with the block before it, which its first block links to.
 */
export class PageLoader {
	readonly #ports: LoaderPorts;
	/** The pages that are wanted, those first that are looked at. */
	#wanted: readonly number[] = [];
	readonly #underWay = new Set<number>();
	/** Failed attempts of pages, and when the next one may be made. */
	readonly #failures = new Map<number, number>();
	/** Changes when blocks were replaced: what was asked for before then is not looked at. */
	#epoch = 0;

	constructor(ports: LoaderPorts) {
		this.#ports = ports;
	}

	/** Fetches these pages as far as they are not held, the first of them first, and nothing else any more. */
	want(pages: readonly number[]): void {
		this.#wanted = pages;
		this.#ports.cache.touch([...pages].reverse());
		this.#fetchMore();
	}

	/** Blocks were replaced: what is under way may bring the old ones. */
	forget(): void {
		this.#epoch++;
		this.#failures.clear();
	}

	/** The hub can be reached again, or tells of more blocks: goes on where it stopped. */
	goOn(): void {
		this.#failures.clear();
		this.#fetchMore();
	}

	#fetchMore(): void {
		const tip = this.#ports.tip();
		if (!tip) return;
		for (const page of this.#wanted) {
			if (this.#underWay.size >= pageLimits.requestsMax) return;
			const isBeyond = page * pageLimits.pageBlocks > tip.index;
			if (isBeyond || this.#underWay.has(page) || this.#failures.has(page)) continue;
			if (this.#ports.cache.isComplete(page, tip.index)) continue;
			void this.#fetch(page);
		}
	}

	async #fetch(page: number, failed = 0): Promise<void> {
		this.#underWay.add(page);
		const problem = await this.#load(page).catch((error: unknown) =>
			error instanceof Error ? error.message : String(error),
		);
		this.#underWay.delete(page);
		if (problem === null) {
			this.#failures.delete(page);
		} else {
			this.#failures.set(page, failed + 1);
			if (failed + 1 >= attemptsMax) this.#ports.failed(problem);
			else setTimeout(() => this.#again(page, failed + 1), pauseMs);
		}
		this.#fetchMore();
	}

	#again(page: number, failed: number): void {
		if (this.#failures.get(page) !== failed) return;
		this.#failures.delete(page);
		const tip = this.#ports.tip();
		if (!tip || !this.#wanted.includes(page) || this.#underWay.has(page)) return;
		if (!this.#ports.cache.isComplete(page, tip.index)) void this.#fetch(page, failed);
	}

	/** Null when the page is held as far as the chain goes; else why it is not. */
	async #load(page: number): Promise<string | null> {
		const {cache, requests, digest} = this.#ports;
		const epoch = this.#epoch;
		const start = page * pageLimits.pageBlocks;
		const from = Math.max(0, start - 1);
		const {blocks, height} = await requests.readBlocks(from, start + pageLimits.pageBlocks - from);
		const parent = start === 0 ? null : blocks[0];
		if (start > 0 && parent?.index !== from) return 'The hub sent other blocks than those asked for.';
		const judged = await judgeBlocks(
			start === 0 ? blocks : blocks.slice(1),
			start,
			parent?.hash ?? '',
			digest,
		);
		const tip = this.#ports.tip();
		// Meanwhile another chain is shown: this is asked for again.
		if (epoch !== this.#epoch || !tip) return null;
		if (height < tip.index) return 'The hub has fewer blocks than it told of.';
		const known = judged.filter((_, at) => start + at <= tip.index);
		const isOther = known.some(({block}, at) => {
			const told = start + at === tip.index ? tip.hash : cache.get(start + at)?.block.hash;
			return told !== undefined && told !== block.hash;
		});
		const before = cache.get(from)?.block.hash;
		if (isOther || (parent && before !== undefined && before !== parent.hash))
			return 'The hub tells of two different blocks in the same place.';
		for (const [at, each] of known.entries()) cache.put(start + at, each);
		this.#ports.loaded(known.find(({fault}) => fault)?.fault ?? null);
		return cache.isComplete(page, tip.index) ? null : 'The hub sent fewer blocks than asked for.';
	}
}
