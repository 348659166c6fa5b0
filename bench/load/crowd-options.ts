import type {Finding} from './findings.ts';
import type {LiveStart} from './live-checker.ts';
import type {Moments} from './spread.ts';
import type {Request} from './submitter.ts';

/** What every connection of a crowd does. */
export interface CrowdOptions {
	readonly host: string;
	readonly port: number;
	readonly connections: number;
	/** Where live connections begin; null: all are plain. */
	readonly live: LiveStart | null;
	/** False: they connect and never read. */
	readonly reads: boolean;
	/** What they send once they are told to; null: nothing. */
	readonly submit: Submission | null;
}

export interface Submission {
	readonly request: Request;
	/** Unanswered lines that each connection keeps up. */
	readonly outstanding: number;
	/** Lines a second over all connections, as long as the windows allow; null: as many as are answered. */
	readonly perSecond: number | null;
}

/** How long answers took. */
export interface Latency {
	readonly count: number;
	readonly p50Ms: number;
	readonly p99Ms: number;
	readonly maxMs: number;
}

/** What a crowd has seen since it began, but for what is said to be since the last look. */
export interface Look {
	readonly atMs: number;
	/** Connections that took part, and those that are open now. */
	readonly ready: number;
	readonly open: number;
	/** Connections that ended by themselves, by reason. */
	readonly lost: Readonly<Record<string, number>>;
	readonly bytes: number;
	/** Live: blocks times connections. */
	readonly deliveries: number;
	/** Plain: whole arrays, and the longest time that passed on a connection between the ends of two since the last look. */
	readonly arrays: number;
	readonly arrayGapMsMax: number;
	/** Since the last look: from the first byte of the first array of a round until everybody has one. */
	readonly roundMs: readonly number[];
	readonly height: number;
	readonly chainsReplaced: number;
	readonly sent: number;
	readonly accepted: number;
	readonly refused: number;
	readonly refusal: string | null;
	/** Lines that were due at the rate asked for, and could not be sent. */
	readonly behind: number;
	readonly highest: number;
	readonly acceptedByBpm: Readonly<Record<number, number>>;
	/** Since the last look. */
	readonly latency: Latency;
	/** Since the last look: when the reading of a block was sent, and when every connection had a block. */
	readonly sentAt: Moments;
	readonly completeAt: Moments;
	readonly findings: readonly Finding[];
}

/** What a crowd waits for at the end. */
export type Expected =
	/** Every connection has this block. */
	| {readonly kind: 'live'; readonly highest: number}
	/** So many blocks of each BPM are above `baseline`, and every connection was sent a chain that holds them. */
	| {readonly kind: 'plain'; readonly baseline: number; readonly accepted: Readonly<Record<number, number>>};
