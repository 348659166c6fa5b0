import type {Buffer} from 'node:buffer';
import type {ChainBook} from './chain-book.ts';
import type {Findings} from './findings.ts';

/** What all connections of a crowd know together. */
export interface Shared {
	/** The chain as far as any of them has seen it; null before the first block of a plain hub. */
	book: ChainBook | null;
	readonly findings: Findings;
	/** How often a chain was seen that is another one than that of before, from some block on. */
	chainsReplaced: number;
}

/** What a hub said to a reading or a command, in the order of the lines. */
export type Reply =
	/** `index` and `hash` in live mode only. */
	| {
			readonly kind: 'accepted';
			readonly index?: number;
			readonly hash?: string;
			readonly id?: string | undefined;
	  }
	| {readonly kind: 'refused'; readonly reason: string; readonly id?: string | undefined}
	| {readonly kind: 'answer'};

/** Who hears of what a connection receives. */
export interface Listener {
	/** The greeting is there: from now on lines may be sent. */
	greeted(): void;
	/** Live: the hub sends blocks from where it was asked to. */
	following?(): void;
	/** Live: the chain of this connection now ends before block `to`; before, it ended before `from`. */
	advanced?(from: number, to: number): void;
	/** Live: the blocks from this one on are no longer in the chain. */
	rolledBack?(from: number): void;
	moved?(id: string, index: number): void;
	/** Live: the sign of life that wants an answer. */
	status?(): void;
	/** Plain: an array begins. */
	arrayBegun?(): void;
	/** Plain: a whole array, which ended before block `to`. */
	array?(to: number): void;
	replied(reply: Reply): void;
	/** The hub said why it will close the connection; safe to show. */
	bye(reason: string): void;
}

/** Reads and checks everything that one connection receives. */
export interface Checker {
	/** Takes the next bytes; they may be overwritten afterwards. After a fault they are not looked at. */
	read(chunk: Buffer): void;
	/** The hub has closed the connection. */
	end(): void;
	/** What the hub did wrong: a phrase that is safe to show. */
	readonly fault: string | null;
	/** The chain that this connection has seen. */
	readonly book: ChainBook | null;
}
