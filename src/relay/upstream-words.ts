import type {UpstreamState} from '../core/upstream-report.ts';
import {formatVia, type Via} from '../core/via.ts';
import type {MetHub} from './met-hub.ts';

/** What is to be said about the hub behind a front depends on this. */
export interface Standing {
	/** HOST:PORT of it. */
	readonly upstream: string;
	readonly state: UpstreamState;
	readonly met: MetHub | null;
	/** Why nothing is passed on any more; null while readings are. */
	readonly stopped: string | null;
}

/** When a queued reading becomes a block, a sentence. */
export function describeUntil({upstream, state, met, stopped}: Standing): string {
	if (stopped !== null) return `This hub passes nothing on to ${upstream} any more: ${stopped}.`;
	if (met?.kind === 'tutorial')
		return `The hub at ${upstream} is given one at a time, each at least once: it is a block when the chain shows it.`;
	if (met === null)
		return `It becomes a block when the hub at ${upstream} has been reached for the first time.`;
	if (state === 'live')
		return `It is a block here when the hub at ${upstream} has answered and the block has come.`;
	return `It becomes a block when the hub at ${upstream} is back.`;
}

/** Why there is no live mode, a sentence; `via` marks it as that of a front. */
export function describeNoLive({upstream, met}: Standing, via: Via): string {
	const mark = formatVia(via);
	return met?.kind === 'tutorial'
		? `The hub at ${upstream} has no live mode, and this is a front for it ${mark}: /live does nothing here.`
		: `The chain of the hub at ${upstream} is not known here yet, and this is a front for it ${mark}: live mode begins by itself when it is.`;
}

/** Why there are no blocks, a sentence. */
export function describeEmpty({upstream}: Standing): string {
	return `No block of the hub at ${upstream} is known here yet.`;
}
