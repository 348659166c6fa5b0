import type {Block} from './block.ts';
import {hashBlock} from './hash-rule.ts';

/** What sealing needs of the block before. */
export type Parent = Pick<Block, 'index' | 'hash' | 'timestamp'>;

/**
 * Seals a reading into the block after `parent` by the decimal rule (protocol section 1). `nowMs` is
 * milliseconds since 1970; when the clock has stepped back, the parent's timestamp is used again, so that
 * time never runs backwards along a chain sealed here.
 */
export function sealBlock(parent: Parent, bpm: number, nowMs: number): Block {
	let timestamp = formatTimestamp(nowMs);
	// Fixed-length UTC timestamps compare as text in the order of time.
	if (timestamp < parent.timestamp) timestamp = parent.timestamp;
	return withHash({index: parent.index + 1, timestamp, bpm, prevHash: parent.hash});
}

/** The first block of a new chain: BPM 0, no previous hash, a real hash of its own fields. */
export function sealGenesis(nowMs: number): Block {
	return withHash({index: 0, timestamp: formatTimestamp(nowMs), bpm: 0, prevHash: ''});
}

let lastMs = Number.NaN;
let lastText = '';

/** RFC 3339 in UTC with milliseconds. Many blocks share a millisecond, so the last text is kept. */
function formatTimestamp(ms: number): string {
	if (ms !== lastMs) {
		lastText = new Date(ms).toISOString();
		lastMs = ms;
	}
	return lastText;
}

function withHash(fields: Omit<Block, 'hash'>): Block {
	const {index, timestamp, bpm, prevHash} = fields;
	return {index, timestamp, bpm, hash: hashBlock('decimal', fields), prevHash};
}
