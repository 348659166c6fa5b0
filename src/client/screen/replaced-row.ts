import type {AnyBlock} from '../../core/block.ts';
import type {SeenFork} from '../state/forks.ts';
import {type BlockMarks, blockRow} from './block-row.ts';
import type {ColumnPlan} from './columns.ts';
import {formatCount} from './format.ts';
import {textWidth} from './text-width.ts';
import {type Row, type Run, rowWidth} from './theme.ts';

const keptOf = new WeakMap<SeenFork, Map<number, Kept>>();

interface Kept {
	readonly plan: ColumnPlan;
	readonly width: number;
	readonly row: Row;
}

/**
 * The row of the block at `at` of those that a branch has just replaced; the same object while nothing of it changes,
 * so that it is painted once.
 */
export function goneRow(fork: SeenFork, at: number, plan: ColumnPlan, width: number): Row {
	const rows = keptOf.get(fork) ?? new Map<number, Kept>();
	keptOf.set(fork, rows);
	const known = rows.get(at);
	if (known?.plan === plan && known.width === width) return known.row;
	const block = fork.ours.blocks[at]!;
	const row = replacedRow(block, plan, width, notesOf(fork, block.index, at === 0));
	rows.set(at, {plan, width, row});
	return row;
}

/** What is said after such a block, from the most words to the fewest. */
function notesOf({own, returned}: SeenFork, index: number, isFirst: boolean): readonly string[] {
	const now = returned.find(({was}) => was === index)?.index;
	const block = now === undefined ? '' : formatCount(now);
	if (own.some(each => each.index === index)) {
		const moved = now === undefined ? [] : [`replaced, yours, now block ${block}`, `yours, now ${block}`];
		return [...moved, 'replaced, yours', 'yours', 'gone'];
	}
	const moved = now === undefined ? [] : [`replaced, now block ${block}`, `now ${block}`];
	const again = isFirst ? ['replaced   (shown for 10 s; f shows it again)'] : [];
	return [...moved, ...again, 'replaced', 'gone'];
}

/** The row of a block that is not in the chain any more, with the longest of these notes that has room. */
export function replacedRow(
	block: AnyBlock,
	plan: ColumnPlan,
	width: number,
	notes: readonly string[] = ['replaced', 'gone'],
): Row {
	const row = blockRow(block, plan, plainMarks, width).filter(({text}) => text !== '✓');
	const isOwn = notes.some(text => text.includes('yours'));
	const at = row.findLastIndex(({text}) => /[0-9a-f]{4}/.test(text));
	const hash = row[at]?.text ?? '';
	const least = rowWidth(row) - textWidth(hash) + hashCellsLeast;
	const room = width - noteMargin;
	const text = notes.find(note => least + 2 + textWidth(note) <= room) ?? notes.at(-1)!;
	const note = plan.tight ? `╌${isOwn ? '•' : ''}` : `╌ ${text}`;
	// What became of the block says more than more digits of its hash.
	const over = plan.tight ? 0 : Math.max(0, rowWidth(row) + textWidth(note) - room);
	const kept = over === 0 ? hash : hash.slice(0, Math.max(hashCellsLeast, hash.length - over));
	const tinted = row.map((run, i): Run => {
		if (run.hash !== undefined) return run;
		const shown = i === 0 ? run.text.replace(/ $/, '╌') : i === at ? kept : run.text;
		return {...run, text: shown, tone: 'moved'};
	});
	return [...tinted, {text: note, tone: isOwn ? 'own' : 'moved'}];
}

/** A space, and as many digits of a hash as tell it from its neighbours. */
const hashCellsLeast = 5;
/** Cells between a note and what may stand beside the table. */
const noteMargin = 1;

/** The row that stands for the replaced blocks for which there is no room. */
export function moreGoneRow(count: number, plan: ColumnPlan): Row {
	const front = plan.tight ? '╌' : ' ╌';
	const text = `${formatCount(count)} more ${plan.tight ? 'gone' : 'replaced: f shows them'}`;
	return [{text: `${front}${' '.repeat(plan.index + 2)}${text}`, tone: 'moved'}];
}

const plainMarks: BlockMarks = {
	selected: false,
	prevLinked: false,
	hashLinked: false,
	own: false,
	marked: false,
	matched: false,
	refused: null,
};
