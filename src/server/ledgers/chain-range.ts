import {Buffer} from 'node:buffer';
import type {ChainRange} from '../ledger.ts';

/**
 * The canonical texts of the blocks from `from` on, with commas between them: as many as fit in `bytesMax`, at
 * least one. Takes no more of `blocks` than it needs; throws when there is none. The buffer is not pooled, so
 * that it can be handed to another thread.
 */
export function formatRange(blocks: Iterable<string>, from: number, bytesMax: number): ChainRange {
	const texts: string[] = [];
	let length = -1;
	for (const text of blocks) {
		if (texts.length > 0 && length + 1 + text.length > bytesMax) break;
		texts.push(text);
		length += 1 + text.length;
	}
	if (texts.length === 0) throw new Error('there is no block to write');
	// Canonical blocks are ASCII: one byte a character.
	const bytes = Buffer.allocUnsafeSlow(length);
	bytes.write(texts.join(','), 'latin1');
	return {bytes, to: from + texts.length};
}
