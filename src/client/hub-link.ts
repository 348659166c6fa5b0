import {formatAddress} from '../core/address.ts';
import {type Backoff, createBackoff} from './link/backoff.ts';
import {HeldChain} from './link/held-chain.ts';
import {type LinkTiming, timingFor} from './link/link-limits.ts';
import type {LinkState, SessionEnd} from './link/link-state.ts';
import {Past} from './link/past.ts';
import {ReadingBook} from './link/reading-book.ts';
import {Session} from './link/session.ts';
import {ShownReadings} from './link/shown-readings.ts';
import type {ChainFacts, HubLink, HubLinkOptions, LinkEvent, LinkPhase, Reading} from './link-event.ts';
import {type HubMemory, openHubMemory} from './memory/hub-memory.ts';

/**
 * Connects to the hub at `host:port` and stays with it: negotiates the mode, verifies every block before it
 * becomes part of `chain`, delivers readings, and comes back after every end of the connection except an
 * alarm (protocol sections 4 to 6). What earlier runs remember of the hub is read first. Everything that
 * happens is told through `options.on`; the first event comes after this function has returned. It never
 * throws on account of the hub or of a disk.
 */
export function openHubLink(options: HubLinkOptions): HubLink {
	const link = new Link(options);
	return {
		get chain() {
			return link.chain.columns;
		},
		submit: (bpm, id) => link.submit(bpm, id),
		withdraw: id => link.readings.withdraw(id),
		resend: id => link.resend(id),
		trust: () => link.trust(),
		retryNow: () => link.retryNow(),
		close: () => link.close(),
	};
}

class Link implements LinkState {
	readonly address: string;
	readonly timing: LinkTiming;
	readonly plain: boolean;
	readonly wantsChain: boolean;
	readonly wantsForks: boolean;
	readonly chain = new HeldChain(chain => this.#chainChanged(chain));
	readonly past = new Past(this.chain);
	readonly readings = new ReadingBook(reading => this.#readingChanged(reading));
	readonly shown = new ShownReadings(this.readings);
	readonly emit: (event: LinkEvent) => void;
	spokeLive = false;
	readonly #host: string;
	readonly #port: number;
	readonly #known: HubLinkOptions['known'];
	readonly #memory: HubMemory | null;
	readonly #backoff: Backoff;
	/** Since the last connection that worked. */
	#attempt = 0;
	#session: Session | null = null;
	#retryTimer: NodeJS.Timeout | undefined;
	#toldFault: string | null = null;
	#alarmed = false;
	readonly #started: Promise<void>;
	#closing: Promise<void> | null = null;

	constructor(options: HubLinkOptions) {
		const {host, port, plain, wantsChain = true, wantsForks = false, memory, timing, on} = options;
		this.address = formatAddress(host, port);
		this.timing = {...timingFor(host), ...timing};
		this.plain = plain;
		this.wantsChain = wantsChain;
		this.wantsForks = wantsForks;
		this.emit = on;
		this.#host = host;
		this.#port = port;
		this.#known = options.known;
		this.#backoff = createBackoff(this.timing.backoffMinMs, this.timing.backoffMaxMs);
		this.#memory = memory
			? openHubMemory({
					...{host, port, ...memory},
					readPin: () => this.past.pin,
					readReadings: () => this.readings.undelivered,
					tell: text => this.notice('warn', text),
				})
			: null;
		this.#started = Promise.resolve().then(() => this.#start());
	}

	submit(bpm: number, id?: string): Reading {
		const entry = this.readings.submit(bpm, this.#closing ? 'the connection is being closed' : null, id);
		this.#session?.pump();
		return entry.reading;
	}

	resend(id: string): boolean {
		const asked = this.readings.resend(id);
		if (asked) this.#session?.pump();
		return asked;
	}

	trust(): boolean {
		if (!this.#alarmed || this.#closing) return false;
		this.#alarmed = false;
		this.past.forget();
		this.spokeLive = false;
		this.chain.drop();
		this.shown.chainBegan(this);
		this.readings.hold();
		this.#backoff.reset();
		this.#attempt = 0;
		this.#connect();
		return true;
	}

	retryNow(): void {
		if (!this.#retryTimer) return;
		clearTimeout(this.#retryTimer);
		this.#connect();
	}

	close(): Promise<void> {
		this.#closing ??= this.#close();
		return this.#closing;
	}

	setPhase(phase: LinkPhase): void {
		if (!this.#closing) this.emit({kind: 'phase', phase});
	}

	notice(tone: 'info' | 'warn' | 'bad', text: string): void {
		this.emit({kind: 'notice', tone, text});
	}

	tellFault(text: string): void {
		if (text === this.#toldFault) return;
		this.#toldFault = text;
		this.notice('bad', text);
	}

	allIsWell(): void {
		this.#toldFault = null;
	}

	pinChanged(): void {
		this.#memory?.pinChanged();
	}

	#chainChanged(chain: ChainFacts): void {
		this.past.verified();
		this.pinChanged();
		this.emit({kind: 'chain', chain});
	}

	#readingChanged(reading: Reading): void {
		const isSettled = /^(?:accepted|moved|refused|withdrawn)$/.test(reading.state);
		this.#memory?.readingsChanged(!isSettled);
		this.emit({kind: 'reading', reading});
	}

	async #start(): Promise<void> {
		if (this.#known) this.#goOn(this.#known);
		if (this.#memory) {
			const {pin, readings} = await this.#memory.load();
			this.past.load(pin);
			this.spokeLive = pin?.promises != null;
			this.readings.restore(readings);
		}
		this.#connect();
	}

	#goOn({pin, chain}: NonNullable<HubLinkOptions['known']>): void {
		this.past.load(pin);
		this.spokeLive = pin.promises !== null;
		const {length: blocks, tipIndex: index} = chain;
		const tip = {index, hash: chain.hashAt(index)!};
		this.chain.swap(chain, {rule: 'decimal', strict: true, blocks, tip}, null);
	}

	#connect(): void {
		this.#retryTimer = undefined;
		if (this.#closing) return;
		this.#attempt++;
		this.setPhase({kind: 'connecting', attempt: this.#attempt});
		if (this.#closing) return;
		this.#session = new Session(this, this.#host, this.#port, (end, worked) => this.#retry(end, worked));
	}

	#retry(end: SessionEnd, worked: boolean): void {
		this.#session = null;
		if (end.kind === 'alarm') {
			this.#alarmed = true;
			this.setPhase(end);
			return;
		}
		const stranger = end.kind === 'fault' && end.stranger;
		if (end.kind === 'fault') {
			if (!stranger) this.tellFault(`Nothing more was taken from ${this.address}: ${end.reason}.`);
		} else if (worked) {
			// A hub that works until its fault would otherwise be asked for the same fault four times a second.
			this.#backoff.reset();
			this.#attempt = 0;
		}
		if (this.#closing) return;
		const delayMs = this.#backoff.next();
		this.#retryTimer = setTimeout(() => this.#connect(), delayMs);
		this.setPhase({kind: 'waiting', retryAtMs: Date.now() + delayMs, reason: end.reason, stranger});
	}

	async #close(): Promise<void> {
		clearTimeout(this.#retryTimer);
		this.#retryTimer = undefined;
		const session = this.#session;
		this.#session = null;
		this.emit({kind: 'phase', phase: {kind: 'closed'}});
		await session?.close();
		// What was read must not be lost because it was not handed over yet.
		await this.#started;
		await this.#memory?.close();
	}
}
