import {pageLimits} from '../page-limits.ts';
import type {JudgedBlock} from './judge.ts';

interface Page {
	/** By their place in the page; some may be missing. */
	readonly blocks: (JudgedBlock | undefined)[];
	held: number;
}

/**
 * The blocks that the page holds: at most `pagesMax` pages of them, of which those that were looked at longest ago
 * are forgotten first. Pages have fixed places in the chain: page n begins at block n * `pageBlocks`.
 */
export class BlockCache {
	readonly #pageBlocks: number;
	readonly #pagesMax: number;
	/** In the order in which they were looked at, the newest last. */
	readonly #pages = new Map<number, Page>();
	#length = 0;

	constructor({pageBlocks, pagesMax}: {readonly pageBlocks: number; readonly pagesMax: number} = pageLimits) {
		this.#pageBlocks = pageBlocks;
		this.#pagesMax = pagesMax;
	}

	/** Blocks held. */
	get length(): number {
		return this.#length;
	}

	/** The page that a block is in. */
	pageOf(index: number): number {
		return Math.floor(index / this.#pageBlocks);
	}

	get(index: number): JudgedBlock | undefined {
		return this.#pages.get(this.pageOf(index))?.blocks[index % this.#pageBlocks];
	}

	/** Keeps a block at its place in the chain, in the place of what was there. */
	put(index: number, judged: JudgedBlock): void {
		const number = this.pageOf(index);
		const page = this.#pages.get(number) ?? this.#addPage(number);
		const at = index % this.#pageBlocks;
		if (!page.blocks[at]) {
			page.held++;
			this.#length++;
		}
		page.blocks[at] = judged;
	}

	/** Whether every block of a page is held, as far as the chain goes. */
	isComplete(page: number, tipIndex: number): boolean {
		const expected = Math.min(this.#pageBlocks, tipIndex + 1 - page * this.#pageBlocks);
		return (this.#pages.get(page)?.held ?? 0) >= expected;
	}

	/** These pages are looked at: they are the last to be forgotten. */
	touch(pages: readonly number[]): void {
		for (const number of pages) {
			const page = this.#pages.get(number);
			if (!page) continue;
			this.#pages.delete(number);
			this.#pages.set(number, page);
		}
	}

	/** Forgets the blocks from `index` on, and gives those that were held, in their order. */
	dropFrom(index: number): readonly JudgedBlock[] {
		const dropped: JudgedBlock[] = [];
		for (const number of [...this.#pages.keys()].sort((a, b) => a - b)) {
			const page = this.#pages.get(number)!;
			const start = number * this.#pageBlocks;
			for (let at = Math.max(0, index - start); at < page.blocks.length; at++) {
				const judged = page.blocks[at];
				if (!judged) continue;
				dropped.push(judged);
				page.blocks[at] = undefined;
				page.held--;
			}
			if (page.held === 0) this.#pages.delete(number);
		}
		this.#length -= dropped.length;
		return dropped;
	}

	/** The indexes of the blocks held, from the highest down. */
	*heldDown(): Generator<number> {
		for (const number of [...this.#pages.keys()].sort((a, b) => b - a)) {
			const {blocks} = this.#pages.get(number)!;
			for (let at = blocks.length - 1; at >= 0; at--) {
				if (blocks[at]) yield number * this.#pageBlocks + at;
			}
		}
	}

	#addPage(number: number): Page {
		const page: Page = {blocks: [], held: 0};
		this.#pages.set(number, page);
		if (this.#pages.size > this.#pagesMax) {
			const [oldest, {held}] = this.#pages.entries().next().value!;
			this.#pages.delete(oldest);
			this.#length -= held;
		}
		return page;
	}
}
