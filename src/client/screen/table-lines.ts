import {alarmOf} from '../state/alarm-state.ts';
import type {SeenFork} from '../state/forks.ts';
import {shownReplaced} from '../state/network.ts';
import {extentOf, type State} from '../state/state.ts';

/** A line of the table's page, below the titles of its columns. */
export type TableLine =
	/** The block `index`. */
	| {readonly kind: 'block'; readonly index: number}
	/** A block that a branch has just replaced, the one at `at` of those that are known. */
	| {readonly kind: 'gone'; readonly fork: SeenFork; readonly at: number}
	/** So many more of these. */
	| {readonly kind: 'more'; readonly count: number}
	/** What stands after the newest block. */
	| {readonly kind: 'after'; readonly index: number};

/** Of the page replaced blocks take at most this share. */
const goneShare = 3;

/**
 * What stands in the lines of the table, from its first one on: the blocks of the page, the block that does not exist
 * yet, and for a moment the blocks that were replaced, where the branches part. At most as many as there is room for.
 */
export function tableLines(state: State): readonly TableLine[] {
	const {view} = state;
	const {last, rows} = extentOf(state);
	const lines: TableLine[] = [];
	for (let index = view.top; index < view.top + rows && index <= last; index++)
		lines.push({kind: 'block', index});
	if (lines.length < rows && view.top + lines.length === last + 1)
		lines.push({kind: 'after', index: last + 1});
	const fork = alarmOf(state) ? null : shownReplaced(state.network);
	return fork ? insertGone(lines, fork, state, rows) : lines;
}

function insertGone(
	lines: readonly TableLine[],
	fork: SeenFork,
	state: State,
	rows: number,
): readonly TableLine[] {
	const gone = goneLines(fork, Math.max(1, Math.floor(rows / goneShare)));
	const before = lines.filter(line => line.kind === 'block' && line.index <= fork.shared).length;
	const isBelow = before === lines.length && lines.at(-1)?.kind === 'block' && before > 0;
	// Whoever looks at older blocks is not disturbed.
	if (isBelow && (lines.at(-1) as {index: number}).index < fork.shared) return lines;
	const whole = [...lines.slice(0, before), ...gone, ...lines.slice(before)];
	const excess = Math.max(0, whole.length - rows);
	if (!state.view.following) return keepSelected(whole, state.view.selected, rows, excess);
	// The block that both branches share stays, then the newest ones.
	const above = Math.min(excess, Math.max(0, before - 1));
	const below = before + gone.length;
	return [...whole.slice(above, below), ...whole.slice(below + excess - above)];
}

/** As many lines as there is room for, the selected block among them. */
function keepSelected(
	lines: readonly TableLine[],
	selected: number,
	rows: number,
	excess: number,
): readonly TableLine[] {
	const at = lines.findIndex(line => line.kind === 'block' && line.index === selected);
	return at < rows ? lines.slice(0, rows) : lines.slice(excess);
}

function goneLines(fork: SeenFork, most: number): readonly TableLine[] {
	const {count, blocks} = fork.ours;
	const isAll = count <= most && blocks.length === count;
	const shown = isAll ? count : Math.min(blocks.length, most - 1);
	const lines = Array.from({length: shown}, (_, at): TableLine => ({kind: 'gone', fork, at}));
	return isAll ? lines : [...lines, {kind: 'more', count: count - shown}];
}
