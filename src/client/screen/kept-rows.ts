import type {AnyBlock} from '../../core/block.ts';
import type {ChainColumns} from '../chain-columns.ts';
import {type BlockMarks, blockRow} from './block-row.ts';
import type {ColumnPlan} from './columns.ts';
import type {Row} from './theme.ts';

/** What a row looks like follows from these alone, as blocks do not change within a revision. */
interface Kept {
	readonly revision: number;
	readonly plan: ColumnPlan;
	readonly width: number;
	readonly marks: number;
	readonly block: AnyBlock | undefined;
	readonly row: Row;
}

/** More rows than any screen has; then it begins anew. */
const keptMax = 1_024;
const rowsOf = new WeakMap<ChainColumns, Map<number, Kept>>();

/**
 * The row of the block at `index`, the same object while nothing of it changes, so that it is painted once and not
 * in every frame. `other` is shown instead of the block held.
 */
export function keepRow(
	blocks: ChainColumns,
	revision: number,
	index: number,
	plan: ColumnPlan,
	width: number,
	marks: BlockMarks,
	other?: AnyBlock,
): Row {
	const rows = rowsOf.get(blocks) ?? new Map<number, Kept>();
	rowsOf.set(blocks, rows);
	const bits = bitsOf(marks);
	const known = rows.get(index);
	if (
		known?.revision === revision &&
		known.plan === plan &&
		known.width === width &&
		known.marks === bits &&
		known.block === other
	)
		return known.row;
	const block = other ?? blocks.blockAt(index);
	const row = block ? blockRow(block, plan, marks, width) : [];
	if (rows.size >= keptMax) rows.clear();
	// A block that is not there yet may come within the same revision.
	if (block) rows.set(index, {revision, plan, width, marks: bits, block: other, row});
	return row;
}

function bitsOf({selected, prevLinked, hashLinked, own, marked, matched}: BlockMarks): number {
	return [selected, prevLinked, hashLinked, own, marked, matched].reduce(
		(bits, bit) => bits * 2 + Number(bit),
		0,
	);
}
