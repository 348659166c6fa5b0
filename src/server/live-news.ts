import {hubLine} from '../core/live-message.ts';
import type {PeerReport} from '../core/peer-report.ts';
import type {Outbox} from './outbox.ts';

/** What all live connections together are sent of this: with thousands of them new blocks must not wait for it. */
const bytesPerSecond = 16 * 1024 * 1024;
/** And at once, as how many seconds of that. */
const burstMs = 2_000;

/** A live connection. */
interface Listener {
	readonly outbox: Pick<Outbox, 'news' | 'sign'>;
}

/** Tells live connections of forks and peers (protocol section 4): what they can also ask for, by `/forks` and `/peers`. */
export class LiveNews {
	readonly #listeners: ReadonlySet<Listener>;
	readonly #peers: () => readonly PeerReport[];
	readonly #now: () => number;
	/** When everything sent so far would have left at that speed. */
	#paidUntilMs = 0;
	#toldPeers = '[]';

	/** `now` is a clock that never runs backwards, in milliseconds. */
	constructor(
		listeners: ReadonlySet<Listener>,
		peers: () => readonly PeerReport[],
		now: () => number = () => performance.now(),
	) {
		this.#listeners = listeners;
		this.#peers = peers;
		this.#now = now;
	}

	/** Tells a line at once, or not at all where that would be too much. */
	tell(line: string): void {
		if (this.#pays(line)) for (const {outbox} of this.#listeners) outbox.news(line);
	}

	/** Tells the peers, if one of them stands elsewhere than when they were told last. To be called as often as they may be told. */
	tellPeers(): void {
		const peers = this.#peers();
		// The time that an answer takes is another one each time.
		const told = JSON.stringify(peers.map(peer => ({...peer, roundTripMs: null})));
		if (told === this.#toldPeers) return;
		const line = hubLine.peers(peers);
		if (!this.#pays(line)) return;
		this.#toldPeers = told;
		for (const {outbox} of this.#listeners) outbox.sign('peers', line);
	}

	#pays(line: string): boolean {
		const nowMs = this.#now();
		if (this.#paidUntilMs > nowMs + burstMs) return false;
		const tookMs = (line.length * this.#listeners.size * 1_000) / bytesPerSecond;
		this.#paidUntilMs = Math.max(this.#paidUntilMs, nowMs) + tookMs;
		return true;
	}
}
