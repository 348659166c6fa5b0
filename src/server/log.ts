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
	/** Another chain replaced the `removed` blocks from `index` on by `count`. */
	| {
			readonly event: 'replaced';
			readonly index: number;
			readonly removed: number;
			readonly count: number;
	  }
	/** A reading whose block was replaced stands in block `index` now; `from` sent it, undefined where that is not known. */
	| {
			readonly event: 'moved';
			readonly index: number;
			readonly bpm: number;
			readonly id?: string;
			readonly from?: string;
	  }
	/** A hub with the id `node` is linked; `dialled` by us, or it dialled us. */
	| {readonly event: 'peerJoined'; readonly peer: string; readonly node: string; readonly dialled: boolean}
	/** The link is gone; `fault`: it broke the rules and is left alone for a while. */
	| {readonly event: 'peerLeft'; readonly peer: string; readonly reason: string; readonly fault: boolean}
	/** A peer cannot be linked at present; told when the reason changes. */
	| {readonly event: 'peerAway'; readonly peer: string; readonly reason: string}
	/** A hub that dialled us was not linked. */
	| {readonly event: 'peerRefused'; readonly peer: string; readonly reason: string}
	/** A peer's chain is better than ours, and parted from it more than `reorgLimit` blocks ago. */
	| {readonly event: 'diverged'; readonly peer: string; readonly reorgLimit: number}
	/** A person had readings of other hubs put again. */
	| {readonly event: 'adoptedReadings'; readonly count: number}
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
export function levelOf(event: HubEvent): Exclude<LogLevel, 'silent'> {
	switch (event.event) {
		case 'diverged':
			return 'error';
		case 'peerLeft':
		case 'peerAway':
		case 'peerRefused':
		case 'turnedAway':
		case 'fileLimit':
		case 'acceptFailed':
		case 'health':
		case 'dropped':
			return 'warn';
		case 'replaced':
			// To join a network replaces nobody's reading.
			return event.index === 0 ? 'info' : 'warn';
		case 'live':
			return 'debug';
		default:
			return 'info';
	}
}
