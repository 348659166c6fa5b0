import {setImmediate} from 'node:timers';
import type {ChainColumns} from '../client/chain-columns.ts';
import type {ChainFacts, HubLink, LinkEvent, LinkPhase} from '../client/link-event.ts';
import {formatAddress} from '../core/address.ts';
import type {Block} from '../core/block.ts';
import type {Welcome} from '../core/live-message.ts';
import type {BpmRange} from '../core/request.ts';
import {formatAnyBlock} from '../core/tutorial-text.ts';
import type {Via} from '../core/via.ts';
import type {Front, FrontEvents, ServedHub, ToldBlocks, UpstreamStatus} from '../server/front.ts';
import type {Hub} from '../server/hub.ts';
import type {HubLog} from '../server/log.ts';
import {Arrivals} from './arrivals.ts';
import {FrontReadings, type Situation} from './front-readings.ts';
import type {KeptReadings} from './kept-readings.ts';
import {LiveDelivery} from './live-delivery.ts';
import {findChange, isSameHub, metByWelcome, rangeOf} from './met-hub.ts';
import {Mirror} from './mirror.ts';
import {serveHub} from './served-hub.ts';
import {TutorialChain} from './tutorial-chain.ts';
import {TutorialDelivery} from './tutorial-delivery.ts';
import {Upstream} from './upstream.ts';
import {describeEmpty, describeNoLive, describeUntil, type Standing} from './upstream-words.ts';

/** What a front works with. */
export interface RelayFrontParts {
	/** Where the hub behind is. */
	readonly host: string;
	readonly port: number;
	/** The mirror: it seals nothing. */
	readonly hub: Hub;
	/** The hash of its first block when it was opened; null where there was none. */
	readonly genesis: string | null;
	readonly kept: KeptReadings;
	/** Readings that may wait. */
	readonly queueMax: number;
	readonly log: HubLog;
	/** Opens the connection; nothing is said before this has returned. */
	readonly openLink: (on: (event: LinkEvent) => void) => HubLink;
}

/** A chain in the shapes of ours that comes by broadcasts alone: so many have to come before its hub counts as one of the tutorial. */
const strictBroadcastsMin = 3;

/**
 * A front for another hub (protocol section 10). Its connection is that of our own clients, so every block is verified
 * before it is shown. A hub of live mode is mirrored into the ledger of this one; the chain of a hub of the tutorial
 * is shown as it is broadcast. Readings wait in `KeptReadings` until that hub has the last word on them.
 */
export class RelayFront implements Front {
	/** What connections see and use. */
	readonly hub: ServedHub;
	readonly #hub: Hub;
	readonly #genesis: RelayFrontParts['genesis'];
	readonly #kept: KeptReadings;
	readonly #log: HubLog;
	readonly #openLink: RelayFrontParts['openLink'];
	readonly #upstream: Upstream;
	readonly #readings: FrontReadings;
	readonly #mirror: Mirror;
	readonly #arrivals: Arrivals;
	readonly #live: LiveDelivery;
	readonly #shown = new TutorialChain();
	readonly #tutorial: TutorialDelivery;
	#link: HubLink | null = null;
	#events: FrontEvents | null = null;
	/** Broadcasts of this connection. */
	#broadcasts = 0;
	/** The mirror can be served: it was here before, or has caught up once. */
	#isKnown: boolean;

