import type {PlainEvent} from '../../core/plain-stream.ts';
import {isQueuedAnswer} from '../../core/queued.ts';
import {oneLine} from '../headless/one-line.ts';
import type {Reading} from '../link-event.ts';
import {type Adoption, adopt, Broadcast} from './broadcast.ts';
import type {LinkState, Mode, SessionEnd, Wire} from './link-state.ts';
import {judgeBroadcast} from './plain-past.ts';
import type {Entry} from './reading-book.ts';

/**
 * Plain mode on one connection (protocol section 2): readings go out one at a time as bare numbers, and the
 * chain comes whole with each broadcast. The events of the stream are given to `take`, from any point on.
 */
export class PlainMode implements Mode {
	readonly verdict: SessionEnd | null = null;
	readonly #link: LinkState;
	readonly #wire: Wire;
	/** The array that is arriving; null between arrays, and inside one whose beginning was not seen. */
	#broadcast: Broadcast | null = null;
	/** The reading whose prompt is waited for. */
	#current: Entry | null = null;
	#promptTimer: NodeJS.Timeout | undefined;
	/** Whether a broadcast was compared with what is remembered: until then nothing goes to a hub with promises. */
	#compared = false;
	/** When the last broadcast began, by `performance.now()`, and how far apart two were as was told last. */
	#begunAtMs: number | null = null;
	#toldMs = 0;

	constructor(link: LinkState, wire: Wire) {
		this.#link = link;
		this.#wire = wire;
	}

	take(event: PlainEvent): void {
		switch (event.kind) {
			case 'prompt':
				this.#landed({state: 'taken'});
				break;
			case 'answer':
				this.#answered(event.text, event.ended);
				break;
			case 'arrayStart':
				// The answer to a command; we give none.
				if (event.answer) break;
				this.#broadcast = new Broadcast();
				this.#link.shown.broadcastBegins();
				this.#measure();
				break;
			case 'block':
				this.#broadcast?.take(event.block);
				break;
			case 'arrayEnd':
				this.#finish(true);
				break;
			case 'fault':
				this.#finish(false);
				break;
			default:
		}
	}

	pump(): void {
		if (this.#current || (this.#link.past.promises && !this.#compared)) return;
		const entry = this.#link.readings.nextBare();
		if (!entry) return;
		this.#current = entry;
		this.#link.shown.await(entry, this.#link.chain.columns.tipIndex, this);
		this.#wire.write(`${entry.reading.bpm}\n`);
		this.#promptTimer = setTimeout(() => this.#overdue(entry), this.#link.timing.promptTimeoutMs);
	}

	leave(): void {
		clearTimeout(this.#promptTimer);
	}

	/** Tells how often the hub broadcasts, as far as that is seen and has changed. */
	#measure(): void {
		const nowMs = performance.now();
		const apartMs = roundInterval(nowMs - (this.#begunAtMs ?? nowMs));
		this.#begunAtMs = nowMs;
		if (apartMs === 0 || apartMs === this.#toldMs) return;
		this.#toldMs = apartMs;
		this.#link.emit({kind: 'hub', hub: {welcome: null, live: this.#link.spokeLive, broadcastMs: apartMs}});
	}

	/** No prompt came; whatever comes yet is still for this reading first. */
	#overdue(entry: Entry): void {
		this.#current = null;
		if (entry.reading.state === 'sent') {
			const reason = 'the hub has not prompted since it was sent';
			this.#link.readings.change(entry, {state: 'uncertain', reason});
		}
		this.pump();
	}

	/**
	 * The hub answered the oldest line: with a bare prompt, or with a text that says what became of it. False when
	 * no line of ours waits for an answer.
	 */
	#landed(change: Pick<Reading, 'state' | 'reason'>): boolean {
		const entry = this.#link.readings.landedBare();
		if (!entry) return false;
		if (entry === this.#current) {
			this.#current = null;
			clearTimeout(this.#promptTimer);
		}
		if (this.#link.readings.isUnsettled(entry)) this.#link.readings.change(entry, change);
		this.pump();
		return true;
	}

	#answered(text: string, ended: boolean): void {
		const shown = oneLine(text);
		if (ended && isQueuedAnswer(text) && this.#landed({state: 'queued'})) return;
		// A hub that knows no /live may be late to say so; that is no answer to a reading.
		const refused = {state: 'refused', reason: shown} as const;
		if (ended && !text.includes('/live') && this.#landed(refused)) return;
		const tone = ended ? 'info' : 'warn';
		this.#link.emit({kind: 'notice', tone, text: `The hub says: ${shown}`, passing: !ended});
	}

	/** The array is over; not `whole` when it broke off. */
	#finish(whole: boolean): void {
		const broadcast = this.#broadcast;
		this.#broadcast = null;
		if (!broadcast) return;
		const {chain, shown, past} = this.#link;
		const alarm = judgeBroadcast(this.#link, broadcast, whole);
		if (alarm) {
			this.#wire.end(alarm);
			return;
		}
		this.#tell(adopt(chain, broadcast, whole));
		if (whole && !broadcast.fault) past.showPlain();
		this.#link.pinChanged();
		if (broadcast.fault) {
			const {index, detail} = broadcast.fault;
			this.#link.tellFault(`Block ${index} of the hub's chain does not hold: ${detail}. It was not taken.`);
		} else if (whole) this.#link.allIsWell();
		if (whole) this.#wire.worked();
		shown.look(chain.columns, whole && !broadcast.fault);
		this.#compared ||= whole && !broadcast.fault;
		this.pump();
	}

	#tell(adoption: Adoption): void {
		const {shown, address} = this.#link;
		if (adoption.kind === 'newChain') {
			this.#link.notice('warn', `New chain: the hub at ${address} has begun another one.`);
			shown.chainBegan(this);
		} else if (adoption.kind === 'gap') {
			const text = 'The hub sent a part of its chain that does not reach back to the blocks held before.';
			this.#link.notice('warn', text);
			shown.replaced(this.#link.chain.columns.firstIndex);
		} else if (adoption.kind === 'replaced') {
			const {from, replaced, shorter} = adoption;
			const blocks = replaced === 1 ? '1 block' : `${replaced} blocks`;
			const what = shorter
				? `${blocks} went: the hub's chain is shorter now and ends before block ${from}.`
				: `${blocks} replaced: the hub's chain is another one from block ${from} on.`;
			this.#link.notice('warn', what);
			shown.replaced(from);
		}
	}
}

/** To whole seconds, below two of them to tenths: what is beyond that is the network. */
function roundInterval(ms: number): number {
	const unit = ms < 2_000 ? 100 : 1_000;
	return Math.round(ms / unit) * unit;
}
