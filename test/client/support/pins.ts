/** Pins for tests: what is remembered of a hub whose newest block is `height`. */
import type {Pin, PinnedBlock} from '../../../src/client/memory/pin.ts';
import {startMs} from '../../support/chains.ts';

/** A block that nobody sealed; `mark` tells those of one chain from those of another. */
export function makePinned(index: number, mark = 'a'): PinnedBlock {
	const hash = String(index).padStart(8, '0').padEnd(64, mark);
	return {index, hash, bpm: '72', time: '2026-11-20T05:01:37.390Z'};
}

/** A durable hub that replaces nothing, with what else a test wants. */
export function makePin(height: number, changes: Partial<Pin> = {}, mark = 'a'): Pin {
	const indexes = height === 0 ? [0] : [height, 0];
	return {
		promises: {ledger: 'ledger-one', durable: true, reorgLimit: 0},
		genesis: makePinned(0, mark).hash,
		blocks: indexes.map(index => makePinned(index, mark)),
		verifiedAtMs: startMs,
		fresh: height === 0,
		accepted: 0,
		...changes,
	};
}
