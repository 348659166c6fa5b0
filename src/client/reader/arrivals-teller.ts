import type {ChainColumns} from '../chain-columns.ts';
import type {State} from '../state/state.ts';
import {tipOf} from '../state/state.ts';
import {speakArrivals} from './spoken-event.ts';

/** So long there is time for the answer to an own reading, whose block is then told by that. */
const delayMs = 250;
/** Blocks that come closer together than this are told in one line. */
const gapMs = 1_000;

interface Sources {
	readonly readState: () => State;
	readonly readBlocks: () => ChainColumns;
	readonly tell: (line: string) => void;
}

/** Tells of new blocks that others added, at most one line a second. */
export class ArrivalsTeller {
	readonly #sources: Sources;
	/** The newest block that needs no telling; null until the chain is here. */
	#told: number | null = null;
	#toldAtMs = 0;
	#timer: NodeJS.Timeout | undefined;

	constructor(sources: Sources) {
		this.#sources = sources;
	}

	/** The chain or the connection has changed. */
	changed(): void {
		const {phase, chain} = this.#sources.readState();
		const isHere = phase.kind === 'live' || (phase.kind === 'plain' && chain.length > 0);
		const tip = tipOf(chain);
		if (!isHere) this.#told = null;
		else if (this.#told === null || tip < this.#told) this.#told = tip;
		else if (tip > this.#told) {
			const waitMs = Math.max(delayMs, this.#toldAtMs + gapMs - Date.now());
			this.#timer ??= setTimeout(() => this.#tell(), waitMs);
		}
	}

	close(): void {
		clearTimeout(this.#timer);
	}

	#tell(): void {
		this.#timer = undefined;
		const {chain, readings} = this.#sources.readState();
		const tip = tipOf(chain);
		if (this.#told === null || tip <= this.#told) return;
		const from = this.#told + 1;
		this.#told = tip;
		this.#toldAtMs = Date.now();
		for (let index = from; index <= tip; index++) {
			if (readings.own.has(index)) continue;
			this.#sources.tell(speakArrivals(from, tip, this.#sources.readBlocks().bpmAt(tip) ?? 0));
			return;
		}
	}
}