	constructor({host, port, hub, genesis, kept, queueMax, log, openLink}: RelayFrontParts) {
		this.#hub = hub;
		this.#genesis = genesis;
		this.#kept = kept;
		this.#log = log;
		this.#openLink = openLink;
		this.#isKnown = kept.hub?.kind === 'live' && hub.tip.index >= 0;
		const link = () => this.#link!;
		const name = formatAddress(host, port);
		const changed = () => this.#upstreamChanged();
		this.#upstream = new Upstream(name, log, () => kept.size, changed);
		this.#readings = new FrontReadings({
			...{kept, queueMax, log},
			situation: () => this.#situation,
			ready: (id, bpm) => {
				this.#live.add(id, bpm);
				this.#tutorial.pump();
			},
		});
		this.#mirror = new Mirror(hub, name, depth => {
			this.#upstream.stop(`it has replaced its newest ${depth} blocks, more than it said it would`);
		});
		this.#arrivals = new Arrivals(name, log, hash => this.#live.takeSender(hash));
		this.#live = new LiveDelivery(link, hub, this.#readings, moved => this.#events?.moved(moved));
		this.#tutorial = new TutorialDelivery(link, kept, this.#readings, index => this.#shown.hashAt(index));
		for (const {id, bpm} of kept.list()) this.#live.add(id, bpm);
		this.hub = serveHub(hub, this.#shown, kept, this.#readings);
	}

	get liveRefusal(): string | null {
		return this.#isKnown && !this.#isTutorial ? null : describeNoLive(this.#standing, this.via);
	}

	get emptyReason(): string {
		return describeEmpty(this.#standing);
	}

	get facts(): Front['facts'] {
		const {hub} = this.#kept;
		return hub?.kind === 'tutorial' ? {ledger: 'none', durable: false} : hub;
	}

	get shownGenesis(): string | null {
		return this.#isTutorial ? (this.#shown.hashAt(0) ?? '') : null;
	}

	get via(): Via {
		return this.#upstream.via;
	}

	get range(): BpmRange {
		return rangeOf(this.#kept.hub);
	}

	get status(): UpstreamStatus {
		const {size, delivered, undelivered} = this.#readings;
		const {name, state, isUp, reason} = this.#upstream;
		return {
			...{upstream: name, upstreamState: state, upstreamUp: isUp, upstreamReason: reason},
			...{queued: size, delivered, undelivered},
		};
	}

	arrived(blocks: readonly Block[]): ToldBlocks {
		return this.#arrivals.take(blocks);
	}

	start(events: FrontEvents): void {
		this.#events = events;
		this.#hub.follow(() => this.#mirrorChanged());
		this.#link = this.#openLink(event => this.#take(event));
	}

	async stop(): Promise<void> {
		this.#upstream.end();
		this.#quiet();
		// Whoever waits for an answer gets this one.
		this.#readings.tellQueued();
		this.#readings.stop();
		const {size, isDurable} = this.#kept;
		if (size > 0 && !isDurable)
			this.#upstream.say(`Readings that waited are gone with this front (--ephemeral): ${size}.`);
		// The other side may take its time with the goodbye; the folder is for the next front.
		void this.#link?.close();
		await this.#kept.close();
	}

	get #isTutorial(): boolean {
		return this.#kept.hub?.kind === 'tutorial';
	}

	get #standing(): Standing {
		const {name, state, stopped} = this.#upstream;
		return {upstream: name, state, met: this.#kept.hub, stopped};
	}

	get #situation(): Situation {
		const {name, state, stopped} = this.#upstream;
		const until = describeUntil(this.#standing);
		return {upstream: name, refusal: stopped, answersSoon: state === 'live' && stopped === null, until};
	}

	#take(event: LinkEvent): void {
		if (this.#upstream.stopped !== null) return;
		switch (event.kind) {
			case 'phase':
				this.#takePhase(event.phase);
				break;
			case 'hub':
				if (event.hub.welcome) this.#meet(event.hub.welcome);
				break;
			case 'chain':
				this.#takeChain(event.chain);
				break;
			case 'reading':
				if (this.#isTutorial) this.#tutorial.take(event.reading);
				else this.#live.take(event.reading);
				break;
			case 'status':
				this.#upstream.follow(event.status.via ?? []);
				break;
			case 'notice':
				this.#upstream.notice(event);
				break;
			default:
		}
	}

	#takePhase(phase: LinkPhase): void {
		switch (phase.kind) {
			case 'live':
			case 'catchingUp':
				this.#upstream.become('live');
				this.#mirrorChanged();
				break;
			case 'plain':
				this.#upstream.become('plain');
				break;
			case 'waiting':
				this.#tutorial.close();
				this.#broadcasts = 0;
				this.#upstream.become('away', phase.reason);
				break;
			case 'alarm':
				this.#upstream.stop(phase.reason);
				break;
			default:
		}
	}

	/** A hub of live mode introduces itself: it has to be the one that it was. */
	#meet(welcome: Welcome): void {
		this.#upstream.forgetVia();
		this.#upstream.follow(welcome.via ?? []);
		const {hub: met} = this.#kept;
		const change = findChange(met, welcome, {genesis: this.#genesis, height: this.#hub.tip.index});
		if (change !== null) this.#upstream.stop(change);
		if (this.#upstream.stopped !== null) return;
		const now = metByWelcome(welcome);
		if (!isSameHub(met, now)) this.#remember(this.#kept.meet(now));
		this.#arrivals.begin(welcome.height);
		this.#live.open();
	}

	#takeChain({fault}: ChainFacts): void {
		const {chain} = this.#link!;
		if (chain.length === 0) return;
		const {hub} = this.#kept;
		if (this.#upstream.state === 'plain') this.#takeBroadcast(chain, fault === null);
		else if (hub?.kind === 'live') this.#mirror.follow(chain, hub.reorgLimit);
	}

	#takeBroadcast(chain: ChainColumns, holds: boolean): void {
		const {hub} = this.#kept;
		if (hub?.kind === 'live' || chain.firstIndex > 0 || this.#genesis !== null) return;
		this.#broadcasts++;
		const genesis = formatAnyBlock(chain.blockAt(0)!);
		if (hub === null) {
			// A hub of ours that is slow to answer /live may still do so.
			if (chain.isExact && this.#broadcasts < strictBroadcastsMin) return;
			this.#remember(this.#kept.meet({kind: 'tutorial', genesis}));
		} else if (hub.genesis !== genesis) {
			this.#upstream.stop('it has begun another chain, with another genesis block');
			return;
		}
		const from = this.#shown.follow(chain);
		if (from !== null) {
			this.#log({event: 'shown', upstream: this.#upstream.name, from, height: this.#shown.tipIndex});
			this.#events?.shown();
		}
		// One that does not hold may be of another chain. The link looks for readings in it after it has told of it.
		setImmediate(() => {
			if (holds && this.#upstream.state === 'plain') this.#tutorial.shown();
		});
	}

	/** When what is known of the hub behind cannot be kept, the next start does not know it. */
	#remember(kept: Promise<void>): void {
		kept.catch(() => this.#upstream.say('What is known of it cannot be kept.'));
	}

	#mirrorChanged(): void {
		this.#live.settle();
		if (this.#isKnown || this.#isTutorial || this.#upstream.state !== 'live') return;
		if (this.#kept.hub === null || this.#hub.tip.index < this.#arrivals.height) return;
		// The genesis block that a welcome names is told by the same change of the chain, after this.
		queueMicrotask(() => {
			if (this.#isKnown) return;
			this.#isKnown = true;
			this.#events?.liveBegins();
		});
	}

	#upstreamChanged(): void {
		this.#readings.situationChanged();
		this.#events?.upstreamChanged();
		if (this.#upstream.stopped === null) return;
		this.#quiet();
		void this.#link?.close();
	}

	#quiet(): void {
		this.#mirror.stop();
		this.#live.close();
		this.#tutorial.close();
	}
}
