import type {Block} from '../core/block.ts';

/** What the hub reports to the person who runs it. Every text in it is safe to show. */
export type HubEvent =
	/** The ledger of a durable hub is being verified; at most once a second, and not for short ones. */
	| {readonly event: 'verifying'; readonly verified: number; readonly total: number}
	/** The ledger was opened and every block in it verified. */
	| {
			readonly event: 'opened';
			readonly folder: string;
			readonly blocks: number;
			readonly tookMs: number;
			/** What the person who runs the hub should know, a sentence each. */
			readonly notes: readonly string[];
	  }
	| {
			readonly event: 'listening';
			readonly host: string;
			readonly port: number;
			/** The process, for whoever wants to end it. */
			readonly pid: number;
			readonly durable: boolean;
			/** Whether other machines can reach it. */
			readonly open: boolean;
	  }
	/** Where the metrics are served. */
	| {readonly event: 'metrics'; readonly host: string; readonly port: number; readonly open: boolean}
	/** New durable blocks, in order; `from[i]` sent the i-th, undefined when the hub made it or another hub sent it. */
	| {
			readonly event: 'blocks';
			readonly blocks: readonly Block[];
			readonly from: readonly (string | undefined)[];
	  }
	| {readonly event: 'replaced'; readonly index: number; readonly count: number}
	| {readonly event: 'joined'; readonly from: string; readonly connections: number}
	| {readonly event: 'live'; readonly from: string}
	| {readonly event: 'left'; readonly from: string; readonly reason: LeftReason; readonly connections: number}
	/** At most once a minute for each reason; `count` have been turned away since the last time. */
	| {readonly event: 'turnedAway'; readonly from: string; readonly reason: string; readonly count: number}
	/** The system lets this process have fewer connections than it was set to serve. */
	| {readonly event: 'fileLimit'; readonly files: number; readonly connections: number}
	/** The system could not give us a connection; at most once a minute. */
	| {readonly event: 'acceptFailed'; readonly reason: string}
	| {readonly event: 'health'; readonly ok: boolean; readonly reason: string}
	/** Lines of the log that are not in it, because whoever reads it is too slow. */
	| {readonly event: 'dropped'; readonly lines: number}
	| {readonly event: 'stopping'; readonly reason: string; readonly connections: number}
	| {readonly event: 'stopped'; readonly height: number};

/** Why a connection ended; also the names of the counters in `/status`. */
export type LeftReason = 'left' | 'quit' | 'lost' | 'stalled' | 'nonsense' | 'notForUs' | 'stopping';

/**
 * Blocks of one commit that are listed each by each; more are one line, so that a flood of readings does not
 * fill the disk with its log faster than with its chain.
 */
export const listedBlocksMax = 64;

export type LogLevel = 'debug' | 'info' | 'warn' | 'error' | 'silent';

/** Reports an event; never throws, never waits. */
export type HubLog = (event: HubEvent) => void;

/** How much an event matters. */
export function levelOf({event}: HubEvent): Exclude<LogLevel, 'silent'> {
	switch (event) {
		case 'turnedAway':
		case 'fileLimit':
		case 'acceptFailed':
		case 'health':
		case 'replaced':
		case 'dropped':
			return 'warn';
		case 'live':
			return 'debug';
		default:
			return 'info';
	}
}
