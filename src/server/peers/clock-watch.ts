import {readTimestamp} from '../../core/timestamp.ts';
import type {HubLog} from '../log.ts';
import type {PeerView} from './peer-view.ts';

/** Clocks differ; a network is slow, too. */
const aheadMs = 5 * 60_000;
/** It stays so for a while, and everybody passes it on. */
const tellIntervalMs = 10 * 60_000;

/**
 * Notices blocks of peers that are far ahead of the clock here. They are as good as others, but time never runs backwards
 * along a chain: until the clock here has come as far, every block that is sealed gets their time.
 */
export class ClockWatch {
	readonly #log: HubLog;
	readonly #now: () => number;
	#toldMs = Number.NEGATIVE_INFINITY;

	/** `now` gives milliseconds since 1970. */
	constructor(log: HubLog, now: () => number = Date.now) {
		this.#log = log;
		this.#now = now;
	}

	/** Looks at what a peer has sent; tells of it at most every ten minutes. `name` is how the peer is called. */
	look({branch}: Pick<PeerView, 'branch'>, name: () => string): void {
		const newest = branch.at(-1);
		if (!newest) return;
		const nowMs = this.#now();
		const ms = readTimestamp(newest.timestamp) - nowMs;
		if (ms < aheadMs || nowMs - this.#toldMs < tellIntervalMs) return;
		this.#toldMs = nowMs;
		this.#log({event: 'clockAhead', peer: name(), index: newest.index, aheadMs: ms});
	}
}
