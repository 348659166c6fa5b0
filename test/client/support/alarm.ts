/** Alarms for the screen: the chain of the other tests, and what a hub offers in its place. */
import type {AlarmFacts, ComparedBlock} from '../../../src/client/alarm-facts.ts';
import type {ChainColumns} from '../../../src/client/chain-columns.ts';
import type {LinkEvent} from '../../../src/client/link-event.ts';
import {pinBlock, pinBlocks} from '../../../src/client/memory/pin.ts';

/** The hash of a block in the chain that the hub has now. */
export function otherHash(index: number): string {
	return String(index).padStart(8, 'd').padEnd(64, 'b');
}

/** A hub that has another chain from block `from` on, as far as the pinned blocks and `exact` ones tell. */
export function makeFacts(columns: ChainColumns, from: number, exact: readonly number[] = []): AlarmFacts {
	const extra = exact.map(index => pinBlock(columns.blockAt(index)!));
	const pinned = [...pinBlocks(columns, []), ...extra].sort((a, b) => b.index - a.index);
	const blocks = pinned.map((block): ComparedBlock => {
		const offered = block.index < from ? block : {...block, hash: otherHash(block.index), bpm: '70'};
		return {pinned: block, offered};
	});
	const genesis = columns.hashAt(0)!;
	return {
		verifiedAtMs: Date.parse('2026-11-20T14:05:38.898Z'),
		genesis: {pinned: genesis, offered: from === 0 ? otherHash(0) : genesis},
		tip: {pinned: blocks[0]!.pinned, offered: {index: columns.tipIndex, hash: otherHash(columns.tipIndex)}},
		blocks,
	};
}

/** The event of an alarm. */
export function alarmEvent(
	facts: AlarmFacts,
	reason = 'its block 813 is not the one that was verified before',
): LinkEvent {
	return {kind: 'phase', phase: {kind: 'alarm', reason, facts}};
}
