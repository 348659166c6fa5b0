import type {Queued} from '../core/queued.ts';
import type {FoundEntry} from './ledger.ts';

/** What became of a reading (protocol sections 2 and 5). */
export type Outcome =
	| {readonly kind: 'stored'; readonly index: number; readonly hash: string}
	| {
			readonly kind: 'notStored';
			readonly reason: string;
			/** It will never be stored: its id is that of another reading. */
			readonly idUsed?: true;
	  };

/** A reading on its way to the ledger. `settle` is called exactly once, after the block is durable or refused. */
export interface Submission {
	readonly bpm: number;
	readonly id?: string | undefined;
	/** Who sent it, for the log; safe to show. Undefined when that is not known any more. */
	readonly from: string | undefined;
	/** The key of a displaced reading that is put again. */
	readonly reading?: number;
	readonly settle: (outcome: Outcome) => void;
	/**
	 * Only a front calls it, once and before `settle`: the reading is safe here and waits for the hub behind. The
	 * sentence is for people.
	 */
	readonly queued?: (queued: Queued, sentence: string) => void;
}

/**
 * What becomes of a reading by the block that has its id, or by why there is none.
 * The same id with another BPM is refused, naming the block (protocol section 5).
 */
export function judge({id, bpm}: Submission, found: FoundEntry | string): Outcome {
	if (typeof found === 'string') return {kind: 'notStored', reason: found};
	if (bpm === found.bpm) return {kind: 'stored', index: found.index, hash: found.hash};
	const reason = `the id ${id} has been used for BPM ${found.bpm} in block ${found.index}`;
	return {kind: 'notStored', reason, idUsed: true};
}
