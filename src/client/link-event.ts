import type {HashRule} from '../core/hash-rule.ts';
import type {HubStatus, Welcome} from '../core/live-message.ts';
import type {FaultReason} from '../core/verify.ts';
import type {ChainColumns} from './chain-columns.ts';
import type {LinkTiming} from './link/link-limits.ts';

/**
 * The contract between the connection (`hub-link.ts`) and everything that shows it: the full-screen client,
 * `bchain log` and `bchain send`. Every text here is already safe to show.
 */

/** Where the connection stands; always one of these, never two. */
export type LinkPhase =
	/** A TCP connection is being made; `attempt` counts from 1 since the last connection that worked. */
	| {readonly kind: 'connecting'; readonly attempt: number}
	/** Connected; greeting, `/live` and welcome are under way. Readings wait. */
	| {readonly kind: 'negotiating'}
	/** Live mode; blocks from the hub's past are arriving and being verified, up to `target` (an index). */
	| {readonly kind: 'catchingUp'; readonly target: number}
	/** Live mode, at the tip. */
	| {readonly kind: 'live'}
	/** Plain mode: a hub without live mode (`forced`: by --plain). The chain refreshes at each broadcast. */
	| {readonly kind: 'plain'; readonly forced: boolean}
	/** Not connected; the next attempt starts at `retryAtMs` (Date.now() time). `reason` is one short sentence. */
	| {readonly kind: 'waiting'; readonly retryAtMs: number; readonly reason: string}
	/**
	 * The hub came back with another past where that may not be (protocol section 6): nothing is taken or sent,
	 * and the link does not try again. `reason` names the first difference that can be known.
	 */
	| {readonly kind: 'alarm'; readonly reason: string}
	/** Closed by us. */
	| {readonly kind: 'closed'};

/** What is known of the hub: from its welcome, or only its address in plain mode. */
export interface HubFacts {
	readonly welcome: Welcome | null;
	/** Whether the hub at this address has ever spoken live mode in this run. */
	readonly live: boolean;
}

/** What the client verified itself, with every hash and link recomputed. */
export interface ChainFacts {
	/** Index of the first block held: 0, except for the newest part of a long chain in plain mode. */
	readonly firstIndex: number;
	/** Blocks held, all verified. The newest has index firstIndex + length - 1. */
	readonly length: number;
	/** Grows when blocks that were held are replaced or dropped, so that views know to look again. */
	readonly revision: number;
	readonly rule: HashRule | null;
	/** Whether every block has the strict shapes; when not, the chain is valid only by the tutorial's rule. */
	readonly strict: boolean;
	/** The first block that did not verify, which was not taken; null when all is well. */
	readonly fault: {readonly index: number; readonly reason: FaultReason; readonly detail: string} | null;
}

/** A reading of this client and what happened to it. */
export interface Reading {
	/** Our id (protocol section 5), also in plain mode, where it stays with us. */
	readonly id: string;
	readonly bpm: number;
	readonly state: /** Not sent yet: no connection, or the mode is not settled. */
		| 'waiting'
		/** Sent, no answer yet. */
		| 'sent'
		/** Plain mode: the hub prompted again, which of a tutorial hub is no receipt. */
		| 'taken'
		/** Live: durable in block `index`. Plain: a broadcast shows it in block `index`. */
		| 'accepted'
		/** The hub said no: `reason`. */
		| 'refused'
		/** Its block was replaced by a longer chain; it is now in block `index`. */
		| 'moved'
		/** Plain mode: the connection ended, or a broadcast came without it; it may be lost. Never sent again by itself. */
		| 'uncertain'
		/** Sent to a ledger that is gone and never answered; a person decides: `resend` or `withdraw`. */
		| 'asking'
		/** Withdrawn by the person before it was sent. */
		| 'withdrawn';
	readonly index?: number;
	/** Round trip from sending to the answer, in milliseconds. */
	readonly answeredMs?: number;
	readonly reason?: string;
}

export type LinkEvent =
	| {readonly kind: 'phase'; readonly phase: LinkPhase}
	| {readonly kind: 'hub'; readonly hub: HubFacts}
	| {readonly kind: 'chain'; readonly chain: ChainFacts}
	| {readonly kind: 'reading'; readonly reading: Reading}
	| {readonly kind: 'status'; readonly status: HubStatus}
	/** Something a person should read once: "new chain", a fault of the hub, blocks replaced. */
	| {readonly kind: 'notice'; readonly tone: 'info' | 'warn' | 'bad'; readonly text: string};

export interface HubLinkOptions {
	readonly host: string;
	readonly port: number;
	/** Never asks for live mode. */
	readonly plain: boolean;
	/** False fetches no chain in live mode, for programs that only add readings. True unless given. */
	readonly wantsChain?: boolean;
	/** What to wait for, where that is not the default. */
	readonly timing?: Partial<LinkTiming>;
	/**
	 * Called synchronously for every change, for the first time after `openHubLink` has returned; must not
	 * throw. It may call the link back.
	 */
	readonly on: (event: LinkEvent) => void;
}

export interface HubLink {
	/** The verified chain; append-only between two revisions. Read it freely, never write to it. */
	readonly chain: ChainColumns;
	/** Hands over a reading that is in range; it is delivered now or when there is a connection. */
	submit(bpm: number): Reading;
	/** Withdraws a reading that is `waiting`, `uncertain` or `asking`; false when it is too late. */
	withdraw(id: string): boolean;
	/** Sends an `asking` reading to the present ledger, as the person decided; false when it is not asking. */
	resend(id: string): boolean;
	/** Tries to connect now instead of at `retryAtMs`. */
	retryNow(): void;
	/** Says `/quit` where that is possible and closes. Resolves when the socket is gone, at most a second later. */
	close(): Promise<void>;
}
