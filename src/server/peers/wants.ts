import type {Tip} from '../../core/block.ts';
import type {Locator} from '../../core/locator.ts';
import {peerLine} from '../../core/peer-message.ts';
import type {Hub} from '../hub.ts';
import {readLocatorOf} from './own-locator.ts';
import type {PeerTransport} from './peer-stream.ts';

/** Our questions for the peer's chain: each is answered, and only the answer to the last one counts. */
export class Wants {
	readonly #hub: Hub;
	readonly #transport: PeerTransport;
	readonly #now: () => number;
	/** Asked for, and not answered. */
	#open = 0;
	/** What the last question said. */
	#locator: Locator = [];
	#sinceMs = 0;
	/** When blocks came last that stand before the answer. */
	#movedMs = 0;

	constructor(hub: Hub, transport: PeerTransport, now: () => number) {
		this.#hub = hub;
		this.#transport = transport;
		this.#now = now;
	}

	/** Whether an answer is to come: until then, nothing that the peer says about its chain can be placed. */
	get isWaiting(): boolean {
		return this.#open > 0;
	}

	/** For how long an answer has been to come. */
	get waitingMs(): number {
		return this.isWaiting ? this.#now() - this.#sinceMs : 0;
	}

	/** The same, since blocks came last: behind a slow link the answer stands after all that was sent before. */
	get idleMs(): number {
		return this.isWaiting ? this.#now() - Math.max(this.#sinceMs, this.#movedMs) : 0;
	}

	/** Blocks came that were sent before the answer. */
	moved(): void {
		this.#movedMs = this.#now();
	}

	/** The claims to blocks that both share have come: since then, every new one is told. */
	hasClaims = false;

	/** Asks for the chain after what we have. */
	async ask(): Promise<void> {
		if (this.#open++ === 0) this.#sinceMs = this.#now();
		this.#locator = await readLocatorOf(this.#hub.reader);
		this.#transport.send(peerLine.want(this.#locator, !this.hasClaims));
	}

	/**
	 * The peer answered that its chain follows from `index` on. Gives the block before, which we share (null: none);
	 * or that another answer is to come, or that this one fits no question.
	 */
	answered(index: number): Tip | null | 'waiting' | 'unasked' {
		if (this.#open === 0) return 'unasked';
		if (--this.#open > 0) return 'waiting';
		if (index === 0) return null;
		const pair = this.#locator.find(([at]) => at === index - 1);
		return pair ? {index: pair[0], hash: pair[1]} : 'unasked';
	}
}
