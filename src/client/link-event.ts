import type {AnyBlock, Block} from '../core/block.ts';
import type {Fork, ForkReport, PutAgain} from '../core/fork.ts';
import type {HashRule} from '../core/hash-rule.ts';
import type {HubStatus, Welcome} from '../core/live-message.ts';
import type {PeerReport} from '../core/peer-report.ts';
import type {FaultReason} from '../core/verify.ts';
import type {AlarmFacts} from './alarm-facts.ts';
import type {ChainColumns} from './chain-columns.ts';
import type {LinkTiming} from './link/link-limits.ts';
import type {Pin} from './memory/pin.ts';

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
	/**
	 * Not connected; the next attempt starts at `retryAtMs` (Date.now() time). `reason` is one short sentence,
	 * `stranger` says that something answers there which is no hub.
	 */
	| {
			readonly kind: 'waiting';
			readonly retryAtMs: number;
			readonly reason: string;
			readonly stranger?: boolean | undefined;
	  }
	/**
	 * The hub came back with another past where that may not be (protocol section 6): nothing is taken or sent,
	 * and the link does not try again until a person decides with `trust`. `reason` names what was noticed first.
	 */
	| {readonly kind: 'alarm'; readonly reason: string; readonly facts: AlarmFacts}
	/** Closed by us. */
	| {readonly kind: 'closed'};

/** What is known of the hub: from its welcome, or only its address in plain mode. */
export interface HubFacts {
	readonly welcome: Welcome | null;
	/** Whether the hub at this address has ever spoken live mode, as far as is remembered. */
	readonly live: boolean;
	/** Plain mode: how far apart its last two broadcasts were, in milliseconds, once there were two. */
	readonly broadcastMs?: number;
}

/** What the client verified itself, with every hash and link recomputed. */
export interface ChainFacts {
	/** Index of the first block held: 0, except for the newest part of a long chain in plain mode. */
	readonly firstIndex: number;
	/** Blocks held, all verified. The newest has index firstIndex + length - 1. */
	readonly length: number;
	/** Grows when blocks that were held are replaced or dropped, so that views know to look again. */
	readonly revision: number;
	/** The lowest block that a longer chain replaced with this revision; absent where all of them may be others. */
	readonly replacedFrom?: number;
	readonly rule: HashRule | null;
	/** Whether every block has the strict shapes; when not, the chain is valid only by the tutorial's rule. */
	readonly strict: boolean;
	/** The block that did not verify as the next one, to be looked at; absent while all is well, or where it was not kept. */
	readonly refused?: AnyBlock;
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
		/** The hub is a front, and keeps it for the hub behind, where it becomes a block (protocol section 10). */
		| 'queued'
		/** Live: durable in block `index`. Plain: a broadcast shows it in block `index`. */
		| 'accepted'
		/** The hub said no: `reason`. */
		| 'refused'
		/** Its block was replaced by a longer chain; it is now in block `index`. */
		| 'moved'
		/** Plain mode: the connection ended, or a broadcast came without it; it may be lost. Never sent again by itself. */
		| 'uncertain'
		/**
		 * Sent to a ledger that is gone and never answered, not sent before another chain was accepted, or left over
		 * from the last time; a person decides:
		 * `resend` or `withdraw`.
		 */
		| 'asking'
		/** Withdrawn by the person before it was sent. */
		| 'withdrawn';
	readonly index?: number;
	/** Of one that moved: the block in which it was before. */
	readonly was?: number;
	/** Round trip from sending to the answer, in milliseconds. */
	readonly answeredMs?: number;
	readonly reason?: string;
	/** It was not delivered when the client ran last. */
	readonly fromLastTime?: true;
}

/** The reason of a reading from the last time that went out as a bare number: sent again it may be there twice. */
export const maybeInChain = 'it may be in the chain already';

/** The reason of a reading that went to a ledger that is not there any more. */
export const maybeInOldLedger = 'it was sent before the hub began another ledger, and may be in the old one';

/** The reason of a reading that was not sent before a person accepted another chain. */
export const meantForAnother = 'it was meant for the chain before this one';

export type LinkEvent =
	| {readonly kind: 'phase'; readonly phase: LinkPhase}
	| {readonly kind: 'hub'; readonly hub: HubFacts}
	| {readonly kind: 'chain'; readonly chain: ChainFacts}
	| {readonly kind: 'reading'; readonly reading: Reading}
	| {readonly kind: 'status'; readonly status: HubStatus}
	/** Another branch took the place of blocks that were held; both are verified. */
	| {readonly kind: 'replaced'; readonly replaced: Replaced}
	/** The hubs that this one is linked with, or is to be. */
	| {readonly kind: 'peers'; readonly peers: readonly PeerReport[]}
	/** The hub says that a fork was settled; where the peer's branch won, `replaced` follows. Not verified. */
	| {readonly kind: 'fork'; readonly fork: Fork}
	/** The forks that the hub remembers, as it was asked for them. Not verified. */
	| {readonly kind: 'forks'; readonly forks: readonly ForkReport[]}
	| {readonly kind: 'putAgain'; readonly putAgain: PutAgain}
	/**
	 * Something a person should read once: "new chain", a fault of the hub, blocks replaced. A `passing` one is
	 * past when there is a connection again.
	 */
	| {
			readonly kind: 'notice';
			readonly tone: 'info' | 'warn' | 'bad';
			readonly text: string;
			readonly passing?: boolean | undefined;
	  };

/** Two branches of the chain, from where they part: the one that was held, and the one that won over it. */
export interface Replaced {
	/** Index of the newest block that both have; -1 for none. */
	readonly shared: number;
	/** How many blocks are gone, the first 64 of them, and the hash of the last. */
	readonly count: number;
	readonly blocks: readonly Block[];
	readonly tip: string;
	/** The same of what came in their place so far. */
	readonly byCount: number;
	readonly by: readonly Block[];
	readonly byTip: string;
}

export interface HubLinkOptions {
	readonly host: string;
	readonly port: number;
	/** Never asks for live mode. */
	readonly plain: boolean;
	/** False fetches no chain in live mode, for programs that only add readings. True unless given. */
	readonly wantsChain?: boolean;
	/** Whether the hub is asked for the forks that it remembers, where it may have some. False unless given. */
	readonly wantsForks?: boolean;
	/** Where it is kept what is known of the hub, for the next run; nothing is read or written unless given. */
	readonly memory?: {readonly stateFolder: string; readonly keepsReadings: boolean} | undefined;
	/** What was verified of a hub of live mode before, to go on from; instead of `memory`. */
	readonly known?: {readonly pin: Pin; readonly chain: ChainColumns} | undefined;
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
	/**
	 * Hands over a reading that is in range; it is delivered now or when there is a connection. It gets an id unless it has
	 * one; of two with the same id the first must have its last word.
	 */
	submit(bpm: number, id?: string): Reading;
	/** Withdraws a reading that is `waiting`, `uncertain` or `asking`; false when it is too late. */
	withdraw(id: string): boolean;
	/** Sends an `asking` reading to the present ledger, as the person decided; false when it is not asking. */
	resend(id: string): boolean;
	/**
	 * After an alarm: forgets what was verified at this address and goes on with what the hub has, as the person
	 * decided; false when there is no alarm.
	 */
	trust(): boolean;
	/** Tries to connect now instead of at `retryAtMs`. */
	retryNow(): void;
	/**
	 * Says `/quit` where that is possible, closes, and saves what is to be remembered. Resolves when that is
	 * done: at most a second later for the socket, and three for the disk.
	 */
	close(): Promise<void>;
}
