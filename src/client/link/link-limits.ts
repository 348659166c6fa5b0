import {isLoopback} from '../../core/address.ts';

/** What a link waits for, in milliseconds. Tests pass small ones. */
export interface LinkTiming {
	/** The ceiling of the first delay before connecting again; it doubles up to `backoffMaxMs`. */
	readonly backoffMinMs: number;
	readonly backoffMaxMs: number;
	readonly connectTimeoutMs: number;
	/** From the connection to the greeting's last byte. */
	readonly greetingTimeoutMs: number;
	/** The shortest wait for the welcome before plain mode is taken; 4 times the connect time if that is longer. */
	readonly welcomeTimeoutMs: number;
	/** From our `/from` to the hub's `from`. */
	readonly fromTimeoutMs: number;
	/** For everything that is asked to find out how far a hub's chain is the one that was verified. */
	readonly inquiryTimeoutMs: number;
	/** Between two signs of life while lines of blocks come: a hub behind a slow link sees nothing else move. */
	readonly signOfLifeMs: number;
	/** Three missed statuses of a live hub, and some. */
	readonly silenceTimeoutMs: number;
	/** From a reading in plain mode to the prompt that answers it. */
	readonly promptTimeoutMs: number;
	/** From our goodbye to the hub closing its side. */
	readonly closeTimeoutMs: number;
}

const defaultTiming: LinkTiming = {
	backoffMinMs: 250,
	backoffMaxMs: 5_000,
	connectTimeoutMs: 10_000,
	greetingTimeoutMs: 10_000,
	welcomeTimeoutMs: 2_000,
	fromTimeoutMs: 10_000,
	inquiryTimeoutMs: 3_000,
	signOfLifeMs: 10_000,
	silenceTimeoutMs: 35_000,
	promptTimeoutMs: 10_000,
	closeTimeoutMs: 1_000,
};

/**
 * The timing for a hub at `host`. The longest delay is short, because somebody sits and waits: an attempt costs a
 * hub one connection, so ten thousand clients that wait for theirs ask some four thousand times a second in all.
 * On this machine an attempt costs next to nothing.
 */
export function timingFor(host: string): LinkTiming {
	return isLoopback(host) ? {...defaultTiming, backoffMaxMs: 2_000} : defaultTiming;
}

/** Bounds of what a link keeps and does at a time. */
export const linkLimits = {
	/** The wait for the welcome grows with the connect time, by this factor. */
	welcomeConnectFactor: 4,
	/** Readings that are not settled yet; more are refused. */
	unansweredMax: 10_000,
	/** Live mode: readings sent and not answered. */
	flightMax: 64,
	/** Answered readings that are remembered, because a longer chain may still move their blocks. */
	answeredMax: 10_000,
	/** Of the blocks of a branch that won or lost, so many are told, from where the two part. */
	branchBlocksMax: 64,
	/** Bytes that wait for a hub that does not read; above it no sign of life is added. */
	congestedBytes: 65_536,
	/** Work on received bytes before timers and keys get their turn, in milliseconds. */
	sliceMs: 4,
	/** Before the system asks whether the other side of a silent connection is still there. */
	keepAliveMs: 30_000,
	/**
	 * A block may carry a time this much before the reading was sent, in milliseconds, and still be taken for
	 * it where nothing else tells it from older ones: two clocks are never quite the same.
	 */
	clockSkewMs: 2_000,
} as const;
