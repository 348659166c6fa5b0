import type {LeftReason} from './log.ts';

/** What the hub counts since it started. */
export interface Counters {
	accepted: number;
	refused: number;
	broadcasts: number;
	broadcastsSkipped: number;
	/** Connections that ended, by reason. */
	readonly left: Record<LeftReason, number>;
	turnedAway: number;
}

export function makeCounters(): Counters {
	const left = {left: 0, quit: 0, lost: 0, stalled: 0, notForUs: 0, stopping: 0};
	return {accepted: 0, refused: 0, broadcasts: 0, broadcastsSkipped: 0, left, turnedAway: 0};
}

/** The answer to `/status`, in the order in which it is printed. */
export type Status = Readonly<Record<string, string | number | boolean>>;

/** `name: value` lines (protocol section 3). */
export function formatStatus(status: Status): string {
	return Object.entries(status)
		.map(([name, value]) => `${name}: ${value}`)
		.join('\n');
}
