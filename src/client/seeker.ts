import type {ChainColumns} from './chain-columns.ts';
import {keepMarks, toggleMark} from './find/marks.ts';
import type {Query} from './find/query.ts';
import {countBetween, type Direction, findNext} from './find/search.ts';
import {beginTally, countOn, isCounted, rankIn, type Tally} from './find/tally.ts';
import {zoomOf} from './screen/detail-pane.ts';
import {formatCount} from './screen/format.ts';
import {layoutOf} from './screen/layout.ts';
import {queryOf} from './state/finding.ts';
import type {Store} from './state/store.ts';

/** What a command looks for in the chain. */
export interface Search {
	readonly query: Query;
	/** The search begins beside this block, which itself comes last. */
	readonly from: number;
	readonly direction: Direction;
}

/** Reads the chain for the state, which holds no blocks: what is found there comes back to it as actions. */
export interface Seeker {
	/** Looks for the next match at once: a million blocks take less than a frame. */
	seek(search: Search): void;
	/** Marks the block at `index`, or takes its mark away. */
	mark(index: number): void;
	/** Scrolls the zoomed detail by so many rows, as far as it goes. */
	scroll(rows: number): void;
	/** Counts no more. */
	close(): void;
}

/** Between two steps of counting, so that keys and frames come in between. */
const stepGapMs = 5;

/** A seeker that also counts, a slice at a time, the matches of the query that is typed or was found last. */
export function createSeeker(store: Store, readBlocks: () => ChainColumns): Seeker {
	let tally: Tally | null = null;
	let revision = 0;
	/** The block whose rank was told last. */
	let told = -1;
	let timer: NodeJS.Timeout | undefined;

	const tell = (blocks: ChainColumns, counted: Tally): void => {
		const {query, count} = counted;
		const {selected} = store.state.view;
		told = selected;
		const isComplete = isCounted(counted, blocks);
		const isMatch = isComplete && countBetween(blocks, query, selected, selected) === 1;
		const rank = isMatch ? rankIn(blocks, counted, selected) : null;
		store.dispatch({kind: 'counted', matches: {query, count, isComplete, rank}});
	};

	const count = (): void => {
		timer = undefined;
		if (!tally) return;
		const blocks = readBlocks();
		tally = countOn(blocks, tally);
		tell(blocks, tally);
		if (!isCounted(tally, blocks)) timer ??= setTimeout(count, stepGapMs);
	};

	const keep = (): void => {
		const {marks} = store.state.finding;
		const kept = keepMarks(marks, readBlocks());
		if (kept !== marks) store.dispatch({kind: 'marked', marks: kept});
	};

	const look = (): void => {
		const {state} = store;
		const query = queryOf(state);
		const isOther = state.chain.revision !== revision;
		revision = state.chain.revision;
		if (isOther) keep();
		if (query === null) tally = null;
		else if (isOther || tally?.query !== query) tally = beginTally(readBlocks(), query);
		if (!tally) return;
		if (!isCounted(tally, readBlocks())) timer ??= setTimeout(count, stepGapMs);
		else if (state.view.selected !== told) tell(readBlocks(), tally);
	};

	const forget = store.subscribe(look);
	return {
		seek: ({query, from, direction}) =>
			store.dispatch({kind: 'found', landing: findNext(readBlocks(), query, from, direction)}),
		scroll(rows) {
			const {state} = store;
			const {body} = layoutOf(state);
			const top = state.panes.detailTop + rows;
			store.dispatch({kind: 'scrolled', top: zoomOf(state, readBlocks(), body, top).top});
		},
		mark(index) {
			const {marks} = store.state.finding;
			const toggled = toggleMark(marks, readBlocks(), index);
			if (toggled === marks) return;
			store.dispatch({kind: 'marked', marks: toggled});
			const text = `Block ${formatCount(index)} ${toggled.has(index) ? "is marked: ' comes back to it" : 'is not marked any more'}.`;
			const short = `block ${formatCount(index)} ${toggled.has(index) ? 'marked' : 'unmarked'}`;
			store.dispatch({kind: 'remark', remark: {tone: 'muted', text, short: [short]}});
		},
		close() {
			forget();
			clearTimeout(timer);
		},
	};
}
