import type {AlarmFacts, Offered} from '../alarm-facts.ts';
import type {ChainColumns} from '../chain-columns.ts';
import {type Pin, pinBlock} from '../memory/pin.ts';
import type {Broadcast} from './broadcast.ts';
import type {LinkState, SessionEnd} from './link-state.ts';
import {describeReplaced} from './live-past.ts';
import {compareColumns} from './remembered.ts';

/**
 * Compares what a broadcast shows with what is remembered, before any of it is taken (protocol section 6): the
 * first of a run, and every one of a hub that made promises in live mode. Gives the alarm, if there is one;
 * what else there is to know is told.
 */
export function judgeBroadcast(link: LinkState, broadcast: Broadcast, whole: boolean): SessionEnd | null {
	const {past, chain, address} = link;
	const {pin} = past;
	const {columns, fault} = broadcast;
	const isFirst = chain.columns.length === 0;
	if (!pin || columns.length === 0 || !(isFirst || pin.promises)) return null;
	const isWhole = whole && fault === null;
	const comparison = compareColumns(pin, columns, isWhole);
	switch (comparison.kind) {
		case 'alarm':
			return {kind: 'alarm', reason: comparison.reason, facts: collectFacts(pin, columns, isWhole)};
		case 'newChain':
			if (isFirst) link.notice('warn', `New chain: the hub at ${address} has begun another one.`);
			past.begin();
			return null;
		case 'replaced':
			if (isFirst) link.notice('warn', describeReplaced(comparison.blocks));
			return null;
		case 'same':
			return null;
	}
}

function collectFacts(pin: Pin, columns: ChainColumns, whole: boolean): AlarmFacts {
	const {tipIndex, firstIndex} = columns;
	const show = (index: number): Offered => {
		const block = columns.blockAt(index);
		if (block) return pinBlock(block);
		return whole && index > tipIndex ? 'none' : 'unknown';
	};
	return {
		verifiedAtMs: pin.verifiedAtMs,
		genesis: {pinned: pin.genesis, offered: firstIndex === 0 ? columns.hashAt(0)! : null},
		tip: {pinned: pin.blocks[0] ?? null, offered: {index: tipIndex, hash: columns.hashAt(tipIndex)!}},
		blocks: pin.blocks.map(pinned => ({pinned, offered: show(pinned.index)})),
	};
}
