import type {Block} from '../../core/block.ts';

/** Our chain changed: from block `from` on, `removed` made room for `blocks`. */
export interface ChainChange {
	readonly from: number;
	/** The blocks that were replaced, the first of which was block `from`; none when the chain only grew. */
	readonly removed: readonly Block[];
	readonly blocks: readonly Block[];
}
