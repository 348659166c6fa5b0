import type {UpstreamStatus} from './front.ts';
import type {LeftReason} from './log.ts';

/** Why a connection was not taken in: the hub is full, that address has enough, or the process has no descriptor left. */
export type TurnedAwayReason = 'full' | 'perAddress' | 'files';

/** What the hub counts since it started. */
export interface Counters {
	/** Readings that are durable; a repeated one counts again. */
	accepted: number;
	/** Lines that were not taken. */
	refused: number;
	broadcasts: number;
	/** Broadcasts left out because the one before had not been taken. */
	broadcastsSkipped: number;
	/** Bytes that connections which are gone have been sent. */
	bytesOutOfGone: number;
	/** Lines beyond the length limit. */
	linesTooLong: number;
	/** How often a connection was not read for a while: too many of its own readings waited, or of all together. */
	heldForOwn: number;
	heldForAll: number;
	/** The same because it sent more readings a second than it may. */
	heldForRate: number;
	/** How often a chain of another hub replaced blocks here, and how many. */
	forks: number;
	blocksReplaced: number;
	/** Readings accepted here that were put again because their block had been replaced. */
	readingsMoved: number;
	/** How often a catch-up had to wait for others to end. */
	catchUpsHeld: number;
	/** Connections that ended, by reason. */
	readonly left: Record<LeftReason, number>;
	/** Connections that were not taken in, by reason. */
	readonly turnedAway: Record<TurnedAwayReason, number>;
	/** Requests over HTTP that got what they asked for, that asked for what they cannot have, and that the hub could not serve. */
	readonly http: Record<'answered' | 'refused' | 'failed', number>;
}

export function makeCounters(): Counters {
	return {
		accepted: 0,
		refused: 0,
		broadcasts: 0,
		broadcastsSkipped: 0,
		bytesOutOfGone: 0,
		linesTooLong: 0,
		heldForOwn: 0,
		heldForAll: 0,
		heldForRate: 0,
		catchUpsHeld: 0,
		forks: 0,
		blocksReplaced: 0,
		readingsMoved: 0,
		left: {left: 0, quit: 0, lost: 0, stalled: 0, nonsense: 0, notForUs: 0, stopping: 0},
		turnedAway: {full: 0, perAddress: 0, files: 0},
		http: {answered: 0, refused: 0, failed: 0},
	};
}

/**
 * The answer to `/status`, in the order in which it is printed; docs/operations.md says what each name means. A
 * time that was not measured lately is null. The unit of a number is the last word of its name.
 */
export interface Status extends Readonly<Record<LeftReason, number>>, Partial<UpstreamStatus> {
	/** Program and version. */
	readonly hub: string;
	readonly height: number;
	/** Hashes of the newest block and of the first. */
	readonly tip: string;
	readonly genesis: string;
	readonly ledger: string;
	readonly durable: boolean;
	/** The readings that are taken, as in `1 to 999`. */
	readonly range: string;
	readonly connections: number;
	readonly live: number;
	readonly plain: number;
	/** Event streams over HTTP. */
	readonly streams: number;
	/** Links with other hubs, whoever dialled; of these, those whose chain parted from ours too long ago. */
	readonly peers: number;
	readonly peersDiverged: number;
	/** How many of the newest blocks a chain of another hub may replace. */
	readonly reorgLimit: number;
	readonly accepted: number;
	readonly refused: number;
	readonly waiting: number;
	/** Whether the ledger can store, as far as it has been tried. */
	readonly healthy: boolean;
	readonly blocksPerSecond: number;
	readonly commitP50Ms: number | null;
	readonly commitP99Ms: number | null;
	readonly loopDelayP99Ms: number | null;
	readonly bytesOut: number;
	readonly memoryBytes: number | null;
	readonly cpuSeconds: number;
	readonly broadcasts: number;
	readonly broadcastsSkipped: number;
	readonly catchUpsHeld: number;
	readonly heldForOwn: number;
	readonly heldForAll: number;
	readonly heldForRate: number;
	readonly linesTooLong: number;
	readonly forks: number;
	readonly blocksReplaced: number;
	readonly readingsMoved: number;
	/** In all; by reason below. */
	readonly turnedAway: number;
	readonly turnedAwayFull: number;
	readonly turnedAwayPerAddress: number;
	readonly turnedAwayFiles: number;
	/** Connections to the HTTP port, those of event streams included; what became of requests. */
	readonly httpConnections: number;
	readonly httpAnswered: number;
	readonly httpRefused: number;
	readonly httpFailed: number;
	readonly uptimeSeconds: number;
}

/** `name: value` lines (protocol section 3). */
export function formatStatus(status: Status): string {
	return Object.entries(status)
		.map(([name, value]) => `${name}: ${value ?? 'none'}`)
		.join('\n');
}
