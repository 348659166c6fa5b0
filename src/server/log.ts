import type {Block} from '../core/block.ts';
import type {ForkReason} from '../core/fork.ts';

/** What the hub reports to the person who runs it. Every text in it is safe to show. */
export type HubEvent =
	/** The ledger of a durable hub is being verified; at most once a second, and not for short ones. */
	| {readonly event: 'verifying'; readonly verified: number; readonly total: number}
	/** The ledger was opened and every block in it verified. */
	| {
			readonly event: 'opened';
			readonly folder: string;
			readonly blocks: number;
			/** The chain in it is that of the hub behind this front. */
			readonly front?: true;
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
	/** Where the chain is served over HTTP. */
	| {readonly event: 'http'; readonly host: string; readonly port: number; readonly open: boolean}
	/** Where the metrics are served. */
	| {readonly event: 'metrics'; readonly host: string; readonly port: number; readonly open: boolean}
	/** New durable blocks, in order; `from[i]` sent the i-th, undefined when the hub made it or another hub sent it. */
	| {
			readonly event: 'blocks';
			readonly blocks: readonly Block[];
			readonly from: readonly (string | undefined)[];
	  }
	/** The branch of a peer replaced the `removed` blocks from `index` on by `count`. */
	| {
			readonly event: 'replaced';
			readonly index: number;
			readonly removed: number;
			readonly count: number;
			readonly peer: string;
			readonly why: ForkReason;
	  }
	/** The `count` blocks here from `index` on won: a peer took them and dropped `dropped` of its own. */
	| {
			readonly event: 'kept';
			readonly index: number;
			readonly count: number;
			readonly dropped: number;
			readonly peer: string;
			readonly why: ForkReason;
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
	/** A block of a peer is so far ahead of the clock here; at most every ten minutes. */
	| {readonly event: 'clockAhead'; readonly peer: string; readonly index: number; readonly aheadMs: number}
	/** A person had readings of other hubs put again. */
	| {readonly event: 'adoptedReadings'; readonly count: number}
	/** The hub behind this front is there, speaks `mode`, and gets the readings that wait. */
	| {readonly event: 'upstreamUp'; readonly upstream: string; readonly mode: string; readonly waiting: number}
	/** It is not; told once, with the first reason, until it is there again. */
	| {
			readonly event: 'upstreamAway';
			readonly upstream: string;
			readonly reason: string;
			readonly waiting: number;
	  }
	/** It is not the hub that it was: nothing is passed on before somebody has looked. */
	| {
			readonly event: 'upstreamStopped';
			readonly upstream: string;
			readonly reason: string;
			readonly waiting: number;
	  }
	/** The connection to it has something to say. */
	| {readonly event: 'upstreamSays'; readonly upstream: string; readonly text: string}
	/** `count` blocks up to block `height` have come that were there when the connection to it began. */
	| {
			readonly event: 'mirrored';
			readonly upstream: string;
			readonly count: number;
			readonly height: number;
	  }
	/** A broadcast of a hub of the tutorial has changed the chain that is shown, from block `from` on. */
	| {readonly event: 'shown'; readonly upstream: string; readonly from: number; readonly height: number}
	/** So many senders were told that their readings wait here; and so many of such readings have arrived. */
	| {readonly event: 'queued'; readonly upstream: string; readonly count: number; readonly waiting: number}
	| {readonly event: 'delivered'; readonly upstream: string; readonly count: number; readonly waiting: number}
	/** The hub behind refused a reading that its sender knows as queued. */
	| {readonly event: 'undelivered'; readonly bpm: number; readonly id: string; readonly reason: string}
	/** An event stream over HTTP has begun, or is gone. */
	| {readonly event: 'streamOpened'; readonly from: string; readonly streams: number}
	| {
			readonly event: 'streamClosed';
			readonly from: string;
			readonly reason: LeftReason;
			readonly streams: number;
	  }
	/** A request of a page that is not ours was kept out; at most once a minute for each kind. */
	| {readonly event: 'httpRefused'; readonly from: string; readonly reason: string}
	/** A request could not be answered, and should have been. */
	| {readonly event: 'httpFailed'; readonly reason: string}
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
		case 'upstreamStopped':
		case 'httpFailed':
			return 'error';
		case 'upstreamAway':
		case 'undelivered':
		case 'peerLeft':
		case 'peerAway':
		case 'peerRefused':
		case 'clockAhead':
		case 'turnedAway':
		case 'httpRefused':
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
